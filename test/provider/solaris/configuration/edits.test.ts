import { applyEdits } from "../../../../provider/solaris/configuration/applyEdits";
import type { ConfigurationDocument } from "../../../../provider/solaris/configuration/document";
import { describeEdit } from "../../../../provider/solaris/configuration/describe";
import { type Edit, editsBetween } from "../../../../provider/solaris/configuration/edits";
import { parseExport } from "../../../../provider/solaris/configuration/parseExport";
import { printCreation, printEdits } from "../../../../provider/solaris/configuration/printScript";
import fc from "../../../fuzz";
import { hostileText } from "../hostileText";
import { document, saying } from "./documents";
import { exported, exportOf, simulateZonecfg } from "./simulatedZonecfg";

function configuration(...lines: string[]): ConfigurationDocument {
    return exportOf(`create -b\n${lines.join("\n")}\n`);
}

/** The edits between two configurations, in words. */
function edits(found: ConfigurationDocument, wished: ConfigurationDocument): string[] {
    return editsBetween(found, wished).map(describeEdit);
}

/** What zonecfg has of a configuration after the edits that make another one of it. */
function edited(found: ConfigurationDocument, wished: ConfigurationDocument): ConfigurationDocument {
    const before = simulateZonecfg(printCreation(found).script);
    return exported(simulateZonecfg(printEdits(editsBetween(found, wished)).script, before));
}

/** In how many properties two documents differ; a resource that only one has counts once. */
function differences(found: ConfigurationDocument, wished: ConfigurationDocument): number {
    const parts = ({ properties, resources }: ConfigurationDocument): Map<string, Map<string, string>> =>
        new Map(
            [{ type: "", properties }, ...resources].map((resource) => {
                const identity = ["id", "name", "user"].map((name) => resource.properties.get(name)?.[0] ?? "");
                const values = [...resource.properties].map(
                    ([name, value]) => [name, [...value].sort().join()] as const,
                );
                return [`${resource.type} ${identity.join()}`, new Map(values)];
            }),
        );
    const [here, there] = [parts(found), parts(wished)];
    return [...new Set([...here.keys(), ...there.keys()])].reduce((count, name) => {
        const [a, b] = [here.get(name), there.get(name)];
        const names = a === undefined || b === undefined ? [] : [...new Set([...a.keys(), ...b.keys()])];
        const differing = names.filter((property) => a?.get(property) !== b?.get(property)).length;
        return count + (names.length === 0 ? 1 : differing);
    }, 0);
}

it("makes one document of another, on paper and with zonecfg", () => {
    fc.assert(
        fc.property(document, document, (found, wished) => {
            const made = applyEdits(found, editsBetween(found, wished));
            expect(saying(made)).toBe(saying(wished));
            expect(editsBetween(made, wished)).toEqual([]);
            expect(saying(edited(found, wished))).toBe(saying(wished));
        }),
        { numRuns: 150 },
    );
});

it("makes one document of another, however little tells their resources apart", () => {
    const value = fc.constantFrom("0", "1", "2");
    const names = fc.constantFrom("id", "linkname", "match", "x", "y");
    const resource = fc.record({
        type: fc.constantFrom("anet", "device", "attr"),
        properties: fc
            .dictionary(names, value, { maxKeys: 4, noNullPrototype: true })
            .map((entries) => new Map(Object.entries(entries).map(([name, text]) => [name, [text]]))),
    });
    const odd = fc.array(resource, { maxLength: 5 }).map((resources) => ({ properties: new Map(), resources }));
    fc.assert(
        fc.property(odd, odd, (found, wished) => {
            expect(editsBetween(found, found)).toEqual([]);
            expect(saying(applyEdits(found, editsBetween(found, wished)))).toBe(saying(wished));
            expect(saying(edited(found, wished))).toBe(saying(wished));
        }),
        { numRuns: 300 },
    );
});

it("has nothing to edit between what a host prints and itself, and comes to an end with anything else", () => {
    const found = hostileText.map((text) => parseExport(`create -b\n${text}`)).filter((each) => each !== undefined);
    fc.assert(
        fc.property(found, found, (a, b) => {
            expect(editsBetween(a, a)).toEqual([]);
            expect(editsBetween(applyEdits(a, editsBetween(a, b)), b)).toEqual([]);
        }),
        { numRuns: 200 },
    );
});

it("has nothing to edit between a document and itself, in whatever order", () => {
    fc.assert(
        fc.property(document, (found) => {
            const reversed = {
                properties: new Map([...found.properties].reverse()),
                resources: [...found.resources].reverse(),
            };
            expect(editsBetween(found, found)).toEqual([]);
            expect(editsBetween(found, reversed)).toEqual([]);
        }),
        { numRuns: 200 },
    );
});

it("has no more edits than there are differences", () => {
    fc.assert(
        fc.property(document, document, (found, wished) => {
            expect(editsBetween(found, wished).length).toBeLessThanOrEqual(differences(found, wished));
        }),
        { numRuns: 150 },
    );
});

