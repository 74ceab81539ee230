import { join } from "node:path";
import { writeFileSync } from "node:fs";
import type { Command, CommandResult, OutputLine } from "../../../../provider/transport/command";
import { ChannelRefused, Connection } from "../../../../provider/transport/connection/connection";
import type { HostArgs, InventoryHost } from "../../../../provider/transport/inventory/inventory";
import { startFleet, type Fleet, type HostSpec } from "../../../solaris";
import { generateKey } from "../../../solaris/sshKeys";
import { inventoryHost } from "../hostBuilder";
import { ScriptedSshServer } from "../scriptedSshServer";
import { temporaryDirectory } from "../temporaryDirectory";
import { until } from "../until";
import { usePatientClock } from "../../../patientClock";

const directory = temporaryDirectory();
let fleet: Fleet | undefined;
let server: ScriptedSshServer | undefined;
const opened: Connection[] = [];

afterEach(async () => {
    opened.splice(0).forEach((connection) => connection.close());
    await fleet?.stop();
    await server?.stop();
    fleet = undefined;
    server = undefined;
});
usePatientClock();

/** One simulated host, as the inventory describes it. */
async function simulatedHost(spec: Partial<HostSpec> = {}, keys: HostArgs = {}): Promise<InventoryHost> {
    fleet = await startFleet({ hosts: [{ name: "global1", zones: [{ name: "kzone1" }], ...spec }] });
    return inventoryHost({ ...fleet.inventory()["global1"], agent: false, connectTimeout: 5, ...keys });
}

async function scriptedServer(): Promise<ScriptedSshServer> {
    server = await ScriptedSshServer.start();
    return server;
}

async function open(host: InventoryHost): Promise<Connection> {
    const connection = await Connection.open(host);
    opened.push(connection);
    return connection;
}

function command(argv: string[], more: Partial<Command> = {}): Command {
    return { name: argv[0] ?? "", argv, timeoutMs: 5_000, ...more };
}

const texts = (result: CommandResult): string[] => result.lines.map((line) => line.text);

