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
    /** `zoneadm shutdown`: the guest's own way down. */
    shutdown: number;
    /** `zoneadm install`. */
    install: number;
    /** From a zone's boot until its guest is up. */
    guestBoot: number;
    /** Until a host gives up on a port that does not answer. */
    portTimeout: number;
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
    shutdown: 5,
    install: 10,
    guestBoot: 0,
    portTimeout: 10,
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
    shutdown: 1_500,
    install: 6_000,
    guestBoot: 1_500,
    portTimeout: 3_000,
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
    shutdown: 25_000,
    install: 600_000,
    guestBoot: 30_000,
    portTimeout: 60_000,
};

export const latencyProfiles = { fast: fastLatency, slow: slowLatency, real: realLatency } as const;
export type LatencyProfile = keyof typeof latencyProfiles;

/** A command was ended from outside while it waited. */
export class CommandEnded extends Error {}

/** The fleet was stopped while a command was under way; the command ends without an answer. */
export class FleetStopped extends CommandEnded {
    constructor() {
        super("the simulated hosts were stopped");
        this.name = "FleetStopped";
    }
}

/** The machine went down under a command, which ends without any further effect. */
export class HostLost extends CommandEnded {
    constructor() {
        super("the simulated host went down");
        this.name = "HostLost";
    }
}

/** Why a signal ended a wait; one that says nothing else speaks for the end of the fleet. */
function endingOf(signal: AbortSignal): CommandEnded {
    const reason: unknown = signal.reason;
    return reason instanceof CommandEnded ? reason : new FleetStopped();
}

/**
 * Waits, unless one of `signals` ends the wait first.
 *
 * @throws CommandEnded when one of `signals` is or becomes aborted: its reason, or else FleetStopped.
 */
export function pause(milliseconds: number, ...signals: AbortSignal[]): Promise<void> {
    const aborted = signals.find((signal) => signal.aborted);
    if (aborted !== undefined) {
        return Promise.reject(endingOf(aborted));
    }
    if (milliseconds <= 0) {
        return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
        const finish = (): void => {
            clearTimeout(timer);
            signals.forEach((signal) => {
                signal.removeEventListener("abort", stopped);
            });
        };
        const stopped = (event: Event): void => {
            finish();
            reject(endingOf(event.target as AbortSignal));
        };
        signals.forEach((signal) => {
            signal.addEventListener("abort", stopped);
        });
        const timer = setTimeout(() => {
            finish();
            resolve();
        }, milliseconds);
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