it("removes before it changes, and changes before it adds", () => {
    const rank = { remove: 0, clear: 1, set: 1, add: 2 };
    fc.assert(
        fc.property(document, document, (found, wished) => {
            const ranks = editsBetween(found, wished).map(({ kind }) => rank[kind]);
            expect(ranks).toEqual([...ranks].sort());
        }),
        { numRuns: 100 },
    );
});

it("lets one resource take over another's id", () => {
    const found = configuration("add attr", "set name=a", "set value=1", "end", "add anet", "set id=0", "end");
    const wished = configuration("add anet", "set id=1", "end", "add attr", "set name=a", "set value=2", "end");
    expect(edits(found, wished)).toEqual(["anet 0: removed", "attr a value: 1 -> 2", "anet 1: added"]);
});

it("clears before it sets, because some properties exclude each other", () => {
    const found = configuration("add capped-memory", "set physical=4G", "set pagesize-policy=fixed", "end");
    const wished = configuration("add capped-memory", "set memory-reserve=pool", "set physical=8G", "end");
    expect(edits(found, wished)).toEqual([
        "capped-memory pagesize-policy: fixed -> not set",
        "capped-memory physical: 4G -> 8G",
        "capped-memory memory-reserve: not set -> pool",
    ]);
});

it("takes lists in another order or another spelling, and an empty value and none, for the same", () => {
    const found = configuration(
        "set host-compatible=level1,memlzr",
        "set pool=",
        "add admin",
        "add auths a",
        "add auths b",
        "end",
    );
    const wished = configuration(
        "set host-compatible=(memlzr,level1)",
        "set tenant=",
        "add admin",
        "set auths=b,a",
        "end",
    );
    expect(editsBetween(found, wished)).toEqual([]);
    expect(edits(found, configuration("set host-compatible=memlzr"))).toEqual([
        "admin: removed (auths a,b)",
        "host-compatible: level1,memlzr -> memlzr",
    ]);
});

it("does not take a comma in a value that is no list for one", () => {
    const found = configuration("add suspend", "set storage=lu:initiator.naa.1,target.naa.2", "end");
    const wished = configuration("add suspend", "set storage=lu:target.naa.2,initiator.naa.1", "end");
    expect(editsBetween(found, wished)).toHaveLength(1);
});

describe("resources without what usually identifies them", () => {
    const device = (...lines: string[]): string[] => ["add device", ...lines, "end"];

    it("pairs one that is alone of its type", () => {
        const found = configuration(...device("set storage=dev:dsk/a"));
        expect(edits(found, configuration(...device("set storage=dev:dsk/b")))).toEqual([
            "device storage: dev:dsk/a -> dev:dsk/b",
        ]);
        expect(edits(found, configuration(...device("set storage=dev:dsk/a", "set id=0")))).toEqual([
            "device id: not set -> 0",
        ]);
    });

    it("pairs devices by their disk, however it is spelled", () => {
        const data = device("set storage=dev:dsk/data", "set id=7");
        const found = configuration(...data, ...device("set storage=iscsi://san1/luname.naa.600A"));
        const wished = configuration(...device("set storage=iscsi:///luname.naa.600a", "set id=0"), ...data);
        const key = "device with storage iscsi://san1/luname.naa.600A";
        expect(edits(found, wished)).toEqual([
            `${key} id: not set -> 0`,
            `${key} storage: iscsi://san1/luname.naa.600A -> iscsi:///luname.naa.600a`,
        ]);
        expect(saying(edited(found, wished))).toBe(saying(wished));
    });

    it.each([[""], ["set id=0"]])("takes a path for the same disk as its URI (%s)", (id) => {
        const found = configuration(...device("set match=/dev/rdsk/c1t0d0", id), ...device("set storage=dev:dsk/b"));
        const wished = configuration(...device("set storage=dev:dsk/c1t0d0", id), ...device("set storage=dev:dsk/b"));
        expect(
            editsBetween(found, wished)
                .map(({ kind, target }) => `${kind} ${target.property ?? ""}`)
                .sort(),
        ).toEqual(["clear match", "set storage"]);
        expect(saying(edited(found, wished))).toBe(saying(wished));
    });

    it("removes and adds those that only their content tells apart", () => {
        const found = configuration(...device("set storage=dev:dsk/a"), ...device("set storage=dev:dsk/b"));
        const wished = configuration(...device("set storage=dev:dsk/c"), ...device("set storage=dev:dsk/b"));
        expect(edits(found, wished)).toEqual([
            "device with storage dev:dsk/a: removed",
            "device with storage dev:dsk/c: added",
        ]);
        expect(saying(edited(found, wished))).toBe(saying(wished));
    });

    it("makes all of a type anew where nothing names the one to remove", () => {
        const same = device("set storage=dev:dsk/a");
        const found = configuration(...same, ...same, ...device("set id=7", "set storage=dev:dsk/b"));
        const wished = configuration(...device("set id=7", "set storage=dev:dsk/b"), ...same);
        const planned = editsBetween(found, wished);
        expect(saying(applyEdits(found, planned))).toBe(saying(wished));
        expect(printEdits(planned).script.split("\n")[0]).toBe("remove -F device");
        expect(saying(edited(found, wished))).toBe(saying(wished));
    });

    it("keeps those that are the same apart from their place", () => {
        const same = device("set storage=dev:dsk/a");
        const found = configuration(...same, ...same);
        expect(editsBetween(found, configuration(...same, ...same))).toEqual([]);
    });

    it("knows by the second identity what has no first", () => {
        const found = configuration("add anet", "set linkname=net0", "end", "add anet", "set linkname=net1", "end");
        const wished = configuration(
            "add anet",
            "set linkname=net1",
            "set id=1",
            "end",
            "add anet",
            "set linkname=net0",
            "end",
        );
        expect(edits(found, wished)).toEqual(["anet net1 id: not set -> 1"]);
        expect(saying(edited(found, wished))).toBe(saying(wished));
    });

    it("changes last by what it finds a resource", () => {
        const found = configuration("add anet", "set linkname=net0", "end");
        const wished = configuration("add anet", "set id=0", "end");
        const planned = editsBetween(found, wished);
        expect(planned.map(describeEdit)).toEqual([
            "anet net0 id: not set -> 0",
            "anet net0 linkname: net0 -> not set",
        ]);
        expect(saying(applyEdits(found, planned))).toBe(saying(wished));
        expect(saying(edited(found, wished))).toBe(saying(wished));
    });
});

