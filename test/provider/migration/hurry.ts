import type { Fleet } from "../../solaris";

const tickMs = 2;
const idleStepMs = 250;
// A login takes some turns of the event loop, during which no command runs: its bound must not be cut short either.
const loginMs = 100;

/**
 * Lets the provider's long waits pass quickly: while no command runs on any host, time runs 125 times as fast; while one
 * does, at its own pace, so that no bound on a command is cut short.
 *
 * @param busyPace How many times as fast time runs while a command does: more than 1 for a migration that takes long.
 * @returns A function that sets the clock right again; to be called whatever happens.
 */
export function hurry(fleet: Fleet, busyPace = 1): () => void {
    const { setInterval: realSetInterval, clearInterval: realClearInterval } = globalThis;
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "clearImmediate", "queueMicrotask", "hrtime"] });
    let dialled = 0;
    let dialledAt = 0n;
    const ticker = realSetInterval(() => {
        const hosts = Object.values(fleet.hosts);
        const total = hosts.reduce((sum, { connections }) => sum + connections.total, 0);
        // The one clock that is not hurried.
        const now = process.hrtime.bigint();
        if (total !== dialled) {
            dialled = total;
            dialledAt = now;
        }
        const busy = hosts.some(({ sessions }) => sessions.open > 0) || now - dialledAt < BigInt(loginMs) * 1_000_000n;
        jest.advanceTimersByTime(busy ? tickMs * busyPace : idleStepMs);
    }, tickMs);
    return () => {
        realClearInterval(ticker);
        jest.useRealTimers();
    };
}
