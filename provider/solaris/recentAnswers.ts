import { performance } from "node:perf_hooks";

/** Answers of hosts that are shared by all who ask while they are under way, or recent enough. */
export class RecentAnswers<T> {
    readonly #asked = new Map<string, { readonly startedAt: number; readonly answer: Promise<T> }>();

    /**
     * @param maxAgeMs How old the answer may be; 0 = asked for now. An answer under way counts from when it was asked for.
     * @param ask Asks the host.
     */
    get(host: string, maxAgeMs: number, ask: () => Promise<T>): Promise<T> {
        const seen = this.#asked.get(host);
        const now = performance.now();
        if (seen !== undefined && now - seen.startedAt <= maxAgeMs) {
            return seen.answer;
        }
        const answer = ask();
        const asked = { startedAt: now, answer };
        this.#asked.set(host, asked);
        // A failed question is asked again next time; whoever waits now has the error.
        answer.catch(() => {
            if (this.#asked.get(host) === asked) {
                this.#asked.delete(host);
            }
        });
        return answer;
    }

    /** An answer that is there or under way; undefined where nobody has asked. */
    known(host: string): Promise<T> | undefined {
        return this.#asked.get(host)?.answer;
    }

    /** Forgets what a host has answered. */
    forget(host: string): void {
        this.#asked.delete(host);
    }
}
