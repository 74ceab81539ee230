import { expectSolarisError } from "../errors/expectSolarisError";
import { SolarisError } from "../errors/solarisError";
import { pause } from "../migration/pause";
import { whileShowing, type Reporter } from "../migration/report";
import { sight } from "../migration/sighting";
import { installsOf, jobsOf, recordsOf } from "../migration/zoneJobs";
import type { SeenZone, SolarisHosts } from "../solaris/hosts";
import type { ToolCall } from "../solaris/tool";
import { bootZone, haltZone, shutdownZone } from "../solaris/zoneadmLifecycle";
import { isKeptOut } from "../solaris/zoneLock";
import { parseGuestState, zoneServiceState } from "../solaris/zoneService";
import { perform } from "./perform";
import {
    nextStartStep,
    nextStopStep,
    type PlacedZone,
    type StateProgress,
    type StateStep,
    type StateView,
} from "./stateSteps";
import { namingStorageOwner } from "./storageOwner";
import { isUntold } from "./untoldEnds";
import { busyError } from "./zoneView";

/** A zone that shall run. */
export interface StartRequest extends PlacedZone {
    /** Bound on booting it and waiting until it is up, in milliseconds. */
    readonly timeoutMs: number;
}

/** A zone that shall not run. */
export interface StopRequest extends PlacedZone {
    /** Bound on its shutdown, in milliseconds. */
    readonly timeoutMs: number;
    /** Whether it is halted, like a power cut, where that bound has passed. */
    readonly allowHalt: boolean;
}

const firstPollMs = 200;
const longestPollMs = 2_000;

// A host that has answered before and does not now may be restarting its SSH server.
const unreachablePatienceMs = 60_000;

const maximumLost = 3;

// What comes after a halt is Solaris's own work and not the guest's.
const haltPatienceMs = 60_000;

/**
 * Boots a zone and waits until it is up: running without `panicked` and the like, and its service online where there is
 * one that tells. A zone that is up is left as it is.
 *
 * @returns The zone as it is seen then.
 * @throws SolarisError BOOT_FAILED, ZONE_NOT_UP, STATE_NOT_REACHABLE, ZONE_BUSY, MIGRATION_IN_PROGRESS, ZONE_NOT_FOUND,
 *     ZONE_FOREIGN, or what keeps the host from answering.
 */
export async function startZone(hosts: SolarisHosts, request: StartRequest, reporter: Reporter): Promise<SeenZone> {
    const { zone, host, timeoutMs } = request;
    return new Turn(hosts, request, reporter, {
        status: `waiting for ${zone} to come up`,
        asksGuest: true,
        decide: (view, progress) => nextStartStep(view, request, progress),
        call: (remainingMs) => ({ call: bootZone(zone, remainingMs), status: `booting ${zone} on ${host}` }),
        failed: (failure) => bootError(request, failure),
    })
        .run(timeoutMs)
        .catch(async (error: unknown) => {
            throw SolarisError.isInstance(error) ? await namingStorageOwner(hosts, error, reporter) : error;
        });
}

/**
 * Shuts a zone down and waits until it is installed. It is halted only where that is allowed and the bound on its
 * shutdown has passed. A zone that is installed is left as it is.
 *
 * @returns The zone as it is seen then.
 * @throws SolarisError SHUTDOWN_TIMEOUT, STATE_NOT_REACHABLE, ZONE_BUSY, MIGRATION_IN_PROGRESS, ZONE_NOT_FOUND,
 *     ZONE_FOREIGN, or what keeps the host from answering.
 */
export async function stopZone(hosts: SolarisHosts, request: StopRequest, reporter: Reporter): Promise<SeenZone> {
    const { zone, host, timeoutMs, allowHalt } = request;
    return new Turn(hosts, request, reporter, {
        status: `waiting for ${zone} to go down`,
        asksGuest: false,
        decide: (view, progress) => nextStopStep(view, request, { ...progress, allowHalt }),
        call: (remainingMs) => ({
            call: shutdownZone(zone, remainingMs),
            status: `shutting down ${zone} on ${host}`,
        }),
        failed: (failure) => failure,
    }).run(timeoutMs);
}

/** What makes a start differ from a stop. */
interface TurnKind {
    readonly status: string;
    /** Whether it matters how far the guest is. */
    readonly asksGuest: boolean;
    readonly decide: (view: StateView, progress: StateProgress) => StateStep;
    readonly call: (remainingMs: number) => { readonly call: ToolCall; readonly status: string };
    readonly failed: (failure: SolarisError) => SolarisError;
}

/** One zone on its way up or down. */
class Turn {
    #asked = false;
    #halted = false;
    #failure: SolarisError | undefined;
    /** How often the link was lost while the zone was asked to boot or to shut down. */
    #lost = 0;

    constructor(
        private readonly hosts: SolarisHosts,
        private readonly place: PlacedZone,
        private readonly reporter: Reporter,
        private readonly kind: TurnKind,
    ) {}

