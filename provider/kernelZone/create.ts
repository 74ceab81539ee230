import { SolarisError } from "../errors/solarisError";
import { locate } from "../migration/locate";
import { isConfigurationOnly, sight, type Sighting } from "../migration/sighting";
import { requirePlace } from "../migration/survey";
import type { SeenZone } from "../solaris/hosts";
import type { ZoneContext } from "./context";
import type { KernelZoneInputs } from "./schema";
import { outputsOf, parseInputs, type PropertyBag } from "./state";

/** What create and update give back to the engine. */
export interface ResourceState {
    readonly id: string;
    readonly outs: Record<string, unknown>;
}

/** Takes over a zone that exists on `host`. Changes nothing on any host. */
export async function create(news: PropertyBag, context: ZoneContext): Promise<ResourceState> {
    const inputs = parseInputs(news);
    const zone = await findZoneToAdopt(inputs, context);
    context.reporter.info(
        `took over ${inputs.zoneName} on ${inputs.host} (${zone.state}${zone.uuid === undefined ? "" : `, UUID ${zone.uuid}`})`,
    );
    return {
        id: zone.uuid ?? inputs.zoneName,
        outs: outputsOf(news, {
            currentHost: inputs.host,
            zoneState: zone.state,
            warnings: [],
            ...(zone.uuid === undefined ? {} : { uuid: zone.uuid }),
        }),
    };
}

/**
 * Finds the zone that a new resource is to take over; reads only, so that a preview can do it too.
 *
 * @throws SolarisError ZONE_NOT_FOUND, ZONE_EXISTS, ZONE_ELSEWHERE, ZONE_WRONG_BRAND, ZONE_NOT_RUNNING, SPLIT_BRAIN, or
 *     what keeps the host from answering.
 */
export async function findZoneToAdopt(inputs: KernelZoneInputs, { hosts }: ZoneContext): Promise<SeenZone> {
    const { zoneName: zone, host } = inputs;
    let sightings: Sighting[] = [await sight(hosts, host, zone, adoptionReadAgeMs)];
    const [there] = sightings;
    if (there?.kind === "unreachable") {
        throw there.error;
    }
    if (there?.kind !== "seen" || isConfigurationOnly(there)) {
        const others = hosts.inventory.names.filter((name) => name !== host);
        sightings = [
            ...sightings,
            ...(await Promise.all(others.map((name) => sight(hosts, name, zone, adoptionReadAgeMs)))),
        ];
    }
    const found = await requirePlace(hosts, {
        zone,
        uuid: undefined,
        location: locate(sightings, undefined),
        sightings,
    });
    if (!inputs.adopt) {
        throw new SolarisError("ZONE_EXISTS", {
            message: `a zone ${zone} exists already on ${found.host} (${found.zone.state})`,
            host: found.host,
            property: "adopt",
            remedy: `To manage this zone with Pulumi, write: adopt: true${found.host === host ? "" : `, host: "${found.host}"`}`,
        });
    }
    if (found.host !== host) {
        throw new SolarisError("ZONE_ELSEWHERE", {
            message: `${zone} is not on ${host} but on ${found.host} (${found.zone.state})`,
            host: found.host,
            property: "host",
            remedy: `Write host: "${found.host}" and run \`pulumi up\`; after that, change it to "${host}" to move the zone there.`,
        });
    }
    if (found.zone.brand !== "solaris-kz") {
        throw new SolarisError("ZONE_WRONG_BRAND", {
            message: `${zone} on ${host} has the brand ${found.zone.brand}, not solaris-kz`,
            host,
            property: "zoneName",
        });
    }
    if (found.zone.state === "incomplete" || found.zone.state === "unavailable") {
        throw new SolarisError("ZONE_NOT_RUNNING", {
            message: `${zone} on ${host} is ${found.zone.state}; only an installed or running zone can be taken over`,
            host,
            remedy: "Repair the zone by hand first (zoneadm attach, or uninstall and install).",
        });
    }
    return found.zone;
}

// Taking over a hundred zones of one host needs one list of that host, not a hundred.
const adoptionReadAgeMs = 10_000;
