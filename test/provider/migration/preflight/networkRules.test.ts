import { known, unknown } from "../../../../provider/solaris/hostFacts";
import { anet, codesOf, configuration, findingOf, findingsOf, inputOf, soundFacts, withExisting } from "./inputs";

const override = [{ id: 0, lowerLink: "net1" }];

describe("hostOverrides", () => {
    it("name every anet that the zone does not have", () => {
        const overrides = [
            { id: 3, lowerLink: "net1" },
            { id: 0, lowerLink: "net1" },
            { id: 4, lowerLink: "net1" },
        ];
        const findings = findingsOf(inputOf({ overrides }), "TARGET_PREPARE_FAILED");
        expect(findings).toHaveLength(2);
        expect(findings[0]).toMatchObject({
            severity: "error",
            property: "hostOverrides.global2.anets",
            message: "hostOverrides for global2 name anet 3, but kzone1 has only 0",
        });
        const none = inputOf({ overrides: override, sourceConfiguration: configuration({ anets: "" }) });
        expect(findingOf(none, "TARGET_PREPARE_FAILED").message).toContain("but kzone1 has none");
    });

    it("contradict what the target has: a conflict with both ways out", () => {
        const input = withExisting({ anets: anet(0, "set lower-link=net5") }, { overrides: override });
        const finding = findingOf(input, "TARGET_CONFIG_CONFLICT");
        expect(finding).toMatchObject({ severity: "error", property: "hostOverrides.global2.anets" });
        expect(finding.message).toContain("shows lower-link net5 for anet 0, hostOverrides say net1");
        expect(finding.remedy).toContain("zonecfg -z kzone1 'select anet id=0; set lower-link=net1; end'");
        expect(finding.remedy).toContain("zonecfg -z kzone1 delete -F");
    });

    it("conflict too where the target's configuration lacks the anet", () => {
        const input = withExisting({ anets: anet(1) }, { overrides: override });
        expect(findingOf(input, "TARGET_CONFIG_CONFLICT").message).toContain("shows no anet 0");
    });

    it("are met by a configuration there that says the same, or is overwritten", () => {
        const met = withExisting({ anets: anet(0, "set lower-link=net1") }, { overrides: override });
        expect(codesOf(met)).toEqual([]);
        const overwritten = withExisting({ anets: anet(0, "set lower-link=net5") }, { overwriteTargetConfig: true });
        expect(codesOf(overwritten)).toEqual([]);
    });
});

describe("lower links (#18)", () => {
    const targetFacts = soundFacts("global2", { links: known(["net4", "net5"]) });

    it("that the target does not have are named, with those that it has, and hostOverrides as the way out", () => {
        const anets = [anet(0), anet(1, "set lower-link=auto"), anet(2, "set lower-link=net5"), anet(3)].join("\n");
        const findings = findingsOf(
            inputOf({ targetFacts, sourceConfiguration: configuration({ anets }) }),
            "LOWER_LINK_MISSING",
        );
        expect(findings.map(({ message }) => message)).toEqual([
            "anet 0 of kzone1 has the lower-link net0, and global2 has no such datalink; it has net4, net5",
            "anet 3 of kzone1 has the lower-link net0, and global2 has no such datalink; it has net4, net5",
        ]);
        expect(findings[0]).toMatchObject({ severity: "warning", property: "hostOverrides.global2.anets" });
        expect(findings[0]?.remedy).toContain('hostOverrides: { global2: { anets: [{ id: 0, lowerLink: "LINK" }] } }');
    });

    it("that hostOverrides choose are looked for instead", () => {
        expect(codesOf(inputOf({ targetFacts, overrides: [{ id: 0, lowerLink: "net4" }] }))).toEqual([]);
        const wrong = inputOf({ targetFacts, overrides: [{ id: 0, lowerLink: "net9" }] });
        expect(findingOf(wrong, "LOWER_LINK_MISSING").message).toContain("shall have the lower-link net9");
    });

    it("of a configuration that the target has already are the ones that count", () => {
        expect(codesOf(withExisting({ anets: anet(0, "set lower-link=net4") }, { targetFacts }))).toEqual([]);
    });

    it("are not judged where the target's links are not known", () => {
        expect(codesOf(inputOf({ targetFacts: soundFacts("global2", { links: unknown("dladm: no") }) }))).toEqual([]);
    });
});

describe("anets in the target's configuration (#19)", () => {
    const linesOf = (here: string, there: string): readonly string[] | undefined =>
        findingsOf(
            withExisting({ anets: there }, { sourceConfiguration: configuration({ anets: here }) }),
            "ANETS_DIFFER",
        )[0]?.lines;

    it.each<[string, string, string, readonly string[] | undefined]>([
        ["another link only", anet(0), anet(0, "set lower-link=net1"), undefined],
        ["one more", anet(0), `${anet(0)}\n${anet(1)}`, ["anet 1: on global2 only"]],
        ["another id", anet(0), anet(1), ["anet 0: on global1 only", "anet 1: on global2 only"]],
        ["another VLAN", anet(0, "set vlan-id=7"), anet(0), ["anet 0 vlan-id: 7 on global1, none on global2"]],
        [
            "another MAC address",
            anet(0, "set mac-address=2:8:20:1:2:3"),
            anet(0, "set mac-address=2:8:20:1:2:4"),
            ["anet 0 MAC address: 2:8:20:1:2:3 on global1, 2:8:20:1:2:4 on global2"],
        ],
        [
            "the same MAC address in another form",
            anet(0, "set mac-address=02:08:20:0A:02:03"),
            anet(0, "set mac-address=2:8:20:a:2:3"),
            undefined,
        ],
        [
            "another MAC address that the hosts chose",
            anet(0, "set mac-address=auto\nset auto-mac-address=2:8:20:1:2:3"),
            anet(0, "set mac-address=auto\nset auto-mac-address=2:8:20:9:9:9"),
            ["anet 0 MAC address: 2:8:20:1:2:3 on global1, 2:8:20:9:9:9 on global2"],
        ],
        [
            "a MAC address that is not told",
            anet(0, "set mac-address=auto"),
            anet(0, "set mac-address=2:8:20:1:2:3"),
            undefined,
        ],
    ])("%s", (_what, here, there, lines) => {
        expect(linesOf(here, there)).toEqual(lines);
    });
});
