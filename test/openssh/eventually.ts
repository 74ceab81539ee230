/**
 * Waits for something that another process brings about.
 *
 * @param what For the error, such as "the server listens".
 * @param withinMs Far beyond what it takes: only a failing test waits so long.
 */
export async function eventually(what: string, holds: () => boolean, withinMs = 10_000): Promise<void> {
    const deadline = performance.now() + withinMs;
    while (!holds()) {
        if (performance.now() > deadline) {
            throw new Error(`${what}: not within ${withinMs} ms`);
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
    }
}
