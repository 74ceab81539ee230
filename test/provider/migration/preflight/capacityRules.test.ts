import { known, unknown } from "../../../../provider/solaris/hostFacts";
import { codesOf, configuration, findingOf, findingsOf, gib, inputOf, soundFacts, withExisting } from "./inputs";

const vcpus = (count: number): string => `add virtual-cpu\nset ncpus=${count}\nend`;
const memory = (lines: string): string => `add capped-memory\n${lines}\nend`;

describe("virtual CPUs", () => {
    it("in the target's configuration are fewer: a warning with both values, so that Solaris has the last word (#4)", () => {
        const input = withExisting({ vcpus: vcpus(4) }, { sourceConfiguration: configuration({ vcpus: vcpus(8) }) });
        const finding = findingOf(input, "VCPUS_DIFFER");
        expect(finding.severity).toBe("warning");
        expect(finding.message).toBe(
            "kzone1 has 8 vCPUs on global1; the configuration of it that global2 has allows 4",
        );
        expect(finding.remedy).toContain("zonecfg -z kzone1 'select virtual-cpu; set ncpus=8; end'");
        expect(finding.remedy).toContain("zonecfg -z kzone1 delete -F");
        expect(codesOf(input)).toEqual(["warning VCPUS_DIFFER", "warning TARGET_CONFIG_LEFTOVER"]);
        expect(findingsOf({ ...input, method: "cold" }, "VCPUS_DIFFER")).toEqual([]);
    });

    it("are more than the target's processors", () => {
        const targetFacts = soundFacts("global2", { processors: known(2) });
        expect(findingOf(inputOf({ targetFacts }), "TARGET_PROCESSORS_FEW")).toMatchObject({
            severity: "warning",
            message: "kzone1 has 4 vCPUs, global2 has 2 virtual processors",
        });
        expect(codesOf(inputOf({ targetFacts: soundFacts("global2", { processors: known(4) }) }))).toEqual([]);
    });
});

describe("memory", () => {
    it("is more than the whole target has (#8)", () => {
        const targetFacts = soundFacts("global2", { memoryBytes: known(7.5 * gib) });
        expect(findingOf(inputOf({ targetFacts }), "TARGET_MEMORY_SHORT")).toMatchObject({
            severity: "warning",
            message: "kzone1 has 8 GiB of memory, global2 as a whole 7.5 GiB",
        });
        expect(codesOf(inputOf({ targetFacts: soundFacts("global2", { memoryBytes: known(8 * gib) }) }))).toEqual([]);
    });

    it("in the target's configuration differs (#10), in size and policy, with both values", () => {
        const sourceConfiguration = configuration({
            memory: memory("set physical=8G\nset pagesize-policy=largest-only"),
        });
        const input = withExisting({ memory: memory("set physical=4G") }, { sourceConfiguration });
        expect(findingOf(input, "MEMORY_DIFFERS").message).toContain(
            "capped-memory physical: 8G on global1, 4G on global2; capped-memory pagesize-policy: largest-only on global1, not set on global2",
        );
        expect(findingsOf({ ...input, method: "cold" }, "MEMORY_DIFFERS")).toEqual([]);
    });

    it("is the same in other units", () => {
        expect(codesOf(withExisting({ memory: memory("set physical=8192M") }))).toEqual([]);
    });

    it("in pages of a size is a doubt where the processors are not known to be alike (#7)", () => {
        const sourceConfiguration = configuration({ memory: memory("set physical=8G\nset pagesize=2G") });
        expect(codesOf(inputOf({ sourceConfiguration }))).toEqual([]);
        const targetFacts = soundFacts("global2", { processorModels: unknown("psrinfo: no") });
        expect(findingOf(inputOf({ sourceConfiguration, targetFacts }), "PAGESIZE_UNSURE").message).toContain(
            "pages of 2G",
        );
    });

    it("from a reserve pool needs the pool on the target (#9)", () => {
        const sourceConfiguration = configuration({ memory: memory("set physical=8G\nset memory-reserve=zones") });
        const withPool = (fmri: string, state: string) =>
            inputOf({
                sourceConfiguration,
                targetFacts: soundFacts("global2", {
                    services: known(
                        new Map([
                            ["svc:/system/rad:local", "online"],
                            [fmri, state],
                        ]),
                    ),
                }),
            });
        const fmri = "svc:/system/memory-reserve:zones";
        expect(codesOf(withPool(fmri, "online"))).toEqual([]);
        const off = findingOf(withPool(fmri, "disabled"), "MEMORY_RESERVE_OFFLINE");
        expect(off.message).toContain(`on global2 ${fmri} is disabled`);
        expect(off.remedy).toContain(`svcadm enable ${fmri}`);
        expect(
            findingOf(withPool("svc:/system/memory-reserve:db", "online"), "MEMORY_RESERVE_OFFLINE").message,
        ).toContain("is not there (there: svc:/system/memory-reserve:db online)");
    });
});
