import type { Socket } from "node:net";
import type { Client } from "ssh2";

/** How soon a silent peer is taken to be gone. */
export interface HeartbeatOptions {
    readonly intervalMs: number;
    /** So many questions without an answer, and at the next interval the connection is given up. */
    readonly unansweredLimit: number;
}

/** A peer that has been silent for 30 s is gone, in mid-command too. */
export const defaultHeartbeat: HeartbeatOptions = { intervalMs: 10_000, unansweredLimit: 2 };

/**
 * Asks the peer for a sign of life while commands run, and lets the process end while none does.
 *
 * ssh2's own keepalive would do the first only: its timer cannot be told not to keep the process alive, so that a program
 * with an idle connection would not end. The question is a global request that no server grants and every server must
 * answer (RFC 4254 section 4); a refusal is a sign of life too. OpenSSH's own client asks in the same way.
 */
export class Heartbeat {
    #users = 0;
    #unanswered = 0;
    #timer: NodeJS.Timeout | undefined;

    constructor(
        private readonly client: Client,
        private readonly socket: Socket,
        private readonly options: HeartbeatOptions = defaultHeartbeat,
    ) {
        socket.unref();
    }

    /** Watches over the connection for as long as the work goes on. */
    async during<T>(work: () => Promise<T>): Promise<T> {
        if (this.#users++ === 0) {
            this.socket.ref();
            this.#unanswered = 0;
            this.#timer = setInterval(() => this.#ask(), this.options.intervalMs);
        }
        try {
            return await work();
        } finally {
            if (--this.#users === 0) {
                clearInterval(this.#timer);
                this.socket.unref();
            }
        }
    }

    #ask(): void {
        if (this.#unanswered >= this.options.unansweredLimit) {
            this.socket.destroy();
            return;
        }
        this.#unanswered++;
        try {
            this.client.unforwardIn("", 0, () => (this.#unanswered = 0));
        } catch {
            // ssh2 throws where the connection is gone already; its "close" is on the way.
            clearInterval(this.#timer);
        }
    }
}
