const betweenLooksMs = 10;
// A look takes a moment. What lies beyond it is a machine that stood still, and nobody else got on meanwhile either.
const longestTurnMs = 100;

/**
 * Waits until something holds that others bring about, and goes on holding.
 *
 * @param what For the error, such as "the server listens".
 * @param withinMs Far beyond what it takes: only a failing test waits so long. Of a standstill of the machine no more than
 *     a moment counts.
 * @throws Error where it does not come to hold in time.
 */
export async function eventually(what: string, holds: () => boolean, withinMs = 20_000): Promise<void> {
    for (let waited = 0; !holds();) {
        if (waited > withinMs) {
            throw new Error(`not so within ${withinMs} ms: ${what}`);
        }
        const looked = performance.now();
        await new Promise((resolve) => setTimeout(resolve, betweenLooksMs));
        waited += Math.min(performance.now() - looked, longestTurnMs);
    }
}
