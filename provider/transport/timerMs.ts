// A timer that is set for longer goes off at once.
const longestTimerMs = 2 ** 31 - 1;

/** Milliseconds as a timer can take them: from 0 to 24.8 days. */
export function timerMs(ms: number): number {
    return Math.min(Math.max(ms, 0), longestTimerMs);
}
