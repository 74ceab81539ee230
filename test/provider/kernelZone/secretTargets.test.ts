import { isOfOneResource, markedTargets } from "../../../provider/kernelZone/secretTargets";
import type { ConfigurationResource, ConfigurationTarget } from "../../../provider/solaris/configuration/document";
import { inputs } from "./bags";

const of = (property: string, type?: string, by?: [property: string, value: string]): ConfigurationTarget => ({
    property,
    ...(type && { resource: { type, ...(by && { by: { property: by[0], value: by[1] } }) } }),
});
const contract = ["name", "contract"] as [string, string];

const program = {
    config: {
        bootargs: "-v",
        cappedMemory: { physical: "8g" },
        anets: [
            { id: 0, lowerLink: "net0", allowedAddress: ["192.0.2.1", "192.0.2.2"] },
            { id: 1, lowerLink: "net1" },
        ],
        attrs: [
            { name: "contract", value: "c" },
            { name: "comment", value: "d" },
        ],
        properties: { "fs-allowed": "ufs" },
        resources: [{ type: "npiv", properties: { "virtual-port-wwn": "w" } }],
    },
    hostOverrides: { "global2.example.com": { anets: [{ id: 1, lowerLink: "net7" }] } },
};
const marks = (path: string, target: ConfigurationTarget, whole?: ConfigurationResource): boolean =>
    markedTargets(inputs({ ...program, __secretPaths: [path] }))(target, whole);

describe("what a mark of the program covers of zonecfg's properties", () => {
    it.each<[string, ConfigurationTarget]>([
        ["config.bootargs", of("bootargs")],
        ["config", of("bootargs")],
        ["config", of("pool")],
        ['config.properties["fs-allowed"]', of("fs-allowed")],
        ["config.properties", of("fs-allowed")],
        ["config.cappedMemory.physical", of("physical", "capped-memory")],
        ["config.cappedMemory", of("pagesize", "capped-memory")],
        ["config.attrs[0].value", of("value", "attr", contract)],
        ["config.attrs[0]", of("type", "attr", contract)],
        ["config.attrs", of("value", "attr", ["name", "found on the host"])],
        ["config.anets[0].allowedAddress[1]", of("allowed-address", "anet", ["id", "0"])],
        ['hostOverrides["global2.example.com"].anets[0].lowerLink', of("lower-link", "anet", ["id", "1"])],
        ["hostOverrides", of("lower-link", "anet", ["id", "1"])],
        ['config.resources[0].properties["virtual-port-wwn"]', of("virtual-port-wwn", "npiv")],
    ])("%s: %j", (path, target) => {
        expect(marks(path, target)).toBe(true);
    });

    it.each<[string, ConfigurationTarget]>([
        ["config.bootargs", of("pool")],
        ["config.bootargs", of("autoboot")],
        ["config.bootargs", { resource: { type: "anet" } }],
        ["config.cappedMemory.physical", of("pagesize", "capped-memory")],
        ["config.attrs[0].value", of("value", "attr", ["name", "comment"])],
        ["config.attrs[0].value", of("type", "attr", contract)],
        ["config.attrs[0].value", of("value", "attr", ["name", "found on the host"])],
        ["config.anets[0].lowerLink", of("mac-address", "anet", ["id", "0"])],
        ['hostOverrides["global2.example.com"].anets[0].lowerLink', of("lower-link", "anet", ["id", "0"])],
        ["install.manifest", of("bootargs")],
        ["configs", of("bootargs")],
    ])("not %s: %j", (path, target) => {
        expect(marks(path, target)).toBe(false);
    });

    it("knows a resource by itself", () => {
        const attr = (name: string) => ({ type: "attr", properties: new Map([["name", [name]]]) });
        expect(marks("config.attrs[0].value", of("value", "attr"), attr("contract"))).toBe(true);
        expect(marks("config.attrs[0].value", of("value", "attr"), attr("comment"))).toBe(false);
    });

    it("is everything where the configuration is not understood, as that of another release", () => {
        const isMarked = markedTargets(inputs({ config: { bootargs: 1, odd: true }, __secretPaths: ["config.odd"] }));
        expect(isMarked(of("bootargs"))).toBe(true);
    });

    it("is nothing without marks", () => {
        expect(markedTargets(inputs(program))(of("bootargs"))).toBe(false);
        expect(markedTargets(inputs({ __secretPaths: "config" }))(of("bootargs"))).toBe(false);
    });
});

it("leaves open of which of several resources a bare type is, so that no mark changes how zonecfg finds one", () => {
    expect(isOfOneResource(of("value", "attr"))).toBe(false);
    expect(isOfOneResource(of("value", "attr", contract))).toBe(true);
    expect(isOfOneResource(of("value", "attr"), { type: "attr", properties: new Map() })).toBe(true);
    expect(isOfOneResource(of("physical", "capped-memory"))).toBe(true);
    expect(isOfOneResource(of("bootargs"))).toBe(true);
});
