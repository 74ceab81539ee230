import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

const loopback = "127.0.0.1";

/** A TCP proxy before a server of this machine, with which the network between the two can fail. */
export class DroppingProxy {
    readonly #links = new Set<readonly [Socket, Socket]>();
    /** How many connections were made through it. */
    connections = 0;

    private constructor(
        private readonly server: Server,
        targetPort: number,
    ) {
        server.on("connection", (client) => {
            this.connections++;
            const upstream = connect({ host: loopback, port: targetPort, noDelay: true });
            const link = [client, upstream] as const;
            this.#links.add(link);
            this.#carry(client, upstream);
            this.#carry(upstream, client);
            client.on("close", () => this.#links.delete(link));
        });
    }

    /** Starts a proxy on a free port of 127.0.0.1. */
    static async start(targetPort: number): Promise<DroppingProxy> {
        const server = createServer({ noDelay: true });
        server.listen(0, loopback);
        await once(server, "listening");
        return new DroppingProxy(server, targetPort);
    }

    get port(): number {
        return (this.server.address() as AddressInfo).port;
    }

    /**
     * The connections that are there now become half-open: nothing arrives any more in either direction, and neither side
     * hears of an end. Later connections are carried.
     */
    goSilent(): void {
        this.#links.forEach((link) => {
            link.forEach((socket) => {
                socket.removeAllListeners("data").removeAllListeners("end").removeAllListeners("close");
                socket.pause();
            });
        });
    }

    /** Ends all connections in an orderly way, after what was sent before. */
    cut(): void {
        this.#links.forEach((link) => {
            link.forEach((socket) => socket.end());
        });
    }

    /** Ends all connections at once, with a reset on both sides. */
    reset(): void {
        this.#links.forEach((link) => {
            link.forEach((socket) => (socket.pending ? socket.destroy() : socket.resetAndDestroy()));
        });
        this.#links.clear();
    }

    async stop(): Promise<void> {
        const closed = once(this.server, "close");
        this.server.close();
        this.reset();
        await closed;
    }

    #carry(from: Socket, to: Socket): void {
        from.on("data", (chunk) => to.write(chunk));
        from.on("end", () => to.end());
        // A reset on one side becomes the end of the other.
        from.on("error", () => to.destroy());
        from.on("close", () => to.destroy());
    }
}
