import { performance } from "node:perf_hooks";
import type { Command } from "../../../../provider/transport/command";
import { inventoryOf } from "../hostBuilder";
import { ConnectionPool } from "../../../../provider/transport/pool/pool";
import { startFleet, type Fleet, type FleetSpec, type HostSpec } from "../../../solaris";
import { generateKey } from "../../../solaris/sshKeys";
import { ScriptedSshServer } from "../scriptedSshServer";
import { until } from "../until";
import { usePatientClock } from "../../../patientClock";

let fleet: Fleet | undefined;
let server: ScriptedSshServer | undefined;
let pool: ConnectionPool | undefined;

afterEach(async () => {
    jest.restoreAllMocks();
    await pool?.close();
    await fleet?.stop();
    await server?.stop();
    pool = fleet = server = undefined;
});
usePatientClock();

type Overrides = Record<string, Record<string, unknown>>;

/** Simulated hosts and a pool of connections to them. */
async function start(
    hosts: HostSpec[],
    { idleMs = 60_000, ...more }: Partial<FleetSpec> & { idleMs?: number; keys?: Overrides } = {},
): Promise<{ fleet: Fleet; pool: ConnectionPool }> {
    fleet = await startFleet({ hosts, latency: more.latency });
    pool = new ConnectionPool(inventoryOf(fleet.inventory(more.keys)), { idleMs });
    return { fleet, pool };
}

async function startScripted(): Promise<{ server: ScriptedSshServer; pool: ConnectionPool }> {
    server = await ScriptedSshServer.start();
    pool = new ConnectionPool(inventoryOf({ global1: server.settings() }), { idleMs: 60_000 });
    return { server, pool };
}

const hostid: Command = { name: "hostid", argv: ["/usr/bin/hostid"], timeoutMs: 10_000 };
const list: Command = { name: "zoneadm list", argv: ["/usr/sbin/zoneadm", "list"], timeoutMs: 10_000 };

/** Runs a command many times at once; gives how each run ended. */
async function runMany(runner: ConnectionPool, times: number, command: Command): Promise<string[]> {
    const runs = Array.from({ length: times }, async () => {
        try {
            return (await runner.run("global1", command)).kind;
        } catch (error) {
            return (error as { code?: string }).code ?? String(error);
        }
    });
    return Promise.all(runs);
}

describe("one connection per host", () => {
    it("serves many commands, one after another and side by side", async () => {
        const { fleet, pool } = await start([{ name: "global1" }, { name: "global2" }]);
        expect(await runMany(pool, 30, hostid)).toEqual(Array(30).fill("exited"));
        for (let round = 0; round < 5; round++) {
            await pool.run("global1", hostid);
            await pool.run("global2", hostid);
        }
        expect(fleet.host("global1").connections).toEqual({ total: 1, open: 1, maxOpen: 1 });
        expect(fleet.host("global2").connections).toEqual({ total: 1, open: 1, maxOpen: 1 });
        expect(fleet.host("global1").execs).toHaveLength(35);
    });

    it("is opened only when it is needed, and not for a host that is not known", async () => {
        const { fleet, pool } = await start([{ name: "global1" }]);
        await expect(pool.run("globall", hostid)).rejects.toMatchObject({ code: "HOST_UNKNOWN" });
        expect(fleet.host("global1").connections.total).toBe(0);
    });

    it("holds eight channels at most; further commands wait their turn", async () => {
        const { fleet, pool } = await start([{ name: "global1" }], { latency: { commandMs: 20 } });
        expect(await runMany(pool, 24, list)).toEqual(Array(24).fill("exited"));
        expect(fleet.host("global1").sessions).toMatchObject({ total: 24, maxOpen: 8 });
        await until(() => fleet.host("global1").sessions.open === 0);
    });

    it.each([1, 3])("learns that the server allows only %i, and loses no command", async (maxSessions) => {
        const { fleet, pool } = await start([{ name: "global1", maxSessions }], { latency: { commandMs: 10 } });
        expect(await runMany(pool, 12, list)).toEqual(Array(12).fill("exited"));
        const host = fleet.host("global1");
        expect(host.sessions).toMatchObject({ total: 12, maxOpen: maxSessions });
        expect(host.connections.total).toBe(1);
        expect(host.execs).toHaveLength(12);
    });

    it("that opens no channel at all is an error, not a loop", async () => {
        const { pool } = await start([{ name: "global1", maxSessions: 0 }]);
        expect(await runMany(pool, 3, hostid)).toEqual(Array(3).fill("CHANNEL_REFUSED"));
        await expect(pool.run("global1", hostid)).rejects.toMatchObject({
            details: { host: "global1", command: "hostid" },
        });
    });

    it("is opened again when it was lost", async () => {
        const { fleet, pool } = await start([{ name: "global1" }]);
        await pool.run("global1", hostid);
        fleet.host("global1").dropConnections();
        await until(() => fleet.host("global1").connections.open === 0);
        expect(await pool.run("global1", hostid)).toMatchObject({ kind: "exited" });
        expect(fleet.host("global1").connections.total).toBe(2);
    });

    it("that is dead and not known to be so costs a command nothing but a new connection", async () => {
        const { fleet, pool } = await start([{ name: "global1" }]);
        await pool.run("global1", hostid);
        fleet.host("global1").dropConnections();
        expect(await runMany(pool, 20, hostid)).toEqual(Array(20).fill("exited"));
        expect(fleet.host("global1").connections.total).toBe(2);
        expect(fleet.host("global1").execs).toHaveLength(21);
    });

    it("that breaks whenever a command is to be started is an error, not a loop", async () => {
        const { server, pool } = await startScripted();
        server.onSession = (_accept, socket) => socket.destroy();
        await expect(pool.run("global1", hostid)).rejects.toMatchObject({
            code: "CONNECTION_LOST",
            details: { host: "global1", command: "hostid" },
        });
        expect(server.connections).toBe(2);
    });
});

