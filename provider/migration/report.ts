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
 * A status with the seconds that work has lasted, behind what they are of: the work as a whole where that is named, as in
 * `migrating (10 s): completing`. Behind the phase they would seem to be the phase's.
 */
export function statusText(
    what: string,
    { doing, seconds }: { readonly doing?: string; readonly seconds?: number },
): string {
    const lasted = seconds === undefined ? "" : ` (${Math.round(seconds)} s)`;
    return doing === undefined ? `${what}${lasted}` : `${doing}${lasted}: ${what}`;
}

/**
 * Shows a status for as long as work lasts, with the seconds that have passed, so that no wait is silent.
 *
 * @param text What is being waited for; asked again at every tick, because it may change on the way.
 * @param doing The work as a whole, where `text` tells its phases.
 */
export async function whileShowing<T>(
    reporter: Reporter,
    text: () => string,
    work: () => Promise<T>,
    doing?: string,
): Promise<T> {
    const whole = doing === undefined ? {} : { doing };
    const started = performance.now();
    reporter.status(statusText(text(), whole));
    const timer = setInterval(() => {
        reporter.status(statusText(text(), { ...whole, seconds: (performance.now() - started) / 1000 }));
    }, tickMs);
    try {
        return await work();
    } finally {
        clearInterval(timer);
    }
}
