import type { Section } from "./figure";
import { compareWithFloor, floorRoundTrips, type RefreshSize } from "./refreshComparison";
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