describe("a command that may have been started", () => {
    it.each(["before", "during", "after"] as const)(
        "is lost and not repeated when the line drops %s it",
        async (when) => {
            const { fleet, pool } = await start([{ name: "global1" }]);
            fleet.addFault("global1", { kind: "drop-connection", when, command: "zoneadm list", times: 1 });
            expect((await pool.run("global1", list)).kind).toBe("lost");
            expect(fleet.host("global1").execs).toHaveLength(1);
            expect((await pool.run("global1", list)).kind).toBe("exited");
        },
    );

    it("is not repeated when the line drops between the request and its answer", async () => {
        const { server, pool } = await startScripted();
        server.onExec = ({ socket }) => socket.destroy();
        expect((await pool.run("global1", hostid)).kind).toBe("lost");
        expect(server.commandLines).toHaveLength(1);
    });
});

describe("a command that only reads", () => {
    const read: Command = { ...list, read: { maxAgeMs: 0 } };

    it("is asked again where the line drops in the middle of it", async () => {
        const { fleet, pool } = await start([{ name: "global1" }]);
        fleet.addFault("global1", { kind: "drop-connection", when: "during", command: "zoneadm list", times: 1 });
        expect((await pool.run("global1", read)).kind).toBe("exited");
        expect(fleet.host("global1").execs).toHaveLength(2);
        expect(fleet.host("global1").connections.total).toBe(2);
    });

    it("is lost where the line drops each time", async () => {
        const { fleet, pool } = await start([{ name: "global1" }]);
        fleet.addFault("global1", { kind: "drop-connection", when: "during", command: "zoneadm list" });
        expect((await pool.run("global1", read)).kind).toBe("lost");
        expect(fleet.host("global1").execs).toHaveLength(3);
    });

    it("is one command for all who ask at the same time", async () => {
        const { fleet, pool } = await start([{ name: "global1" }]);
        expect(await runMany(pool, 200, read)).toEqual(Array(200).fill("exited"));
        expect(fleet.host("global1").execs).toHaveLength(1);
    });
});

describe("a caller who gives up", () => {
    it("leaves the queue, and those behind it move up", async () => {
        const { fleet, pool } = await start([{ name: "global1", maxSessions: 1 }], { latency: { commandMs: 50 } });
        await pool.run("global1", hostid);
        const abort = new AbortController();
        const first = pool.run("global1", list);
        const waiting = pool.run("global1", { ...list, signal: abort.signal });
        const behind = pool.run("global1", list);
        abort.abort(new Error("enough"));
        await expect(waiting).rejects.toThrow("enough");
        expect([(await first).kind, (await behind).kind]).toEqual(["exited", "exited"]);
        expect(fleet.host("global1").execs).toHaveLength(3);
    });

    it("while its command runs has its channel closed and no other's", async () => {
        const { fleet, pool } = await start([{ name: "global1" }]);
        fleet.addFault("global1", { kind: "hang", command: "zoneadm list", times: 1 });
        const abort = new AbortController();
        const hanging = pool.run("global1", { ...list, signal: abort.signal });
        await until(() => fleet.host("global1").commands.length === 1);
        const other = pool.run("global1", hostid);
        abort.abort(new Error("enough"));
        await expect(hanging).rejects.toThrow("enough");
        expect((await other).kind).toBe("exited");
        await until(() => fleet.host("global1").sessions.open === 0);
        expect(fleet.host("global1").connections).toMatchObject({ total: 1, open: 1 });
    });

    it("while the connection is being opened does not wait for it", async () => {
        const { pool } = await start([{ name: "global1", faults: [{ kind: "silent-handshake" }] }], {
            keys: { global1: { connectTimeout: 1 } },
        });
        const abort = new AbortController();
        const given = pool.run("global1", { ...list, signal: abort.signal });
        const other = pool.run("global1", list).catch((error: unknown) => error);
        abort.abort(new Error("enough"));
        await expect(given).rejects.toThrow("enough");
        expect(await other).toMatchObject({ code: "HOST_UNREACHABLE" });
    });
});

