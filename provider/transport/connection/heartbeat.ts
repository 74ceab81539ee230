import type { Client } from "ssh2";
import type { Wire } from "./wire";

// So many questions without an answer, and at the next turn the connection is given up.
const unansweredLimit = 2;

/**
 * Asks a silent peer for a sign of life while commands run, and lets the process end while none does.
 *
 * ssh2's own keepalive would do the first only: its timer cannot be told not to keep the process alive, so that a program
 * with an idle connection would not end. The question is a global request that no server grants and every server must
 * answer (RFC 4254 section 4); a refusal is a sign of life too. OpenSSH's own client asks in the same way.
 */
export class Heartbeat {
    #users = 0;
    #retired = false;
    #unanswered = 0;
    #timer: NodeJS.Timeout | undefined;

    /** @param deadAfterMs Milliseconds of silence after which the peer is taken to be gone. */
    constructor(
        private readonly client: Client,
        private readonly wire: Wire,
        private readonly deadAfterMs: number,
    ) {
        wire.unref();
        // Whatever comes is a sign of life, also where the answer has to queue behind it on a slow line.
        wire.stream.on("data", () => (this.#unanswered = 0));
    }

    /** Watches over the connection for as long as the work goes on. */
    async during<T>(work: () => Promise<T>): Promise<T> {
        this.hold();
        try {
            return await work();
        } finally {
            this.release();
        }
    }

    /** Begins to watch, and keeps the process alive; each call needs a `release` of its own. */
    hold(): void {
        if (this.#users++ === 0) {
            this.wire.ref();
            this.#unanswered = 0;
            this.#timer = setInterval(() => this.#ask(), this.deadAfterMs / (unansweredLimit + 1));
        }
    }

    release(): void {
        if (--this.#users === 0) {
            clearInterval(this.#timer);
            this.wire.unref();
            if (this.#retired) {
                this.wire.destroy();
            }
        }
    }

    /** Ends the connection as soon as nobody uses it any more. */
    retire(): void {
        this.#retired = true;
        if (this.#users === 0) {
            this.wire.destroy();
        }
    }

    #ask(): void {
        if (this.#unanswered >= unansweredLimit) {
            this.wire.destroy();
            return;
        }
        this.#unanswered++;
        try {
            this.client.unforwardIn("", 0, () => (this.#unanswered = 0));
        } catch {
            // ssh2 throws where it has given the connection up; the peer may keep its end open for ever.
            this.wire.destroy();
        }
    }
}
