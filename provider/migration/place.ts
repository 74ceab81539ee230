import { SolarisError } from "../errors/solarisError";
import type { SolarisHosts } from "../solaris/hosts";
import { describeMachine, sameMachine, type MachineIdentity } from "../solaris/machine";
import type { Location } from "./locate";
import { describeSighting, isConfigurationOnly, isOtherZone, type SeenSighting, type Sighting } from "./sighting";

/** Which zone was looked for, and what the hosts showed of it. */
export interface Search {
    readonly zone: string;
    readonly uuid: string | undefined;
    readonly sightings: readonly Sighting[];
}

/** Every location that is no place. */
type NoPlace = Exclude<Location, { readonly kind: "at" }>;

/**
 * The zone's place.
 *
 * @throws SolarisError that says why there is none. A zone that "runs on two hosts" which are one machine under two names
 *     is told apart from one that really does.
 */
export async function requirePlace(hosts: SolarisHosts, search: Search, location: Location): Promise<SeenSighting> {
    if (location.kind === "at") {
        return location.sighting;
    }
    if (location.kind === "splitBrain") {
        const names = location.sightings.map(({ host }) => host);
        const [first, ...rest] = await Promise.all(names.map((name) => hosts.machine(name)));
        if (first !== undefined && rest.every((machine) => sameMachine(first, machine))) {
            throw sameMachineError(names, first, `${search.zone} runs on it`);
        }
    }
    throw placeError(search, location);
}

/**
 * The error for hosts that are one machine under several names. Pure.
 *
 * @param seen What was seen there.
 */
export function sameMachineError(names: readonly string[], machine: MachineIdentity, seen: string): SolarisError {
    return new SolarisError("SAME_MACHINE", {
        message: `${names.join(" and ")} are the same machine (${describeMachine(machine)}); ${seen}`,
        property: "host",
    });
}

/** Why a zone has no place. Pure. */
export function placeError(search: Search, location: NoPlace): SolarisError {
    const { zone, uuid } = search;
    const lines = search.sightings.map(describeSighting);
    switch (location.kind) {
        case "splitBrain":
            return new SolarisError("SPLIT_BRAIN", {
                message: `${zone} is seen running on ${location.sightings.map(({ host }) => host).join(" and ")}`,
                lines,
            });
        case "unclear": {
            const { own, other } = location;
            const why = uuid === undefined ? "no UUID of it is known" : `${other.host} shows no UUID`;
            return new SolarisError("MIGRATION_UNCERTAIN", {
                message: `whether the ${zone} on ${other.host} is the one that ${own.host} shows as ${own.zone.state} cannot be told: ${why}`,
                lines,
                remedy: `Compare their disks. If ${zone} has moved to ${other.host}, detach it on ${own.host} (\`zoneadm -z ${zone} detach\`); if they are two zones, rename one. Then run \`pulumi up\` again.`,
            });
        }
        case "unknown":
            return unknownPlaceError(search, location);
        case "foreign":
            return new SolarisError("ZONE_FOREIGN", {
                message: `the ${zone} on ${location.sighting.host} has UUID ${location.sighting.zone.uuid ?? "unknown"}, the one in the state ${uuid ?? "unknown"}`,
                host: location.sighting.host,
                lines,
            });
        case "configuredOnly":
            return new SolarisError("ZONE_NOT_FOUND", {
                message: `${zone} is only a configuration on ${location.hosts.join(", ")}: no host has it installed or running`,
                lines,
            });
        case "moving":
            return new SolarisError("MIGRATION_IN_PROGRESS", { message: `${zone} is being migrated right now`, lines });
        case "absent":
            return new SolarisError("ZONE_NOT_FOUND", {
                message: `${zone} is on none of the known hosts`,
                lines,
                property: "zoneName",
            });
    }
}

/** Hosts on which it may be do not answer, or are not known any more. */
function unknownPlaceError(
    { zone, uuid, sightings }: Search,
    { unreachable }: NoPlace & { readonly kind: "unknown" },
): SolarisError {
    const lines = sightings.map(describeSighting);
    const forgotten = unreachable.find(({ error }) => error.code === "HOST_UNKNOWN");
    if (forgotten !== undefined) {
        return new SolarisError("HOST_UNKNOWN", {
            message: `${zone} was last seen on ${forgotten.host}, which is no longer known, and is on none of the other hosts`,
            lines,
            remedy: `Put ${forgotten.host} back into solaris:hosts, or into the OpenSSH configuration that named it.`,
        });
    }
    const [first] = unreachable;
    if (first !== undefined && unreachable.length === sightings.length) {
        return first.error;
    }
    const silent = unreachable.map(({ host }) => host).join(", ");
    const entry = sightings.find(
        (sighting) => sighting.kind === "seen" && !isConfigurationOnly(sighting) && !isOtherZone(sighting, uuid),
    );
    return new SolarisError("HOST_UNREACHABLE", {
        message:
            entry === undefined
                ? `${zone} is on none of the hosts that answer, and ${silent} cannot be asked`
                : `whether ${zone} is on ${entry.host} cannot be told by what that shows, and ${silent} cannot be asked`,
        lines: [...lines, ...unreachable.map(({ error }) => error.details.message)],
        remedy: "Make the host answer, then try again. Until then the zone is taken to be where it was last seen.",
    });
}
