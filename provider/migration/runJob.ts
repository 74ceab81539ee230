import { SolarisError } from "../errors/solarisError";
import { followJob, startJob, type JobCall, type JobStatus } from "../solaris/job/jobCalls";
import type { JobRequest } from "../solaris/job/jobRequest";
import type { JobStep } from "../solaris/job/scripts/jobScript";
import type { SolarisHosts } from "../solaris/hosts";
import { shownLines } from "../solaris/shownLines";
import type { CommandResult } from "../transport/command";
import { describeSeconds } from "./describeSeconds";
import { JobWatch, migrationWords, Overtime, type JobWords } from "./jobWatch";
import { pause } from "./pause";
import type { Reporter } from "./report";
import type { TimeLimits, TimeVerdict } from "./timeLimits";
import { timelineOf, type PhaseTimeline } from "./timeline";

/** How an attempt to move a zone ended, as far as it told. Says nothing about where the zone is. */
export type AttemptEnd =
    | { readonly kind: "ended"; readonly status: JobStatus }
    /** It is over, and has left no status: killed, or its host was restarted. */
    | { readonly kind: "died"; readonly reason: string }
    /** It may still be going on: the source could not be asked any more. */
    | { readonly kind: "untold"; readonly reason: string }
    /** Watching was ended by the clock; it goes on. */
    | { readonly kind: "overtime"; readonly verdict: Exclude<TimeVerdict, "inTime"> }
    /** It was certainly not begun. */
    | { readonly kind: "notStarted"; readonly error: SolarisError };

/** An attempt as it was seen from here. */
export interface Attempt {
    readonly end: AttemptEnd;
    /** Solaris's lines, redacted. */
    readonly lines: readonly string[];
    readonly timeline: PhaseTimeline;
    /** Whether it ran as a job of the host, which has a record of it. */
    readonly detached: boolean;
    /** Whether it was asked to begin no further step. */
    readonly stopped?: boolean;
}

/** The host will not run the job detached from our session; nothing was begun. */
export class DetachRefused extends Error {
    override readonly name = "DetachRefused";
}

/** How long a source that does not answer is dialled for again while its job is being followed. */
const reattachPatienceMs = 60_000;
const firstPauseMs = 500;
const longestPauseMs = 5_000;

/** What is needed to follow a job. */
export interface FollowOptions {
    readonly limits: TimeLimits;
    readonly reporter: Reporter;
    /** When it was started, on this process's monotonic clock. */
    readonly startedAt: number;
    /** What a person reads about it; default: the words of a migration. */
    readonly words?: JobWords;
}

/**
 * Starts a move, or an installation, as a durable job on its source and follows it to its end. The job does not depend on
 * us: if this process dies, the link breaks or watching ends, it goes on, and a later run finds it.
 *
 * @throws DetachRefused where the host cannot run it detached. Nothing was begun then.
 */
export async function runJob(
    hosts: SolarisHosts,
    request: JobRequest,
    steps: readonly JobStep[],
    options: FollowOptions,
): Promise<Attempt> {
    const start = startJob(request, steps, options.limits.hardMs + reattachPatienceMs);
    const attempt = await follow(hosts, request, start, options);
    if (attempt.refusedBecause !== undefined) {
        throw new DetachRefused(attempt.refusedBecause);
    }
    return attempt;
}

/** Follows a job that an earlier run, or another pipeline, has started. */
export function rejoinJob(
    hosts: SolarisHosts,
    job: Pick<JobRequest, "id" | "zone" | "from" | "to">,
    options: FollowOptions,
): Promise<Attempt> {
    return follow(hosts, job, undefined, options);
}

