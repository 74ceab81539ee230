import { valueOf } from "../solaris/hostFacts";
import type { SolarisHosts } from "../solaris/hosts";
import { sizeOf } from "../solaris/zoneConfiguration";
import { isInMaintenance, unknownOf } from "./discovery";
import { compare, configurationsOf, kernelZonesOf } from "./foundZones";
import { readHost, type ReadHost } from "./readHost";

/** A host that was looked up. What it did not tell is left out, and the reason stands in `unknown`. */
export interface HostLookup {
    readonly host: string;
    /** `uname -v`; `11.4.48.123.0` on Solaris 11.4 (that it holds the SRU is not confirmed). */
    readonly release?: string;
    /** `uname -p`: the family of the processors, `sparc` or `i386`. Zones do not move between families. */
    readonly architecture?: string;
    /** Models of the processors, each once. */
    readonly cpuModels?: string[];
    /** Virtual processors. */
    readonly cpus?: number;
    /** Bytes of physical memory. */
    readonly memoryBytes?: number;
    /** Bytes of memory that its running kernel zones have, by their configurations. */
    readonly zonesMemoryBytes?: number;
    /** The rest: what other zones could have at most. The host itself, and zones of other brands, take from it too. */
    readonly freeMemoryBytes?: number;
    /** Datalinks, for `lowerLink`. */
    readonly links?: string[];
    /** Whether it is in maintenance mode and takes no zones. */
    readonly maintenance?: boolean;
    /** All zones but the global one, by name. */
    readonly zones: HostZone[];
    /** What it did not tell, and why. */
    readonly unknown: string[];
}

/** A zone in a host's list. */
export interface HostZone {
    readonly zoneName: string;
    /** `solaris-kz` for a kernel zone. */
    readonly brand: string;
    readonly state: string;
    readonly auxiliary: string[];
    readonly uuid?: string;
}

// A program that looks up a host several times, or hosts and their zones, reads each once.
const readAgeMs = 10_000;

/**
 * Looks up a host.
 *
 * @throws SolarisError HOST_UNKNOWN, HOST_UNREACHABLE and whatever else keeps it from being asked.
 */
export async function lookUpHost(hosts: SolarisHosts, host: string): Promise<HostLookup> {
    const reading = await readHost(hosts, host, readAgeMs);
    if (reading.kind === "failed") {
        throw reading.error;
    }
    const { facts, snapshot } = reading;
    const zonesMemory = zonesMemoryOf(reading);
    const memoryBytes = valueOf(facts.memoryBytes);
    const models = valueOf(facts.processorModels);
    const links = valueOf(facts.links);
    const known = {
        release: valueOf(facts.release)?.version,
        architecture: valueOf(facts.processorType),
        cpuModels: models === undefined ? undefined : [...models],
        cpus: valueOf(facts.processors),
        memoryBytes,
        zonesMemoryBytes: zonesMemory.bytes,
        freeMemoryBytes:
            memoryBytes === undefined || zonesMemory.bytes === undefined
                ? undefined
                : Math.max(0, memoryBytes - zonesMemory.bytes),
        links: links === undefined ? undefined : [...links],
        maintenance: isInMaintenance(facts),
    };
    return {
        host,
        // An output has no place for what is undefined.
        ...(Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as typeof known),
        zones: [...snapshot.zones.values()]
            .filter(({ name }) => name !== "global")
            .map(({ name, brand, state, auxiliary, uuid }) => ({
                zoneName: name,
                brand,
                state,
                auxiliary: [...auxiliary],
                ...(uuid === undefined ? {} : { uuid }),
            }))
            .sort((a, b) => compare(a.zoneName, b.zoneName)),
        unknown: [...unknownOf(facts), ...zonesMemory.unknown],
    };
}

/** All memory of a kernel zone is taken while it runs (solaris-facts 4.3 [C]), as much as its running configuration says. */
function zonesMemoryOf(reading: ReadHost): { readonly bytes: number | undefined; readonly unknown: string[] } {
    const running = kernelZonesOf(reading).filter(({ state }) => state === "running");
    let bytes = 0;
    const unknown: string[] = [];
    for (const { name } of running) {
        const { stored, running: live } = configurationsOf(reading, name);
        const configuration = live ?? stored;
        const size = configuration.kind === "known" ? sizeOf(configuration.value).memoryBytes : undefined;
        if (size === undefined) {
            unknown.push(
                `memory of ${name}: ${configuration.kind === "unknown" ? configuration.reason : "its configuration does not say"}`,
            );
        }
        bytes += size ?? 0;
    }
    return { bytes: unknown.length === 0 ? bytes : undefined, unknown };
}
