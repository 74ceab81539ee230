import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

const loopback = "127.0.0.1";

/**
 * A port of loopback at which nobody listens, kept from everybody who asks the system for a free one: whoever connects to it
 * is refused, and not let in by a server of another test. Who names the port can listen there.
 *
 * A port belongs to the connection that was made from it; so one is made, to nobody in particular.
 */
export class KeptPort {
    private constructor(
        readonly port: number,
        private readonly ends: readonly Socket[],
    ) {}

    /** @param port Default: one that is free. */
    static async keep(port = 0): Promise<KeptPort> {
        const server = createServer().listen(0, loopback);
        await once(server, "listening");
        const accepted = once(server, "connection") as Promise<[Socket]>;
        const { port: anywhere } = server.address() as AddressInfo;
        const near = connect({ host: loopback, port: anywhere, localAddress: loopback, localPort: port });
        try {
            await once(near, "connect");
            const [far] = await accepted;
            for (const end of [near, far]) {
                end.on("error", () => undefined).unref();
            }
            return new KeptPort(near.localPort ?? 0, [near, far]);
        } finally {
            server.close();
        }
    }

    release(): void {
        // A reset, for an orderly end would keep the port for a minute.
        this.ends.forEach((end) => end.resetAndDestroy());
    }
}
