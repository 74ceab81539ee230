import type { SeenZone, SolarisHosts } from "../solaris/hosts";
import { phaseOf, type MigrationPhase } from "../solaris/migrateTranscript";
import { clearRecord, type EndedMove } from "./endedMove";
import type { MoveOutcome, MoveRecord } from "./moveOutcome";
import type { Attempt } from "./runJob";
import type { Settlement } from "./settle";
import { describeUnproven, judgeLeftover, removeLeftover } from "./tidy";
import { unsoundStates } from "./view";

/** Finishes a move whose zone is on the target: removes what is provably its left-over on the source, and records it. */
export async function finishArrived(
    hosts: SolarisHosts,
    move: EndedMove,
    settlement: Settlement,
    attempt: Attempt,
): Promise<MoveOutcome> {
    const { target } = settlement;
    if (target.kind !== "seen") {
        throw new TypeError("a move that succeeded has its zone on the target");
    }
    const end = new Date();
    const downSeconds = (end.getTime() - Date.parse(move.start)) / 1000;
    const record: MoveRecord = {
        from: move.from,
        to: move.to,
        method: move.method,
        start: move.start,
        end: end.toISOString(),
        ...move.timeline,
        // Stopped first and booted last: the whole of it is downtime. One that runs already was booted at an unknown time.
        ...(move.bootAfterwards && move.unwatched === undefined && downSeconds >= 0 ? { pause: downSeconds } : {}),
    };
    const warning = await tidyUp(hosts, move, settlement, attempt);
    return {
        kind: "moved",
        zone: target.zone,
        record,
        ...(move.unwatched === undefined ? {} : { unwatched: true }),
        warnings: [...(warning === undefined ? [] : [warning]), ...unsoundWarnings(move, target.zone)],
        ...(isUnfinished(settlement) ? { unfinishedOn: move.from } : {}),
    };
}

function unsoundWarnings({ zone, to }: EndedMove, { auxiliary }: SeenZone): string[] {
    const unsound = auxiliary.filter((word) => unsoundStates.includes(word));
    return unsound.length === 0
        ? []
        : [`${zone} has moved to ${to} and is ${unsound.join(", ")} there; look with: zoneadm list -s`];
}

/** Whether the source has not let go of the zone, so that a later run has something to finish. */
export function isUnfinished({ verdict }: Settlement): boolean {
    return verdict.kind === "migratedNotDetached" || verdict.kind === "migratedSourceUnknown";
}

/** Removes what the move has left on the source, and its record; the record of an unfinished move stays. */
async function tidyUp(
    hosts: SolarisHosts,
    move: EndedMove,
    settlement: Settlement,
    attempt: Attempt,
): Promise<string | undefined> {
    const leftover = judgeLeftover(move, settlement);
    const unproven = leftover.kind === "configuration" && !hasMigrated(attempt);
    if (leftover.kind === "configuration" && !unproven) {
        return removeLeftover(hosts, move.zone, move.from, move.job);
    }
    if (!isUnfinished(settlement)) {
        await clearRecord(hosts, move, "remove");
    }
    if (unproven) {
        return describeUnproven(move.zone, move.from);
    }
    return leftover.kind === "kept" ? leftover.warning : undefined;
}

/**
 * Whether this attempt can have brought the zone away: it says so, it came so far, or it went on where nobody heard it. One
 * that failed before that has not: then somebody else has moved the zone meanwhile, and what that has left is not ours.
 */
function hasMigrated({ end, lines }: Attempt): boolean {
    const phases = lines.filter((line) => !/dry-run/i.test(line)).map(phaseOf);
    const wentOn = end.kind === "untold" || end.kind === "overtime" || (end.kind === "died" && lines.length > 0);
    return (
        wentOn ||
        (end.kind === "ended" && end.status.kind === "done") ||
        phases.some((phase) => phase !== undefined && movingPhases.includes(phase))
    );
}

const movingPhases: readonly MigrationPhase[] = ["migrate", "suspend", "finish", "detach", "complete"];
