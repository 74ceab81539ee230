import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { Client } from "ssh2";
import { Heartbeat } from "../../../../provider/transport/connection/heartbeat";
import { ScriptedSshServer } from "../scriptedSshServer";
import { usePatientClock } from "../../../patientClock";

// A third of it passes between one question and the next.
const deadAfterMs = 75;
const intervalMs = deadAfterMs / 3;

let server: ScriptedSshServer;
let serverSide: Socket;
let client: Client;
let socket: Socket;
let heartbeat: Heartbeat;
let closed: Promise<unknown>;

beforeEach(async () => {
    server = await ScriptedSshServer.start();
    const take = server.onConnection;
    server.onConnection = (accepted) => {
        serverSide = accepted;
        take(accepted);
    };
    const { port } = server.host();
    socket = connect(port, "127.0.0.1");
    client = new Client();
    client.on("error", () => undefined);
    closed = once(client, "close");
    client.connect({ sock: socket, username: "zadm", password: "any" });
    await once(client, "ready");
    heartbeat = new Heartbeat(
        client,
        { stream: socket, ref: () => socket.ref(), unref: () => socket.unref(), destroy: () => socket.destroy() },
        deadAfterMs,
    );
});
afterEach(async () => {
    client.destroy();
    await server.stop();
});
usePatientClock();

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("a heartbeat", () => {
    it("gives up a peer that falls silent while work goes on, without a word from the network", async () => {
        const started = performance.now();
        serverSide.pause();
        await heartbeat.during(() => closed);
        expect(socket.destroyed).toBe(true);
        expect(performance.now() - started).toBeLessThan(2_000);
    });

    it("keeps a peer that answers, however long the work says nothing", async () => {
        await heartbeat.during(() => pause(20 * intervalMs));
        expect(socket.destroyed).toBe(false);
        expect(client.listenerCount("close")).toBeGreaterThan(0);
    });

    it("forgives a silence that ends in time", async () => {
        serverSide.pause();
        setTimeout(() => serverSide.resume(), 1.5 * intervalMs);
        await heartbeat.during(() => pause(12 * intervalMs));
        expect(socket.destroyed).toBe(false);
    });

    it("asks nothing of an idle connection", async () => {
        await heartbeat.during(() => pause(2 * intervalMs));
        const before = socket.bytesWritten;
        await pause(5 * intervalMs);
        expect(socket.bytesWritten).toBe(before);
    });

    it("goes on asking until the last of several pieces of work is done", async () => {
        const long = heartbeat.during(() => closed);
        await heartbeat.during(() => Promise.resolve());
        serverSide.pause();
        await long;
        expect(socket.destroyed).toBe(true);
    });
});
