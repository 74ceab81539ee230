/** How long to wait before something is tried again. */
export interface Backoff {
    readonly firstMs: number;
    readonly maximumMs: number;
}

/**
 * Milliseconds to wait before an attempt is repeated: doubled with each, up to the maximum, and scattered between a half
 * and the whole of that, so that many who failed at once do not come back at once.
 *
 * @param repeats How many repeats there were before; 0 for the first.
 * @param random A number from 0 up to 1.
 */
export function backoffMs({ firstMs, maximumMs }: Backoff, repeats: number, random = Math.random()): number {
    const full = Math.min(maximumMs, firstMs * 2 ** Math.min(repeats, 30));
    return full / 2 + (full / 2) * random;
}
