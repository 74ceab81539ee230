import { phaseOf, phaseStatus } from "../solaris/migrateTranscript";
import { ConfigurationRedactor } from "../solaris/redact";
import type { Job } from "../solaris/job/jobList";
import { lockPath } from "../solaris/job/jobPaths";
import { describeSeconds } from "./describeSeconds";

/** Who has started a job, since when it runs, and from where: for whoever meets it. */
export function describeJobOrigin(job: Job): string {
    const since = job.since === undefined ? "" : ` at ${job.since}`;
    const client = job.client === undefined ? "" : `, login from ${job.client}`;
    return `started${since} by ${job.by}${client}`;
}

/** What to do where somebody else's job has a zone. */
export function waitForJob(zone: string, host: string): string {
    return `Wait until that has ended and run \`pulumi up\` again. The lock is ${lockPath(zone)} on ${host}; it names its process and job.`;
}

/** How far a job is, by its log: `copying memory, 35 s`. */
export function describeJobProgress(job: Job): string {
    const redactor = new ConfigurationRedactor();
    const phases = job.log.flatMap((line) => phaseOf(redactor.line(line) ?? "") ?? []);
    const last = phases.at(-1);
    const doing = last === undefined ? "starting" : phaseStatus[last];
    const seconds = runningFor(job);
    return seconds === undefined ? doing : `${doing}, ${describeSeconds(seconds)}`;
}

/** How long a job has been running, in seconds, by the clock of its host alone; undefined where that does not tell. */
export function runningFor({ since, now }: Job): number | undefined {
    const seconds =
        since === undefined || now === undefined ? Number.NaN : (Date.parse(now) - Date.parse(since)) / 1000;
    // A clock that was set back in between tells nothing.
    return Number.isNaN(seconds) || seconds < 0 ? undefined : seconds;
}