describe("a server that turns connections away for a moment", () => {
    it("is dialled again, a little later each time, and says so", async () => {
        fleet = await startFleet({ hosts: [{ name: "global1", faults: [{ kind: "refuse-connection", times: 2 }] }] });
        const said: string[] = [];
        const events = { told: () => undefined, status: (text: string) => said.push(text) };
        pool = new ConnectionPool(inventoryOf(fleet.inventory()), { idleMs: 60_000, events });
        expect((await pool.run("global1", hostid)).kind).toBe("exited");
        expect(said).toHaveLength(2);
        expect(said[0]).toMatch(/^global1: .*; trying again in 0\.[12] s$/);
        expect(fleet.host("global1").connections.total).toBe(3);
    });
});

describe("a host that cannot be used", () => {
    const cases: [string, HostSpec["faults"], Overrides, string][] = [
        ["drops connections", [{ kind: "refuse-connection" }], { global1: { connectTimeout: 1 } }, "HOST_UNREACHABLE"],
        ["never answers", [{ kind: "silent-handshake" }], { global1: { connectTimeout: 0.2 } }, "HOST_UNREACHABLE"],
        ["refuses the login", [{ kind: "refuse-login" }], {}, "LOGIN_REFUSED"],
        ["shows another key", [], { global1: { hostKey: generateKey("other").fingerprint } }, "HOST_KEY_MISMATCH"],
    ];

    it.each(cases)("because it %s is dialled for one of a hundred callers", async (_what, faults, keys, code) => {
        const { fleet, pool } = await start([{ name: "global1", faults }], { keys });
        expect(await runMany(pool, 100, hostid)).toEqual(Array(100).fill(code));
        const { total } = fleet.host("global1").connections;
        // Repeats of a connection that was dropped before the login count too.
        expect(total).toBeLessThanOrEqual(4);
        expect(await runMany(pool, 5, hostid)).toEqual(Array(5).fill(code));
        expect(fleet.host("global1").connections.total).toBe(total);
    });

    it("is tried again after a while", async () => {
        const { fleet, pool } = await start([{ name: "global1", faults: [{ kind: "refuse-login", times: 1 }] }]);
        const before = performance.now();
        await expect(pool.run("global1", hostid)).rejects.toMatchObject({ code: "LOGIN_REFUSED" });
        const after = performance.now();
        const clock = jest.spyOn(performance, "now").mockReturnValue(before + 2_900);
        await expect(pool.run("global1", hostid)).rejects.toMatchObject({ code: "LOGIN_REFUSED" });
        expect(fleet.host("global1").connections.total).toBe(1);
        clock.mockReturnValue(after + 3_100);
        expect(await pool.run("global1", hostid)).toMatchObject({ kind: "exited" });
    });

    it("does not hold up another host", async () => {
        const { pool } = await start(
            [{ name: "global1", faults: [{ kind: "silent-handshake" }] }, { name: "global2" }],
            {
                keys: { global1: { connectTimeout: 60 } },
            },
        );
        let failed = false;
        const dead = pool.run("global1", hostid).catch(() => (failed = true));
        expect(await pool.run("global2", hostid)).toMatchObject({ kind: "exited" });
        expect(failed).toBe(false);
        jest.advanceTimersByTime(60_000);
        await dead;
    });
});

describe("the end of a connection", () => {
    it("comes when nobody has used it for a while, not before", async () => {
        const { fleet, pool } = await start([{ name: "global1" }], { idleMs: 80, latency: { commandMs: 150 } });
        await pool.run("global1", hostid);
        // Longer than idleMs: a running command is use.
        expect((await pool.run("global1", list)).kind).toBe("exited");
        expect(fleet.host("global1").connections).toMatchObject({ total: 1, open: 1 });
        await until(() => fleet.host("global1").connections.open === 0);
        expect((await pool.run("global1", hostid)).kind).toBe("exited");
        expect(fleet.host("global1").connections.total).toBe(2);
    });

    it("comes with close, which leaves nothing open and running commands lost", async () => {
        const { fleet, pool } = await start([{ name: "global1" }, { name: "global2" }]);
        fleet.addFault("global1", { kind: "hang", command: "zoneadm list" });
        const running = pool.run("global1", list);
        await pool.run("global2", hostid);
        await until(() => fleet.host("global1").commands.length === 1);
        await pool.close();
        expect((await running).kind).toBe("lost");
        await until(() => fleet.commands().length === 2);
        await until(() => ["global1", "global2"].every((name) => fleet.host(name).connections.open === 0));
    });

    it("comes with close for one that is only being opened", async () => {
        const { fleet, pool } = await start([{ name: "global1" }], { latency: { commandMs: 50 } });
        const running = pool.run("global1", list);
        await pool.close();
        await running.catch(() => undefined);
        await pool.close();
        await until(() => fleet.host("global1").connections.open === 0);
    });
});