describe("a command", () => {
    it("gets its arguments as they are and gives both streams, its lines and its exit code", async () => {
        const connection = await open(await simulatedHost());
        const hostile = ["it's", "$(reboot)", "a  b", "", "\\n", "*"];
        const echoed = await connection.run(command(["/usr/bin/echo", ...hostile]));
        expect(echoed).toMatchObject({ kind: "exited", exitCode: 0, stdout: `${hostile.join(" ")}\n`, stderr: "" });
        const refused = await connection.run(command(["/usr/sbin/zoneadm", "-z", "nosuch", "list", "-p"]));
        expect(refused).toMatchObject({ kind: "exited", exitCode: 1, stdout: "" });
        expect(refused.lines).toEqual([
            { stream: "stderr", text: "zoneadm: nosuch: No such zone configured", at: expect.any(Number) as number },
        ]);
    });

    it("with an argument that no process can get is refused here, and harms no other", async () => {
        const connection = await open(await simulatedHost());
        await expect(connection.run(command(["/usr/bin/echo", "a\0b"]))).rejects.toBeInstanceOf(RangeError);
        expect(await connection.run(command(["/usr/bin/echo", "a"]))).toMatchObject({ kind: "exited", stdout: "a\n" });
        expect(fleet?.host("global1").execs).toEqual(["exec /usr/bin/echo a"]);
    });

    it("gets its standard input, whole and ended; without one it gets the end at once", async () => {
        const connection = await open(await simulatedHost());
        const stdin = `create -b\n${"set brand=solaris-kz\n".repeat(20_000)}é`;
        const fed = await connection.run(command(["/usr/bin/cat"], { stdin }));
        expect(fed).toMatchObject({ kind: "exited", exitCode: 0 });
        expect(fed.stdout === stdin).toBe(true);
        expect(await connection.run(command(["/usr/bin/cat"]))).toMatchObject({ kind: "exited", stdout: "" });
    });

    it("reports its lines while it runs", async () => {
        const ssh = await scriptedServer();
        const connection = await open(ssh.host());
        let finish = (): void => undefined;
        ssh.onExec = ({ accept }) => {
            const channel = accept();
            channel.write("one\ntw");
            finish = () => {
                channel.write("o\n");
                channel.exit(0);
                channel.end();
            };
        };
        const seen: OutputLine[] = [];
        const running = connection.run(command(["/x"], { onLine: (line) => seen.push(line) }));
        await until(() => seen.length === 1);
        expect(seen[0]).toMatchObject({ stream: "stdout", text: "one" });
        finish();
        const result = await running;
        expect(texts(result)).toEqual(["one", "two"]);
        expect(seen).toEqual(result.lines);
        expect(result.lines[1]!.at).toBeGreaterThanOrEqual(result.lines[0]!.at);
    });

    it("shows bytes that are no UTF-8", async () => {
        const connection = await open(await simulatedHost());
        fleet?.addFault("global1", { kind: "invalid-utf8", command: "zoneadm list" });
        const result = await connection.run(command(["/usr/sbin/zoneadm", "list"]));
        expect(texts(result)[0]).toBe("\\xff\\xfe\\x80global");
    });

    it("that asks for a password ends as prompted, at once, with what it asked", async () => {
        const connection = await open(await simulatedHost());
        fleet?.addFault("global1", { kind: "password-prompt", command: "hostid" });
        const result = await connection.run(command(["/usr/bin/hostid"]));
        expect(result).toMatchObject({ kind: "prompted", prompt: "Password:" });
        expect(await connection.run(command(["/usr/bin/uname", "-n"]))).toMatchObject({ kind: "exited" });
    });

    it("that gives no end in time is timed out, with what it printed; the connection goes on", async () => {
        const connection = await open(await simulatedHost({ noise: { stdout: "Welcome\n" } }));
        fleet?.addFault("global1", { kind: "hang", command: "hostid" });
        const seen: OutputLine[] = [];
        const running = connection.run(command(["/usr/bin/hostid"], { onLine: (line) => seen.push(line) }));
        await until(() => seen.length === 1);
        jest.advanceTimersByTime(5_000);
        expect(await running).toMatchObject({ kind: "timedOut", afterMs: 5_000, stdout: "Welcome\n" });
        expect(await connection.run(command(["/usr/bin/uname", "-n"]))).toMatchObject({ kind: "exited", exitCode: 0 });
    });

    it("that a signal ended says so", async () => {
        const ssh = await scriptedServer();
        ssh.onExec = ({ accept }) => {
            const channel = accept();
            channel.exit("TERM", false, "");
            channel.end();
        };
        const connection = await open(ssh.host());
        expect(await connection.run(command(["/x"]))).toMatchObject({ kind: "signalled", signal: "SIGTERM" });
    });
});

describe("a quick command", () => {
    // Its output and its exit status can arrive in one packet with the answer to the exec request: whoever attaches
    // listeners a tick later misses them.
    it("whose end comes in the same packet as its start is not missed", async () => {
        const ssh = await scriptedServer();
        ssh.onExec = ({ accept, socket }) => {
            socket.cork();
            const channel = accept();
            channel.write("out\n");
            channel.stderr.write("err\n");
            channel.exit(3);
            channel.end();
            channel.close();
            setImmediate(() => socket.uncork());
        };
        const connection = await open(ssh.host());
        for (let round = 0; round < 10; round++) {
            expect(await connection.run(command(["/x"]))).toMatchObject({
                kind: "exited",
                exitCode: 3,
                stdout: "out\n",
                stderr: "err\n",
            });
        }
    });
});

