import { SolarisError } from "../errors/solarisError";
import type { SolarisHosts } from "../solaris/hosts";
import type { HostFacts } from "../solaris/hostFacts";
import { sameMachine } from "../solaris/machine";
import type { ZoneConfiguration } from "../solaris/zoneConfiguration";
import { locate, type Location } from "./locate";
import type { Finding } from "./preflight/findings";
import { whileShowing, type Reporter } from "./report";
import { describeSighting, isConfigurationOnly, isOtherZone, sight, type Sighting } from "./sighting";
import { firstToTakeUp, isOver, jobsOf, recordsOf, requireNoInstall, type ZoneJob } from "./zoneJobs";

/** The question that a survey answers. */
export interface SurveyRequest {
    readonly zone: string;
    /** The zone's UUID as far as it is known. */
    readonly uuid?: string;
    /** The host on which the zone was last seen. */
    readonly lastSeenOn: string;
    /** The host on which it shall run. */
    readonly wish: string;
    /** A host on which an earlier run has left something to be finished. */
    readonly unfinishedOn?: string;
    /** Jobs that have been looked at before in the same run, by id. */
    readonly doneJobs?: ReadonlySet<string>;
    /** For a preview: also reads what only helps to explain, not to decide. */
    readonly thorough?: boolean;
    /** The zone is shut down for the move if it runs: its stored configuration is read too, for that is what moves. */
    readonly shutsDown?: boolean;
    /** For a preview: tries the login from source to target. */
    readonly tryLogin?: (source: string) => Promise<Finding | undefined>;
}

/** A zone that can be worked with, and what the two hosts of its move show. */
export interface Survey {
    readonly zone: string;
    /** Where the zone is: it may have been moved by hand since it was last seen. */
    readonly source: Sighting & { readonly kind: "seen" };
    readonly target: Sighting & { readonly kind: "seen" | "absent" };
    readonly uuid?: string;
    readonly sourceFacts: HostFacts;
    readonly targetFacts: HostFacts;
    /** Why the source's directory for migration jobs cannot be used; undefined where it can. */
    readonly jobDirectoryUnsafe?: string;
    /** The configuration under which the zone runs; the stored one where it does not run. */
    readonly sourceConfiguration: ZoneConfiguration;
    /** The stored one beside it, where it was asked for. */
    readonly sourceStoredConfiguration?: ZoneConfiguration;
    /** The configuration that the target has of the zone, where it has nothing more than that. */
    readonly targetConfiguration?: ZoneConfiguration;
    readonly loginFinding?: Finding;
}

/** What was found: everything for a move, or that there is nothing to move. */
export type SurveyResult =
    | { readonly kind: "toMove"; readonly survey: Survey; readonly obsoleteJobs: readonly ZoneJob[] }
    | {
          readonly kind: "alreadyThere";
          readonly sighting: Sighting & { readonly kind: "seen" };
          /** Records of jobs that tell nothing any more. */
          readonly obsoleteJobs: readonly ZoneJob[];
      }
    | { readonly kind: "moving"; readonly source?: string; readonly target?: string }
    /** A job moves the zone at this moment. */
    | { readonly kind: "underWay"; readonly job: ZoneJob; readonly sightings: readonly Sighting[] }
    /** A job of an earlier run has ended, and nobody has looked at what came of it. */
    | { readonly kind: "unfinished"; readonly job: ZoneJob };

/** The answers of several hosts are not of the same moment: a zone that moves in between is seen on both, or on neither. */
const isWorthASecondLook: ReadonlySet<Location["kind"]> = new Set([
    "splitBrain",
    "unclear",
    "absent",
    "configuredOnly",
]);

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
 *     ZONE_FOREIGN, SPLIT_BRAIN, MIGRATION_UNCERTAIN where two hosts show it and the UUID does not tell which has it.
 */