async function follow(
    hosts: SolarisHosts,
    job: Pick<JobRequest, "id" | "zone" | "from" | "to">,
    start: JobCall | undefined,
    { limits, reporter, startedAt, words = migrationWords }: FollowOptions,
): Promise<Attempt & { readonly refusedBecause?: string }> {
    const way = job.from === job.to ? `on ${job.from}` : `from ${job.from} to ${job.to}`;
    const what = `${words.work} of ${job.zone} ${way}`;
    const watch = new JobWatch(job.id, what, limits, reporter, startedAt, words);
    watch.say(start === undefined ? `taking up ${words.work} that is under way` : watch.status);
    let lost: { readonly at: number; readonly reason: string; readonly status: string } | undefined;
    let pauseMs = 0;
    let call = start;
    let startEnded = false;
    const conclude = (end: AttemptEnd): Attempt => ({
        end,
        lines: shownLines(watch.lines),
        timeline: timelineOf(watch.lines, performance.now()),
        detached: true,
    });
    try {
        for (;;) {
            const { call: next, mark } = call ?? followJob(job.zone, job.id, watch.remainingMs);
            const hear = watch.listener(mark, () => {
                if (lost !== undefined) {
                    const lostSeconds = (performance.now() - lost.at) / 1000;
                    reporter.info(
                        `the link to ${job.from} was lost (${lost.reason}); asked again after ${describeSeconds(lostSeconds)}, ${words.work} is followed again`,
                    );
                    watch.say(lost.status);
                    lost = undefined;
                    pauseMs = firstPauseMs;
                }
            });
            const outcome = await attemptCall(hosts, job.from, next, watch, hear);
            startEnded ||= call !== undefined && outcome.kind === "exited";
            if (watch.end?.kind === "died" && !watch.begun && startEnded) {
                return { ...conclude({ kind: "died", reason: "" }), refusedBecause: "its process could not begin" };
            }
            if (watch.end !== undefined) {
                return told(watch, what, job.from, call !== undefined, conclude);
            }
            if (outcome.kind === "overtime") {
                return conclude({ kind: "overtime", verdict: outcome.verdict });
            }
            if (outcome.kind === "unstarted" && call !== undefined) {
                return conclude({ kind: "notStarted", error: outcome.error });
            }
            // From here on nothing is ever started again: it can only be followed.
            call = undefined;
            lost ??= { at: performance.now(), reason: outcome.reason, status: watch.status };
            const lostMs = performance.now() - lost.at;
            if (lostMs > reattachPatienceMs) {
                return conclude({
                    kind: "untold",
                    reason: `${outcome.reason}; ${job.from} could not be asked for ${describeSeconds(lostMs / 1000)}`,
                });
            }
            watch.say(`link to ${job.from} lost, dialling again`);
            await pause(pauseMs);
            pauseMs = Math.min(Math.max(pauseMs * 2, firstPauseMs), longestPauseMs);
        }
    } finally {
        watch.stop();
    }
}

type CallOutcome =
    | { readonly kind: "exited" | "broken"; readonly reason: string }
    | { readonly kind: "unstarted"; readonly reason: string; readonly error: SolarisError }
    | { readonly kind: "overtime"; readonly reason: string; readonly verdict: Exclude<TimeVerdict, "inTime"> };

/** One connection's worth of following. */
async function attemptCall(
    hosts: SolarisHosts,
    host: string,
    call: JobCall["call"],
    watch: JobWatch,
    onLine: Parameters<SolarisHosts["call"]>[2],
): Promise<CallOutcome> {
    try {
        const result = await hosts.call(host, call, onLine, watch.overtime);
        return { kind: result.kind === "exited" ? "exited" : "broken", reason: describeEnd(result) };
    } catch (error) {
        if (error instanceof Overtime) {
            return { kind: "overtime", reason: error.message, verdict: error.verdict };
        }
        if (SolarisError.isInstance(error)) {
            return { kind: "unstarted", reason: error.details.message, error };
        }
        throw error;
    }
}

function describeEnd(result: CommandResult): string {
    switch (result.kind) {
        case "exited":
            return `what follows the job ended with exit code ${result.exitCode}`;
        case "signalled":
            return `what follows the job was ended by signal ${result.signal}`;
        case "lost":
            return result.reason;
        case "timedOut":
            return "what follows the job gave no end";
        case "prompted":
            return `the login asks for something ("${result.prompt}")`;
    }
}

/** The end that the job itself has told. */
function told(
    watch: JobWatch,
    what: string,
    host: string,
    byStart: boolean,
    conclude: (end: AttemptEnd) => Attempt,
): Attempt & { readonly refusedBecause?: string } {
    const { end } = watch;
    switch (end?.kind) {
        case undefined:
            throw new TypeError("the job has told nothing");
        case "ended":
            return conclude({ kind: "ended", status: end.status });
        case "died":
            return conclude({ kind: "died", reason: `the job on ${host} is gone and has left no exit code` });
        case "gone":
            return conclude({ kind: "died", reason: `${host} has not begun ${what}, or has no record of it any more` });
        case "refused":
            return { ...conclude({ kind: "died", reason: end.reason }), refusedBecause: end.reason };
        case "unsafe":
            if (!byStart) {
                // Something may be at work behind what cannot be looked into.
                return conclude({
                    kind: "untold",
                    reason: `${host} does not let its jobs be looked at: ${end.reason}`,
                });
            }
            return conclude({
                kind: "notStarted",
                error: new SolarisError("JOB_DIRECTORY_UNSAFE", {
                    message: `the directory for migration jobs on ${host} is not safe to use`,
                    host,
                    lines: [end.reason],
                }),
            });
    }
}
