import * as net from "node:net";
import { performance } from "node:perf_hooks";
import { Client, type ClientChannel } from "ssh2";
import { SolarisError } from "../errors/solarisError";
import { planLogin } from "./authentication";
import type { Command, CommandResult } from "./command";
import { Heartbeat } from "./heartbeat";
import { judgeHostKey, readHostKeyRecord, recordedKeyTypes } from "./hostKey";
import type { InventoryHost } from "./inventory";
import { OutputCollector } from "./output";
import { quoteCommand } from "./quote";

/** The server refused to open a channel; the command was certainly not started. */
export class ChannelRefused extends Error {
    override readonly name = "ChannelRefused";
}

/** One authenticated SSH connection. Commands run on it side by side, each on a channel of its own. */
export class Connection {
    #closed = false;
    readonly #heartbeat: Heartbeat;

    private constructor(
        readonly host: InventoryHost,
        private readonly client: Client,
        socket: net.Socket,
    ) {
        this.#heartbeat = new Heartbeat(client, socket);
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
        const agentErrors: string[] = [];
        const timeoutMs = host.connectTimeout * 1000;
        const types = recordedKeyTypes(record);
        await new Promise<void>((resolve, reject) => {
            const fail = (error: Error): void => {
                clearTimeout(timer);
                client.destroy();
                socket.destroy();
                reject(keyError ?? describeConnectError(host, [...login.described, ...agentErrors], error));
            };
            const timer = setTimeout(() => fail(new Error(`no answer within ${host.connectTimeout} s`)), timeoutMs);
            socket.once("error", fail);
            // Not "once": a second error after the first must not end the process for want of a listener.
            client.on("error", (error: Error & { level?: string }) => {
                if (error.level === "agent") {
                    // An agent that is not there is one way in less; ssh2 goes on to the next by itself.
                    agentErrors.push(`the SSH agent: ${error.message}`);
                } else {
                    fail(error);
                }
            });
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
                    algorithms: types.length === 0 ? {} : { serverHostKey: { prepend: types, append: [], remove: [] } },
                    hostVerifier: (key: Buffer) => {
                        const verdict = judgeHostKey(host, record, key);
                        keyError = verdict.trusted ? undefined : verdict.error;
                        return verdict.trusted;
                    },
                });
            });
        });
        return new Connection(host, client, socket);
    }

    /**
     * Runs a command and waits for its end, whatever the end is.
     *
     * @throws ChannelRefused where the server opened no channel for it; the command was then not started.
     */
    run(command: Command): Promise<CommandResult> {
        return this.#heartbeat.during(() => this.#execute(command));
    }

    close(): void {
        this.#closed = true;
        this.client.end();
    }

    #execute(command: Command): Promise<CommandResult> {
        return new Promise<CommandResult>((resolve, reject) => {
            const commandLine = quoteCommand(command.argv);
            const seconds = this.host.connectTimeout;
            const lost = (reason: string): CommandResult => ({
                kind: "lost",
                reason,
                stdout: "",
                stderr: "",
                lines: [],
            });
            let answered = false;
            // The server can still open the channel and start the command, so this is not a refusal.
            const timer = setTimeout(() => {
                answered = true;
                resolve(lost(`no channel was opened within ${seconds} s`));
            }, seconds * 1000);
            try {
                this.client.exec(commandLine, (error, channel) => {
                    clearTimeout(timer);
                    if (answered) {
                        // Nobody follows it any more.
                        (channel as ClientChannel | undefined)?.close();
                    } else if (error === undefined) {
                        // Followed at once: a quick command's exit status can be in the same packet as this answer.
                        resolve(followChannel(channel, command));
                    } else if (error.message === "Unable to exec" && this.#closed) {
                        // The request was sent and the connection broke before its answer came.
                        resolve(lost("the connection ended before the command's start was confirmed"));
                    } else {
                        // No channel, or the server's refusal of the request on it; or the connection broke before the
                        // request was sent.
                        reject(new ChannelRefused(error.message));
                    }
                });
            } catch (error) {
                // ssh2 throws at once where the connection is gone already, also when it has not said so yet.
                clearTimeout(timer);
                this.#closed = true;
                reject(new ChannelRefused((error as Error).message));
            }
        });
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

function describeConnectError(
    host: InventoryHost,
    tried: readonly string[],
    error: Error & { level?: string },
): SolarisError {
    const where = `${host.user}@${host.address}:${host.port}`;
    if (SolarisError.isInstance(error)) {
        return error;
    }
    if (error.level === "client-authentication") {
        const list = tried.length === 0 ? "nothing: no key, agent or password is there" : tried.join(", ");
        return new SolarisError("LOGIN_REFUSED", {
            message: `${host.name} refused the login as ${where}`,
            host: host.name,
            lines: [`tried: ${list}`],
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
