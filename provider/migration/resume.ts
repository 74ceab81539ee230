import { expectSolarisError } from "../errors/expectSolarisError";
import { SolarisError } from "../errors/solarisError";
import type { SolarisHosts } from "../solaris/hosts";
import { phaseOf } from "../solaris/migrateTranscript";
import { redactLines } from "../solaris/redact";
import { concludeMove } from "./conclude";
import type { EndedMove } from "./endedMove";
import { showRestoring } from "./move";
import type { MoveOutcome } from "./moveOutcome";
import type { Reporter } from "./report";
import { rejoinJob, type Attempt } from "./runJob";
import { timeLimits, type TimeSettings } from "./timeLimits";
import { isOver, type ZoneJob } from "./zoneJobs";

interface Options {
    readonly time: TimeSettings;
    readonly reporter: Reporter;
}

/**
 * Takes up a job that this run has not started: follows it if it goes on, and finishes what it was for. The one who has
 * started it may be doing the same at the same moment; every step of finishing can be done twice.
 */
export async function resumeJob(
    hosts: SolarisHosts,
    job: ZoneJob,
    uuid: string | undefined,
    { time, reporter }: Options,
): Promise<MoveOutcome> {
    const { zone, id, host: from, to } = job;
    requireKnown(hosts, job);
    const limits = timeLimits(job.memoryBytes, time);
    // This run's time begins now: how long the job has been at it is known by the host's clock only, which can be set.
    const startedAt = performance.now();
    const attempt = !isOver(job)
        ? await rejoinJob(hosts, { zone, id, from, to }, { limits, reporter, startedAt })
        : endedAttempt(job);
    const knownUuid = uuid ?? job.uuid;
    const move: EndedMove = {
        zone,
        from,
        to,
        method: job.method,
        bootAfterwards: job.bootAfterwards,
        start: job.asked,
        // When its lines came is not known: they were heard all at once.
        timeline: { phases: {} },
        // A zone that its job had brought away was brought back by somebody else, who has left what is on the target.
        restoreTarget: () => (saysMoved(attempt) ? Promise.resolve(undefined) : restoreBehind(hosts, job, reporter)),
        job: id,
        ...(isOver(job) ? { unwatched: true } : {}),
        ...(knownUuid === undefined ? {} : { uuid: knownUuid }),
    };
    return concludeMove(hosts, move, attempt, { limits, reporter });
}

function endedAttempt({ state, log, host, id }: ZoneJob): Attempt {
    const lines = redactLines(log.filter((line) => !line.startsWith(`@${id} `) && line.trim() !== ""));
    return {
        lines,
        timeline: { phases: {} },
        detached: true,
        end:
            state.kind === "ended"
                ? { kind: "ended", status: state.status }
                : { kind: "died", reason: `the job on ${host} is gone and has left no exit code` },
    };
}

/** Whether the job's own words say that the zone has moved. */
function saysMoved({ end, lines }: Attempt): boolean {
    return (
        (end.kind === "ended" && end.status.kind === "done") ||
        lines.some((line) => !/dry-run/i.test(line) && phaseOf(line) === "complete")
    );
}

/** A configuration that was not on the target before the job was started is what the job has left there. */
async function restoreBehind(
    hosts: SolarisHosts,
    { zone, host, to, targetHad }: ZoneJob,
    reporter: Reporter,
): Promise<SolarisError | undefined> {
    if (targetHad) {
        return undefined;
    }
    try {
        const sourceConfiguration = await hosts.configuration(host, zone, "stored");
        const target = { zone, from: host, to, sourceConfiguration, linksMustAgree: true };
        return await showRestoring(hosts, target, reporter);
    } catch (error) {
        return expectSolarisError(error);
    }
}

/** The job's target, by the name that whoever started it has for it. */
function requireKnown(hosts: SolarisHosts, job: ZoneJob): void {
    if (!hosts.inventory.knows(job.to)) {
        const { zone, host, to, by } = job;
        throw new SolarisError("HOST_UNKNOWN", {
            message: `${zone} is being moved from ${host} to "${to}" by ${by}, and no host of that name is known here`,
            host,
            remedy: `Add ${to} to solaris:hosts, so that it can be asked, or wait until whoever moves the zone has finished.`,
        });
    }
}
