import type { Section } from "./figure";
import { compareSizes, compareWithFloor, floorRoundTrips, type RefreshSize } from "./refreshComparison";
import { measureRefresh } from "./refreshCost";

const size: RefreshSize = { zones: 500, hosts: 20 };
const distancesMs = [0, 20, 100] as const;

/** What looking at many zones costs where nothing has changed, beside what it must cost. */
export async function refreshSection(rounds: number): Promise<Section> {
    const measured = await measureRefresh(size, distancesMs, rounds);
    return {
        title: `preview --refresh, nothing to change: ${size.zones} zones on ${size.hosts} hosts, on the real engine`,
        notes: [
            `Floor: ${floorRoundTrips} round trips, and the same program with resources behind which there is nothing.`,
            "Wall time is that of the whole operation, the engine's own start included; each is compared with the floor measured before it.",
            "Provider: the process that the engine starts. Program: the process that declares the resources.",
        ],
        figures: [],
        comparisons: compareWithFloor(measured, size),
    };
}

const configuredHosts = 10;
const configuredZones = [50, 500] as const;

/** The same where the program declares the whole configuration of each zone, which is then compared with the host's. */
export async function configuredRefreshSection(rounds: number): Promise<Section> {
    const sizes = [];
    for (const zones of configuredZones) {
        const [near] = await measureRefresh({ zones, hosts: configuredHosts, configured: true }, [0], rounds);
        sizes.push({ zones, samples: near?.samples ?? [] });
    }
    return {
        title: `preview --refresh, nothing to change: zones with their whole config on ${configuredHosts} hosts, on the real engine`,
        notes: [
            "Each zone's stored and running configuration is read and compared with the program's.",
            "Floor: the same program with resources behind which there is nothing. No delay to the hosts.",
            "Requests: what is asked over SSH; a script in which zonecfg runs for every zone is one.",
        ],
        figures: [],
        comparisons: compareSizes(sizes),
    };
}