export async function survey(hosts: SolarisHosts, request: SurveyRequest): Promise<SurveyResult> {
    const { zone, uuid, lastSeenOn, wish, unfinishedOn } = request;
    // Asked for at a venture, so that the usual case needs one round trip less; a failure is looked at only if it matters.
    const there = settle(readSource(hosts, lastSeenOn, request, "running"));
    const factsThere = settle(Promise.all([hosts.facts(lastSeenOn), hosts.facts(wish)]));
    const asked = [...new Set([lastSeenOn, wish])];
    const withJobs = new Set(unfinishedOn === undefined ? asked : [...asked, unfinishedOn]);
    const jobs = settle(Promise.all([...withJobs].map((host) => recordsOf(hosts, host, zone))));
    let sightings = await Promise.all(asked.map((host) => sight(hosts, host, zone)));
    let location = locate(sightings, uuid, lastSeenOn);
    if (location.kind !== "at" && location.kind !== "moving" && location.kind !== "splitBrain") {
        const others = hosts.inventory.names.filter((name) => !asked.includes(name));
        sightings = [...sightings, ...(await Promise.all(others.map((host) => sight(hosts, host, zone))))];
        location = locate(sightings, uuid, lastSeenOn);
    }
    if (isWorthASecondLook.has(location.kind)) {
        sightings = await Promise.all(sightings.map(({ host }) => sight(hosts, host, zone)));
        location = locate(sightings, uuid, lastSeenOn);
    }
    const records = await unwrap(jobs);
    if (location.kind === "at" && !withJobs.has(location.sighting.host)) {
        records.push(await recordsOf(hosts, location.sighting.host, zone));
    }
    const zoneJobs = jobsOf(records, request);
    const job = firstToTakeUp(zoneJobs, location, {
        known: (host) => hosts.inventory.knows(host),
        done: request.doneJobs ?? new Set(),
    });
    if (job !== undefined) {
        return isOver(job) ? { kind: "unfinished", job } : { kind: "underWay", job, sightings };
    }
    if (location.kind === "moving") {
        return location;
    }
    if (location.kind !== "at" || location.sighting.host !== wish) {
        requireNoInstall(records, request);
    }
    const source = await requirePlace(hosts, { zone, uuid, location, sightings });
    if (source.host === wish) {
        return { kind: "alreadyThere", sighting: source, obsoleteJobs: zoneJobs };
    }
    const target = sightings.find(({ host }) => host === wish);
    if (target === undefined || target.kind === "unreachable") {
        throw target?.error ?? new TypeError("the wished host is among the hosts that were asked");
    }
    const asLastSeen = source.host === lastSeenOn;
    const which = source.zone.state === "running" ? "running" : "stored";
    const [read, [sourceFacts, targetFacts], targetConfiguration] = await Promise.all([
        asLastSeen && which === "running" ? unwrap(there) : readSource(hosts, source.host, request, which),
        asLastSeen ? unwrap(factsThere) : Promise.all([hosts.facts(source.host), hosts.facts(wish)]),
        isConfigurationOnly(target) ? hosts.configuration(wish, zone, "stored") : undefined,
    ]);
    const knownUuid = uuid ?? source.zone.uuid;
    const unsafe = records.find(({ host }) => host === source.host)?.unsafe;
    return {
        kind: "toMove",
        obsoleteJobs: zoneJobs,
        survey: {
            zone,
            source,
            target,
            sourceFacts,
            targetFacts,
            ...read,
            ...(unsafe === undefined ? {} : { jobDirectoryUnsafe: unsafe }),
            ...(knownUuid === undefined ? {} : { uuid: knownUuid }),
            ...(targetConfiguration === undefined ? {} : { targetConfiguration }),
        },
    };
}

/** What is read on the source alone. */
async function readSource(
    hosts: SolarisHosts,
    host: string,
    { zone, thorough, shutsDown, tryLogin }: SurveyRequest,
    which: "running" | "stored",
): Promise<Pick<Survey, "sourceConfiguration" | "sourceStoredConfiguration" | "loginFinding">> {
    const [sourceConfiguration, sourceStoredConfiguration, loginFinding] = await Promise.all([
        hosts.configuration(host, zone, which),
        (thorough === true || shutsDown === true) && which === "running"
            ? hosts.configuration(host, zone, "stored")
            : undefined,
        tryLogin?.(host),
    ]);
    return {
        sourceConfiguration,
        ...(sourceStoredConfiguration === undefined ? {} : { sourceStoredConfiguration }),
        ...(loginFinding === undefined ? {} : { loginFinding }),
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
        case "unclear": {
            const { own, other } = location;
            const why = uuid === undefined ? "no UUID of it is known" : `${other.host} shows no UUID`;
            return new SolarisError("MIGRATION_UNCERTAIN", {
                message: `whether the ${zone} on ${other.host} is the one that ${own.host} shows as ${own.zone.state} cannot be told: ${why}`,
                lines,
                remedy: `Compare their disks. If ${zone} has moved to ${other.host}, detach it on ${own.host} (\`zoneadm -z ${zone} detach\`); if they are two zones, rename one. Then run \`pulumi up\` again.`,
            });
        }
        case "unknown": {
            const forgotten = location.unreachable.find(({ error }) => error.code === "HOST_UNKNOWN");
            if (forgotten !== undefined) {
                return new SolarisError("HOST_UNKNOWN", {
                    message: `${zone} was last seen on ${forgotten.host}, which is no longer known, and is on none of the other hosts`,
                    lines,
                    remedy: `Put ${forgotten.host} back into solaris:hosts, or into the OpenSSH configuration that named it.`,
                });
            }
            const silent = location.unreachable.map(({ host }) => host).join(", ");
            const entry = sightings.find(
                (sighting) =>
                    sighting.kind === "seen" && !isConfigurationOnly(sighting) && !isOtherZone(sighting, uuid),
            );
            return location.unreachable.length === sightings.length && location.unreachable[0] !== undefined
                ? location.unreachable[0].error
                : new SolarisError("HOST_UNREACHABLE", {
                      message:
                          entry === undefined
                              ? `${zone} is on none of the hosts that answer, and ${silent} cannot be asked`
                              : `whether ${zone} is on ${entry.host} cannot be told by what that shows, and ${silent} cannot be asked`,
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
