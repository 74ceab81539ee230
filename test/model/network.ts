import { Server, Socket } from "node:net";

/** Both ends of a TCP connection within this process, as far as they have shown themselves. */
interface Wire {
    readonly port: number;
    readonly ends: Set<Socket>;
    /** Ends that have closed. */
    closed: number;
    /** Whether nothing passed already when it was opened. */
    readonly bornFrozen: boolean;
}

type Method = (...values: unknown[]) => unknown;

/**
 * Watches over all TCP connections of this process, which lead from it to itself. So it is known when every byte that was
 * sent has come in, however long the system takes for it; and a connection can be made to let nothing through.
 */
export class Network {
    readonly #wires = new Map<string, Wire>();
    readonly #frozenPorts = new Set<number>();
    readonly #undo: (() => void)[] = [];
    #activity = 0;
    #wake: () => void = () => undefined;

    private constructor() {
        this.#patch(Socket.prototype, "connect", (original) => {
            const join = this.#join.bind(this);
            return function (this: Socket, ...values) {
                this.once("connect", () => {
                    join(this, this.localPort ?? 0, this.remotePort ?? 0);
                });
                return original.apply(this, values);
            };
        });
        this.#patch(Server.prototype, "emit", (original) => {
            const join = this.#join.bind(this);
            return function (this: Server, ...values) {
                const [event, socket] = values;
                if (event === "connection" && socket instanceof Socket) {
                    join(socket, socket.remotePort ?? 0, socket.localPort ?? 0);
                }
                return original.apply(this, values);
            };
        });
        this.#patch(Socket.prototype, "push", (original) => {
            const note = this.#note.bind(this);
            return function (this: Socket, ...values) {
                note();
                return original.apply(this, values);
            };
        });
    }

    static install(): Network {
        return new Network();
    }

    uninstall(): void {
        this.#undo.splice(0).forEach((undo) => {
            undo();
        });
        this.#wires.clear();
    }

    /** Grows with everything that happens on any connection. */
    get activity(): number {
        return this.#activity;
    }

    /** Whether something was sent that has not come in yet. */
    get busy(): boolean {
        return [...this.#wires.values()].some((wire) => isBusy(wire) && !this.#frozenPorts.has(wire.port));
    }

    /** Resolves when something happens on any connection. */
    next(): Promise<void> {
        return new Promise((resolve) => {
            this.#wake = resolve;
        });
    }

    /** Ends the wait for the next thing to happen. */
    wake(): void {
        this.#wake();
    }

    /** For a while no byte passes, either way, on any connection to a port; nobody is told. */
    freeze(port: number, milliseconds: number): void {
        if (this.#frozenPorts.has(port)) {
            return;
        }
        this.#frozenPorts.add(port);
        this.#wiresTo(port).forEach(({ ends }) => {
            ends.forEach(freezeSocket);
        });
        setTimeout(() => {
            this.#thaw(port);
        }, milliseconds);
    }

    /** Ends all freezing. */
    thaw(): void {
        this.#frozenPorts.forEach((port) => {
            this.#thaw(port);
        });
    }

    #thaw(port: number): void {
        if (this.#frozenPorts.delete(port)) {
            for (const { ends, bornFrozen } of this.#wiresTo(port)) {
                ends.forEach((socket) => {
                    // Nobody on the way remembers a connection whose beginning got lost.
                    if (bornFrozen) {
                        socket.destroy();
                    } else {
                        socket.uncork();
                        socket.resume();
                    }
                });
            }
        }
    }

    #wiresTo(port: number): Wire[] {
        return [...this.#wires.values()].filter((wire) => wire.port === port);
    }

    #note(): void {
        this.#activity++;
        this.#wake();
    }

    #join(socket: Socket, clientPort: number, serverPort: number): void {
        const key = `${clientPort} ${serverPort}`;
        const bornFrozen = this.#frozenPorts.has(serverPort);
        const wire = this.#wires.get(key) ?? { port: serverPort, ends: new Set(), closed: 0, bornFrozen };
        this.#wires.set(key, wire);
        wire.ends.add(socket);
        this.#note();
        if (bornFrozen) {
            freezeSocket(socket);
        }
        socket.once("close", () => {
            this.#note();
            wire.closed++;
            // An end that never shows itself was given up before it was connected.
            if (wire.closed === wire.ends.size) {
                this.#wires.delete(key);
            }
        });
    }

    #patch(prototype: object, name: string, wrap: (original: Method) => Method): void {
        const table = prototype as Record<string, Method>;
        const own = Object.getOwnPropertyDescriptor(table, name);
        table[name] = wrap(table[name] as Method);
        this.#undo.push(() => {
            if (own === undefined) {
                Reflect.deleteProperty(table, name);
            } else {
                Object.defineProperty(table, name, own);
            }
        });
    }
}

function isBusy({ ends, closed }: Wire): boolean {
    const [one, other] = ends;
    if (one === undefined || other === undefined || closed > 0) {
        // Not accepted yet, or the other end has not heard yet that it is over.
        return true;
    }
    return one.bytesWritten !== other.bytesRead || other.bytesWritten !== one.bytesRead;
}

function freezeSocket(socket: Socket): void {
    socket.cork();
    socket.pause();
}
