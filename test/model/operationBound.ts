import type { Program } from "./program";

const gib = /^(\d+)G$/;

// For everything in an operation that does not depend on a zone's size: connections that are tried again, reads, a lock of
// somebody else, a host that is waited for, the clean-up after a dry run.
const sundrySeconds = 1_800;

// A watch of the migration lasts up to four times its allowed time, and what comes of it is waited for once that time more.
const watchFactor = 5;

/**
 * How long an operation may take at most, in milliseconds of virtual time: every wait in it is bounded, by the settings of
 * the zones and their memory, and zones may have to wait for each other.
 */
export function operationBound({ fleet, zones }: Program): number {
    const seconds = zones.map(({ name, settings }) => {
        const memory = fleet.hosts
            .flatMap((host) => host.zones ?? [])
            .find((zone) => zone.name === name && zone.state === undefined)?.config?.memory;
        const scaled = 300 + 60 * Number(gib.exec(memory ?? "4G")?.[1] ?? 4);
        const { timeouts = {} } = (settings["migration"] ?? {}) as { readonly timeouts?: Record<string, unknown> };
        const dryRun = secondsOf(timeouts["dryRun"]) ?? scaled;
        const migrate = secondsOf(timeouts["migrate"]) ?? scaled;
        return 2 * dryRun + watchFactor * Math.max(migrate, betweenHosts(timeouts["migrate"])) + sundrySeconds;
    });
    return seconds.reduce((sum, each) => sum + each, 0) * 1000;
}

/** A zone between two hosts cannot be sized up; it is allowed the time of one of 55 GiB. */
function betweenHosts(setting: unknown): number {
    return secondsOf(setting) ?? 300 + 60 * 55;
}

function secondsOf(setting: unknown): number | undefined {
    if (typeof setting === "number") {
        return setting;
    }
    const minutes = typeof setting === "string" ? /^(\d+)m$/.exec(setting)?.[1] : undefined;
    return minutes === undefined ? undefined : Number(minutes) * 60;
}
