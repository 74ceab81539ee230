import { SolarisError } from "../errors/solarisError";
import { locate } from "../migration/locate";
import { placeError, requirePlace } from "../migration/place";
import { sight, type Sighting } from "../migration/sighting";
import { describeJobOrigin, describeJobProgress } from "../migration/underWay";
import { isOver, jobsOf, recordsOf } from "../migration/zoneJobs";
import type { SolarisHosts } from "../solaris/hosts";
import type { ZoneContext } from "./context";
import { readConfigurationDrift } from "./readConfigurationDrift";
import { outputsOf, parseObservation, type KernelZoneObservation, type PropertyBag } from "./state";
import { asApplied } from "./unapplied";
import { isUnfinishedCreation } from "./unfinishedCreation";

// One refresh reads every zone; those of one host share one list of it.
const readAgeMs = 10_000;

/** What read gives back to the engine; an empty id means that the zone is gone. */
export interface ReadState {
    readonly id: string;
    readonly props: Record<string, unknown>;
}

/**
 * Finds the zone on whichever known host it is. Runs no dry run and changes nothing.
 *
 * @returns An empty id only where every known host has answered that there is no such zone.
 * @throws SolarisError where a host that might have the zone cannot be asked: unknown is not gone.
 */
export async function read(id: string, props: PropertyBag, { hosts, reporter }: ZoneContext): Promise<ReadState> {
    const zone = String(props["zoneName"]);
    const last = parseObservation(props);
    // Its own hosts may be known by OpenSSH alone, and then they stand in no list.
    const own = [last.currentHost, props["host"]].filter((host) => typeof host === "string");
    const known = [...new Set([...hosts.inventory.names, ...own])];
    const sightings = await Promise.all(known.map((host) => sight(hosts, host, zone, readAgeMs)));
    const location = locate(sightings, last.uuid, last.currentHost);
    const unfinishedOn = (await findUnfinished(hosts, zone, last, sightings, reporter)) ?? last.unfinishedOn;
    switch (location.kind) {
        case "at": {
            const { host, zone: seen } = location.sighting;
            if (host !== last.currentHost) {
                reporter.info(
                    `${zone} was last seen on ${last.currentHost ?? "no host"}; it is on ${host} now (${seen.state})`,
                );
            }
            if (last.zoneState !== undefined && last.zoneState !== seen.state) {
                reporter.info(`${zone} was ${last.zoneState} when it was last seen; it is ${seen.state} now`);
            }
            const uuid = seen.uuid ?? last.uuid;
            const found = await readConfigurationDrift(hosts, { host, zone, seen }, props, reporter);
            const driftedTo = driftedHost(host, last, unfinishedOn, props);
            return {
                id,
                props: outputsOf(found.configDrift.length === 0 ? asApplied(props) : props, {
                    currentHost: host,
                    zoneState: seen.state,
                    warnings: last.warnings ?? [],
                    ...found,
                    ...(driftedTo === undefined ? {} : { driftedTo }),
                    ...(uuid === undefined ? {} : { uuid }),
                    ...(last.lastMigration === undefined ? {} : { lastMigration: last.lastMigration }),
                    ...(unfinishedOn === undefined ? {} : { unfinishedOn }),
                }),
            };
        }
        case "moving":
            reporter.warn(`${zone} is being migrated right now; the state keeps what was last seen`);
            return { id, props: { ...props, ...(unfinishedOn === undefined ? {} : { unfinishedOn }) } };
        case "absent": {
            const missed = await lookAgain(zone, sightings, { hosts, reporter });
            if (missed === undefined) {
                reporter.warn(`${zone} is gone: every known host was asked for it by name`);
                return { id: "", props: {} };
            }
            throw missed;
        }
        case "configuredOnly":
            if (isUnfinishedCreation(props)) {
                reporter.info(
                    `${zone} is configured on ${location.hosts.join(", ")} and not installed yet; the next \`pulumi up\` goes on making it`,
                );
                return { id, props: { ...props } };
            }
            throw placeError({ zone, uuid: last.uuid, sightings, by: "resource" }, location);
        default:
            // The remaining kinds of location are all errors, which this throws.
            await requirePlace(hosts, { zone, uuid: last.uuid, sightings, by: "resource" }, location);
            throw new TypeError(`no place for ${zone}`);
    }
}

/** The host to which somebody else has moved the zone, as long as it is there; a move of ours is recorded by the update. */
function driftedHost(
    seenOn: string,
    { currentHost, driftedTo }: Partial<KernelZoneObservation>,
    unfinishedOn: string | undefined,
    props: PropertyBag,
): string | undefined {
    const moved = seenOn !== currentHost ? unfinishedOn === undefined : driftedTo === seenOn;
    return moved && seenOn !== props["host"] ? seenOn : undefined;
}

/**
 * A host with a job of the zone that nobody has finished: the run that began it was killed. Refreshing is what Pulumi itself
 * advises then, and it must not make the job forgotten: the next update looks there.
 */
async function findUnfinished(
    hosts: SolarisHosts,
    zone: string,
    { uuid }: Partial<KernelZoneObservation>,
    sightings: readonly Sighting[],
    reporter: ZoneContext["reporter"],
): Promise<string | undefined> {
    const asked = sightings.filter(({ kind }) => kind !== "unreachable").map(({ host }) => host);
    const records = await Promise.all(asked.map((host) => recordsOf(hosts, host, zone, readAgeMs)));
    const jobs = jobsOf(records, { zone, ...(uuid === undefined ? {} : { uuid }) });
    const job = jobs.find((candidate) => !isOver(candidate)) ?? jobs[0];
    if (job !== undefined) {
        const state = isOver(job) ? "has ended and was not finished" : `is under way: ${describeJobProgress(job)}`;
        reporter.warn(
            `a move of ${zone} ${job.host} -> ${job.to} ${state}; ${describeJobOrigin(job)}. The next \`pulumi up\` takes it up`,
        );
    }
    return job?.host;
}

/** A list can leave a zone out; asking by name cannot. The error to throw where it is there after all. */
async function lookAgain(
    zone: string,
    sightings: readonly Sighting[],
    { hosts }: Pick<ZoneContext, "hosts" | "reporter">,
): Promise<SolarisError | undefined> {
    const found = await Promise.all(
        sightings.map(async ({ host }) => ({ host, seen: await hosts.lookUp(host, zone) })),
    );
    const there = found.find(({ seen }) => seen !== undefined);
    return there === undefined
        ? undefined
        : new SolarisError("OUTPUT_NOT_UNDERSTOOD", {
              message: `${there.host} does not list ${zone}, but has it when asked by name (${there.seen?.state ?? "?"})`,
              host: there.host,
              remedy: "Solaris leaves a zone out of the list while its data cannot be read. Try again in a moment.",
          });
}
