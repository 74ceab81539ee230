import { AsyncLocalStorage } from "node:async_hooks";
import { Socket } from "node:net";

const current = new AsyncLocalStorage<ProviderProcess>();

type Timer = ReturnType<typeof setTimeout>;
type Callback = (...values: unknown[]) => void;
type Sleep = (...values: unknown[]) => Promise<unknown>;
type SetTimer = (callback: Callback, milliseconds?: number, ...values: unknown[]) => Timer;

/**
 * What would be a process of its own: whatever is begun within it, timers and connections included, is its own and ends
 * with it. So a provider can be killed as by signal 9 though it lives in this process.
 */
export class ProviderProcess {
    readonly #sockets = new Set<Socket>();
    #dead = false;
    #announceDeath: () => void = () => undefined;
    readonly #death = new Promise<void>((resolve) => {
        this.#announceDeath = resolve;
    });

    get dead(): boolean {
        return this.#dead;
    }

    /**
     * Runs something in this process.
     *
     * @returns What it comes to, or "killed" where the process dies first: what becomes of the work then is nobody's
     *     business any more, for nobody would hear of it.
     */
    async run<T>(work: () => Promise<T>): Promise<{ readonly value: T } | "killed"> {
        if (this.#dead) {
            return "killed";
        }
        const result = current.run(this, work).then((value) => ({ value }));
        const killed = this.#death.then(() => "killed" as const);
        return Promise.race([result, killed]);
    }

    /** Ends it at once, as signal 9 does: its connections break, and nothing of it reaches anybody any more. */
    kill(): void {
        this.#dead = true;
        for (const socket of this.#sockets) {
            socket.destroy();
        }
        this.#sockets.clear();
        this.#announceDeath();
    }

    /** Takes a connection that was begun within it. */
    own(socket: Socket): void {
        this.#sockets.add(socket);
        socket.once("close", () => this.#sockets.delete(socket));
    }
}

/** Watches over what is begun, so that it is known to which process it belongs. */
export class ProcessTable {
    readonly #undo: (() => void)[] = [];

    private constructor() {
        this.#watchSockets();
        this.#watchTimers("setTimeout", (timer) => {
            clearTimeout(timer);
        });
        this.#watchTimers("setInterval", (timer) => {
            clearInterval(timer);
        });
        this.#watchSleep();
    }

    /** To be called after the clock is virtual, and undone before it is real again. */
    static install(): ProcessTable {
        return new ProcessTable();
    }

    uninstall(): void {
        this.#undo.splice(0).forEach((undo) => {
            undo();
        });
    }

    #watchSockets(): void {
        const prototype = Socket.prototype as { connect: (...values: unknown[]) => Socket };
        const { connect } = prototype;
        prototype.connect = function (this: Socket, ...values: unknown[]): Socket {
            const owner = current.getStore();
            if (owner?.dead === true) {
                return this;
            }
            owner?.own(this);
            return connect.apply(this, values);
        };
        this.#undo.push(() => {
            prototype.connect = connect;
        });
    }

    #watchTimers(name: "setTimeout" | "setInterval", clear: (timer: Timer) => void): void {
        const table = globalThis as unknown as Record<string, SetTimer>;
        const original = table[name] as SetTimer;
        table[name] = (callback, milliseconds, ...values) => {
            const owner = current.getStore();
            if (owner === undefined) {
                return original(callback, milliseconds, ...values);
            }
            const timer = original(() => {
                if (owner.dead) {
                    clear(timer);
                } else {
                    current.run(owner, callback, ...values);
                }
            }, milliseconds);
            return timer;
        };
        this.#undo.push(() => {
            table[name] = original;
        });
    }

    #watchSleep(): void {
        const table = process.getBuiltinModule("node:timers/promises") as unknown as Record<"setTimeout", Sleep>;
        const { setTimeout: original } = table;
        table.setTimeout = async (...values) => {
            const owner = current.getStore();
            const value = await original(...values);
            return owner?.dead === true ? new Promise(() => undefined) : value;
        };
        this.#undo.push(() => {
            table.setTimeout = original;
        });
    }
}