    async run(timeoutMs: number): Promise<SeenZone> {
        await this.#requireNobodyAtWork();
        let deadline = performance.now() + timeoutMs;
        let lostSince: number | undefined;
        let interval = firstPollMs;
        for (;;) {
            const view = await this.#look();
            const now = performance.now();
            const timeIsUp = now >= deadline;
            if (view.sighting.kind === "unreachable" && (this.#asked || this.#lost > 0)) {
                lostSince ??= now;
                if (now - lostSince < unreachablePatienceMs) {
                    await this.#wait(longestPollMs);
                    continue;
                }
            } else {
                lostSince = undefined;
            }
            const step = this.kind.decide(view, { asked: this.#asked, halted: this.#halted, timeIsUp });
            switch (step.kind) {
                case "done":
                    if (step.warning !== undefined) {
                        this.reporter.warn(step.warning);
                    }
                    return step.zone;
                case "refuse":
                    throw this.#failure ?? step.error;
                case "boot":
                case "shutdown":
                    await this.#ask(Math.max(deadline - now, 1));
                    break;
                case "halt": {
                    const { zone, host } = this.place;
                    this.#halted = true;
                    this.reporter.warn(`${zone} on ${host} does not shut down; it is halted, as allowHalt says`);
                    const call = { call: haltZone(zone), status: `halting ${zone} on ${host}` };
                    const failure = await this.#act(call, haltPatienceMs);
                    this.#failure =
                        failure === undefined || isUntold(failure) ? undefined : haltError(this.place, failure);
                    deadline = performance.now() + haltPatienceMs;
                    break;
                }
                case "wait":
                    if (this.#failure !== undefined) {
                        throw this.#failure;
                    }
                    await this.#wait(interval);
                    interval = Math.min(longestPollMs, interval * 1.5);
            }
        }
    }

    /** Neither a move nor an installation is disturbed. */
    async #requireNobodyAtWork(): Promise<void> {
        const { zone, host } = this.place;
        const records = [await recordsOf(this.hosts, host, zone)];
        const busy = busyError(zone, [{ installs: installsOf(records, { zone }), moves: jobsOf(records, { zone }) }]);
        if (busy !== undefined) {
            throw busy;
        }
    }

    async #look(): Promise<StateView> {
        const { zone, host } = this.place;
        this.hosts.forget(host);
        const sighting = await sight(this.hosts, host, zone);
        const asksGuest = this.kind.asksGuest && sighting.kind === "seen" && sighting.zone.state === "running";
        try {
            const guest = asksGuest
                ? parseGuestState((await this.hosts.call(host, zoneServiceState(zone))).stdout)
                : "untold";
            return { sighting, guest };
        } catch (thrown) {
            const error = expectSolarisError(thrown);
            return { sighting: { kind: "unreachable", host, error }, guest: "untold" };
        }
    }

    /** Boots it, or shuts it down. Whether a call has begun whose link was lost is not known; it can be made twice. */
    async #ask(remainingMs: number): Promise<void> {
        this.#asked = true;
        const failure = await this.#act(this.kind.call(remainingMs), remainingMs);
        if (failure?.code === "CONNECTION_LOST" && this.#lost < maximumLost) {
            this.#lost++;
            this.#asked = false;
        }
    }

    /** A refusal counts where the zone is then not as wished; how a call ended that was not told is looked at. */
    async #act(
        { call, status }: { readonly call: ToolCall; readonly status: string },
        patienceMs: number,
    ): Promise<SolarisError | undefined> {
        const failure = await perform(this.hosts, this.place.host, call, this.reporter, { status, patienceMs });
        this.#failure = failure === undefined || isUntold(failure) ? undefined : this.kind.failed(failure);
        return failure;
    }

    #wait(milliseconds: number): Promise<void> {
        return whileShowing(
            this.reporter,
            () => this.kind.status,
            () => pause(milliseconds),
        );
    }
}

/** A shutdown that hangs can hold the zone's lock, and then Solaris does not halt the zone either. */
function haltError({ zone, host }: PlacedZone, failure: SolarisError): SolarisError {
    return new SolarisError(failure.code === "COMMAND_FAILED" ? "SHUTDOWN_TIMEOUT" : failure.code, {
        ...failure.details,
        message: `${zone} on ${host} did not shut down in time, and could not be halted: ${failure.details.message}`,
        host,
        cause: failure,
        ...(isKeptOut(failure.details.lines)
            ? {
                  remedy: `Its shutdown is still at work there and holds the zone's lock. Look for it on ${host} (ps -ef | grep zoneadm), end it as root, then run the same command of Pulumi again.`,
              }
            : {}),
    });
}

function bootError({ zone, host }: PlacedZone, failure: SolarisError): SolarisError {
    return failure.code === "COMMAND_FAILED"
        ? new SolarisError("BOOT_FAILED", {
              ...failure.details,
              message: `${zone} could not be booted on ${host}`,
              host,
              cause: failure,
          })
        : failure;
}
