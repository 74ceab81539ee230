/**
 * A doorkeeper: lets at most `limit` tasks in at once and queues the rest in order of arrival.
 *
 * The limit can be lowered while tasks are inside, as when a server turns out to allow fewer channels than assumed.
 */
export class Limiter {
    #active = 0;
    readonly #waiting: (() => void)[] = [];

    constructor(private limit: number) {}

    get active(): number {
        return this.#active;
    }

    /** Lowers the limit, never below one: a door that lets nobody in would hang everybody. */
    lowerTo(limit: number): void {
        this.limit = Math.max(1, Math.min(this.limit, limit));
    }

    /**
     * @param signal Who gives up while waiting leaves the queue, with the signal's reason; the others move up.
     */
    async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
        if (this.#active >= this.limit) {
            // Whoever leaves hands the place over, so a newcomer cannot slip in before those who wait.
            await this.#turn(signal);
        } else {
            signal?.throwIfAborted();
            this.#active++;
        }
        try {
            return await task();
        } finally {
            const next = this.#active <= this.limit ? this.#waiting.shift() : undefined;
            if (next === undefined) {
                this.#active--;
            } else {
                next();
            }
        }
    }

    #turn(signal: AbortSignal | undefined): Promise<void> {
        return new Promise<void>((resolve, reject) => {
            const enter = (): void => {
                signal?.removeEventListener("abort", leave);
                resolve();
            };
            const leave = (): void => {
                this.#waiting.splice(this.#waiting.indexOf(enter), 1);
                reject(signal?.reason as Error);
            };
            if (signal?.aborted === true) {
                reject(signal.reason as Error);
                return;
            }
            signal?.addEventListener("abort", leave, { once: true });
            this.#waiting.push(enter);
        });
    }
}
