import { SolarisError } from "../errors/solarisError";
import type { JobMethod } from "../solaris/job/jobRequest";
import type { SeenZone, SolarisHosts } from "../solaris/hosts";
import { phaseOf, type MigrationPhase } from "../solaris/migrateTranscript";
import { bootZone } from "../solaris/zoneadmLifecycle";
import { clearJob } from "./jobRecord";
import type { MoveOutcome, MoveRecord } from "./moveOutcome";
import { endOf, moveError } from "./outcome";
import { whileShowing, type Reporter } from "./report";
import type { Attempt } from "./runJob";
import { settleMove, transientMs, type MoveInQuestion, type Settlement } from "./settle";
import { describeSighting, isConfigurationOnly, isSettledRunning, type Sighting } from "./sighting";
import { describeUnproven, judgeLeftover, removeLeftover } from "./tidy";
import type { TimeLimits } from "./timeLimits";
import type { PhaseTimeline } from "./timeline";
import { hasMoved } from "./verdict";
import { unsoundStates } from "./view";

/** A move that has come to some end, and everything that is needed to finish it. */
export interface EndedMove extends MoveInQuestion {
    readonly method: JobMethod;
    readonly bootAfterwards: boolean;
    /** When it was begun, ISO 8601. */
    readonly start: string;
    readonly timeline: PhaseTimeline;
    /** Puts the target back as it was before; tells what could not be. */
    readonly restoreTarget: () => Promise<SolarisError | undefined>;
    /** The id of the job that made it; absent for one that ran attached. */
    readonly job?: string;
}

interface Options {
    readonly limits: TimeLimits;
    readonly reporter: Reporter;
}

/** How long hosts may look as if a migration went on whose command has ended: it is being taken back, or is stuck. */
const afterTheEndMs = 5 * 60_000;

/**
 * Finds out what came of a move and finishes it: looks at both hosts, boots a zone that was stopped for the move, tidies up
 * behind one that has moved, and puts the target back behind one that has not. The same for a move that this run has made
 * and for one of an earlier run that was killed.
 *
 * What both hosts show decides; how the attempt ended only says whether something may still be going on. As long as that
 * may be, nothing is booted and nothing is taken away.
 */
export async function concludeMove(
    hosts: SolarisHosts,
    move: EndedMove,
    attempt: Attempt,
    { limits, reporter }: Options,
): Promise<MoveOutcome> {
    const toldIsOver = attempt.end.kind === "ended" || attempt.end.kind === "died" || attempt.end.kind === "notStarted";
    const patience =
        attempt.end.kind === "overtime"
            ? { inProgressMs: 0, transientMs: 0 }
            : { inProgressMs: toldIsOver ? afterTheEndMs : limits.totalMs, transientMs };
    // Where the job has not told of its end, what both hosts show is worth no more than whether it still runs.
    const question = toldIsOver || move.job === undefined ? move : { ...move, jobInQuestion: move.job };
    const settlement = await settleMove(hosts, question, patience, reporter);
    const isOver = toldIsOver || settlement.job === "over";
    if (hasMoved(settlement.verdict)) {
        return moved(hosts, move, settlement, attempt);
    }
    if (!isOver) {
        return stillGoingOn(move, settlement, attempt);
    }
    switch (settlement.verdict.kind) {
        case "suspendedOnTarget":
        case "haltedOnTarget":
            if (move.method !== "live") {
                return move.bootAfterwards
                    ? bootOn(hosts, move, attempt, move.to, reporter)
                    : moved(hosts, move, settlement, attempt);
            }
            break;
        case "suspendedOnSource":
        case "haltedOnSource":
            if (move.method !== "live") {
                return move.bootAfterwards
                    ? bootOn(hosts, move, attempt, move.from, reporter)
                    : stayed(hosts, move, settlement, stayedError(move, attempt, settlement));
            }
            break;
        case "notMigrated":
            return stayed(hosts, move, settlement, moveError(move, settlement, attempt));
        default:
            break;
    }
    return unclear(move, settlement, moveError(move, settlement, attempt));
}

/** Boots a zone that was stopped for the move: where it has arrived, or where it has stayed. */
async function bootOn(
    hosts: SolarisHosts,
    move: EndedMove,
    attempt: Attempt,
    host: string,
    reporter: Reporter,
): Promise<MoveOutcome> {
    const { zone, from } = move;
    const call = bootZone(zone);
    let failure: SolarisError | undefined;
    try {
        const result = await whileShowing(
            reporter,
            () => `booting ${zone} on ${host}`,
            () => hosts.call(host, call),
        );
        failure =
            result.kind === "exited" && result.exitCode === 0 ? undefined : hosts.failure(host, call.name, result);
    } catch (error) {
        if (!SolarisError.isInstance(error)) {
            throw error;
        }
        failure = error;
    }
    // A zone that was to run is looked at until it does; one whose boot was refused stands still at once.
    // Whoever else finishes the same move may be booting it at this moment.
    const refused =
        failure?.code === "COMMAND_FAILED" && failure.details.lines?.some((line) => lockHeld.test(line)) !== true;
    const settledMethod = refused ? move.method : "live";
    const settlement = await settleMove(
        hosts,
        { ...move, method: settledMethod },
        { inProgressMs: transientMs, transientMs },
        reporter,
    );
    if (hasMoved(settlement.verdict)) {
        return moved(hosts, move, settlement, attempt);
    }
    if (settlement.verdict.kind === "notMigrated" && host === from) {
        return stayed(hosts, move, settlement, moveError(move, settlement, attempt));
    }
    const arrived = host !== from;
    const error = new SolarisError("ZONE_NOT_BOOTED", {
        message: arrived
            ? `${zone} has moved from ${from} to ${host} and could not be booted there`
            : `${zone} did not move to ${move.to}, and could not be booted again on ${host}`,
        host,
        command: call.name,
        lines: [
            describeSighting(settlement.source),
            describeSighting(settlement.target),
            ...(failure?.details.lines ?? []),
            ...(arrived ? [] : attempt.lines.slice(-20)),
        ],
        ...(failure?.details.exitCode === undefined ? {} : { exitCode: failure.details.exitCode }),
        remedy: `Mend what Solaris names, then run \`pulumi up\` again: it boots ${zone} on ${host}. By hand, there: zoneadm -z ${zone} boot`,
    });
    return { ...unclear(move, settlement, error), unfinishedOn: from };
}

