import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { buffer } from "node:stream/consumers";

import { DelayProxy } from "./delayProxy";
import { stopwatch } from "../stopwatch";

async function listen(onConnection: (socket: Socket) => void): Promise<Server> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
        // Connections are cut in these tests, which the other side sees as an error.
        socket.on("error", () => undefined);
        onConnection(socket);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return server;
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

const echo = (socket: Socket): void => void socket.pipe(socket);

const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once("close", () => resolve()));

describe("DelayProxy", () => {
    const servers: Server[] = [];
    const proxies: DelayProxy[] = [];

    async function proxyTo(roundTripMs: number, onConnection: (socket: Socket) => void): Promise<DelayProxy> {
        const server = await listen(onConnection);
        servers.push(server);
        const proxy = await DelayProxy.start({ targetPort: portOf(server), roundTripMs });
        proxies.push(proxy);
        return proxy;
    }

    function client(proxy: DelayProxy): Socket {
        const socket = connect({ port: proxy.port, host: proxy.address, noDelay: true, allowHalfOpen: true });
        socket.on("error", () => undefined);
        return socket;
    }

    afterEach(async () => {
        await Promise.all(proxies.splice(0).map((proxy) => proxy.stop()));
        await Promise.all(
            servers.splice(0).map(async (server) => {
                server.close();
                await once(server, "close");
            }),
        );
    });

    it("delays an exchange by one round trip, and the first one by the handshake as well", async () => {
        const proxy = await proxyTo(40, echo);
        const started = performance.now();
        const socket = client(proxy);
        socket.write("a");
        await once(socket, "data");
        const first = performance.now() - started;
        const stop = stopwatch();
        socket.write("b");
        await once(socket, "data");
        const second = performance.now() - started - first;
        expect(first).toBeGreaterThanOrEqual(80);
        expect(second).toBeGreaterThanOrEqual(40);
        // Generous: other work may run on this machine.
        expect(stop()).toBeLessThan(200);
        socket.destroy();
    });

    it("makes the greeting of a server that speaks first wait for the handshake too", async () => {
        const proxy = await proxyTo(40, (socket) => void socket.end("hello"));
        const started = performance.now();
        const socket = client(proxy);
        await once(socket, "data");
        expect(performance.now() - started).toBeGreaterThanOrEqual(80);
        socket.destroy();
    });

    it("keeps the order, loses nothing and does not limit what is on its way at once", async () => {
        const proxy = await proxyTo(40, echo);
        const sent = Buffer.alloc(8 * 1024 * 1024);
        for (let at = 0; at < sent.length; at += 4) {
            sent.writeUInt32LE(at, at);
        }
        const stop = stopwatch();
        const socket = client(proxy);
        socket.end(sent);
        const received = await buffer(socket);
        // At one socket buffer per round trip (64 KiB) this would take five seconds.
        expect(stop()).toBeLessThan(2000);
        expect(received.equals(sent)).toBe(true);
    });

    it("carries the end of one direction while the other goes on", async () => {
        const proxy = await proxyTo(10, (socket) => {
            let bytes = 0;
            socket.on("data", (chunk) => (bytes += chunk.length));
            socket.on("end", () => socket.end(`${bytes} bytes`));
        });
        const socket = client(proxy);
        socket.end("four");
        expect((await buffer(socket)).toString()).toBe("4 bytes");
    });

    it("passes a cut connection on to the other side", async () => {
        const proxy = await proxyTo(10, (socket) => void setTimeout(() => socket.resetAndDestroy(), 5));
        await closed(client(proxy));
    });

    it("adds nothing where the round trip is 0, and serves connections side by side", async () => {
        const proxy = await proxyTo(0, echo);
        const sockets = ["one", "two", "three"].map((text) => {
            const socket = client(proxy);
            socket.end(text);
            return buffer(socket);
        });
        expect((await Promise.all(sockets)).map(String)).toEqual(["one", "two", "three"]);
    });

    it("counts what it carries in each direction", async () => {
        const proxy = await proxyTo(0, (socket) => void socket.resume().on("end", () => socket.end("hello")));
        for (const sent of ["one", "three"]) {
            const socket = client(proxy);
            socket.end(sent);
            await buffer(socket);
        }
        expect(proxy.traffic).toEqual({ toServer: 8, toClient: 10 });
    });

    it("takes a new distance for the connections that come after it", async () => {
        const proxy = await proxyTo(60_000, echo);
        proxy.roundTripMs = 0;
        const socket = client(proxy);
        socket.end("at once");
        expect((await buffer(socket)).toString()).toBe("at once");
    });

    it("cuts what is open when it stops", async () => {
        const proxy = await proxyTo(1000, echo);
        const socket = client(proxy);
        socket.write("never arrives");
        await once(socket, "connect");
        const cut = closed(socket);
        await proxy.stop();
        proxies.length = 0;
        await cut;
    });
});
