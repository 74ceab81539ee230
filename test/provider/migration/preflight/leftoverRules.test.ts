import { otherUuid, ourUuid, seen } from "../sightings";
import { anet, codesOf, configuration, device, findingOf, findingsOf, withExisting } from "./inputs";

const keysource = (key: string): string => `add keysource\nset raw=${key}\nend`;

describe("a configuration that the target has already (#30)", () => {
    it("is no finding where it is the source's, apart from the link and what the host chose (examples 45, 47)", () => {
        expect(codesOf(withExisting({}))).toEqual([]);
        const anets = anet(0, "set lower-link=net1\nset auto-mac-address=2:8:20:1:2:3");
        expect(codesOf(withExisting({ anets }))).toEqual([]);
    });

    it("is told property by property", () => {
        const existing = withExisting({
            globals: "set autoboot=true\nset bootargs=-m verbose",
            more: "add suspend\nset storage=nfs://a:b@nas/s\nend",
        });
        const sourceConfiguration = configuration({ globals: "set autoboot=false" });
        const finding = findingOf({ ...existing, sourceConfiguration }, "TARGET_CONFIG_LEFTOVER");
        expect(finding).toMatchObject({
            severity: "warning",
            host: "global2",
            property: "migration.overwriteTargetConfig",
        });
        expect(finding.message).toContain("differs from the one on global1 in 3 things");
        expect(finding.lines).toEqual([
            "autoboot: false on global1, true on global2",
            "bootargs: not set on global1, -m verbose on global2",
            "suspend: on global2 only",
        ]);
        expect(finding.remedy).toContain("zonecfg -z kzone1 delete -F");
        expect(codesOf({ ...existing, overwriteTargetConfig: true })).toEqual([]);
    });

    it("of another UUID says so", () => {
        const target = seen("global2", "configured", otherUuid);
        const finding = findingOf(withExisting({ globals: "set autoboot=true" }, { target }), "TARGET_CONFIG_LEFTOVER");
        expect(finding.lines?.at(-1)).toBe(`UUID: ${ourUuid} on global1, ${otherUuid} on global2`);
    });

    it("with other devices has a finding of its own for those too", () => {
        expect(codesOf(withExisting({ devices: device(1) }))).toEqual([
            "warning DEVICES_DIFFER",
            "warning TARGET_CONFIG_LEFTOVER",
        ]);
    });
});

describe("keys", () => {
    it.each([
        [keysource("5ecret"), "", "has no keysource, and the zone on global1 has one"],
        ["", keysource("5ecret"), "has a keysource, and the zone on global1 has none"],
        [keysource("5ecret"), keysource("an0ther5ecret"), "has another keysource than the zone on global1"],
    ])("that differ are told, and never shown", (here, there, said) => {
        const input = withExisting({ more: there }, { sourceConfiguration: configuration({ more: here }) });
        expect(findingOf(input, "KEYSOURCE_DIFFERS").message).toContain(said);
        expect(
            JSON.stringify([...findingsOf(input, "KEYSOURCE_DIFFERS"), ...findingsOf(input, "TARGET_CONFIG_LEFTOVER")]),
        ).not.toContain("5ecret");
    });

    it("that are the same are no finding", () => {
        const more = keysource("5ecret");
        expect(codesOf(withExisting({ more }, { sourceConfiguration: configuration({ more }) }))).toEqual([]);
    });
});