describe("a connection that breaks", () => {
    it.each(["before", "during", "after"] as const)(
        "%s the command's effect leaves it lost, never exited",
        async (when) => {
            const connection = await open(await simulatedHost());
            fleet?.addFault("global1", { kind: "drop-connection", when, command: "zoneadm list", times: 1 });
            const result = await connection.run(command(["/usr/sbin/zoneadm", "list", "-cp"]));
            expect(result.kind).toBe("lost");
            expect(result.stdout).toMatch(when === "before" ? /^$/ : /^0:global:running/);
            await until(() => connection.closed);
            await expect(connection.run(command(["/x"]))).rejects.toBeInstanceOf(ChannelRefused);
        },
    );

    it("while many commands run leaves all of them lost", async () => {
        const connection = await open(await simulatedHost());
        fleet?.addFault("global1", { kind: "hang", command: "hostid" });
        const running = Array.from({ length: 5 }, () => connection.run(command(["/usr/bin/hostid"])));
        await until(() => fleet?.host("global1").commands.length === 5);
        fleet?.host("global1").dropConnections();
        expect((await Promise.all(running)).map((result) => result.kind)).toEqual(Array(5).fill("lost"));
    });

    it("between the request and its answer leaves the command lost: it may have been started", async () => {
        const ssh = await scriptedServer();
        ssh.onExec = ({ socket }) => socket.destroy();
        const connection = await open(ssh.host());
        expect(await connection.run(command(["/migrate"]))).toMatchObject({ kind: "lost" });
        expect(ssh.commandLines).toEqual(["exec /migrate"]);
    });

    it("before the request is sent says that nothing was started", async () => {
        const ssh = await scriptedServer();
        ssh.onSession = (_accept, socket) => socket.destroy();
        const connection = await open(ssh.host());
        await expect(connection.run(command(["/migrate"]))).rejects.toBeInstanceOf(ChannelRefused);
        expect(connection.closed).toBe(true);
    });

    it("because we close it leaves a running command lost", async () => {
        const connection = await open(await simulatedHost());
        fleet?.addFault("global1", { kind: "hang", command: "hostid" });
        const running = connection.run(command(["/usr/bin/hostid"]));
        await until(() => fleet?.host("global1").commands.length === 1);
        connection.close();
        expect((await running).kind).toBe("lost");
        await until(() => fleet?.host("global1").connections.open === 0);
    });
});

describe("a server that opens no channel", () => {
    it("because it refuses says that nothing was started", async () => {
        const connection = await open(await simulatedHost());
        fleet?.addFault("global1", { kind: "refuse-channel", times: 1 });
        await expect(connection.run(command(["/x"]))).rejects.toBeInstanceOf(ChannelRefused);
        expect(fleet?.host("global1").execs).toEqual([]);
    });

    it("but answers the request on it with a refusal, or closes it, leaves open whether anything was started", async () => {
        const ssh = await scriptedServer();
        const connection = await open(ssh.host());
        ssh.onExec = ({ reject }) => reject();
        expect(await connection.run(command(["/x"]))).toMatchObject({ kind: "lost" });
        expect(connection.closed).toBe(false);
    });

    it("but gives no answer is waited for only so long, and is not taken for a refusal", async () => {
        const ssh = await scriptedServer();
        ssh.onSession = () => undefined;
        const connection = await open(ssh.host({ connectTimeout: 0.3 }));
        const started = performance.now();
        const result = await connection.run(command(["/migrate"], { timeoutMs: 60_000 }));
        expect(performance.now() - started).toBeLessThan(1_500);
        expect(result).toMatchObject({ kind: "lost", reason: "no channel was opened within 0.3 s" });
    });
});

