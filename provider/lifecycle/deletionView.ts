import { expectSolarisError } from "../errors/expectSolarisError";
import { SolarisError } from "../errors/solarisError";
import type { SolarisHosts } from "../solaris/hosts";
import type { ZoneConfigurations } from "../solaris/parseConfigurations";
import { sharedStorage, type DeletionView, type OtherZones, type UnreadConfiguration } from "./deletionStorage";
import { requireDistinctMachines, viewEverywhere, type ZoneQuestion } from "./zoneView";

/** What all known hosts show of a zone that is to be deleted; reads only. */
export async function viewForDeletion(
    hosts: SolarisHosts,
    question: ZoneQuestion,
    maxAgeMs: number,
): Promise<DeletionView[]> {
    const views = await viewEverywhere(hosts, question, maxAgeMs);
    await requireDistinctMachines(hosts, question.zone, views);
    return views;
}

/** What the zones of each host are configured as, by host name, or why it has not told. */
export type Others = ReadonlyMap<string, OtherZones | SolarisError>;

/** What the zones of all hosts are configured as: one command per host, shared by all who ask at that time. */
export async function othersEverywhere(
    hosts: SolarisHosts,
    views: readonly DeletionView[],
    maxAgeMs: number,
): Promise<Others> {
    const told = views.map(async ({ sighting: { host } }): Promise<[string, OtherZones | SolarisError]> => {
        try {
            return [host, await othersAt(hosts, host, maxAgeMs)];
        } catch (error) {
            return [host, expectSolarisError(error)];
        }
    });
    return new Map(await Promise.all(told));
}

/**
 * The views with what the zones of their hosts are configured as.
 *
 * @throws SolarisError of a host that can be asked and has not told; one that cannot be asked is refused for itself.
 */
export function withOthers(views: readonly DeletionView[], others: Others): DeletionView[] {
    return views.map((view) => {
        const told = others.get(view.sighting.host);
        if (!SolarisError.isInstance(told)) {
            return told === undefined ? view : { ...view, others: told };
        }
        if (view.sighting.kind !== "unreachable") {
            throw told;
        }
        return view;
    });
}

/**
 * Why deleting a zone would be refused as things are, for the storage that it names: another zone has it too, or that cannot
 * be told. Asks the same as a deletion does, with answers that are no older than `maxAgeMs`.
 */
export async function storageRefusal(
    hosts: SolarisHosts,
    host: string,
    question: ZoneQuestion,
    maxAgeMs: number,
): Promise<SolarisError | undefined> {
    try {
        const views = await viewForDeletion(hosts, question, maxAgeMs);
        const compared = withOthers(views, await othersEverywhere(hosts, views, maxAgeMs));
        const view = compared.find(({ sighting }) => sighting.host === host);
        return view && sharedStorage(compared, view, question.zone);
    } catch (error) {
        return expectSolarisError(error);
    }
}

async function othersAt(hosts: SolarisHosts, host: string, maxAgeMs: number): Promise<OtherZones> {
    const { zones } = await hosts.configurations(host, maxAgeMs);
    const unread = await Promise.all([...zones].map(([zone, each]) => unreadAt(hosts, host, zone, each)));
    return { configurations: zones, unread: unread.flat() };
}

/**
 * A configuration cannot be read of a zone that has just been deleted, nor the running one of a zone that has just been shut
 * down, as in a run that deletes many; so the zone is asked for again before that counts.
 */
async function unreadAt(
    hosts: SolarisHosts,
    host: string,
    zone: string,
    { stored, running }: ZoneConfigurations,
): Promise<UnreadConfiguration[]> {
    const [first] = [stored, running].flatMap((fact) => (fact?.kind === "unknown" ? [fact] : []));
    if (first === undefined) {
        return [];
    }
    const seen = await hosts.lookUp(host, zone);
    const counts = seen !== undefined && (stored.kind === "unknown" || seen.state === "running");
    return counts ? [{ zone, state: seen.state, reason: first.reason }] : [];
}