const lockHeld = /another zoneadm may have an operation in progress/i;

async function moved(
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
        // Stopped first and booted last: the whole of it is downtime.
        ...(move.bootAfterwards && downSeconds >= 0 ? { pause: downSeconds } : {}),
    };
    const unfinished = isUnfinished(settlement);
    const warning = await tidyUp(hosts, move, settlement, attempt);
    return {
        kind: "moved",
        zone: target.zone,
        record,
        warnings: [...(warning === undefined ? [] : [warning]), ...unsoundWarnings(move, target.zone)],
        ...(unfinished ? { unfinishedOn: move.from } : {}),
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

async function clearRecord(
    hosts: SolarisHosts,
    { zone, from, job }: EndedMove,
    what: "remove" | "keep",
): Promise<void> {
    if (job !== undefined) {
        await clearJob(hosts, { zone, id: job, from }, what);
    }
}

/** The zone is where it was; what the attempt left on the target is ours to remove. */
async function stayed(
    hosts: SolarisHosts,
    move: EndedMove,
    { source }: Settlement,
    error: SolarisError | undefined,
): Promise<MoveOutcome> {
    const leftover = await move.restoreTarget();
    await clearRecord(hosts, move, "keep");
    const cause = error ?? new SolarisError("MIGRATION_FAILED", { message: `${move.zone} did not move to ${move.to}` });
    return {
        kind: "failed",
        error: leftover === undefined ? cause : withLeftover(cause, leftover),
        ...(source.kind === "seen" ? { seen: { host: source.host, zone: source.zone } } : {}),
    };
}

function stayedError(move: EndedMove, attempt: Attempt, { source, target }: Settlement): SolarisError {
    const { zone, from, to } = move;
    return new SolarisError("MIGRATION_FAILED", {
        message: `${zone} did not move to ${to}; it is on ${from} as before, not running`,
        host: from,
        ...endOf(attempt.end),
        lines: [describeSighting(source), describeSighting(target), ...attempt.lines.slice(-20)],
    });
}

/** Somebody has to look, or to wait. The state records where the zone is, as far as that can be told. */
function unclear(
    { from }: EndedMove,
    { verdict, source, target }: Settlement,
    error: SolarisError | undefined,
): MoveOutcome & { readonly kind: "failed" } {
    if (error === undefined) {
        throw new TypeError(`no error for the verdict ${verdict.kind}`);
    }
    // Until the zone is settled on the target it is the source's, and what is another zone is not ours at all.
    const candidates: readonly Sighting[] = verdict.kind === "foreignOnTarget" ? [source] : [source, target];
    const seen =
        candidates.find(isSettledRunning) ??
        candidates.find((sighting) => sighting.kind === "seen" && !isConfigurationOnly(sighting));
    return {
        kind: "failed",
        error,
        unfinishedOn: from,
        ...(seen?.kind === "seen" ? { seen: { host: seen.host, zone: seen.zone } } : {}),
    };
}

function stillGoingOn(move: EndedMove, settlement: Settlement, attempt: Attempt): MoveOutcome {
    const { zone, from, to } = move;
    const { source, target, verdict } = settlement;
    const lines = [describeSighting(source), describeSighting(target), ...attempt.lines.slice(-20)];
    if (attempt.end.kind === "overtime") {
        const why =
            attempt.end.verdict === "stalled"
                ? "shows no change any more"
                : "is still under way after the time allowed for it";
        const then = attempt.stopped === true ? "what runs goes on, and no further step is begun" : "it goes on";
        const error = new SolarisError("MIGRATION_IN_PROGRESS", {
            message: `the migration of ${zone} from ${from} to ${to} ${why}; ${then}`,
            host: from,
            lines,
        });
        return { ...unclear(move, settlement, error), overtime: true, stopsZone: move.bootAfterwards };
    }
    const error =
        verdict.kind === "notMigrated" || verdict.kind === "haltedOnSource" || verdict.kind === "suspendedOnSource"
            ? new SolarisError("MIGRATION_UNCERTAIN", {
                  message: `whether the migration of ${zone} from ${from} to ${to} goes on cannot be told: ${attempt.end.kind === "untold" ? attempt.end.reason : ""}`,
                  host: from,
                  lines,
                  remedy: `When ${from} answers again, run \`pulumi up\`: it finds the migration there and takes it from where it is. To look: zoneadm list -s`,
              })
            : moveError(move, settlement, attempt);
    return unclear(move, settlement, error);
}

/** The first error with the second told in its lines: both must be known, and the first one is the cause. */
export function withLeftover(error: SolarisError, leftover: SolarisError): SolarisError {
    return new SolarisError(error.code, {
        ...error.details,
        lines: [...(error.details.lines ?? []), leftover.details.message, ...(leftover.details.lines ?? [])],
        cause: error,
    });
}
