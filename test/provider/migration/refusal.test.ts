import type { MovePlan } from "../../../provider/migration/plan";
import { explainRefusal } from "../../../provider/migration/refusal";
import { timeLimits } from "../../../provider/migration/timeLimits";
import { readTranscript } from "../../fixtures/transcript";

const plan: MovePlan = {
    zone: "kzone1",
    from: "global1",
    to: "global2",
    method: "live",
    size: {},
    uri: "ssh://zadm@global2",
    targetConfiguration: { kind: "imported" },
    sourceConfiguration: { script: "create -b\n", properties: new Map(), resources: [] },
    bootAfterwards: false,
    overrides: [],
    limits: timeLimits(undefined, {}),
};

const transcript = (name: string): string[] => readTranscript(name).text.trimEnd().split("\n");
const explain = (name: string) => explainRefusal(transcript(name), plan);

describe("what a refusal means", () => {
    it("is both numbers and both ways out where the target allows fewer vCPUs (example 46)", () => {
        expect(explain("seed-example-46-dry-run")).toEqual({
            message: "kzone1 has 8 active vCPUs, but its configuration on global2 allows 4",
            remedy:
                "Either allow them on global2: zonecfg -z kzone1 'select virtual-cpu; set ncpus=8; end'\n" +
                "or delete the configuration on global2, so that the source's is imported: zonecfg -z kzone1 delete -F",
        });
    });

    it("is the value that the target does not know; nothing of the echoed configuration is repeated", () => {
        const explanation = explain("failure-host-compatible");
        expect(explanation?.message).toBe("global2 does not know the value memlzr in the configuration of kzone1");
        expect(JSON.stringify(explanation)).not.toContain("SECRET");
    });

    it("is the ciphers that the target has", () => {
        expect(explain("failure-cipher")).toEqual({
            message: "global2 does not support the cipher aes-128-cbc",
            remedy: "Set migration.cipher to one that it supports (aes-128-ccm, aes-128-gcm), or leave it out.",
        });
    });

    it("is the cipher alone where the list does not come, and also where more lines follow it", () => {
        const [first = "", second = ""] = transcript("failure-cipher");
        expect(explainRefusal([first], plan)?.message).toContain("aes-128-cbc");
        const followed = [first, second, "zoneadm: zone 'kzone1': Cleaning up."];
        expect(explainRefusal(followed, plan)?.remedy).toContain("(aes-128-ccm, aes-128-gcm)");
    });

    it("is that the running image does not fit, in Solaris's own words as far as they go", () => {
        const explanation = explain("failure-cpu-class");
        expect(explanation?.message).toContain("the running image does not fit global2: Suspended image ca");
        expect(explanation?.remedy).toContain("cpu-arch");
    });

    it("is the memory that the target lacks, printed with prefixes or without", () => {
        const bare = transcript("failure-memory");
        // That these lines carry the prefix of example 46 is [I].
        const prefixed = ["zoneadm: zone 'kzone1': boot failed:", ...bare.map((line) => `zone 'kzone1': ${line}`)];
        for (const lines of [bare, prefixed]) {
            const explanation = explainRefusal(lines, plan);
            expect(explanation?.message).toBe("global2 has not enough contiguous free memory for the 16GB of kzone1");
            expect(explanation?.remedy).toContain("memory-reserve(8s)");
        }
    });

    it("is the page size that the target does not support", () => {
        expect(explain("failure-pagesize")?.message).toBe("global2 does not support the page size 10G");
    });

    // The texts of the next two are the common ancestor's [A].
    it("is that somebody else is at work", () => {
        const locked = "zoneadm: zone 'kzone1': another zoneadm may have an operation in progress.";
        expect(explainRefusal([locked], plan)?.message).toContain("somebody else is working on kzone1");
    });

    it("is that rights are lacking", () => {
        const refused = "zoneadm: zone 'kzone1': only a privileged user may migrate a zone.";
        expect(explainRefusal([refused], plan)?.remedy).toContain("Zone Migration and Zone Configuration");
    });

    it("is not guessed at where the text is not known, nor found where nothing was refused", () => {
        const unknown = [
            "zoneadm: zone 'kzone1': attach failed:",
            "zone 'kzone1': error: device 0: something that no document mentions.",
        ];
        expect(explainRefusal(unknown, plan)).toBeUndefined();
        expect(explain("seed-step-3-dry-run")).toBeUndefined();
        expect(explainRefusal([], plan)).toBeUndefined();
    });
});