it("removes and adds a resource where a block within it differs", () => {
    const anet = (...lines: string[]): ConfigurationDocument =>
        configuration("add anet", "set id=0", "add mac", ...lines, "end", "end");
    const found = anet("add allowed-mac-address 2:8:20");
    const kinds = (wished: ConfigurationDocument): Edit["kind"][] =>
        editsBetween(found, wished).map(({ kind }) => kind);
    expect(kinds(anet("add allowed-mac-address 2:8:21"))).toEqual(["remove", "add"]);
    expect(kinds(anet("set allowed-mac-address=2:8:20"))).toEqual([]);
});

describe("a device whose disk is named in another way", () => {
    const bootpri = fc.option(fc.constantFrom("0", "1"), { nil: undefined });
    const device = fc
        .record({
            name: fc.constantFrom("match", "storage"),
            disk: fc.constantFrom("a", "b", "c"),
            id: fc.option(fc.constantFrom("0", "1", "2"), { nil: undefined }),
            bootpri,
        })
        .map(({ name, disk, id, bootpri: order }) => {
            const value = name === "match" ? `/dev/dsk/${disk}` : `dev:dsk/${disk}`;
            const given = [["id", id] as const, [name, value] as const, ["bootpri", order] as const];
            return {
                type: "device",
                properties: new Map(
                    given.flatMap(([key, text]) => (text === undefined ? [] : [[key, [text]] as const])),
                ),
            };
        });
    const devices = fc.array(device, { maxLength: 3 }).map((resources) => ({ properties: new Map(), resources }));

    it.each([
        ["match", "/dev/dsk/a", "storage", "dev:dsk/b"],
        ["storage", "dev:dsk/a", "match", "/dev/dsk/b"],
    ])("loses its %s before it gets another name, in one go", (former, from, name, to) => {
        const found = configuration("add device", `set ${former}=${from}`, "set bootpri=0", "end");
        const wished = configuration("add device", `set ${name}=${to}`, "set bootpri=1", "end");
        const { script } = printEdits(editsBetween(found, wished));
        const lines = script.trimEnd().split("\n");
        expect([lines[0], lines[1], lines.at(-1)]).toEqual([
            `select device ${former === "match" ? `match=${from}` : ""}`.trim(),
            `clear ${former}`,
            "end",
        ]);
        expect(lines.slice(2, -1).sort()).toEqual(["set bootpri=1", `set ${name}=${to}`]);
        expect(saying(applyEdits(found, editsBetween(found, wished)))).toBe(saying(wished));
        expect(saying(edited(found, wished))).toBe(saying(wished));
    });

    it("has at no moment two names, and one whenever it is left, as the strictest zonecfg may ask", () => {
        fc.assert(
            fc.property(devices, devices, (found, wished) => {
                const planned = editsBetween(found, wished);
                expect(saying(applyEdits(found, planned))).toBe(saying(wished));
                const before = simulateZonecfg(printCreation(found).script);
                const after = simulateZonecfg(printEdits(planned).script, before, (command, { resources }) => {
                    const names = resources.map(({ properties: { match, storage } }) =>
                        [match, storage].filter((each) => each !== undefined),
                    );
                    expect(names.filter(({ length }) => length > 1)).toEqual([]);
                    expect(command === "end" ? names.filter(({ length }) => length < 1) : []).toEqual([]);
                });
                expect(saying(exported(after))).toBe(saying(wished));
            }),
            { numRuns: 300 },
        );
    });
});
