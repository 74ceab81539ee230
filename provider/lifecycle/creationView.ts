import { expectSolarisError } from "../errors/expectSolarisError";
import { SolarisError } from "../errors/solarisError";
import { pause } from "../migration/pause";
import { whileShowing, type Reporter } from "../migration/report";
import { isKernelZone } from "../solaris/brand";
import { known, unknown } from "../solaris/hostFacts";
import type { SolarisHosts } from "../solaris/hosts";
import { requireDistinctMachines, viewEverywhere, viewAt, type ZoneQuestion, type ZoneView } from "./zoneView";

// Many zones of one program look at the same hosts at the same time.
const firstReadAgeMs = 5_000;

// Zones that are made together come to their second look together; so long each waits for the others.
const gatheringMs = 200;

// A host that restarts its SSH server in the middle of a creation is asked again for so long.
const unreachablePatienceMs = 60_000;
const pollMs = 1_000;

const goneAway: ReadonlySet<string> = new Set(["HOST_UNREACHABLE", "CONNECTION_LOST", "CHANNEL_REFUSED"]);

/** Which zone is to be made, where, and for which resource. */
export interface CreationPlace {
    readonly zone: string;
    readonly host: string;
    readonly token: string;
}

/** What all known hosts show of a zone that is to be made, and of the storage that other zones use; reads only. */
export async function viewForCreation(hosts: SolarisHosts, place: CreationPlace): Promise<ZoneView[]> {
    const views = await viewEverywhere(hosts, questionOf(place), firstReadAgeMs);
    await requireDistinctMachines(hosts, place.zone, views);
    return Promise.all(
        views.map(async (view) => ({ ...view, neighbours: await neighboursAt(hosts, view, firstReadAgeMs) })),
    );
}

/**
 * The second look, once the zone's configuration stands on its host. Of two runs that want the same name or the same storage
 * on two hosts, each has announced that by its configuration before it looks; so one of them at least sees the other.
 *
 * Nothing in it is older than the call. Configurations are read again only on hosts that have a zone which the first look
 * has not seen.
 */
export async function viewBeforeInstall(
    hosts: SolarisHosts,
    place: CreationPlace,
    first: readonly ZoneView[],
): Promise<ZoneView[]> {
    const since = performance.now();
    await pause(gatheringMs);
    const maxAgeMs = performance.now() - since;
    const views = await viewEverywhere(hosts, questionOf(place), maxAgeMs);
    await requireDistinctMachines(hosts, place.zone, views);
    return Promise.all(
        views.map(async (view) => {
            const { host } = view.sighting;
            const before = first.find(({ sighting }) => sighting.host === host)?.neighbours;
            const names = await kernelZonesAt(hosts, view, performance.now() - since);
            const others = names.filter((name) => name !== place.zone);
            if (before !== undefined && hasAll(before, others)) {
                return { ...view, neighbours: before };
            }
            const shared = await neighboursAt(hosts, view, performance.now() - since);
            // A shared answer can have been on its way already when the newest of them came.
            const isLate = shared.kind === "known" && !hasAll(shared, others);
            return { ...view, neighbours: isLate ? await neighboursAt(hosts, view, 0) : shared };
        }),
    );
}

/** What one host shows now. It has just answered, so that it does not is waited out. */
export function viewAgain(
    hosts: SolarisHosts,
    host: string,
    place: CreationPlace,
    reporter: Reporter,
): Promise<ZoneView> {
    return whileShowing(
        reporter,
        () => `looking at ${host}`,
        () => waitOut(hosts, host, place),
    );
}

async function waitOut(hosts: SolarisHosts, host: string, place: CreationPlace): Promise<ZoneView> {
    const deadline = performance.now() + unreachablePatienceMs;
    for (;;) {
        hosts.forget(host);
        const seen = await glance(hosts, host, questionOf(place));
        if (seen.sighting.kind !== "unreachable" || performance.now() > deadline) {
            return seen;
        }
        await pause(pollMs);
    }
}

/** A look that counts a host which goes away in the middle of it as one that cannot be asked. */
async function glance(hosts: SolarisHosts, host: string, question: ZoneQuestion): Promise<ZoneView> {
    try {
        return await viewAt(hosts, host, question);
    } catch (error) {
        if (!SolarisError.isInstance(error) || !goneAway.has(error.code)) {
            throw error;
        }
        return { sighting: { kind: "unreachable", host, error }, installs: [], moves: [] };
    }
}

function hasAll(neighbours: NonNullable<ZoneView["neighbours"]>, names: readonly string[]): boolean {
    return neighbours.kind === "known" && names.every((name) => neighbours.value.has(name));
}

/** What is looked for. */
export function questionOf({ zone, host, token }: CreationPlace): ZoneQuestion {
    return { zone, token, jobsOn: [host] };
}

async function kernelZonesAt(hosts: SolarisHosts, { sighting }: ZoneView, maxAgeMs: number): Promise<string[]> {
    if (sighting.kind === "unreachable") {
        return [];
    }
    const { zones } = await hosts.snapshot(sighting.host, maxAgeMs);
    return [...zones.values()].filter(isKernelZone).map(({ name }) => name);
}

/** A host that does not tell is no reason to refuse: what it has can be told only by itself. */
async function neighboursAt(
    hosts: SolarisHosts,
    { sighting }: ZoneView,
    maxAgeMs: number,
): Promise<NonNullable<ZoneView["neighbours"]>> {
    if (sighting.kind === "unreachable") {
        return unknown(sighting.error.details.message);
    }
    try {
        const { zones } = await hosts.configurations(sighting.host, maxAgeMs);
        return known(zones);
    } catch (error) {
        return unknown(expectSolarisError(error).details.message);
    }
}
