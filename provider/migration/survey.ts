import type { SolarisHosts } from "../solaris/hosts";
import type { HostFacts } from "../solaris/hostFacts";
import type { ZoneConfiguration } from "../solaris/zoneConfiguration";
import { isCertain, locate, type Location } from "./locate";
import { requirePlace } from "./place";
import type { Finding } from "./preflight/findings";
import { whileShowing, type Reporter } from "./report";
import { isConfigurationOnly, sight, type SeenSighting, type Sighting } from "./sighting";
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
    readonly source: SeenSighting;
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
          readonly sighting: SeenSighting;
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
    "ambiguous",
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
 * inventory only if the zone is on neither, or if what is there has its name and nothing that proves it to be the zone.
 *
 * @throws SolarisError HOST_UNREACHABLE and its like where a host that must answer does not; ZONE_NOT_FOUND,
 *     ZONE_AMBIGUOUS, ZONE_FOREIGN, ZONE_WRONG_BRAND, SPLIT_BRAIN, MIGRATION_UNCERTAIN where two hosts show it and the UUID does not tell which has it.
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
    const found = location.kind === "moving" || location.kind === "splitBrain";
    if (!found && !(location.kind === "at" && isCertain(location.sighting, request))) {
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
        isCertain: (sighting) => isCertain(sighting, request),
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
    const source = await requirePlace(hosts, { zone, uuid, sightings, by: "resource" }, location);
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
