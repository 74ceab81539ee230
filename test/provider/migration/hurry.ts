import type { Fleet } from "../../solaris";

const tickMs = 2;
const idleStepMs = 250;
// A login takes some turns of the event loop, during which no command runs: its bound must not be cut short either, unless it
// hangs. The rest is for what comes right after it.
const longestLoginMs = 2_000;
const afterLoginMs = 100;

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
    // Counted in ticks: where the machine stands still, a login has had no time either.
    let now = 0;
    let dialled = 0;
    let dialledAt = 0;
    let loggedInAt = 0;
    const ticker = realSetInterval(() => {
        const hosts = Object.values(fleet.hosts);
        const total = hosts.reduce((sum, { connections }) => sum + connections.total, 0);
        now += tickMs;
        if (total !== dialled) {
            dialled = total;
            dialledAt = now;
            loggedInAt = now;
        }
        if (hosts.some(({ logins }) => logins > 0) && now - dialledAt < longestLoginMs) {
            loggedInAt = now;
        }
        const busy = hosts.some(({ sessions }) => sessions.open > 0) || now - loggedInAt < afterLoginMs;
        jest.advanceTimersByTime(busy ? tickMs * busyPace : idleStepMs);
    }, tickMs);
    return () => {
        realClearInterval(ticker);
        jest.useRealTimers();
    };
}
