import { performance } from "node:perf_hooks";

interface Asked<T> {
    /** Absent while it is under way. */
    endedAt?: number;
    readonly answer: Promise<T>;
}

/** Answers of hosts that are shared by all who ask while they are under way, or recent enough. */
export class RecentAnswers<T> {
    readonly #asked = new Map<string, Asked<T>>();

    /**
     * @param maxAgeMs How old the answer may be, counted from its end, because reading can take longer than an answer may be
     *     old; 0 = asked for now.
     * @param ask Asks the host.
     */
    get(host: string, maxAgeMs: number, ask: () => Promise<T>): Promise<T> {
        const seen = this.#asked.get(host);
        const now = performance.now();
        if (seen !== undefined && maxAgeMs > 0 && now - (seen.endedAt ?? now) <= maxAgeMs) {
            return seen.answer;
        }
        const answer = ask();
        const asked: Asked<T> = { answer };
        this.#asked.set(host, asked);
        const ended = (): void => {
            asked.endedAt = performance.now();
        };
        answer.then(ended, ended);
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
