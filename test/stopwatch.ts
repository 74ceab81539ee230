const tickMs = 10;
const longestTickMs = 50;

/**
 * Measures time as far as this process was let run: a machine that stands still for seconds adds no more than a moment.
 *
 * @returns A function that stops the watch; gives milliseconds.
 */
export function stopwatch(): () => number {
    let ms = 0;
    let ticked = performance.now();
    const tick = (): void => {
        const now = performance.now();
        ms += Math.min(now - ticked, longestTickMs);
        ticked = now;
    };
    const timer = setInterval(tick, tickMs);
    return () => {
        clearInterval(timer);
        tick();
        return ms;
    };
}
