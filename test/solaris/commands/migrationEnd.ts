import { chosen } from "../dialect";
import { findFault, type SourceLeftover } from "../faults";
import { connectionLost, guestWentAway } from "../inventedWording";
import type { InterruptionCause } from "../migrationWatch";
import type { ZoneChange } from "../model";
import { isActive } from "../zone";
import type { MigrationFailed } from "./migrateChecks";
import type { MigrationRun } from "./migrationRun";
import { exitError, exitKilled } from "./zoneadmErrors";

/** How a migration that did not succeed ends: what zoneadm prints last, and its exit status. */
export interface MigrationEnd {
    readonly lines: readonly string[];
    readonly exitStatus: number;
}

/** What becomes of the zone on the source. That it resumes by itself when the transfer fails is [I]. */
function leaveSource(run: MigrationRun, leftover: SourceLeftover): void {
    const { source, zone, actor } = run;
    if (source.zones.get(zone.name) !== zone || (!isActive(zone) && leftover !== "suspended")) {
        return;
    }
    const changes: Record<SourceLeftover, ZoneChange> = {
        running: { auxiliary: zone.auxiliary.filter((name) => name !== "migrating-out") },
        suspended: { state: "installed", auxiliary: ["suspended"] },
        installed: { state: "installed", auxiliary: [] },
        shutting_down: { state: "shutting_down", auxiliary: [] },
    };
    if (leftover === "suspended") {
        zone.imageClass = source.cpuClass;
    }
    source.change(zone, changes[leftover], actor);
}

/** After a failed step: the source resumes and the target forgets the zone [I], unless the failure leaves something. */
export function rollBack(run: MigrationRun, failure: MigrationFailed): MigrationEnd {
    const { exitStatus = exitError, leavesSource, leavesTarget } = failure.options;
    if (run.moved) {
        // The zone is the target's; what is left here is halted and not detached.
        leaveSource(run, leavesSource ?? "installed");
    } else {
        const asked = findFault(run.context.faults, "leaves-target-config") === undefined ? "absent" : "configured";
        leaveSource(run, leavesSource ?? "running");
        run.restoreTarget(leavesTarget ?? asked);
    }
    run.context.fleet.changed();
    return { lines: failure.lines, exitStatus };
}

/** After something from outside: what each host then holds is [I] or [U], beside each case. */
export function breakOff(run: MigrationRun, cause: InterruptionCause): MigrationEnd {
    const { source, target, zone, context } = run;
    const failed = (text: string): MigrationEnd => ({
        lines: [`zoneadm: zone '${zone.name}': ${text}`],
        exitStatus: exitError,
    });
    const end = (): MigrationEnd => {
        switch (cause) {
            case "killed":
            case "source-lost":
                // A killed zoneadm: the source resumes [I], or is halted and not detached where the zone has arrived [I];
                // the target does not learn of it, or only so far that it stops the half-received zone [U]. A source that
                // went down has nothing left to change: its restart decides.
                if (cause === "killed") {
                    leaveSource(run, run.moved ? "installed" : "running");
                }
                if (!run.moved) {
                    run.restoreTarget(chosen(target, "abandoned", ["migrating-in", "configured"]));
                }
                return { lines: [], exitStatus: exitKilled };
            case "target-lost":
                leaveSource(run, "running");
                if (!run.targetPower.aborted) {
                    run.restoreTarget(chosen(target, "abandoned", ["migrating-in", "configured"]));
                }
                return failed(connectionLost(source));
            case "link-lost": {
                // In the pause the memory may be complete on neither side: the source resumes [I], or keeps it [U].
                const paused = run.reached === "suspend" || run.reached === "finish";
                leaveSource(run, paused ? chosen(source, "linkLost", ["running", "suspended"]) : "running");
                run.restoreTarget(chosen(target, "linkLost", ["absent", "migrating-in", "configured"]));
                return failed(connectionLost(source));
            }
            case "guest-halted":
            case "guest-rebooted":
                leaveSource(run, "running");
                run.restoreTarget("absent");
                return failed(guestWentAway(source, cause === "guest-halted" ? "halted" : "rebooted"));
            case "taken-away":
                leaveSource(run, "running");
                if (!run.moved) {
                    run.restoreTarget("absent");
                }
                return failed("migration failed: zone state changed during migration.");
        }
    };
    const result = end();
    context.fleet.changed();
    return result;
}
