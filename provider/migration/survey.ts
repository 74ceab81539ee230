import { SolarisError } from "../errors/solarisError";
import type { SolarisHosts } from "../solaris/hosts";
import { sameMachine, type MachineIdentity } from "../solaris/machine";
import type { ZoneConfiguration } from "../solaris/zoneConfiguration";
import { locate, type Location } from "./locate";
import { whileShowing, type Reporter } from "./report";
import { describeSighting, isConfigurationOnly, sight, type Sighting } from "./sighting";

/** The question that a survey answers. */
export interface SurveyRequest {
    readonly zone: string;
    /** The zone's UUID as far as it is known. */
    readonly uuid?: string;
    /** The host on which the zone was last seen. */
    readonly lastSeenOn: string;
    /** The host on which it shall run. */
    readonly wish: string;
}

/** A zone that can be worked with, and what the two hosts of its move show. */
export interface Survey {
    readonly zone: string;
    /** Where the zone is: it may have been moved by hand since it was last seen. */
    readonly source: Sighting & { readonly kind: "seen" };
    readonly target: Sighting;
    readonly sourceMachine: MachineIdentity;
    readonly targetMachine: MachineIdentity;
    readonly sourceConfiguration: ZoneConfiguration;
    /** The configuration that the target has of the zone, where it has nothing more than that. */
    readonly targetConfiguration?: ZoneConfiguration;
}

/** What was found: everything for a move, or that there is nothing to move. */
export type SurveyResult =
    | { readonly kind: "toMove"; readonly survey: Survey }
    | {
          readonly kind: "alreadyThere";
          readonly sighting: Sighting & { readonly kind: "seen" };
          readonly others: readonly Sighting[];
      }
    | { readonly kind: "moving"; readonly source?: string; readonly target?: string };

/** A survey where a person can see what is being waited for: connecting alone can take as long as `connectTimeout`. */
export function showSurvey(hosts: SolarisHosts, request: SurveyRequest, reporter: Reporter): Promise<SurveyResult> {
    const where = [...new Set([request.lastSeenOn, request.wish])].join(" and ");
    return whileShowing(
        reporter,
        () => `looking at ${where}`,
        () => survey(hosts, request),
    );
}

/**
 * Looks at the hosts, reading only. Asks source and target in one round of parallel commands, and the other hosts of the
 * inventory only if the zone is on neither.
 *
 * @throws SolarisError HOST_UNREACHABLE and its like where a host that must answer does not; ZONE_NOT_FOUND,
 *     ZONE_FOREIGN, SPLIT_BRAIN.
 */
export async function survey(hosts: SolarisHosts, request: SurveyRequest): Promise<SurveyResult> {
    const { zone, uuid, lastSeenOn, wish } = request;
    // Asked for at a venture, so that the usual case needs one round trip less; a failure is looked at only if it matters.
    const configurationThere = settle(hosts.configuration(lastSeenOn, zone, "running"));
    const machinesThere = settle(Promise.all([hosts.machine(lastSeenOn), hosts.machine(wish)]));
    let sightings = await Promise.all([...new Set([lastSeenOn, wish])].map((host) => sight(hosts, host, zone)));
    let location = locate(sightings, uuid);
    if (location.kind !== "at" && location.kind !== "moving" && location.kind !== "splitBrain") {
        const others = hosts.inventory.names.filter((name) => name !== lastSeenOn && name !== wish);
        sightings = [...sightings, ...(await Promise.all(others.map((host) => sight(hosts, host, zone))))];
        location = locate(sightings, uuid);
    }
    if (location.kind === "moving") {
        return location;
    }
    const source = await requirePlace(hosts, { zone, uuid, location, sightings });
    if (source.host === wish) {
        return { kind: "alreadyThere", sighting: source, others: sightings.filter(({ host }) => host !== wish) };
    }
    const target = sightings.find(({ host }) => host === wish);
    if (target === undefined || target.kind === "unreachable") {
        throw target?.error ?? new TypeError("the wished host is among the hosts that were asked");
    }
    const asLastSeen = source.host === lastSeenOn;
    const which = source.zone.state === "running" ? "running" : "stored";
    const [sourceConfiguration, [sourceMachine, targetMachine], targetConfiguration] = await Promise.all([
        asLastSeen && which === "running" ? unwrap(configurationThere) : hosts.configuration(source.host, zone, which),
        asLastSeen ? unwrap(machinesThere) : Promise.all([hosts.machine(source.host), hosts.machine(wish)]),
        isConfigurationOnly(target) ? hosts.configuration(wish, zone, "stored") : undefined,
    ]);
    return {
        kind: "toMove",
        survey: {
            zone,
            source,
            target,
            sourceMachine,
            targetMachine,
            sourceConfiguration,
            ...(targetConfiguration === undefined ? {} : { targetConfiguration }),
        },
    };
}

