import { SolarisError } from "../errors/solarisError";
import { isKernelZone, kernelZoneBrand } from "../solaris/brand";
import type { SolarisHosts } from "../solaris/hosts";
import { describeMachine, sameMachine, type MachineIdentity } from "../solaris/machine";
import type { Location } from "./locate";
import { describeSighting, isConfigurationOnly, isOtherZone, type SeenSighting, type Sighting } from "./sighting";

/** Which zone was looked for, and what the hosts showed of it. */
export interface Search {
    readonly zone: string;
    readonly uuid: string | undefined;
    readonly sightings: readonly Sighting[];
    /** Who looks, where that decides what to do: a resource that is in the state, or a look-up. */
    readonly by?: "resource" | "lookUp";
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
        case "ambiguous":
            return ambiguousError(search, location);
        case "unknown":
            return unknownPlaceError(search, location);
        case "foreign":
            if (uuid === undefined && !isKernelZone(location.sighting.zone)) {
                return wrongBrandError(zone, location.sighting);
            }
            return new SolarisError("ZONE_FOREIGN", {
                message: `the ${zone} on ${location.sighting.host} has UUID ${location.sighting.zone.uuid ?? "unknown"}, the one in the state ${uuid ?? "unknown"}`,
                host: location.sighting.host,
                lines,
            });
        case "configuredOnly":
            return new SolarisError("ZONE_NOT_FOUND", {
                message: `${zone} is only a configuration on ${location.hosts.join(", ")}: no host has it installed or running`,
                lines,
                remedy: configuredOnlyRemedy(search, location.hosts),
            });
        case "moving":
            return new SolarisError("MIGRATION_IN_PROGRESS", { message: `${zone} is being migrated right now`, lines });
        case "absent":
            return new SolarisError("ZONE_NOT_FOUND", {
                message: `${zone} is on none of the known hosts`,
                lines,
                property: "zoneName",
                ...(search.by === "resource"
                    ? {
                          remedy:
                              "If it is gone for good: run `pulumi refresh`, which drops it from the state.\n" +
                              "Else make sure that the host which has it is in `solaris:hosts`.",
                      }
                    : {}),
            });
    }
}

/** The error for a zone that is no kernel zone. Pure. */
export function wrongBrandError(zone: string, { host, zone: { brand } }: SeenSighting): SolarisError {
    return new SolarisError("ZONE_WRONG_BRAND", {
        message: `${zone} on ${host} has the brand ${brand}, not ${kernelZoneBrand}`,
        host,
        property: "zoneName",
        remedy: "Choose another `zoneName`: kernel zones only can be looked up and managed.",
    });
}

/** Several zones have the name, and nothing tells which of them is meant. */
function ambiguousError(
    { zone, sightings, by }: Search,
    location: NoPlace & { readonly kind: "ambiguous" },
): SolarisError {
    const hosts = location.sightings.map(({ host }) => host);
    const choices = hosts.map((host) => `host: "${host}"`).join(" or ");
    return new SolarisError("ZONE_AMBIGUOUS", {
        message: `there are several zones ${zone}, by their UUIDs: on ${hosts.join(" and ")}`,
        lines: sightings.map(describeSighting),
        property: "host",
        remedy:
            by === "resource"
                ? `The state has no UUID of the one that it means. Find out which that is; then forget the resource (\`pulumi state delete\`), and take the zone over anew: adopt: true, and ${choices}`
                : `Write which one is meant: ${choices}`,
    });
}

function configuredOnlyRemedy({ zone, by }: Search, hosts: readonly string[]): string {
    const there = hosts.join(" or ");
    const attach = `If it was detached: attach it on ${hosts.length === 1 ? there : "the host that shall have it"} (zoneadm -z ${zone} attach)`;
    switch (by) {
        case "resource":
            return [
                `${attach}.`,
                "If it was being deleted: run `pulumi destroy` again.",
                `If Pulumi shall forget it: \`pulumi state delete\`, with its URN; what is on ${there} stays.`,
            ].join("\n");
        case "lookUp":
            return `Write which one is meant: ${hosts.map((host) => `host: "${host}"`).join(" or ")}`;
        case undefined:
            return [
                `${attach}, then try again.`,
                `If nobody needs that configuration: zonecfg -z ${zone} delete -F, on ${there}.`,
            ].join("\n");
    }
}

/** Hosts on which it may be do not answer, or are not known any more. */
function unknownPlaceError(
    { zone, uuid, sightings, by }: Search,
    { unreachable }: NoPlace & { readonly kind: "unknown" },
): SolarisError {
    const lines = sightings.map(describeSighting);
    const forgotten = unreachable.find(({ error }) => error.code === "HOST_UNKNOWN");
    if (forgotten !== undefined && by !== "lookUp") {
        return new SolarisError("HOST_UNKNOWN", {
            message: `${zone} was last seen on ${forgotten.host}, which is no longer known, and is on none of the other hosts`,
            lines,
            remedy: `Put ${forgotten.host} back into solaris:hosts, or into the OpenSSH configuration that named it.`,
        });
    }
    const first = forgotten ?? unreachable[0];
    if (first !== undefined && (forgotten !== undefined || unreachable.length === sightings.length)) {
        return first.error;
    }
    const silent = unreachable.map(({ host }) => host).join(", ");
    const entry = sightings.find(
        (sighting) =>
            sighting.kind === "seen" &&
            isKernelZone(sighting.zone) &&
            !isConfigurationOnly(sighting) &&
            !isOtherZone(sighting, uuid),
    );
    return new SolarisError("HOST_UNREACHABLE", {
        message:
            entry === undefined
                ? `${zone} is on none of the hosts that answer, and ${silent} cannot be asked`
                : `whether ${zone} is on ${entry.host} cannot be told by what that shows, and ${silent} cannot be asked`,
        lines: [...lines, ...unreachable.map(({ error }) => error.details.message)],
        remedy:
            by === "resource"
                ? "Make the host answer, then try again. Until then the zone is taken to be where it was last seen."
                : "Make the host answer, or take it out of solaris:hosts if it is gone for good; then try again.",
    });
}
