/** Waits for a result, or until the caller gives up; what was to give the result goes on for others. */
export async function orAborted<T>(result: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    if (signal === undefined) {
        return result;
    }
    // Whoever gives up does not want to hear of a later failure either, and nobody else may be listening.
    result.catch(() => undefined);
    signal.throwIfAborted();
    let giveUp: (() => void) | undefined;
    const givenUp = new Promise<never>((_resolve, reject) => {
        giveUp = () => {
            reject(signal.reason as Error);
        };
        signal.addEventListener("abort", giveUp, { once: true });
    });
    try {
        return await Promise.race([result, givenUp]);
    } finally {
        if (giveUp !== undefined) {
            signal.removeEventListener("abort", giveUp);
        }
    }
}
