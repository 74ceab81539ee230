import {
    type ConfigurationDocument,
    keyOf,
    resourceAt,
    sameKey,
} from "../../../../provider/solaris/configuration/document";
import { exportOf } from "./simulatedZonecfg";

function keysOf(...lines: string[]): unknown[] {
    const document: ConfigurationDocument = exportOf(`create -b\n${lines.join("\n")}\n`);
    return document.resources.map((resource) => {
        const key = keyOf(resource, document);
        expect(resourceAt(document, key)).toBe(resource);
        expect(document.resources.filter((each) => sameKey(keyOf(each, document), key))).toEqual([resource]);
        return [key.type, key.by === undefined ? key.index : `${key.by.property}=${key.by.value}`];
    });
}

it.each([
    ["an anet by its id", ["add anet", "set linkname=net0", "set id=0", "end"], [["anet", "id=0"]]],
    ["an anet by its linkname", ["add anet", "set linkname=net0", "end"], [["anet", "linkname=net0"]]],
    ["a device by its match", ["add device", "set match=/dev/a", "end"], [["device", "match=/dev/a"]]],
    ["a net by its link", ["add net", "set physical=net1", "set id=2", "end"], [["net", "physical=net1"]]],
    ["an attribute by its name", ["add attr", "set name=a", "end"], [["attr", "name=a"]]],
    ["an administrator by the user", ["add admin", "set user=a", "end"], [["admin", "user=a"]]],
    ["what a zone has once by its type", ["add virtual-cpu", "set id=7", "end"], [["virtual-cpu", undefined]]],
    ["what has nothing by its type", ["add suspend", "set path=/a", "end"], [["suspend", undefined]]],
    ["an unknown type by its id", ["add constructor", "set id=1", "end"], [["constructor", "id=1"]]],
    [
        "one of several by what only it has",
        ["add device", "set storage=a", "end", "add device", "set storage=b", "set id=0", "end"],
        [
            ["device", "storage=a"],
            ["device", "id=0"],
        ],
    ],
    [
        "those with the same id by something else",
        ["add anet", "set id=0", "set lower-link=a", "end", "add anet", "set id=0", "set lower-link=b", "end"],
        [
            ["anet", "lower-link=a"],
            ["anet", "lower-link=b"],
        ],
    ],
])("finds %s", (_what, lines, keys) => {
    expect(keysOf(...lines)).toEqual(keys);
});

it("finds what nothing tells apart by its place", () => {
    const document = exportOf("create -b\nadd anet\nend\nadd device\nend\nadd device\nend\n");
    expect(document.resources.map((resource) => keyOf(resource, document))).toEqual([
        { type: "anet" },
        { type: "device", index: 0 },
        { type: "device", index: 1 },
    ]);
    expect(resourceAt(document, { type: "device", index: 1 })).toBe(document.resources[2]);
    expect(resourceAt(document, { type: "device" })).toBeUndefined();
});
