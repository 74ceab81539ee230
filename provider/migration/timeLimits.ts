/** What to do when a migration takes longer than the time allowed for it. The migration itself is never stopped. */
export type OnTimeout = "wait" | "leave" | "fail";

/** Bounds that a program sets, in seconds; each has a default that grows with the zone's memory or is ample. */
export interface TimeSettings {
    readonly dryRun?: number;
    readonly migrate?: number;
    readonly stall?: number;
    readonly queue?: number;
    readonly onTimeout?: OnTimeout;
}

/** All bounds of one move, in milliseconds. */
export interface TimeLimits {
    readonly dryRunMs: number;
    /** After this the migration is late. */
    readonly totalMs: number;
    /** So long without any change that can be seen, and it is stalled. The copy of the memory is silent. */
    readonly stallMs: number;
    /** After this even `wait` ends watching. */
    readonly hardMs: number;
    /** Bound on waiting for its turn. */
    readonly queueMs: number;
    readonly onTimeout: OnTimeout;
}

const gib = 1024 ** 3;

// Beyond this a timer would overflow.
const longestSeconds = 14 * 24 * 3600;

// How many times the allowed time `wait` goes on watching.
const hardFactor = 4;

// As long as a night's worth of other moves: a queue is no fault.
const queueSeconds = 12 * 3600;

/**
 * The bounds for a zone of that size. The defaults are far beyond a real move: a GiB takes nine seconds on 1 Gbit/s, and
 * 10 Gbit/s is recommended (solaris-facts 2.3, 7).
 *
 * @param memoryBytes The zone's memory; undefined where it is not known, as between two hosts.
 */
export function timeLimits(memoryBytes: number | undefined, settings: TimeSettings): TimeLimits {
    const gibibytes = memoryBytes === undefined ? 55 : Math.ceil(memoryBytes / gib);
    const scaled = 300 + 60 * gibibytes;
    const total = Math.min(settings.migrate ?? scaled, longestSeconds);
    return {
        dryRunMs: Math.min(settings.dryRun ?? scaled, longestSeconds) * 1000,
        totalMs: total * 1000,
        stallMs: Math.min(settings.stall ?? Math.max(300 + 30 * gibibytes, 600), longestSeconds) * 1000,
        hardMs: Math.min(total * hardFactor, longestSeconds) * 1000,
        queueMs: (settings.queue ?? queueSeconds) * 1000,
        onTimeout: settings.onTimeout ?? "wait",
    };
}

/** Where a migration stands in time. */
export type TimeVerdict = "inTime" | "late" | "stalled" | "over";

/** @param sinceChangeMs Milliseconds since anything was last seen to change. */
export function judgeTime(elapsedMs: number, sinceChangeMs: number, limits: TimeLimits): TimeVerdict {
    if (elapsedMs >= limits.hardMs) {
        return "over";
    }
    if (elapsedMs >= limits.totalMs) {
        return "late";
    }
    return sinceChangeMs >= limits.stallMs ? "stalled" : "inTime";
}

/** Whether watching ends there, by what the program wishes at a timeout. */
export function endsWatching(verdict: TimeVerdict, limits: TimeLimits): boolean {
    return verdict === "over" || (verdict !== "inTime" && limits.onTimeout !== "wait");
}
