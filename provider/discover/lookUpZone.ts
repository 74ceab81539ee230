import { SolarisError } from "../errors/solarisError";
import { configFrom } from "../kernelZone/config/fromDocument";
import type { ConfigProps } from "../kernelZone/config/configSchema";
import { locate, type Location } from "../migration/locate";
import { requirePlace, wrongBrandError } from "../migration/place";
import { sight, type SeenSighting, type Sighting } from "../migration/sighting";
import { isKernelZone } from "../solaris/brand";
import type { SolarisHosts } from "../solaris/hosts";

/** A kernel zone that was looked up. */
export interface ZoneLookup {
    readonly found: true;
    readonly zoneName: string;
    /** The host on which it was seen. */
    readonly host: string;
    /** Its primary state there, in Solaris's words: `running`, `installed`, ... */
    readonly state: string;
    /** Auxiliary states, in Solaris's words: `suspended`, `migrating-out`, ... */
    readonly auxiliary: string[];
    readonly uuid?: string;
    /** Its stored configuration, as the `config` of a KernelZone; without keys and other secrets. */
    readonly config: ConfigProps;
}

/** Which zone is looked for. */
export interface ZoneQuestion {
    readonly zoneName: string;
    /** The host to ask; undefined for all that are known. */
    readonly host?: string | undefined;
}

// A program that looks up many zones of a host asks for its list once.
const readAgeMs = 10_000;

/**
 * Looks for a kernel zone; beside one, a zone of that name and another brand does not count. A configuration without a zone
 * counts only where there is nothing else of that name; of a zone that is being migrated the source is told.
 *
 * @returns undefined where all hosts that were asked say that they have no such zone.
 * @throws SolarisError HOST_UNREACHABLE and its like where it was not found and a host cannot be asked; SPLIT_BRAIN,
 *     ZONE_AMBIGUOUS for several zones of the name, ZONE_WRONG_BRAND; ZONE_NOT_FOUND for mere configurations on several hosts; HOST_UNKNOWN where no host is known; and
 *     what keeps its configuration from being read.
 */
export async function lookUpZone(hosts: SolarisHosts, question: ZoneQuestion): Promise<ZoneLookup | undefined> {
    const sighting = await findZone(hosts, question);
    if (sighting === undefined) {
        return undefined;
    }
    const { zoneName } = question;
    const { host, zone } = sighting;
    const { config } = configFrom(await hosts.configuration(host, zoneName, "stored"));
    return {
        found: true,
        zoneName,
        host,
        state: zone.state,
        auxiliary: [...zone.auxiliary],
        ...(zone.uuid === undefined ? {} : { uuid: zone.uuid }),
        config,
    };
}

/** Where a kernel zone is, as {@link lookUpZone} tells it. */
export async function findZone(
    hosts: SolarisHosts,
    { zoneName: zone, host }: ZoneQuestion,
): Promise<SeenSighting | undefined> {
    const asked = host === undefined ? hosts.inventory.names : [host];
    if (asked.length === 0) {
        throw new SolarisError("HOST_UNKNOWN", {
            message: `no host is known on which ${zone} could be`,
            property: "host",
            remedy: "Name the host, or describe your hosts in solaris:hosts.",
        });
    }
    const sightings = await Promise.all(asked.map((name) => sight(hosts, name, zone, readAgeMs)));
    const location = locate(sightings, undefined);
    if (location.kind === "absent") {
        return undefined;
    }
    const found =
        entryOf(sightings, location) ??
        (await requirePlace(hosts, { zone, uuid: undefined, sightings, by: "lookUp" }, location));
    if (!isKernelZone(found.zone)) {
        throw wrongBrandError(zone, found);
    }
    return found;
}

/** What can be told of a zone that has no settled place. */
function entryOf(sightings: readonly Sighting[], location: Location): SeenSighting | undefined {
    const on = (host: string | undefined) =>
        sightings.filter((sighting) => sighting.kind === "seen").find((sighting) => sighting.host === host);
    if (location.kind === "moving") {
        return on(location.source ?? location.target);
    }
    return location.kind === "configuredOnly" && location.hosts.length === 1 ? on(location.hosts[0]) : undefined;
}
