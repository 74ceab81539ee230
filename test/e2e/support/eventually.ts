/**
 * Waits until something has become true.
 *
 * @param what For the error.
 * @param timeoutMs Default 15 s.
 * @throws Error where it does not become true in time.
 */
export async function eventually(what: string, isTrue: () => boolean, timeoutMs = 15_000): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (!isTrue()) {
        if (performance.now() > deadline) {
            throw new Error(`not so within ${timeoutMs} ms: ${what}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}
