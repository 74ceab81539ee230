import { Socket } from "node:net";
import { OpenSSHAgent, type GetStreamCallback } from "ssh2";
import { timerMs } from "../timerMs";

/** How long an answer of the agent is waited for. */
export interface AgentPatience {
    /** Milliseconds that may pass from now on. */
    readonly leftMs: () => number;
    /** Ends the waiting: nobody wants the answer any more. */
    readonly signal: AbortSignal;
}

/** The agent has not answered in time. */
export class AgentSilent extends Error {
    override readonly name = "AgentSilent";
}

/** How ssh2 gives an agent's answer. */
type Answer<T> = (error?: Error | null, value?: T) => void;

/**
 * Asks an SSH agent one question, on a socket of its own that is closed whatever comes of it. One that waits for
 * something else (a locked token, a forwarded socket whose end is dead) would hold the login up for ever.
 *
 * @param answered Called once: with the answer, or with an error, which is an AgentSilent where there was no answer in
 *     time, and the signal's reason where that has ended the waiting.
 */
export function askOnce<T>(
    socketPath: string,
    { leftMs, signal }: AgentPatience,
    ask: (agent: OpenSSHAgent, answer: Answer<T>) => void,
    answered: (error: Error | undefined, value?: T) => void,
): void {
    const agent = new OneStreamAgent(socketPath);
    const boundMs = timerMs(leftMs());
    let over = false;
    const end: Answer<T> = (error, value) => {
        if (!over) {
            over = true;
            clearTimeout(timer);
            signal.removeEventListener("abort", giveUp);
            agent.close();
            answered(error ?? undefined, value);
        }
    };
    const giveUp = (): void => {
        end(signal.reason as Error);
    };
    const timer = setTimeout(() => {
        end(new AgentSilent(`no answer within ${Number((boundMs / 1000).toFixed(1))} s`));
    }, boundMs);
    signal.addEventListener("abort", giveUp, { once: true });
    ask(agent, end);
}

/** An agent that can be left in the middle of its answer, and whose silence does not keep the process alive. */
class OneStreamAgent extends OpenSSHAgent {
    #stream: Socket | undefined;
    #closed = false;

    override getStream(callback: GetStreamCallback): void {
        super.getStream((error, stream) => {
            if (stream instanceof Socket) {
                this.#stream = stream;
                stream.unref();
            }
            callback(error, stream);
            if (this.#closed) {
                this.close();
            }
        });
    }

    close(): void {
        this.#closed = true;
        this.#stream?.destroy();
    }
}
