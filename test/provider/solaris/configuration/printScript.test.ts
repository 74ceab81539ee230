import type { ConfigurationDocument, ConfigurationTarget } from "../../../../provider/solaris/configuration/document";
import { editsBetween } from "../../../../provider/solaris/configuration/edits";
import { printCreation, printEdits, targetOfRefusal } from "../../../../provider/solaris/configuration/printScript";
import fc from "../../../fuzz";
import { type Fleet, startFleet } from "../../../solaris/index";
import { run } from "../../../solaris/testClient";
import { document } from "./documents";
import { exportOf } from "./simulatedZonecfg";

function configuration(...lines: string[]): ConfigurationDocument {
    return exportOf(`create -b\n${lines.join("\n")}\n`);
}

function withValue(value: string): ConfigurationDocument {
    return { properties: new Map([["future-property", [value]]]), resources: [] };
}

it("writes edits as few commands, in the ordinary forms", () => {
    const found = configuration(
        ...["set autoboot=true", "set pool=p", "add anet", "set id=0", "set lower-link=net0", "set vlan-id=2", "end"],
        ...["add capped-memory", "set physical=4G", "end", "add device", "set id=1", "set storage=dev:dsk/a", "end"],
        ...["add rctl", "set name=zone.max-lwps", "add value (priv=privileged,limit=1,action=deny)", "end"],
    );
    const wished = configuration(
        ...["set autoboot=false", 'set bootargs="-m verbose"', "add anet", "set id=0", "set lower-link=net1", "end"],
        ...["add capped-memory", "set physical=8G", "end"],
        ...["add rctl", "set name=zone.max-lwps", "add value (priv=privileged,limit=2,action=deny)", "end"],
        ...["add admin", "set user=jdoe", "add auths login", "add auths manage", "end"],
    );
    expect(printEdits(editsBetween(found, wished)).script.split("\n")).toEqual([
        "remove device id=1",
        "clear pool",
        "set autoboot=false",
        'set bootargs="-m verbose"',
        ...["select anet id=0", "clear vlan-id", "set lower-link=net1", "end"],
        ...["select capped-memory", "set physical=8G", "end"],
        "select rctl name=zone.max-lwps",
        "remove value (priv=privileged,limit=1,action=deny)",
        "add value (priv=privileged,limit=2,action=deny)",
        "end",
        ...["add admin", "set user=jdoe", "set auths=login,manage", "end"],
        "",
    ]);
});

it("begins a creation with the brand, which decides what else is allowed", () => {
    const { script } = printCreation(configuration("set autoboot=true", "set brand=solaris-kz"));
    expect(script).toBe("create -b\nset brand=solaris-kz\nset autoboot=true\n");
});

it.each([
    ["kz=d -k -m verbose", '"kz=d -k -m verbose"'],
    ["a=b", '"a=b"'],
    ["a;b", '"a;b"'],
    ["#a", '"#a"'],
    ["a(b", '"a(b"'],
    ["iscsi://[fe80::1]/luname.naa.1", '"iscsi://[fe80::1]/luname.naa.1"'],
    ["a\tb", '"a\tb"'],
    ["/%{zonename}/disk%{id}", "/%{zonename}/disk%{id}"],
    ["lu:initiator.naa.1,target.naa.2", "lu:initiator.naa.1,target.naa.2"],
    ["[ro,nodevices]", "[ro,nodevices]"],
])("writes the value %p as %s", (value, written) => {
    expect(printCreation(withValue(value)).script).toBe(`create -b\nset future-property=${written}\n`);
});

it.each(['a"b', "a\nb", "a\rb", "a\0b", "\x1b[2J"])("refuses to write the value %j", (value) => {
    expect(() => printCreation(withValue(value))).toThrow(TypeError);
    expect(() => printEdits(editsBetween(withValue("x"), withValue(value)))).toThrow(TypeError);
});

it("takes free text for text, whatever it looks like", () => {
    const document = {
        properties: new Map([["bootargs", ["[a,b]"]]]),
        resources: [{ type: "attr", properties: new Map([["value", ["(a=b),(c=d)"]]]) }],
    };
    const { script } = printCreation(document);
    expect(script).toBe('create -b\nset bootargs="[a,b]"\nadd attr\nset value="(a=b),(c=d)"\nend\n');
    expect(editsBetween(exportOf(script), document)).toEqual([]);
});

it("leaves out what is not set", () => {
    expect(printCreation(withValue("")).script).toBe("create -b\n");
});

/** Whether a line of a script can be about a target. */
function concerns(line: string, { resource, property }: ConfigurationTarget): boolean {
    return property === undefined ? line === "end" || line.includes(resource?.type ?? "") : line.includes(property);
}

it("knows of each line what it is about", () => {
    fc.assert(
        fc.property(document, document, (found, wished) => {
            for (const { script, targets } of [printCreation(wished), printEdits(editsBetween(found, wished))]) {
                const lines = script.split("\n").slice(0, -1);
                expect(targets).toHaveLength(lines.length);
                const wrong = lines.filter((line, index) => {
                    const target = targets[index];
                    return target === undefined ? line !== "create -b" : !concerns(line, target);
                });
                expect(wrong).toEqual([]);
            }
        }),
        { numRuns: 100 },
    );
});

describe("targetOfRefusal", () => {
    const printed = printCreation(
        configuration("set brand=solaris-kz", "add anet", "set id=3", "set lower-link=net9", "end", "set pool=p"),
    );
    const anet = { type: "anet", by: { property: "id", value: "3" } };

    it.each([
        ["On line 6:", { resource: anet, property: "lower-link" }],
        ["On line 4 of /tmp/made.cfg:", { resource: anet }],
        ["syntax error on line 3", { property: "pool" }],
        ["zonecfg: syntax error on line 7\r", { resource: anet }],
        ["zonecfg: On line 2:", { property: "brand" }],
    ])("finds the line of %j, with noise around it", (line, target) => {
        expect(printed.script.split("\n").slice(0, 7)).toEqual([
            ...[
                "create -b",
                "set brand=solaris-kz",
                "set pool=p",
                "add anet",
                "set id=3",
                "set lower-link=net9",
                "end",
            ],
        ]);
        const lines = [
            "Oracle Corporation SunOS 5.11",
            "warning: 2 users on line 3",
            "error on line 5: no printer",
            line,
            "net9: Invalid argument",
            "usage:",
        ];
        expect(targetOfRefusal(printed, lines)).toEqual(target);
    });

    it.each([[[]], [["net9: Invalid argument"]], [["On line 99:"]], [["On line 0:"]], [["On line 1:"]]])(
        "finds none in %j",
        (lines) => {
            expect(targetOfRefusal(printed, lines)).toBeUndefined();
        },
    );

    describe("with a simulated host", () => {
        let fleet: Fleet | undefined;

        afterEach(async () => {
            await fleet?.stop();
            fleet = undefined;
        });

        it("finds what zonecfg does not know", async () => {
            const host = { name: "global1", requirePrivilege: "none" as const, hostCompatible: ["memlzr"] };
            fleet = await startFleet({ hosts: [host] });
            const unknown = printCreation(
                configuration("set brand=solaris-kz", "set autoboot=true", "set host-compatible=level9"),
            );
            const refused = await run(fleet, "global1", "zonecfg -z made -f -", unknown.script);
            expect(refused.status).toBe(1);
            expect(targetOfRefusal(unknown, refused.stderr.split("\n"))).toEqual({ property: "host-compatible" });
        });
    });
});
