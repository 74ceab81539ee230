import { SolarisError } from "../errors/solarisError";
import { keepJob, removeJob, saidIn } from "../solaris/job/jobCalls";
import type { JobRequest } from "../solaris/job/jobRequest";
import type { SolarisHosts } from "../solaris/hosts";

/**
 * Removes the record of a job, or sets it aside where a person can look at it.
 *
 * @returns Whether that was done. What is left is found by the next run that looks there.
 */
export async function clearJob(
    hosts: SolarisHosts,
    { zone, id, from }: Pick<JobRequest, "zone" | "id" | "from">,
    what: "remove" | "keep",
): Promise<boolean> {
    const { call, mark } = what === "remove" ? removeJob(zone, id) : keepJob(zone, id);
    try {
        const { lines } = await hosts.call(from, call);
        return lines.some((line) => saidIn(mark, line) === "end");
    } catch (error) {
        // The host has just gone away.
        if (!SolarisError.isInstance(error)) {
            throw error;
        }
        return false;
    }
}
