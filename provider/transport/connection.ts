import * as net from "node:net";
import { performance } from "node:perf_hooks";
import { Client, type ClientChannel } from "ssh2";
import { SolarisError } from "../errors/solarisError";
import { planLogin, type LoginPlan } from "./authentication";
import type { Command, CommandResult } from "./command";
import { judgeHostKey, readHostKeyRecord, recordedKeyTypes } from "./hostKey";
import type { InventoryHost } from "./inventory";
import { OutputCollector } from "./output";
import { quoteCommand } from "./quote";

// A peer that is silent for three intervals is gone: 30 s, in mid-command too.
const keepaliveIntervalMs = 10_000;
const keepaliveCount = 3;

/** The server refused to open a channel; the command was certainly not started. */
export class ChannelRefused extends Error {
    override readonly name = "ChannelRefused";
}

/** One authenticated SSH connection. Commands run on it side by side, each on a channel of its own. */
export class Connection {
    #closed = false;

    private constructor(
        readonly host: InventoryHost,
        private readonly client: Client,
    ) {
        client.on("close", () => (this.#closed = true));
        // After "ready" an error is always followed by "close", which every waiting command sees.
        client.on("error", () => (this.#closed = true));
    }

    get closed(): boolean {
        return this.#closed;
    }

    /**
     * Connects, verifies the host key and logs in, all within the host's `connectTimeout`.
     *
     * @throws SolarisError HOST_UNREACHABLE, HOST_KEY_UNKNOWN, HOST_KEY_MISMATCH, CREDENTIAL_UNUSABLE, LOGIN_REFUSED.
     */
    static async open(host: InventoryHost): Promise<Connection> {
        const [record, login] = await Promise.all([readHostKeyRecord(host), planLogin(host)]);
        const client = new Client();
        const socket = new net.Socket();
        // Without this every command waits for Nagle's algorithm: 44 ms instead of 0.4 ms on loopback.
        socket.setNoDelay(true);
        let keyError: SolarisError | undefined;
        const timeoutMs = host.connectTimeout * 1000;
        const types = recordedKeyTypes(record);
        await new Promise<void>((resolve, reject) => {
            const fail = (error: Error): void => {
                clearTimeout(timer);
                client.destroy();
                socket.destroy();
                reject(keyError ?? describeConnectError(host, login, error));
            };
            const timer = setTimeout(() => fail(new Error(`no answer within ${host.connectTimeout} s`)), timeoutMs);
            socket.once("error", fail);
            client.once("error", fail);
            client.once("close", () => fail(new Error("the connection was closed before the login was complete")));
            client.once("ready", () => {
                clearTimeout(timer);
                client.removeAllListeners("error");
                client.removeAllListeners("close");
                socket.removeListener("error", fail);
                resolve();
            });
            socket.connect(host.port, host.address, () => {
                client.connect({
                    sock: socket,
                    username: host.user,
                    authHandler: login.methods,
                    readyTimeout: timeoutMs,
                    keepaliveInterval: keepaliveIntervalMs,
                    keepaliveCountMax: keepaliveCount,
                    algorithms: types.length === 0 ? {} : { serverHostKey: { prepend: types, append: [], remove: [] } },
                    hostVerifier: (key: Buffer) => {
                        const verdict = judgeHostKey(host, record, key);
                        keyError = verdict.trusted ? undefined : verdict.error;
                        return verdict.trusted;
                    },
                });
            });
        });
        return new Connection(host, client);
    }

    /**
     * Runs a command and waits for its end, whatever the end is.
     *
     * @throws ChannelRefused where the server opened no channel for it; the command was then not started.
     */
    run(command: Command): Promise<CommandResult> {
        return new Promise<CommandResult>((resolve, reject) => {
            const seconds = this.host.connectTimeout;
            const timer = setTimeout(
                () => reject(new ChannelRefused(`${this.host.name} opened no channel within ${seconds} s`)),
                seconds * 1000,
            );
            try {
                this.client.exec(quoteCommand(command.argv), (error, channel) => {
                    clearTimeout(timer);
                    if (error === undefined) {
                        // Followed at once: a quick command's exit status can be in the same packet as this answer.
                        resolve(followChannel(channel, command));
                    } else if ("reason" in error || error.message === "Unable to exec") {
                        // The server's own refusal, of the channel or of the request.
                        reject(new ChannelRefused(error.message));
                    } else {
                        // The connection broke at a moment when the command may or may not have been started.
                        resolve({ kind: "lost", reason: error.message, stdout: "", stderr: "", lines: [] });
                    }
                });
            } catch (error) {
                // ssh2 throws at once where the connection is gone already.
                clearTimeout(timer);
                reject(new ChannelRefused((error as Error).message));
            }
        });
    }

    close(): void {
        this.#closed = true;
        this.client.end();
    }
}

/** Collects what a command prints and resolves with how it ended. Must be called in the tick that gave the channel. */
function followChannel(channel: ClientChannel, command: Command): Promise<CommandResult> {
    const output = new OutputCollector(() => performance.now(), command.onLine);
    return new Promise<CommandResult>((resolve) => {
        let exit: { exitCode: number } | { signal: string } | undefined;
        let settled = false;
        const settle = (end: EndOfCommand): void => {
            if (!settled) {
                settled = true;
                clearTimeout(timer);
                resolve({ ...output.finish(), ...end });
            }
        };
        const timer = setTimeout(() => {
            settle({ kind: "timedOut", afterMs: command.timeoutMs });
            channel.close();
        }, command.timeoutMs);
        const receive = (stream: "stdout" | "stderr") => (chunk: Buffer) => {
            const prompt = settled ? undefined : output.add(stream, chunk);
            if (prompt !== undefined) {
                settle({ kind: "prompted", prompt });
                channel.close();
            }
        };
        channel.on("data", receive("stdout"));
        channel.stderr.on("data", receive("stderr"));
        channel.on("exit", (code: number | null, signal?: string) => {
            exit = code === null ? { signal: signal ?? "unknown" } : { exitCode: code };
        });
        channel.on("close", () => {
            if (exit === undefined) {
                settle({ kind: "lost", reason: "the connection ended without an exit status" });
            } else if ("exitCode" in exit) {
                settle({ kind: "exited", exitCode: exit.exitCode });
            } else {
                settle({ kind: "signalled", signal: exit.signal });
            }
        });
        // A broken pipe on the write side: what matters arrives as "close".
        channel.on("error", () => undefined);
        channel.end(command.stdin ?? "");
    });
}

type EndOfCommand =
    | { kind: "exited"; exitCode: number }
    | { kind: "signalled"; signal: string }
    | { kind: "lost"; reason: string }
    | { kind: "timedOut"; afterMs: number }
    | { kind: "prompted"; prompt: string };

function describeConnectError(host: InventoryHost, login: LoginPlan, error: Error & { level?: string }): SolarisError {
    const where = `${host.user}@${host.address}:${host.port}`;
    if (SolarisError.isInstance(error)) {
        return error;
    }
    if (error.level === "client-authentication") {
        const tried =
            login.described.length === 0 ? "nothing: no key, agent or password is there" : login.described.join(", ");
        return new SolarisError("LOGIN_REFUSED", {
            message: `${host.name} refused the login as ${where}`,
            host: host.name,
            lines: [`tried: ${tried}`],
            cause: error,
        });
    }
    return new SolarisError("HOST_UNREACHABLE", {
        message: `no SSH connection to ${host.name} (${where})`,
        host: host.name,
        lines: [error.message],
        cause: error,
    });
}
