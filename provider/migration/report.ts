/** Where a lifecycle verb says what it does. The adapters put it on the zone's own row. */
export interface Reporter {
    /** What is going on right now; replaces the status before it and is gone at the end. At most `longestStatus`. */
    status(text: string): void;
    /** Something worth keeping. May have several lines. */
    info(text: string): void;
    warn(text: string): void;
}

/** As many characters as a terminal's row has room for beside the resource's name. */
export const longestStatus = 60;

const tickMs = 5_000;

/**
 * Shows a status for as long as work lasts, with the seconds that have passed, so that no wait is silent.
 *
 * @param text What is being waited for; asked again at every tick, because it may change on the way.
 */
export async function whileShowing<T>(reporter: Reporter, text: () => string, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    reporter.status(text());
    const timer = setInterval(() => {
        reporter.status(`${text()} (${Math.round((performance.now() - started) / 1000)} s)`);
    }, tickMs);
    try {
        return await work();
    } finally {
        clearInterval(timer);
    }
}
