/**
 * How long the simulated hosts take, in milliseconds, per phase of a migration and per command.
 *
 * No figure here comes from Solaris: its documents give no duration (they only call the outage "brief"), so all of
 * these are inventions [U], chosen to be easy to reason about in a test or a demonstration.
 */
export interface Latency {
    /** Every read (`zoneadm list`, `zonecfg export`, `svcs`, ...). */
    commandMs: number;
    import: number;
    attach: number;
    boot: number;
    check: number;
    /** Copy of the guest's memory, per GiB of `capped-memory:physical`. */
    copyPerGiB: number;
    /** The pause: between suspending on the source and running on the target. */
    suspend: number;
    /** Between "Waiting for migration to complete." and the zone running on the target. */
    finish: number;
    detach: number;
    cleanup: number;
}

/** A few milliseconds per phase: for tests. */
export const fastLatency: Latency = {
    commandMs: 0,
    import: 3,
    attach: 3,
    boot: 5,
    check: 3,
    copyPerGiB: 2,
    suspend: 5,
    finish: 3,
    detach: 3,
    cleanup: 3,
};

/** Slow enough to watch: a 4 GiB zone moves in about eight seconds. */
export const slowLatency: Latency = {
    commandMs: 40,
    import: 500,
    attach: 700,
    boot: 1_200,
    check: 700,
    copyPerGiB: 800,
    suspend: 300,
    finish: 400,
    detach: 600,
    cleanup: 500,
};

/** In the order of a real machine on a 10 GbE link (about 1.1 GB/s of memory). */
export const realLatency: Latency = {
    commandMs: 120,
    import: 1_500,
    attach: 3_000,
    boot: 6_000,
    check: 2_000,
    copyPerGiB: 950,
    suspend: 800,
    finish: 1_000,
    detach: 3_000,
    cleanup: 3_000,
};

export const latencyProfiles = { fast: fastLatency, slow: slowLatency, real: realLatency } as const;
export type LatencyProfile = keyof typeof latencyProfiles;

/** The fleet was stopped while a command was under way; the command ends without an answer. */
export class FleetStopped extends Error {
    constructor() {
        super("the simulated hosts were stopped");
        this.name = "FleetStopped";
    }
}

/**
 * Waits, unless `signal` ends the wait first.
 *
 * @throws FleetStopped when `signal` is or becomes aborted.
 */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) {
        return Promise.reject(new FleetStopped());
    }
    if (milliseconds <= 0) {
        return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
        const stopped = (): void => {
            clearTimeout(timer);
            reject(new FleetStopped());
        };
        const timer = setTimeout(() => {
            signal.removeEventListener("abort", stopped);
            resolve();
        }, milliseconds);
        signal.addEventListener("abort", stopped, { once: true });
    });
}

/** Resolves when any of `signals` is aborted. */
export function whenAborted(...signals: AbortSignal[]): Promise<void> {
    const any = AbortSignal.any(signals);
    if (any.aborted) {
        return Promise.resolve();
    }
    return new Promise((resolve) => {
        any.addEventListener(
            "abort",
            () => {
                resolve();
            },
            { once: true },
        );
    });
}
