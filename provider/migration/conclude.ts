import { SolarisError } from "../errors/solarisError";
import { attemptCall } from "../solaris/attemptCall";
import type { SolarisHosts } from "../solaris/hosts";
import { bootZone } from "../solaris/zoneadmLifecycle";
import { isKeptOut } from "../solaris/zoneLock";
import { finishArrived } from "./arrived";
import { clearRecord, type EndedMove } from "./endedMove";
import type { MoveOutcome } from "./moveOutcome";
import { endOf, moveError } from "./outcome";
import { whileShowing, type Reporter } from "./report";
import type { Attempt } from "./runJob";
import { settleMove, transientMs, type Settlement } from "./settle";
import { describeSighting, isConfigurationOnly, isSettledRunning, type Sighting } from "./sighting";
import type { TimeLimits } from "./timeLimits";
import { hasMoved } from "./verdict";

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
    const untold = move.job === undefined ? { mayGoOn: true } : { jobInQuestion: move.job };
    const question = toldIsOver ? move : { ...move, ...untold };
    const settlement = await settleMove(hosts, question, patience, reporter);
    const isOver = toldIsOver || settlement.job === "over";
    if (hasMoved(settlement.verdict)) {
        return finishArrived(hosts, move, settlement, attempt);
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
                    : finishArrived(hosts, move, settlement, attempt);
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
    const failure = await whileShowing(
        reporter,
        () => `booting ${zone} on ${host}`,
        () => attemptCall(hosts, host, call),
    );
    // A zone that was to run is looked at until it does; one whose boot was refused stands still at once.
    // Whoever else finishes the same move may be booting it at this moment.
    const refused = failure?.code === "COMMAND_FAILED" && !isKeptOut(failure.details.lines);
    const settledMethod = refused ? move.method : "live";
    const settlement = await settleMove(
        hosts,
        { ...move, method: settledMethod },
        { inProgressMs: transientMs, transientMs },
        reporter,
    );
    if (hasMoved(settlement.verdict)) {
        // Whenever it arrived: its end is that it was booted now.
        const { unwatched: _, ...seenToEnd } = move;
        return finishArrived(hosts, seenToEnd, settlement, attempt);
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
    // While the source cannot be asked, what does not run on the target may be no more than what was being received there.
    const standing = source.kind === "unreachable" ? [] : candidates;
    const seen =
        candidates.find(isSettledRunning) ??
        standing.find((sighting) => sighting.kind === "seen" && !isConfigurationOnly(sighting));
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
