import { performance as hooks } from "node:perf_hooks";
import * as promised from "node:timers/promises";

const tickMs = 2;

/**
 * For the tests of a file: a clock that goes on in small steps, and only as far as this process is let run. Where everything
 * that a bound in milliseconds is about goes on in this process, a machine that is slow or stands still cannot miss it.
 *
 * To be called behind the file's own `afterEach`.
 */
export function usePatientClock(): void {
    let stop: () => void = () => undefined;
    beforeEach(() => {
        const { setInterval: realSetInterval, clearInterval: realClearInterval } = globalThis;
        jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "clearImmediate", "queueMicrotask", "hrtime"] });
        // These two stay real otherwise.
        const clocks = [
            jest.spyOn(hooks, "now").mockImplementation(() => performance.now()),
            jest.spyOn(promised, "setTimeout").mockImplementation(sleep),
        ];
        const ticker = realSetInterval(() => jest.advanceTimersByTime(tickMs), tickMs);
        stop = () => {
            realClearInterval(ticker);
            clocks.forEach((clock) => {
                clock.mockRestore();
            });
            jest.useRealTimers();
        };
    });
    afterEach(() => {
        stop();
    });
}

function sleep<T>(milliseconds?: number, value?: T): Promise<T> {
    return new Promise((resolve) => setTimeout(() => resolve(value as T), milliseconds));
}
