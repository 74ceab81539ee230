import { moveError } from "../../../provider/migration/outcome";
import type { Attempt, AttemptEnd } from "../../../provider/migration/runJob";
import type { Settlement } from "../../../provider/migration/settle";
import { describeSighting } from "../../../provider/migration/sighting";
import { hasMoved, judge } from "../../../provider/migration/verdict";
import { allSightings, ourUuid, sighting } from "./sightings";

const move = { zone: "kzone1", uuid: ourUuid, from: "global1", to: "global2" };
const settlement = (from: string, to: string): Settlement => {
    const [source, target] = [sighting("global1", from), sighting("global2", to)];
    return { source, target, verdict: judge(source, target, ourUuid) };
};
const attempt = (end: AttemptEnd, lines: readonly string[] = []): Attempt => ({
    end,
    lines,
    timeline: { phases: {} },
    detached: true,
});
const refused = attempt({ kind: "ended", status: { kind: "failed", step: "migrate", exitCode: 1 } }, ["zoneadm: no"]);

describe("the error for a move", () => {
    it("is there for every picture but those in which the zone has moved, and names both hosts' states", () => {
        const broken: string[] = [];
        for (const source of allSightings("global1")) {
            for (const target of allSightings("global2")) {
                const verdict = judge(source, target, ourUuid);
                const error = moveError(move, { source, target, verdict }, refused);
                const lines = error?.details.lines?.join("\n") ?? "";
                const namesBoth = lines.includes("on global1: ") && lines.includes("on global2: ");
                const right = hasMoved(verdict)
                    ? error === undefined
                    : error !== undefined && (verdict.kind === "notMigrated" || namesBoth);
                if (!right) {
                    broken.push(`${describeSighting(source)}; ${describeSighting(target)}: ${verdict.kind}`);
                }
            }
        }
        expect(broken.slice(0, 3)).toEqual([]);
    });

    it.each([
        ["running", "absent", "MIGRATION_FAILED", /it runs on global1 as before/],
        ["running", "running migrating-in", "MIGRATION_IN_PROGRESS", /on global2: zoneadm -z kzone1 halt/],
        ["running", "running", "SPLIT_BRAIN", /halt the other there: zoneadm -z kzone1 halt/],
        ["installed suspended", "configured", "MIGRATION_UNCERTAIN", /resume it on global1: zoneadm -z kzone1 boot/],
        ["installed", "absent", "MIGRATION_UNCERTAIN", /boot it on global1: zoneadm -z kzone1 boot/],
        ["configured", "installed", "MIGRATION_UNCERTAIN", /boot it on global2: zoneadm -z kzone1 boot/],
        ["configured", "installed suspended", "MIGRATION_UNCERTAIN", /boot it on global2: zoneadm -z kzone1 boot/],
        ["absent", "unavailable", "MIGRATION_UNCERTAIN", /Never force a takeover/],
        ["incomplete", "absent", "MIGRATION_UNCERTAIN", /uninstalling it destroys/],
        ["absent", "absent", "MIGRATION_UNCERTAIN", /on all other hosts too/],
        ["unreachable", "absent", "MIGRATION_UNCERTAIN", /Do not boot kzone1 anywhere/],
        ["shutting_down", "absent", "MIGRATION_UNCERTAIN", /Do not boot kzone1 anywhere/],
    ])("of %s and %s is %s and says what to do", (source, target, code, words) => {
        const error = moveError(move, settlement(source, target), refused);
        expect(error?.code).toBe(code);
        expect(error?.message).toMatch(words);
    });

    it.each([
        [{ kind: "ended", status: { kind: "failed", step: "suspend", exitCode: 3 } }, "zoneadm suspend", 3],
        [{ kind: "ended", status: { kind: "failed", step: "dryRun", exitCode: 1 } }, "zoneadm migrate -n", 1],
        [{ kind: "ended", status: { kind: "done" } }, "zoneadm migrate", 0],
        [{ kind: "died", reason: "its shell was killed" }, "zoneadm migrate", undefined],
    ] as const)("quotes which command ended, and how: %j", (end, command, exitCode) => {
        const error = moveError(move, settlement("running", "absent"), attempt(end));
        expect(error?.details.command).toBe(command);
        expect(error?.details.exitCode).toBe(exitCode);
    });

    it("tells a migration that may be under way yet from one whose command has ended and left it half-way", () => {
        const half = settlement("running migrating-out", "running migrating-in");
        for (const attempted of [undefined, attempt({ kind: "untold", reason: "the link was lost" })]) {
            expect(moveError(move, half, attempted)?.code).toBe("MIGRATION_IN_PROGRESS");
        }
        const stuck = moveError(move, half, refused);
        expect(stuck?.code).toBe("MIGRATION_UNCERTAIN");
        expect(stuck?.message).toContain("zoneadm -z kzone1 halt");
    });

    it("says why where no line of Solaris's does", () => {
        const done = attempt({ kind: "ended", status: { kind: "done" } });
        expect(moveError(move, settlement("running", "absent"), done)?.message).toContain(
            "says that it succeeded, but the zone still runs on the source",
        );
        const held = attempt({ kind: "ended", status: { kind: "held", by: "other" } });
        expect(moveError(move, settlement("running", "absent"), held)?.code).toBe("ZONE_BUSY");
    });
});
