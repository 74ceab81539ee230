import { once } from "node:events";
import { createServer, type AddressInfo, type Server, Socket } from "node:net";
import { performance } from "node:perf_hooks";

const loopback = "127.0.0.1";

/** Options of {@link DelayProxy.start}. */
export interface DelayProxyOptions {
    /** The server's port on 127.0.0.1. */
    readonly targetPort: number;
    /** Round trip that is put in the way, in milliseconds; half of it in each direction. */
    readonly roundTripMs: number;
}

/** What a proxy has carried, in bytes of TCP data. */
export interface Traffic {
    readonly toServer: number;
    readonly toClient: number;
}

/**
 * A TCP proxy that makes a server on this machine look far away: what either side sends arrives half a round trip later,
 * in order, and as much at once as was sent.
 *
 * A user-space proxy cannot delay the kernel's own handshake. It is made up for: data of a new connection leaves the
 * client no earlier than it could with that distance in between (one round trip after the connect), and the server sees
 * the connection one and a half round trips after it.
 */
export class DelayProxy {
    readonly #links = new Set<Link>();
    readonly #traffic = { toServer: 0, toClient: 0 };
    /** That of the connections from now on, in milliseconds; those that are open keep theirs. */
    roundTripMs: number;

    private constructor(
        private readonly server: Server,
        { targetPort, roundTripMs }: DelayProxyOptions,
    ) {
        this.roundTripMs = roundTripMs;
        server.on("connection", (client) => {
            const link = new Link(client, { targetPort, roundTripMs: this.roundTripMs }, this.#traffic);
            this.#links.add(link);
            link.onEnd(() => this.#links.delete(link));
        });
    }

    /** Starts a proxy on a free port of 127.0.0.1. */
    static async start(options: DelayProxyOptions): Promise<DelayProxy> {
        // A side that has sent its last byte may still receive: half-open connections are carried as they are.
        const server = createServer({ allowHalfOpen: true, noDelay: true });
        server.listen(0, loopback);
        await once(server, "listening");
        return new DelayProxy(server, options);
    }

    get address(): string {
        return loopback;
    }

    get port(): number {
        return (this.server.address() as AddressInfo).port;
    }

    /** What has arrived from either side since the start. */
    get traffic(): Traffic {
        return { ...this.#traffic };
    }

    /** Cuts all connections and closes the port. */
    async stop(): Promise<void> {
        const closed = once(this.server, "close");
        this.server.close();
        this.#links.forEach((link) => link.cut());
        await closed;
    }
}

/** One connection: two sockets and a delayed line in each direction. */
class Link {
    readonly #upstream = new Socket({ allowHalfOpen: true });
    readonly #towardsServer: DelayLine;
    readonly #towardsClient: DelayLine;
    #ended = false;
    #onEnd: () => void = () => undefined;

    constructor(
        private readonly client: Socket,
        { targetPort, roundTripMs }: DelayProxyOptions,
        traffic: { toServer: number; toClient: number },
    ) {
        const connected = performance.now() + roundTripMs;
        this.#towardsServer = new DelayLine(roundTripMs / 2, connected);
        this.#towardsClient = new DelayLine(roundTripMs / 2, connected);
        this.#upstream.setNoDelay(true);
        this.#towardsServer.push(() => void this.#upstream.connect(targetPort, loopback));
        client.on("data", (chunk) => (traffic.toServer += chunk.length));
        this.#upstream.on("data", (chunk) => (traffic.toClient += chunk.length));
        this.#carry(client, this.#upstream, this.#towardsServer);
        this.#carry(this.#upstream, client, this.#towardsClient);
    }

    onEnd(callback: () => void): void {
        this.#onEnd = callback;
    }

    cut(): void {
        if (!this.#ended) {
            this.#ended = true;
            this.#towardsServer.close();
            this.#towardsClient.close();
            reset(this.client);
            reset(this.#upstream);
            this.#onEnd();
        }
    }

    #carry(from: Socket, to: Socket, line: DelayLine): void {
        from.on("data", (chunk) => line.push(() => void to.write(chunk)));
        from.on("end", () => line.push(() => void to.end()));
        // A reset on one side becomes the end of both, after everything that was sent before it.
        from.on("error", () => line.push(() => this.cut()));
        from.on("close", () => {
            if (to.destroyed) {
                this.cut();
            }
        });
    }
}

function reset(socket: Socket): void {
    if (socket.pending) {
        // Nobody is there to send a reset to.
        socket.destroy();
    } else {
        socket.resetAndDestroy();
    }
}

/** Does things a fixed time after they were asked for, in the order in which they were asked for. */
class DelayLine {
    readonly #queue: { readonly due: number; readonly action: () => void }[] = [];
    #cancel: (() => void) | undefined;
    #closed = false;

    /**
     * @param delayMs Time from being asked to being done.
     * @param opensAt On performance.now's clock: what is asked for earlier counts as asked for then.
     */
    constructor(
        private readonly delayMs: number,
        private readonly opensAt: number,
    ) {}

    push(action: () => void): void {
        if (this.#closed) {
            return;
        }
        this.#queue.push({ due: Math.max(performance.now(), this.opensAt) + this.delayMs, action });
        if (this.#cancel === undefined) {
            this.#flush();
        }
    }

    /** Forgets what is still to be done, and takes nothing more. */
    close(): void {
        this.#closed = true;
        this.#queue.length = 0;
        this.#cancel?.();
        this.#cancel = undefined;
    }

    readonly #flush = (): void => {
        this.#cancel = undefined;
        let head = this.#queue[0];
        while (head !== undefined && head.due <= performance.now()) {
            this.#queue.shift();
            head.action();
            head = this.#queue[0];
        }
        if (head !== undefined) {
            this.#cancel = callAround(head.due, this.#flush);
        }
    };
}

/** Calls back at a moment. Timers count whole milliseconds, which adds up over many round trips; the rest is polled. */
function callAround(due: number, callback: () => void): () => void {
    const wholeMs = Math.floor(due - performance.now());
    if (wholeMs < 1) {
        const immediate = setImmediate(callback);
        return () => clearImmediate(immediate);
    }
    const timer = setTimeout(callback, wholeMs);
    return () => clearTimeout(timer);
}
