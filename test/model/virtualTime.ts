import { performance as perfHooks } from "node:perf_hooks";
import { install, type Clock } from "@sinonjs/fake-timers";
import type { Network } from "./network";

// These are taken before anything is faked. setImmediate is not faked: its rounds are the turns of the real loop.
const realNow = perfHooks.now.bind(perfHooks);
const { setTimeout: realSetTimeout, clearTimeout: realClearTimeout } = globalThis;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** After so many turns of the loop in which nothing came, nothing comes until time goes on. */
const calmTurns = 2;

/** How long a byte that was sent is waited for, in real milliseconds. */
const deliveryMs = 100;

/** Requests that the system answers by itself, in real time: while one is under way, nothing is at rest. */
const systemRequests = new Set([
    "FSReqCallback",
    "FSReqPromise",
    "CloseReq",
    "ConnectWrap",
    "TCPConnectWrap",
    "WriteWrap",
]);

/** How long something may take before it counts as hanging. */
export interface Bounds {
    /** Milliseconds of the virtual clock. */
    readonly virtualMs: number;
    /** Milliseconds of the real one. */
    readonly realMs: number;
}

/** What was waited for does not come. */
export class Hang extends Error {
    override readonly name = "Hang";
}

/**
 * A clock for everything in this process: timers and the time of day stand still while bytes are on their way, and jump
 * to the next timer when nothing else happens. Sockets stay real.
 *
 * A jump that comes too early is no more than a slower network: the programs that run under this clock have to bear that.
 */
export class VirtualTime {
    #stirred = 0;

    private constructor(
        private readonly clock: Clock,
        private readonly network: Network,
    ) {}

    /** Replaces timers, Date and performance.now until `uninstall`. Only one at a time. */
    static install(network: Network): VirtualTime {
        const clock = install({
            now: Date.UTC(2026, 0, 1),
            toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"],
            shouldClearNativeTimers: true,
        });
        return new VirtualTime(clock, network);
    }

    uninstall(): void {
        this.clock.uninstall();
    }

    /** Milliseconds since some moment; never set back. */
    get now(): number {
        return performance.now();
    }

    /** How many timers are set. */
    get timers(): number {
        return this.clock.countTimers();
    }

    /** Sets the time of day forward, or back where negative; timers and `performance.now` do not notice. */
    shiftDate(milliseconds: number): void {
        this.clock.setSystemTime(Date.now() + milliseconds);
    }

    /** Forgets all timers: what they belonged to is over. */
    reset(): void {
        this.clock.reset();
    }

    /** Says that something has happened which is no byte on a socket. */
    stir(): void {
        this.#stirred++;
    }

    /** Resolves when nothing can happen any more without time going on. */
    async quiet(): Promise<void> {
        do {
            for (let calm = 0; calm < calmTurns;) {
                const before = this.#activity;
                await turn();
                calm = this.#activity === before ? calm + 1 : 0;
            }
        } while (isSystemAtWork() || (await this.#bytesCome()));
    }

    get #activity(): number {
        return this.network.activity + this.#stirred;
    }

    /** Waits for a byte that is on its way; false where none is, or none comes. */
    async #bytesCome(): Promise<boolean> {
        if (!this.network.busy) {
            return false;
        }
        const before = this.#activity;
        const timer = realSetTimeout(() => {
            this.network.wake();
        }, deliveryMs);
        await this.network.next();
        realClearTimeout(timer);
        return this.#activity !== before;
    }

    /**
     * Lets time pass until `work` is settled.
     *
     * @param atRest Called before each jump, when nothing else happens; true where it has begun something.
     * @throws Hang where a bound is exceeded, or nothing is left that could ever happen; and what `work` throws.
     */
    async settle<T>(work: Promise<T>, bounds: Bounds, atRest: () => boolean): Promise<T> {
        const outcome = { settled: false };
        const done = (): void => {
            outcome.settled = true;
        };
        work.then(done, done);
        const virtualEnd = this.now + bounds.virtualMs;
        const realEnd = realNow() + bounds.realMs;
        for (;;) {
            await this.quiet();
            const begun = atRest();
            if (outcome.settled) {
                return work;
            }
            if (begun) {
                continue;
            }
            if (this.now > virtualEnd || realNow() > realEnd) {
                const which =
                    this.now > virtualEnd ? `${bounds.virtualMs / 1000} virtual` : `${bounds.realMs / 1000} real`;
                throw new Hang(`no end within ${which} seconds`);
            }
            if (this.timers === 0) {
                throw new Hang("no end, and nothing is left that could bring it about");
            }
            this.clock.next();
        }
    }

    /** Lets that much time pass, whatever happens meanwhile. */
    pass(milliseconds: number, bounds: Bounds, atRest: () => boolean): Promise<void> {
        const over = new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
        return this.settle(over, bounds, atRest);
    }
}

function isSystemAtWork(): boolean {
    return process.getActiveResourcesInfo().some((name) => systemRequests.has(name));
}
