import { SolarisError } from "../errors/solarisError";
import { keepJob, removeJob } from "../solaris/job/jobCalls";
import type { JobRequest } from "../solaris/job/jobRequest";
import type { SolarisHosts } from "../solaris/hosts";

/** Removes the record of a job, or sets it aside where a person can look at it. */
export async function clearJob(
    hosts: SolarisHosts,
    { zone, id, from }: Pick<JobRequest, "zone" | "id" | "from">,
    what: "remove" | "keep",
): Promise<void> {
    const { call } = what === "remove" ? removeJob(zone, id) : keepJob(zone, id);
    try {
        await hosts.call(from, call);
    } catch (error) {
        // The host has just gone away. The record stays, and the next run that looks there finds it done.
        if (!SolarisError.isInstance(error)) {
            throw error;
        }
    }
}
