import { performance } from "node:perf_hooks";

/** What an answer is worth later on. */
export interface AnswerTerms {
    /**
     * What an answer's age is counted from. From the question, an answer that was long in coming is as old as what it tells.
     * From the answer, also where reading takes longer than an answer may be old, all who ask meanwhile share one.
     */
    readonly ageFrom: "question" | "answer";
    /** Whether a failure is given again like any answer, or forgotten, so that whoever asks next asks the host. */
    readonly failures: "kept" | "forgotten";
}

interface Asked<T> {
    /** When its age began, which can be at the answer; absent until then. */
    since?: number;
    readonly answer: Promise<T>;
}

/** Answers of hosts to one question, shared by all who ask while it is under way, or the answer is young enough. */
export class RecentAnswers<T> {
    readonly #asked = new Map<string, Asked<T>>();

    constructor(
        private readonly ask: (host: string) => Promise<T>,
        private readonly terms: AnswerTerms,
    ) {}

    /** @param maxAgeMs How old the answer may be; 0 = asked for now. */
    get(host: string, maxAgeMs: number): Promise<T> {
        const seen = this.#asked.get(host);
        const now = performance.now();
        if (seen !== undefined && maxAgeMs > 0 && now - (seen.since ?? now) <= maxAgeMs) {
            return seen.answer;
        }
        const answer = this.ask(host);
        const asked: Asked<T> = { answer, ...(this.terms.ageFrom === "question" ? { since: now } : {}) };
        this.#asked.set(host, asked);
        const ended = (): void => {
            asked.since ??= performance.now();
        };
        const failed = (): void => {
            // What was asked since then is another question's.
            if (this.terms.failures === "forgotten" && this.#asked.get(host) === asked) {
                this.#asked.delete(host);
            }
            ended();
        };
        answer.then(ended, failed);
        return answer;
    }

    /** An answer of any age, there or under way; undefined where nobody has asked. */
    known(host: string): Promise<T> | undefined {
        return this.#asked.get(host)?.answer;
    }

    /** Forgets what a host has answered, or is about to answer. */
    forget(host: string): void {
        this.#asked.delete(host);
    }
}
