import { Readable } from "node:stream";
import type { Socket } from "node:net";
import type { Command } from "../../../../provider/transport/command";
import { Connection } from "../../../../provider/transport/connection/connection";
import type { HostArgs } from "../../../../provider/transport/inventory/hostsSchema";
import { ConnectionPool } from "../../../../provider/transport/pool/pool";
import { inventoryOf } from "../hostBuilder";
import { ScriptedSshServer } from "../scriptedSshServer";
import { until } from "../until";
import { usePatientClock } from "../../../patientClock";

let server: ScriptedSshServer;
const stops: (() => unknown)[] = [];

beforeEach(async () => {
    server = await ScriptedSshServer.start();
});
afterEach(async () => {
    for (const stop of stops.splice(0)) {
        await stop();
    }
    await server.stop();
});
usePatientClock();

async function open(keys: HostArgs = {}): Promise<Connection> {
    const connection = await Connection.open(server.host(keys));
    stops.push(() => {
        connection.close();
    });
    return connection;
}

function poolOf(keys: HostArgs = {}): ConnectionPool {
    const pool = new ConnectionPool(inventoryOf({ global1: server.settings(keys) }), { idleMs: 60_000 });
    stops.push(() => pool.close());
    return pool;
}

function command(more: Partial<Command> = {}): Command {
    return { name: "attach", argv: ["/usr/sbin/zoneadm", "attach"], timeoutMs: 10_000, ...more };
}

/** A peer that no longer reads, and that neither closes nor answers. */
function freeze(socket: Socket): void {
    socket.removeAllListeners("end");
    socket.pause();
}

describe("a command that changes something", () => {
    it.each(["close", "reject"] as const)(
        "is sent once, though the server does not confirm its start (%s)",
        async (way) => {
            const pool = poolOf();
            await pool.run("global1", command());
            server.commandLines.length = 0;
            server.onExec = (request) => {
                request[way]();
            };
            expect(await pool.run("global1", command())).toMatchObject({ kind: "lost" });
            expect(server.commandLines).toHaveLength(1);
        },
    );

    it("is sent once, though the connection breaks right after", async () => {
        const pool = poolOf();
        await pool.run("global1", command());
        server.commandLines.length = 0;
        server.onExec = ({ close, socket }) => {
            close();
            socket.end();
        };
        expect(await pool.run("global1", command())).toMatchObject({ kind: "lost" });
        expect(server.commandLines).toHaveLength(1);
    });

    it("is not sent at all for a caller who has given up", async () => {
        const connection = await open();
        const given = connection.run(command({ signal: AbortSignal.abort(new Error("enough")) }));
        await expect(given).rejects.toThrow("enough");
        expect(server.commandLines).toEqual([]);
    });

    it("that is refused to one harms no other, and does not lower the number of channels", async () => {
        const pool = poolOf();
        const held: (() => void)[] = [];
        server.onExec = ({ accept, reject, commandLine }) => {
            if (commandLine.includes("denied")) {
                reject();
                return;
            }
            const channel = accept();
            held.push(() => {
                channel.exit(0);
                channel.end();
            });
        };
        const others = Array.from({ length: 6 }, () => pool.run("global1", command()));
        await until(() => held.length === 6);
        expect((await pool.run("global1", command({ argv: ["/bin/denied"] }))).kind).toBe("lost");
        others.push(pool.run("global1", command()), pool.run("global1", command()));
        await until(() => held.length === 8);
        held.forEach((end) => {
            end();
        });
        expect((await Promise.all(others)).map(({ kind }) => kind)).toEqual(Array(8).fill("exited"));
    });
});

describe("a peer that neither answers nor closes", () => {
    it("is given up after the first command that it opens no channel for, though it is not called dead yet", async () => {
        const pool = poolOf({ connectTimeout: 0.5, deadAfter: 30 });
        await pool.run("global1", command());
        server.onSession = () => undefined;
        expect(await pool.run("global1", command())).toMatchObject({ kind: "lost" });
        server.onSession = (accept) => {
            accept();
        };
        expect((await pool.run("global1", command())).kind).toBe("exited");
        expect(server.connections).toBe(2);
        await until(() => server.open === 1);
    });

    it.each(["rubbish", "disconnect"] as const)("is given up when it sends %s", async (what) => {
        const connection = await open({ deadAfter: 1 });
        server.onExec = ({ accept, socket, disconnect }) => {
            accept();
            if (what === "rubbish") {
                socket.write(Buffer.alloc(64, 7));
            } else {
                disconnect();
            }
            freeze(socket);
        };
        const started = performance.now();
        expect(await connection.run(command())).toMatchObject({ kind: "lost" });
        expect(performance.now() - started).toBeLessThan(6_000);
    });

    it("is given up a moment after we have said goodbye", async () => {
        const connection = await open();
        let frozen = false;
        server.onExec = ({ accept, socket }) => {
            accept();
            freeze(socket);
            frozen = true;
        };
        const running = connection.run(command({ timeoutMs: 60_000 }));
        await until(() => frozen);
        connection.close();
        expect(await running).toMatchObject({ kind: "lost" });
    });
});

