import type { SolarisError } from "../errors/solarisError";
import type { JobMethod } from "../solaris/job/jobRequest";
import type { SolarisHosts } from "../solaris/hosts";
import { clearJob } from "./jobRecord";
import type { MoveInQuestion } from "./settle";
import type { PhaseTimeline } from "./timeline";

/** A move that has come to some end, and everything that is needed to finish it. */
export interface EndedMove extends MoveInQuestion {
    readonly method: JobMethod;
    readonly bootAfterwards: boolean;
    /** When it was begun, ISO 8601. */
    readonly start: string;
    readonly timeline: PhaseTimeline;
    /** Puts the target back as it was before; tells what could not be. */
    readonly restoreTarget: () => Promise<SolarisError | undefined>;
    /** It had ended before this run looked at it, so that when is not known. */
    readonly unwatched?: true;
    /** The id of the job that made it; absent for one that ran attached. */
    readonly job?: string;
}

/** Removes the record of the job that made the move, or sets it aside; a move that ran attached has none. */
export async function clearRecord(
    hosts: SolarisHosts,
    { zone, from, job }: EndedMove,
    what: "remove" | "keep",
): Promise<void> {
    if (job !== undefined) {
        await clearJob(hosts, { zone, id: job, from }, what);
    }
}
