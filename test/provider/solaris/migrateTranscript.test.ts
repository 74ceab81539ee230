import {
    failureDetail,
    failureText,
    phaseOf,
    phaseStatus,
    withoutPrefix,
    type MigrationPhase,
} from "../../../provider/solaris/migrateTranscript";
import { readTranscript, transcriptNames } from "../../fixtures/transcript";
import fc from "../../fuzz";

const linesOf = (name: string): string[] => readTranscript(name).text.trimEnd().split("\n");

/** The phases that a transcript announces, line by line; `undefined` for a line that announces none. */
const phasesOf = (name: string): (MigrationPhase | undefined)[] => linesOf(name).map(phaseOf);

describe("phaseOf", () => {
    const start = ["configure", "attach", "boot", "check"] as const;

    it.each<[string, (MigrationPhase | undefined)[]]>([
        ["seed-step-3-dry-run", [...start, "cleanUp", "complete"]],
        ["dry-run-clean-up-last", [...start, "complete", "cleanUp"]],
        ["dry-run-using-existing", [...start, "cleanUp", "complete"]],
        ["dry-run-warm", ["configure", "attach", "complete", "cleanUp"]],
        // The ellipsis is the book's, and so is another zone's name in one line.
        ["seed-step-4-migrate", ["configure", "attach", "boot", undefined, "detach", "complete"]],
        ["seed-example-45-migrate", [...start, "migrate", "finish", "complete", "detach"]],
        ["secure-migration", [...start, "migrate", "suspend", "finish", "complete", "detach"]],
        ["migrate-importing", [...start, "migrate", "suspend", "finish", "complete", "detach"]],
        ["migrate-import-on-destination", [...start, "migrate", "suspend", "finish", "complete", "detach"]],
        ["migrate-halting-first", [...start, "migrate", "suspend", "finish", "detach", "complete"]],
        ["failure-cpu-class", [...start, undefined, undefined]],
    ])("reads every line of %s", (name, phases) => {
        expect(phasesOf(name)).toEqual(phases);
    });

    it.each<[string, MigrationPhase]>([
        ["Importing zone configuration.", "configure"],
        ["Importing zone configuration on destination.", "configure"],
        ["Using existing zone configuration on destination.", "configure"],
        ["Using zone configuration on destination.", "configure"],
        ["Attaching zone.", "attach"],
        ["Booting zone in 'migrating-in' mode.", "boot"],
        ["Checking migration compatibility.", "check"],
        ["Starting migration.", "migrate"],
        ["Suspending zone on source host.", "suspend"],
        ["Waiting for migration to complete.", "finish"],
        ["Halting and detaching zone on source host.", "detach"],
        ["Halting and detaching zone.", "detach"],
        ["Cleaning up.", "cleanUp"],
        ["Migration successful.", "complete"],
        ["Dry-run migration successful.", "complete"],
    ])("knows %p with and without its prefix", (wording, phase) => {
        for (const line of [wording, `zoneadm: zone 'kz-1.a': ${wording}`, `zone 'k': ${wording}\r`]) {
            expect(phaseOf(line)).toBe(phase);
        }
    });

    it("sees no phase in a failure", () => {
        for (const name of transcriptNames().filter((each) => /^failure-|^host-data/.test(each))) {
            const announced = linesOf(name).filter((line) => phaseOf(line) !== undefined);
            expect(announced.every((line) => /^zoneadm: zone '\w+': [A-Z].*\.$/.test(line))).toBe(true);
        }
        for (const line of failureDetail(linesOf("seed-example-46-dry-run"))) {
            expect([line, phaseOf(line)]).toEqual([line, undefined]);
        }
    });

    it("has a short status for each phase", () => {
        const phases = new Set(transcriptNames().flatMap(phasesOf));
        phases.delete(undefined);
        expect(Object.keys(phaseStatus).sort()).toEqual([...phases].sort());
        for (const status of Object.values(phaseStatus)) {
            expect(status).toMatch(/^[a-z][^.]{5,50}$/);
        }
    });
});

describe("withoutPrefix", () => {
    it.each([
        ["zoneadm: zone 'kzone1': boot failed:", "boot failed:"],
        ["zone 'kzone1': virtual-cpu maximum of 4.", "virtual-cpu maximum of 4."],
        ["zoneadm: zone kzone1: call to zoneadmd(8) failed: x", "call to zoneadmd(8) failed: x"],
        ["zoneadm: nosuch: No such zone configured", "nosuch: No such zone configured"],
        ["error: The capped-memory:pagesize value 10G", "error: The capped-memory:pagesize value 10G"],
        ["  plain\r", "plain"],
    ])("of %p is %p", (line, rest) => {
        expect(withoutPrefix(line)).toBe(rest);
    });
});

describe("failureDetail and failureText", () => {
    it("(a) give example 46 as one sentence with both numbers", () => {
        const lines = linesOf("seed-example-46-dry-run");
        expect(failureDetail(lines)).toEqual(lines.slice(3));
        expect(failureText(lines)).toBe(
            "boot failed: error: Suspended zone has 8 active VCPUs, more than the configured virtual-cpu maximum of 4. " +
                "error: Correct errors, or delete the configuration, using zonecfg(8) on the destination host. " +
                "call to zoneadmd(8) failed: zoneadmd(8) returned an error 9 (zone state change failed)",
        );
    });

    it("(b) give a CPU class that does not fit, even where the text is cut off", () => {
        expect(failureDetail(linesOf("failure-cpu-class"))).toEqual([
            "zone 'kzone1': configuration check failed:",
            "error: Suspended image ca",
        ]);
    });

    it("(c) give all that follows a configuration that the target refuses", () => {
        const lines = linesOf("failure-host-compatible");
        expect(failureDetail(lines)).toEqual(lines.slice(1));
        expect(failureText(lines)).toMatch(/^configuration failed:.* On line 3: memlzr: Invalid argument$/);
    });

    it("(d) give all lines where none says that it begins, as with a cipher", () => {
        const lines = linesOf("failure-cipher");
        expect(failureDetail(lines)).toEqual(lines);
        expect(failureText(lines)).toBe(
            "cipher aes-128-cbc not supported by destination destination supports: aes-128-ccm aes-128-gcm",
        );
    });

    it.each(["failure-memory", "failure-pagesize", "host-data-in-use"])("give %s from its first line", (name) => {
        expect(failureDetail(linesOf(name))).toEqual(linesOf(name));
    });

    it("drop the phases that went well before", () => {
        const lines = [...linesOf("secure-migration").slice(0, 4), ...linesOf("failure-memory")];
        expect(failureDetail(lines)).toEqual(linesOf("failure-memory"));
    });

    it("never throw, and never invent a line", () => {
        const line = fc.oneof(fc.string(), fc.constantFrom("error:", "x failed:", "zone 'a':", "zoneadm:"));
        fc.assert(
            fc.property(fc.array(line, { maxLength: 10 }), (lines) => {
                lines.forEach(phaseOf);
                const detail = failureDetail(lines);
                expect(detail).toEqual(lines.slice(lines.length - detail.length));
                expect(failureText(lines)).not.toMatch(/\s\s/);
            }),
        );
    });
});
