import { SolarisError } from "../errors/solarisError";
import { sameMachineError } from "../migration/place";
import { isConfigurationOnly, sight, type Sighting } from "../migration/sighting";
import { describeJobOrigin } from "../migration/underWay";
import { installsOf, isOver, jobsOf, recordsOf, type InstallJob, type ZoneJob } from "../migration/zoneJobs";
import { isKernelZone } from "../solaris/brand";
import type { Fact } from "../solaris/hostFacts";
import type { SolarisHosts } from "../solaris/hosts";
import { sameMachine } from "../solaris/machine";
import { saysNoSuchZone } from "../solaris/noSuchZone";
import type { ConfigurationDocument } from "../solaris/configuration/document";
import type { ZoneConfigurations } from "../solaris/parseConfigurations";
import { ownershipOf, type Ownership } from "./ownership";

/** What one host shows of a zone that is to be made or deleted. */
export interface ZoneView {
    readonly sighting: Sighting;
    /** Its stored configuration; absent where the host has no such kernel zone. */
    readonly configuration?: ConfigurationDocument;
    /** Whose that is. */
    readonly ownership?: Ownership;
    /** Jobs of the zone that nobody has finished. Asked for only where the zone is seen, or shall be. */
    readonly installs: readonly InstallJob[];
    readonly moves: readonly ZoneJob[];
    /** What all kernel zones of the host are configured as, by name. Asked for only where a zone is to be made. */
    readonly neighbours?: Fact<ReadonlyMap<string, ZoneConfigurations>>;
}

/** What is looked for. */
export interface ZoneQuestion {
    readonly zone: string;
    /** The token of the resource in question. */
    readonly token: string;
    /** Hosts whose jobs are asked for even where they do not show the zone. */
    readonly jobsOn: readonly string[];
}

/**
 * What a host shows of a zone. That it cannot be asked is a view too.
 *
 * @param maxAgeMs How old the list of zones may be; 0 = asked now.
 * @throws SolarisError where it shows the zone and not its configuration or its jobs.
 */
export async function viewAt(
    hosts: SolarisHosts,
    host: string,
    { zone, token, jobsOn }: ZoneQuestion,
    maxAgeMs = 0,
): Promise<ZoneView> {
    const sighting = await sight(hosts, host, zone, maxAgeMs);
    const wanted = sighting.kind === "seen" || (sighting.kind === "absent" && jobsOn.includes(host));
    const readable = sighting.kind === "seen" && isKernelZone(sighting.zone);
    const [record, configuration] = await Promise.all([
        wanted ? recordsOf(hosts, host, zone) : undefined,
        readable ? configurationThere(hosts, host, zone) : undefined,
    ]);
    const records = record === undefined ? [] : [record];
    return {
        sighting,
        installs: installsOf(records, { zone }),
        moves: jobsOf(records, { zone }),
        ...(configuration === undefined ? {} : { configuration, ownership: ownershipOf(configuration, token) }),
    };
}

/** What all known hosts show of a zone, asked at once. */
export function viewEverywhere(hosts: SolarisHosts, question: ZoneQuestion, maxAgeMs = 0): Promise<ZoneView[]> {
    const known = [...new Set([...question.jobsOn, ...hosts.inventory.names])];
    return Promise.all(known.map((host) => viewAt(hosts, host, question, maxAgeMs)));
}

/** @throws SolarisError SAME_MACHINE where two of the hosts that show a zone are one machine under two names. */
export async function requireDistinctMachines(
    hosts: SolarisHosts,
    zone: string,
    views: readonly ZoneView[],
): Promise<void> {
    const names = views.filter(({ sighting }) => sighting.kind === "seen").map(({ sighting }) => sighting.host);
    if (names.length < 2) {
        return;
    }
    const machines = await Promise.all(names.map((name) => hosts.machine(name)));
    for (const [index, machine] of machines.entries()) {
        const twin = machines.findIndex((other, at) => at > index && sameMachine(machine, other));
        if (twin !== -1) {
            throw sameMachineError([names[index] ?? "", names[twin] ?? ""], machine, `${zone} is on it`);
        }
    }
}

/** The error for a zone at which a job is at work; undefined where none is. Pure. */
export function busyError(
    zone: string,
    views: readonly Pick<ZoneView, "installs" | "moves">[],
): SolarisError | undefined {
    const install = views.flatMap(({ installs }) => installs).find((job) => !isOver(job));
    const move = views.flatMap(({ moves }) => moves).find((job) => !isOver(job));
    const job = install ?? move;
    if (job === undefined) {
        return undefined;
    }
    const doing = install === undefined ? `moved ${job.host} -> ${job.to}` : `installed on ${job.host}`;
    return new SolarisError("ZONE_BUSY", {
        message: `${zone} is being ${doing} at this moment`,
        host: job.host,
        lines: [describeJobOrigin(job)],
        remedy: "Wait until that has ended, then run the same command of Pulumi again.",
    });
}

/** Whether a host shows more of the zone than a configuration. */
export function isReal({ sighting }: ZoneView): boolean {
    return sighting.kind === "seen" && !isConfigurationOnly(sighting);
}

/** A zone that is gone by the time its configuration is asked for has none. */
async function configurationThere(
    hosts: SolarisHosts,
    host: string,
    zone: string,
): Promise<ConfigurationDocument | undefined> {
    try {
        return await hosts.configuration(host, zone, "stored");
    } catch (error) {
        if (SolarisError.isInstance(error) && saysNoSuchZone(error.details.lines)) {
            return undefined;
        }
        throw error;
    }
}
