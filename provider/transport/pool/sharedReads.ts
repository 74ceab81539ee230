import { performance } from "node:perf_hooks";
import type { Command, CommandResult } from "../command";
import { orAborted } from "../connection/orAborted";

/** How a command is run once it is not shared any further; `started` is called when it is sent to the host. */
type RunAlone = (command: Command, started: () => void) => Promise<CommandResult>;

interface SharedRead {
    readonly result: Promise<CommandResult>;
    readonly abort: AbortController;
    /** Moment at which it was sent to the host, on the monotonic clock; undefined while it waits for its turn. */
    startedAt: number | undefined;
    waiting: number;
}

/**
 * Lets identical reads of one host that are asked for at the same time be one command: five hundred zones that ask for
 * the same list ask once.
 */
export class SharedReads {
    readonly #underWay = new Map<string, SharedRead>();

    constructor(private readonly runAlone: RunAlone) {}

    run(command: Command): Promise<CommandResult> {
        const key = keyOf(command);
        if (command.read === undefined || key === undefined) {
            return this.runAlone(command, () => undefined);
        }
        const known = this.#underWay.get(key);
        const shared =
            known !== undefined && isFreshEnough(known, command.read.maxAgeMs) ? known : this.#start(key, command);
        return this.#wait(shared, command.signal);
    }

    #start(key: string, command: Command): SharedRead {
        const abort = new AbortController();
        const started = (): void => {
            // A repeat after a broken connection is a later start: what it tells is newer.
            shared.startedAt = performance.now();
        };
        // Begun a moment later, so that whoever asks in the same breath finds it waiting for its turn.
        const result = Promise.resolve().then(() => this.runAlone({ ...command, signal: abort.signal }, started));
        const shared: SharedRead = { result, abort, startedAt: undefined, waiting: 0 };
        this.#underWay.set(key, shared);
        const forget = (): void => {
            if (this.#underWay.get(key) === shared) {
                this.#underWay.delete(key);
            }
        };
        result.then(forget, forget);
        return shared;
    }

    /** A caller who gives up ends only its own wait; the command is given up with the last of them. */
    async #wait(shared: SharedRead, signal: AbortSignal | undefined): Promise<CommandResult> {
        shared.waiting++;
        try {
            return await orAborted(shared.result, signal);
        } finally {
            if (--shared.waiting === 0) {
                // Of no effect where the command has ended.
                shared.abort.abort(signal?.reason);
            }
        }
    }
}

/** What makes two reads the same; undefined for one whose input or lines belong to its caller alone. */
function keyOf({ argv, stdin, timeoutMs, onLine }: Command): string | undefined {
    if (onLine !== undefined || typeof stdin === "object") {
        return undefined;
    }
    const words = argv.map((word) => (typeof word === "string" ? word : [...word]));
    return JSON.stringify([words, stdin, timeoutMs]);
}

function isFreshEnough({ startedAt, abort }: SharedRead, maxAgeMs: number): boolean {
    return !abort.signal.aborted && (startedAt === undefined || performance.now() - startedAt <= maxAgeMs);
}