/** What is known about a zone's place. */
export interface PlaceQuestion {
    readonly zone: string;
    readonly uuid: string | undefined;
    readonly location: Location;
    readonly sightings: readonly Sighting[];
}

/**
 * The zone's place.
 *
 * @throws SolarisError that says why there is none. A zone that "runs on two hosts" which are one machine under two names
 *     is told apart from one that really does.
 */
export async function requirePlace(
    hosts: SolarisHosts,
    question: PlaceQuestion,
): Promise<Sighting & { readonly kind: "seen" }> {
    const { zone, location } = question;
    if (location.kind === "at") {
        return location.sighting;
    }
    if (location.kind === "splitBrain") {
        const names = location.sightings.map(({ host }) => host);
        const [first, ...rest] = await Promise.all(names.map((name) => hosts.machine(name)));
        if (first !== undefined && rest.every((machine) => sameMachine(first, machine))) {
            throw new SolarisError("SAME_MACHINE", {
                message: `${names.join(" and ")} are the same machine (hostid ${first.hostid}, node name ${first.nodeName}); ${zone} runs on it`,
                property: "host",
            });
        }
    }
    throw placeError(question, location);
}

/** Why a zone has no place. Pure. */
export function placeError(
    { zone, uuid, sightings }: PlaceQuestion,
    location: Exclude<Location, { readonly kind: "at" }>,
): SolarisError {
    const lines = sightings.map(describeSighting);
    switch (location.kind) {
        case "splitBrain":
            return new SolarisError("SPLIT_BRAIN", {
                message: `${zone} is seen running on ${location.sightings.map(({ host }) => host).join(" and ")}`,
                lines,
            });
        case "unknown": {
            const forgotten = location.unreachable.find(({ error }) => error.code === "HOST_UNKNOWN");
            if (forgotten !== undefined) {
                return new SolarisError("HOST_UNKNOWN", {
                    message: `${zone} was last seen on ${forgotten.host}, which is no longer known, and is on none of the other hosts`,
                    lines,
                    remedy: `Put ${forgotten.host} back into solaris:hosts, or into the OpenSSH configuration that named it.`,
                });
            }
            return location.unreachable.length === sightings.length && location.unreachable[0] !== undefined
                ? location.unreachable[0].error
                : new SolarisError("HOST_UNREACHABLE", {
                      message: `${zone} is on none of the hosts that answer, and ${location.unreachable.map(({ host }) => host).join(", ")} cannot be asked`,
                      lines: [...lines, ...location.unreachable.map(({ error }) => error.details.message)],
                      remedy: "Make the host answer, then try again. Until then the zone is taken to be where it was last seen.",
                  });
        }
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

type Settled<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

/** Holds a promise's outcome for later, so that a rejection nobody has looked at yet does not end the process. */
function settle<T>(promise: Promise<T>): Promise<Settled<T>> {
    return promise.then(
        (value): Settled<T> => ({ ok: true, value }),
        (error: unknown): Settled<T> => ({ ok: false, error }),
    );
}

async function unwrap<T>(settled: Promise<Settled<T>>): Promise<T> {
    const outcome = await settled;
    if (!outcome.ok) {
        throw outcome.error;
    }
    return outcome.value;
}