describe("opening fails", () => {
    /** The error with which a connection cannot be opened, and how long that took. */
    async function failure(host: InventoryHost): Promise<{ code: string; lines: readonly string[]; ms: number }> {
        const started = performance.now();
        const error: unknown = await Connection.open(host).catch((reason: unknown) => reason);
        expect(error).toMatchObject({ name: "SolarisError", details: { host: "global1" } });
        const { code, details } = error as { code: string; details: { lines?: readonly string[] } };
        return { code, lines: details.lines ?? [], ms: performance.now() - started };
    }

    const withKnownHosts = (host: InventoryHost, file: string): InventoryHost => ({
        ...host,
        hostKeys: { ...host.hostKeys, pins: [], userFiles: [{ path: file, required: true }] },
    });

    it("with HOST_KEY_MISMATCH for another key than the pinned one, before any login", async () => {
        const host = await simulatedHost({}, { hostKey: generateKey("other").fingerprint });
        const { code, lines } = await failure(host);
        expect(code).toBe("HOST_KEY_MISMATCH");
        expect(lines[0]).toBe(`shown: ssh-ed25519 ${fleet?.host("global1").hostKey ?? ""}`);
    });

    it("with HOST_KEY_MISMATCH, file and line for another key than the recorded one", async () => {
        const host = await simulatedHost();
        const file = join(directory, "known_hosts");
        writeFileSync(file, `[${host.address}]:${host.port} ${generateKey("old").publicLine}\n`);
        const { code, lines } = await failure(withKnownHosts(host, file));
        expect(code).toBe("HOST_KEY_MISMATCH");
        expect(lines[1]).toContain(`${file}:1`);
    });

    it("with HOST_KEY_UNKNOWN where nothing vouches for the key", async () => {
        const host = await simulatedHost();
        const file = join(directory, "empty");
        writeFileSync(file, "");
        const { code } = await failure(withKnownHosts(host, file));
        expect(code).toBe("HOST_KEY_UNKNOWN");
    });

    it("with LOGIN_REFUSED and what was tried", async () => {
        const host = await simulatedHost({ login: { refuse: true } }, { password: "wrong" });
        const { code, lines } = await failure(host);
        expect(code).toBe("LOGIN_REFUSED");
        expect(lines).toEqual([
            expect.stringContaining(`tried: key file ${fleet?.identityFile ?? ""} (ssh-ed25519 SHA256:`),
            "not asked for by the server: the password, by keyboard-interactive, the password",
            "the server offers: publickey",
        ]);
    });

    it("with HOST_UNREACHABLE where nobody listens", async () => {
        const host = await simulatedHost();
        await fleet?.host("global1").down();
        const { code, lines } = await failure(host);
        expect(code).toBe("HOST_UNREACHABLE");
        expect(lines[0]).toContain("ECONNREFUSED");
    });

    it("with HOST_UNREACHABLE for a name that does not resolve", async () => {
        const { code } = await failure(
            inventoryHost({ address: "host.invalid", agent: false, hostKey: generateKey("any").fingerprint }),
        );
        expect(code).toBe("HOST_UNREACHABLE");
    });

    it("with HOST_UNREACHABLE within the bound where the port is open and nothing is said", async () => {
        const host = await simulatedHost({ faults: [{ kind: "silent-handshake" }] }, { connectTimeout: 0.25 });
        const { code, lines, ms } = await failure(host);
        expect(code).toBe("HOST_UNREACHABLE");
        expect(lines[0]).toBe("no answer within 0.25 s (during the SSH handshake)");
        expect(ms).toBeLessThan(1_500);
        await until(() => fleet?.host("global1").connections.open === 0);
    });

    it.each([
        ["closes at once", ""],
        ["speaks another protocol", "HTTP/1.1 400 Bad Request\r\n\r\n"],
        ["speaks SSH 1", "SSH-1.5-OpenSSH_2.0\r\n"],
        ["sends rubbish after its greeting", `SSH-2.0-x\r\n${"\u00ff\u0000rubbish".repeat(5_000)}`],
    ])("with HOST_UNREACHABLE where the server %s", async (_what, greeting) => {
        const ssh = await scriptedServer();
        ssh.onConnection = (socket) => socket.end(greeting);
        const { code } = await failure(ssh.host({ connectTimeout: 0.5 }));
        expect(code).toBe("HOST_UNREACHABLE");
    });
});

describe("an agent that is not there", () => {
    const agent = "/nonexistent/agent.sock";

    it("does not keep a key file from being used", async () => {
        const connection = await open(await simulatedHost({}, { agent }));
        expect(await connection.run(command(["/usr/bin/hostid"]))).toMatchObject({ kind: "exited" });
    });

    it("is named where the login is refused in the end", async () => {
        const host = await simulatedHost({ login: { refuse: true } }, { agent });
        await expect(Connection.open(host)).rejects.toMatchObject({
            code: "LOGIN_REFUSED",
            message: expect.stringContaining("the SSH agent: Failed to connect to agent") as string,
        });
    });
});
