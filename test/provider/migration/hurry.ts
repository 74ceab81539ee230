import type { Fleet } from "../../solaris";

const tickMs = 2;
const idleStepMs = 250;

/**
 * Lets the provider's long waits pass quickly: while no command runs on any host, time runs 125 times as fast; while one
 * does, at its own pace, so that no bound on a command is cut short.
 *
 * @returns A function that sets the clock right again; to be called whatever happens.
 */
export function hurry(fleet: Fleet): () => void {
    const { setInterval: realSetInterval, clearInterval: realClearInterval } = globalThis;
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "clearImmediate", "queueMicrotask", "hrtime"] });
    const ticker = realSetInterval(() => {
        const busy = Object.values(fleet.hosts).some(({ sessions }) => sessions.open > 0);
        jest.advanceTimersByTime(busy ? tickMs : idleStepMs);
    }, tickMs);
    return () => {
        realClearInterval(ticker);
        jest.useRealTimers();
    };
}