describe("a slow line", () => {
    it("that brings something all the time is not taken for dead, though it brings no answer", async () => {
        const connection = await open({ deadAfter: 1 });
        server.onExec = ({ accept, socket }) => {
            const channel = accept();
            // The answers to our questions are lost behind what the command prints.
            freeze(socket);
            let left = 12;
            const timer = setInterval(() => {
                channel.write("still here\n");
                if (--left === 0) {
                    clearInterval(timer);
                    channel.exit(0);
                    channel.end();
                    socket.resume();
                }
            }, 200);
        };
        expect(await connection.run(command())).toMatchObject({ kind: "exited", exitCode: 0 });
    });
});

describe("a server whose sessions are all held by commands that nobody waits for any more", () => {
    it("is dialled anew", async () => {
        const pool = poolOf();
        let sessions = 0;
        server.onSession = (accept, _socket, reject) => {
            // One session a connection.
            if (server.connections === 1 && ++sessions > 1) {
                reject();
            } else {
                accept();
            }
        };
        server.onExec = ({ accept }) => {
            const channel = accept();
            if (server.connections > 1) {
                channel.exit(0);
                channel.end();
            }
        };
        const hanging = pool.run("global1", command());
        await until(() => server.commandLines.length === 1);
        jest.advanceTimersByTime(10_000);
        expect(await hanging).toMatchObject({ kind: "timedOut" });
        expect((await pool.run("global1", command())).kind).toBe("exited");
        expect(server.connections).toBe(2);
    });
});

describe("standard input from a stream", () => {
    it("reaches the command whole", async () => {
        const connection = await open();
        let received = "";
        server.onExec = ({ accept }) => {
            const channel = accept();
            channel.on("data", (chunk: Buffer) => (received += chunk.toString()));
            channel.on("end", () => {
                channel.exit(0);
                channel.end();
            });
        };
        const stdin = Readable.from(["create -b\n", "set brand=solaris-kz\n"]);
        expect(await connection.run(command({ stdin }))).toMatchObject({ kind: "exited" });
        expect(received).toBe("create -b\nset brand=solaris-kz\n");
    });

    it("is given once: a read that is lost is not asked again without it", async () => {
        const pool = poolOf();
        server.onExec = ({ accept, socket }) => {
            accept();
            socket.destroy();
        };
        const lost = await pool.run("global1", command({ stdin: Readable.from(["abc"]), read: { maxAgeMs: 0 } }));
        expect(lost.kind).toBe("lost");
        expect(server.commandLines).toHaveLength(1);
    });

    it("that fails, now or before, is the end of this command and of nothing else", async () => {
        const pool = poolOf();
        server.onExec = ({ accept }) => {
            accept();
        };
        const failing = new Readable({
            read() {
                this.destroy(new Error("disk on fire"));
            },
        });
        expect(await pool.run("global1", command({ stdin: failing }))).toMatchObject({
            kind: "lost",
            reason: "its standard input could not be read: disk on fire",
        });
        expect(await pool.run("global1", command({ stdin: failing }))).toMatchObject({ kind: "lost" });
    });
});

describe("a command's end", () => {
    it("is its exit status, though a child of it keeps the channel open", async () => {
        const connection = await open();
        server.onExec = ({ accept }) => {
            const channel = accept();
            channel.write("started\n");
            channel.exit(3);
        };
        const result = await connection.run(command());
        expect(result).toMatchObject({ kind: "exited", exitCode: 3, stdout: "started\n" });
    });

    it("is not a line that only begins like a prompt", async () => {
        const connection = await open();
        server.onExec = ({ accept }) => {
            const channel = accept();
            channel.write("zone password: ");
            setTimeout(() => {
                channel.write("unchanged\n");
                channel.exit(0);
                channel.end();
            }, 20);
        };
        expect(await connection.run(command())).toMatchObject({ kind: "exited", stdout: "zone password: unchanged\n" });
    });

    it("with an error of the caller's own is the caller's alone", async () => {
        const connection = await open();
        const channels: { end: () => void }[] = [];
        server.onExec = ({ accept }) => {
            const channel = accept();
            channel.write("a line\n");
            channels.push({
                end: () => {
                    channel.exit(0);
                    channel.end();
                },
            });
        };
        const neighbour = connection.run(command());
        await until(() => channels.length === 1);
        const onLine = (): never => {
            throw new Error("my own mistake");
        };
        await expect(connection.run(command({ onLine }))).rejects.toThrow("my own mistake");
        channels[0]?.end();
        expect((await neighbour).kind).toBe("exited");
    });
});

describe("another run in the same process", () => {
    it("reaches the host that a name means to it", async () => {
        const other = await ScriptedSshServer.start();
        stops.push(() => other.stop());
        const pool = poolOf();
        await pool.run("global1", command());
        const later = pool.withInventory(inventoryOf({ global1: other.settings() }));
        await later.run("global1", command());
        expect([server.commandLines.length, other.commandLines.length]).toEqual([1, 1]);
        await pool.withInventory(inventoryOf({ global1: server.settings() })).run("global1", command());
        expect(server.connections).toBe(1);
    });
});
