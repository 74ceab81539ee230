import { SolarisError } from "../errors/solarisError";
import type { SolarisHosts } from "../solaris/hosts";
import type { Job, JobListing } from "../solaris/job/jobList";
import type { JobMethod } from "../solaris/job/jobRequest";
import type { Location } from "./locate";
import { sight, type SeenSighting } from "./sighting";
import { describeJobOrigin, runningFor } from "./underWay";

/** A migration job of the zone that nobody has finished, and the host that has it. */
export interface ZoneJob extends Job {
    readonly method: JobMethod;
    readonly host: string;
}

/** A job that installs the zone, and that nobody has finished. */
export interface InstallJob extends Job {
    readonly method: "install";
    readonly host: string;
}

/** Whether a job is over, however it ended. */
export function isOver(job: Job): boolean {
    const { kind } = job.state;
    // One that has not said its number after so long never will: its host went down at that moment, or its disk was full.
    const neverStarted = kind === "starting" && (runningFor(job) ?? 0) > longestStartSeconds;
    return kind === "ended" || kind === "dead" || neverStarted;
}

const longestStartSeconds = 60;

/**
 * The job that comes before everything else: one that goes on, or else one whose end nobody has looked at. One that is over
 * tells nothing if another job kept it from beginning, if its zone is seen on a third host for sure, if its target is no
 * longer known, or if this run has looked at it before.
 */
export function firstToTakeUp(
    jobs: readonly ZoneJob[],
    location: Location,
    { known, done, isCertain }: TakeUpQuestion,
): ZoneJob | undefined {
    const place = location.kind === "at" && isCertain(location.sighting) ? location.sighting.host : undefined;
    const underWay = jobs.find((job) => !isOver(job));
    if (underWay !== undefined || location.kind === "foreign") {
        // What is there now is not the zone that was to be moved.
        return underWay;
    }
    return jobs.find(
        ({ id, host, to, state }) =>
            !(state.kind === "ended" && state.status.kind === "held") &&
            (place === undefined || place === host || place === to) &&
            known(to) &&
            !done.has(id),
    );
}

/** What is to be known of hosts and jobs to tell whether a job is to be taken up. */
export interface TakeUpQuestion {
    /** Whether a host is known. */
    readonly known: (host: string) => boolean;
    /** Ids of the jobs that this run has looked at. */
    readonly done: ReadonlySet<string>;
    /** Whether what is seen is the zone for sure, and not only by its name. */
    readonly isCertain: (sighting: SeenSighting) => boolean;
}

/** What a host tells of its jobs, of all zones. */
export interface HostRecords extends JobListing {
    readonly host: string;
}

/**
 * A host's jobs. One that cannot be asked has none to tell of; what else it shows says so.
 *
 * @param maxAgeMs How old the answer may be.
 */
export async function recordsOf(hosts: SolarisHosts, host: string, zone: string, maxAgeMs = 0): Promise<HostRecords> {
    try {
        return { host, ...(await hosts.jobs(host, maxAgeMs)) };
    } catch (error) {
        const sighting = await sight(hosts, host, zone, sharedReadAgeMs);
        if (sighting.kind === "unreachable") {
            return { host, jobs: [] };
        }
        throw error;
    }
}

/** The moves of one zone among the jobs of some hosts. */
export function jobsOf(
    records: readonly HostRecords[],
    { zone, uuid }: { readonly zone: string; readonly uuid?: string },
): ZoneJob[] {
    return records
        .flatMap(({ host, jobs }) => jobs.flatMap((job) => moveOf(job, host)))
        .filter((job) => job.zone === zone && (uuid === undefined || job.uuid === undefined || job.uuid === uuid));
}

/** The installations of one zone among the jobs of some hosts. */
export function installsOf(records: readonly HostRecords[], { zone }: { readonly zone: string }): InstallJob[] {
    return records
        .flatMap(({ host, jobs }) => jobs.flatMap((job) => installOf(job, host)))
        .filter((job) => job.zone === zone);
}

/** @throws SolarisError ZONE_BUSY where the zone is being installed at this moment: it cannot be moved meanwhile. */
export function requireNoInstall(records: readonly HostRecords[], { zone }: { readonly zone: string }): void {
    const job = installsOf(records, { zone }).find((candidate) => !isOver(candidate));
    if (job !== undefined) {
        throw new SolarisError("ZONE_BUSY", {
            message: `${zone} is being installed on ${job.host} at this moment`,
            host: job.host,
            lines: [describeJobOrigin(job)],
            remedy: "Wait until the installation has ended and run `pulumi up` again.",
        });
    }
}

function moveOf(job: Job, host: string): ZoneJob[] {
    const { method } = job;
    return method === "install" ? [] : [{ ...job, method, host }];
}

function installOf(job: Job, host: string): InstallJob[] {
    const { method } = job;
    return method === "install" ? [{ ...job, method, host }] : [];
}

// The list of zones that is being read at this moment anyway.
const sharedReadAgeMs = 5_000;
