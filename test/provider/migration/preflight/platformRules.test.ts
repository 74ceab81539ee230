import { compareVersions } from "../../../../provider/migration/preflight/platformRules";
import { known, type HostFacts } from "../../../../provider/solaris/hostFacts";
import { anet, codesOf, configuration, findingOf, findingsOf, inputOf, soundFacts } from "./inputs";

const target = (deviations: Partial<HostFacts>) => ({ targetFacts: soundFacts("global2", deviations) });
const release = (version: string): Partial<HostFacts> => ({ release: known({ system: "SunOS", version }) });

describe("releases", () => {
    it.each([
        ["11.4.48.123.0", "11.4.48.123.0", 0],
        ["11.4.9.0.0", "11.4.48.0.0", -1],
        ["11.4.48", "11.4.48.0.0", 0],
        ["11.5", "11.4.81.0.0", 1],
        ["11.4.x", "11.4.1", 0],
    ])("%s against %s", (a, b, sign) => {
        expect(Math.sign(compareVersions(a, b))).toBe(sign);
    });

    it("of which the target's is older are a warning with both", () => {
        const input = inputOf(target(release("11.4.9.1.2")));
        expect(codesOf(input)).toEqual(["warning TARGET_RELEASE_OLDER"]);
        expect(findingOf(input, "TARGET_RELEASE_OLDER").message).toBe(
            "global1 runs Solaris 11.4.48.123.0, global2 11.4.9.1.2, which is older",
        );
        expect(codesOf(inputOf(target(release("11.4.81.1.2"))))).toEqual([]);
    });

    it.each([
        ["11.4.48.123.0", "11.3"],
        ["11.3", "11.4.48.123.0"],
    ])("%s and %s together are for the dry run alone", (from, to) => {
        const input = inputOf({ sourceFacts: soundFacts("global1", release(from)), ...target(release(to)) });
        expect(codesOf(input)).toEqual(["warning RELEASES_MIXED"]);
        expect(findingOf(input, "RELEASES_MIXED").message).toContain(`global1 runs Solaris ${from}, global2 ${to}`);
    });
});

describe("host-compatible (#6)", () => {
    const sourceConfiguration = configuration({ globals: "set host-compatible=memlzr" });

    it("is a doubt on an older target only", () => {
        const input = inputOf({ sourceConfiguration, ...target(release("11.4.9.0.0")) });
        expect(codesOf(input)).toEqual(["warning TARGET_RELEASE_OLDER", "warning HOST_COMPATIBLE_UNSURE"]);
        expect(findingOf(input, "HOST_COMPATIBLE_UNSURE").message).toContain("host-compatible=memlzr on global1");
        expect(codesOf(inputOf({ sourceConfiguration }))).toEqual([]);
    });
});

describe("processors of different models (#5)", () => {
    const other = target({ processorModels: known(["SPARC-S7"]) });

    it.each([
        ["", "has no cpu-arch for both"],
        ["set cpu-arch=generic", "has no cpu-arch for both"],
        ["set cpu-arch=migration-class1", "has cpu-arch=migration-class1, of which both must be"],
    ])("with %j", (globals, said) => {
        const finding = findingOf(
            inputOf({ ...other, sourceConfiguration: configuration({ globals }) }),
            "CPU_MODEL_DIFFERS",
        );
        expect(finding.severity).toBe("warning");
        expect(finding.message).toContain("global1 has SPARC-M7, global2 has SPARC-S7");
        expect(finding.message).toContain(said);
    });

    it("do not matter to a cold move", () => {
        expect(codesOf(inputOf({ ...other, method: "cold" }))).toEqual([]);
    });
});

describe("SR-IOV (#20)", () => {
    const sourceConfiguration = configuration({ anets: `${anet(0, "set iov=auto")}\n${anet(1, "set iov=off")}` });

    it("is a doubt with an older party, unless the move is cold", () => {
        const input = inputOf({ sourceConfiguration, ...target(release("11.3")) });
        expect(findingOf(input, "IOV_NEEDS_NEWER").message).toContain("(anet 0 iov=auto), and global2 runs 11.3");
        expect(findingsOf({ ...input, method: "cold" }, "IOV_NEEDS_NEWER")).toEqual([]);
        expect(codesOf(inputOf({ sourceConfiguration }))).toEqual([]);
    });
});
