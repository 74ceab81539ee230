import { SolarisError } from "../errors/solarisError";
import { clearJob } from "../migration/jobRecord";
import { isCertain } from "../migration/locate";
import type { MoveOutcome } from "../migration/moveOutcome";
import { resumeJob } from "../migration/resume";
import { settleMove, transientMs } from "../migration/settle";
import { describeSighting, isSettledRunning } from "../migration/sighting";
import type { SurveyResult } from "../migration/survey";
import { describeJobOrigin, describeJobProgress } from "../migration/underWay";
import type { ZoneJob } from "../migration/zoneJobs";
import { recordPath } from "../solaris/job/jobPaths";
import type { PlacementTask } from "./placementTask";

/** A move that is under way elsewhere must end first. What is seen of it by now is told, and so it is recorded. */
export function requireSameWay(
    { request, state }: PlacementTask,
    { job, sightings }: SurveyResult & { readonly kind: "underWay" },
): void {
    const { zone, wish } = request;
    if (job.to === wish) {
        return;
    }
    const running = sightings
        .filter((sighting) => sighting.kind === "seen")
        .find((sighting) => isSettledRunning(sighting) && isCertain(sighting, request));
    if (running !== undefined) {
        state.note(running);
    }
    throw new SolarisError("ZONE_BUSY", {
        message: `${zone} is being moved ${job.host} -> ${job.to} at this moment (${describeJobProgress(job)}), and shall be on ${wish}`,
        host: job.host,
        property: "host",
        lines: [describeJobOrigin(job), ...sightings.map(describeSighting)],
    });
}

/** Follows a job that an earlier run, or somebody else, has started, to its end. */
export function followJob(task: PlacementTask, job: ZoneJob): Promise<MoveOutcome> {
    task.context.reporter.info(
        `${job.zone} is being moved ${job.host} -> ${job.to} already: ${describeJobOrigin(job)}; following it`,
    );
    return resume(task, job);
}

/**
 * Finishes what a job was for that has ended without anybody watching.
 *
 * @returns undefined where it is done with, and the zone is to be looked at anew.
 */
export async function finishJob(task: PlacementTask, job: ZoneJob): Promise<MoveOutcome | undefined> {
    const { context, request, doneJobs, state } = task;
    const { zone, host, to } = job;
    context.reporter.info(
        `a move of ${zone} ${host} -> ${to} has ended and was not finished: ${describeJobOrigin(job)}; finishing it`,
    );
    const outcome = await resume(task, job);
    doneJobs.add(job.id);
    if (outcome.kind === "moved") {
        if (to === request.wish) {
            return outcome;
        }
        state.note({ host: to, zone: outcome.zone }, { lastMigration: outcome.record });
        return undefined;
    }
    if (outcome.kind === "failed" && outcome.unfinishedOn === undefined) {
        context.reporter.info(`that move came to nothing:\n${outcome.error.message}`);
        if (outcome.seen !== undefined) {
            state.note(outcome.seen);
        }
        return undefined;
    }
    return outcome;
}

function resume({ context, request, time }: PlacementTask, job: ZoneJob): Promise<MoveOutcome> {
    const { hosts, gate, reporter } = context;
    return gate.join({ zone: job.zone, source: job.host, target: job.to }, () =>
        resumeJob(hosts, job, request.uuid, { time, reporter }),
    );
}

/** Waits for a migration that somebody has started by hand. It is never started a second time. */
export async function awaitOthers(
    { context: { hosts, reporter }, request, limits }: PlacementTask,
    { source, target }: SurveyResult & { readonly kind: "moving" },
): Promise<void> {
    const { zone, uuid, lastSeenOn, wish } = request;
    const from = source ?? lastSeenOn;
    const to = target ?? wish;
    reporter.info(`${zone} is being migrated already (${from} -> ${to}); waiting for that to end`);
    const settlement = await settleMove(
        hosts,
        { zone, from, to, ...(uuid === undefined ? {} : { uuid }) },
        { inProgressMs: limits.totalMs, transientMs },
        reporter,
    );
    if (settlement.verdict.kind === "inProgress" || settlement.verdict.kind === "aborting") {
        throw new SolarisError("MIGRATION_IN_PROGRESS", {
            message: `the migration of ${zone} that somebody else has started is still under way`,
        });
    }
}

/** Records that tell nothing any more must not be taken for something to be finished at a later time. */
export async function setAside({ context }: PlacementTask, jobs: readonly ZoneJob[]): Promise<void> {
    const { hosts, reporter } = context;
    await Promise.all(
        jobs.map(async ({ zone, id, host, to }) => {
            if (!(await clearJob(hosts, { zone, id, from: host }, "keep"))) {
                reporter.warn(
                    `the record of a move of ${zone} to ${to} that is over could not be set aside: ${recordPath(zone, id)} on ${host}`,
                );
            }
        }),
    );
}
