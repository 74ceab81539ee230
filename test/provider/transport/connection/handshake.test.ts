import { createServer, type Socket } from "node:net";
import { once } from "node:events";
import type { Client, Connection as ServerConnection, ExecOptions } from "ssh2";
import { SolarisError } from "../../../../provider/errors/solarisError";
import { connect } from "../../../../provider/transport/connection/connect";
import { Connection } from "../../../../provider/transport/connection/connection";
import type { SshTarget } from "../../../../provider/transport/target";
import { generateKey } from "../../../solaris/sshKeys";
import { inventoryHost } from "../hostBuilder";
import { LoginServer, type AnswerLogin } from "../login/loginServer";
import { usePatientClock } from "../../../patientClock";

const stops: (() => unknown)[] = [];

afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) {
        await stop();
    }
});
usePatientClock();

async function loginServer(answer: AnswerLogin): Promise<LoginServer> {
    const server = await LoginServer.start(answer);
    stops.push(() => server.stop());
    return server;
}

/** A server that only says something and closes. */
async function saying(bytes: string | Buffer): Promise<SshTarget> {
    const sockets = new Set<Socket>();
    const listener = createServer((socket) => {
        sockets.add(socket);
        socket.on("error", () => undefined);
        socket.end(bytes);
    }).listen(0, "127.0.0.1");
    await once(listener, "listening");
    stops.push(async () => {
        sockets.forEach((socket) => socket.destroy());
        const closed = once(listener, "close");
        listener.close();
        await closed;
    });
    const { port } = listener.address() as { port: number };
    return inventoryHost({
        address: "127.0.0.1",
        port,
        agent: false,
        hostKey: generateKey("any").fingerprint,
        connectTimeout: 0.5,
    });
}

/** Why a connection cannot be opened. */
async function failure(target: SshTarget): Promise<{ code: string; message: string; lines: readonly string[] }> {
    const error: unknown = await Connection.open(target).catch((reason: unknown) => reason);
    if (!SolarisError.isInstance(error)) {
        throw new Error("the connection was not refused with a SolarisError");
    }
    return { code: error.code, message: error.message, lines: error.details.lines ?? [] };
}

/** A message before keys are exchanged: length, length of the padding, payload, padding; RFC 4253 section 6. */
function plainPacket(payload: Buffer): Buffer {
    const padding = 8 + ((8 - ((payload.length + 5) % 8)) % 8);
    const head = Buffer.alloc(5);
    head.writeUInt32BE(1 + payload.length + padding);
    head.writeUInt8(padding, 4);
    return Buffer.concat([head, payload, Buffer.alloc(padding)]);
}

/** SSH_MSG_DISCONNECT, RFC 4253 section 11.1. */
function disconnect(description: string): Buffer {
    const text = Buffer.from(description);
    const payload = Buffer.alloc(9);
    payload.writeUInt8(1);
    payload.writeUInt32BE(7, 1);
    payload.writeUInt32BE(text.length, 5);
    return plainPacket(Buffer.concat([payload, text, Buffer.alloc(4)]));
}

describe("a connection that is over in the packet that lets us in", () => {
    it.each<[string, (socket: Socket, connection: ServerConnection) => void]>([
        ["because the server disconnects", (_socket, connection) => protocolOf(connection).disconnect(2)],
        ["because rubbish follows", (socket) => socket.write(Buffer.alloc(64, 7))],
    ])("%s, is an error and ends no process", async (_why, spoil) => {
        const server = await loginServer((context, socket, connection) => {
            socket.cork();
            context.accept();
            spoil(socket, connection);
            setImmediate(() => socket.uncork());
        });
        const { code, lines } = await failure(server.host());
        expect(code).toBe("HOST_UNREACHABLE");
        expect(lines[0]).toContain("(after the login");
    });

    /** What ssh2 does not show: its servers can only take leave as if all were well. */
    function protocolOf(connection: ServerConnection): { disconnect: (reason: number) => void } {
        return (connection as unknown as { _protocol: { disconnect: (reason: number) => void } })._protocol;
    }
});

describe("a password that has expired", () => {
    it("is said to be so, with the server's words made harmless", async () => {
        const server = await loginServer((context) => {
            if (context.method === "password") {
                context.requestChange("Expired.\u001b[2J\r\nWhat to do: pay", () => undefined);
            } else {
                context.reject(["password"]);
            }
        });
        const { code, message, lines } = await failure(server.host());
        expect(code).toBe("LOGIN_REFUSED");
        expect(message).toMatch(/^LOGIN_REFUSED: global1 refused the login as zadm@.*: the password has expired$/m);
        expect(lines).toEqual([
            "tried: the password, by keyboard-interactive, the password",
            "the server offers: password",
            "the server said: Expired.\\x1b[2J What to do: pay",
        ]);
    });
});

describe("what a server says stands in an error made harmless and short:", () => {
    it("why it disconnects", async () => {
        const said = `go\u001b]0;owned\u0007 away\n\u202e${"a".repeat(600)}`;
        const { code, lines } = await failure(await saying(Buffer.concat([greeting, disconnect(said)])));
        expect(code).toBe("HOST_UNREACHABLE");
        expect(lines).toHaveLength(1);
        expect(lines[0]).toMatch(
            /^go\\x1b\]0;owned\\x07 away \\u\{202e\}a{400,500}\.\.\. \(during the SSH handshake\)$/,
        );
    });

    it("what it says instead of a greeting", async () => {
        const { lines } = await failure(await saying(`\u001b[2J${"a".repeat(600)}\r\nExceeded\u0007 MaxStartups\r\n`));
        const said = lines.slice(1);
        expect(said).toEqual([
            expect.stringMatching(/^the server said: \[2Ja{400,500}\.\.\.$/),
            "the server said: Exceeded MaxStartups",
        ]);
    });

    it("the names of its methods", async () => {
        const server = await loginServer((context) => {
            context.reject(["password", "\u001b[31mroot" as "password"]);
        });
        const { code, lines } = await failure(server.host());
        expect(code).toBe("LOGIN_REFUSED");
        expect(lines).toContain("the server offers: password, \\x1b[31mroot");
    });

    const greeting = Buffer.from("SSH-2.0-x\r\n");
});

describe("the agent", () => {
    /** Runs a command; gives why it cannot be, if so. */
    function exec(client: Client, options: ExecOptions & { agentForward?: boolean }): Promise<string | undefined> {
        return new Promise((resolve) => {
            client.exec("true", options, (error, channel) => {
                resolve(error?.message);
                (channel as typeof channel | undefined)?.close();
            });
        });
    }

    it("is offered by a command that asks for it, so that a server that refuses does not refuse all commands", async () => {
        let asked = 0;
        const server = await loginServer((context) => {
            context.accept();
        });
        server.onSession = (session) => {
            session.on("auth-agent", (_accept, reject) => {
                asked++;
                reject();
            });
            session.on("exec", (accept) => {
                accept().exit(0);
            });
        };
        const target = { ...server.host({ forwardAgent: true, agent: "/nonexistent" }) };
        const { client, wire } = await connect(target, undefined, { told: () => undefined, status: () => undefined });
        stops.push(() => {
            wire.destroy();
        });
        expect(await exec(client, {})).toBeUndefined();
        expect(asked).toBe(0);
        expect(await exec(client, { agentForward: true })).toBe("Unable to request agent forwarding");
        expect(await exec(client, {})).toBeUndefined();
        expect(asked).toBe(1);
    });
});
