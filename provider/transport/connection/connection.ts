import type { Client, ClientChannel, ExecOptions } from "ssh2";
import type { Command, CommandResult } from "../command";
import { connect, type ConnectEvents, type OpenConnection } from "./connect";
import { Heartbeat } from "./heartbeat";
import { quoteCommand } from "../commands/quote";
import { orAborted } from "./orAborted";
import { runChannel } from "./runChannel";
import { serverText } from "../commands/serverText";
import type { SshTarget } from "../target";
import type { Carrier, Wire } from "./wire";

/** The server refused to open a channel; the command was certainly not started. */
export class ChannelRefused extends Error {
    override readonly name = "ChannelRefused";
}

/** What opening a connection may be given beside its target. */
export interface ConnectionOptions {
    /** An open connection to the last of the target's `jumps`; needed where it has any. */
    readonly via?: Connection;
    readonly events?: ConnectEvents;
}

// RFC 4254 section 5.1, in the words of OpenSSH's client. A server's own text is often no more than "open failed".
const openFailures: ReadonlyMap<unknown, string> = new Map([
    [1, "administratively prohibited"],
    [2, "connect failed"],
    [3, "unknown channel type"],
    [4, "resource shortage"],
]);

// Within this a peer has to end its side of a connection that we have ended.
const farewellMs = 3_000;

// What ssh2 says where the server refuses the use of our agent.
const agentRefused = "Unable to request agent forwarding";

const silence: ConnectEvents = { told: () => undefined, status: () => undefined };

/** One authenticated SSH connection. Commands run on it side by side, each on a channel of its own. */
export class Connection implements Carrier {
    #closed = false;
    #abandoned = false;
    readonly #client: Client;
    readonly #wire: Wire;
    readonly #heartbeat: Heartbeat;
    readonly #whenClosed: (() => void)[] = [];

    #forwardAgent: boolean;

    private constructor(
        readonly target: SshTarget,
        { client, wire }: OpenConnection,
        private readonly events: ConnectEvents,
    ) {
        this.#forwardAgent = target.forwardAgent;
        this.#client = client;
        this.#wire = wire;
        this.#heartbeat = new Heartbeat(client, wire, target.deadAfter * 1000);
        client.on("close", () => {
            this.#ended();
        });
        client.on("error", () => {
            this.#closed = true;
            // The other side may keep its end open for ever; only with the end of the wire do those who wait hear of it.
            wire.destroy();
        });
    }

    get closed(): boolean {
        return this.#closed;
    }

    /**
     * Whether a command was left to itself on this connection. OpenSSH counts it for its MaxSessions until it ends, though
     * its channel is closed.
     */
    get abandoned(): boolean {
        return this.#abandoned;
    }

    /**
     * Connects, verifies the host key and logs in, all within the target's `connectTimeout`.
     *
     * @throws SolarisError HOST_UNREACHABLE, HOST_KEY_UNKNOWN, HOST_KEY_MISMATCH, HOST_KEY_CERTIFICATE,
     *     CREDENTIAL_UNUSABLE, LOGIN_REFUSED.
     */
    static async open(target: SshTarget, { via, events = silence }: ConnectionOptions = {}): Promise<Connection> {
        return new Connection(target, await connect(target, via, events), events);
    }

    /** Calls back when the connection has ended, for whatever reason; at once if it has. */
    onClose(listener: () => void): void {
        if (this.#closed) {
            listener();
        } else {
            this.#whenClosed.push(listener);
        }
    }

    /**
     * Runs a command and waits for its end, whatever the end is.
     *
     * @param opened Called when the server has opened a channel for it.
     * @throws ChannelRefused where the server opened no channel for it; the command was then not started.
     */
    run(command: Command, opened: () => void = () => undefined): Promise<CommandResult> {
        return this.#heartbeat.during(() => this.#execute(command, opened));
    }

    /** Leads on to another address. While the way is in use, this connection is watched and keeps the process alive. */
    async openWire(address: string, port: number, signal: AbortSignal): Promise<Wire> {
        const opening = this.#forward(address, port);
        let channel: ClientChannel;
        try {
            channel = await this.#heartbeat.during(() => orAborted(opening, signal));
        } catch (error) {
            // A way that opens after all leads nowhere any more.
            opening.then(
                (late) => late.close(),
                () => undefined,
            );
            throw error;
        }
        let held = false;
        const ref = (): void => {
            if (!held) {
                held = true;
                this.#heartbeat.hold();
            }
        };
        const unref = (): void => {
            if (held) {
                held = false;
                this.#heartbeat.release();
            }
        };
        ref();
        channel.once("close", unref);
        return {
            stream: channel,
            ref,
            unref,
            destroy: () => {
                unref();
                channel.destroy();
            },
        };
    }

    close(): void {
        this.#closed = true;
        this.#client.end();
        // A peer that does not end its side is not waited for.
        setTimeout(() => {
            this.#wire.destroy();
            this.#ended();
        }, farewellMs).unref();
    }

    /** Takes no more commands, and ends when those that run are done. */
    retire(): void {
        this.#closed = true;
        this.#heartbeat.retire();
    }

    #ended(): void {
        this.#closed = true;
        this.#whenClosed.splice(0).forEach((listener) => {
            listener();
        });
    }

    #forward(address: string, port: number): Promise<ClientChannel> {
        return new Promise((resolve, reject) => {
            // The server may show this address in its log; it is of no other use.
            this.#client.forwardOut("127.0.0.1", 0, address, port, (error, channel) => {
                if (error === undefined) {
                    resolve(channel);
                } else {
                    const reason = openFailures.get((error as { reason?: unknown }).reason) ?? "no reason given";
                    reject(new Error(`${this.target.name} does not lead there: ${error.message} (${reason})`));
                }
            });
        });
    }

    #execute(command: Command, opened: () => void): Promise<CommandResult> {
        return new Promise<CommandResult>((resolve, reject) => {
            command.signal?.throwIfAborted();
            const commandLine = quoteCommand(command.argv);
            // The type leaves the option out.
            const options: ExecOptions & { agentForward: boolean } = { agentForward: this.#forwardAgent };
            const seconds = this.target.connectTimeout;
            const lost = (reason: string): CommandResult => ({
                kind: "lost",
                reason,
                stdout: "",
                stderr: "",
                lines: [],
            });
            let answered = false;
            const answer = (give: () => void): void => {
                answered = true;
                clearTimeout(timer);
                command.signal?.removeEventListener("abort", giveUp);
                give();
            };
            const giveUp = (): void => {
                answer(() => {
                    reject(command.signal?.reason as Error);
                });
            };
            // The server can still open the channel and start the command, so this is not a refusal.
            const timer = setTimeout(() => {
                // A peer that does not even do this is of no use to others.
                this.retire();
                answer(() => {
                    resolve(lost(`no channel was opened within ${seconds} s`));
                });
            }, seconds * 1000);
            command.signal?.addEventListener("abort", giveUp, { once: true });
            try {
                this.#client.exec(commandLine, options, (error, channel) => {
                    if (answered) {
                        // Nobody follows it any more.
                        (channel as ClientChannel | undefined)?.close();
                    } else if (error === undefined) {
                        answer(() => {
                            opened();
                            resolve(this.#follow(channel, command));
                        });
                    } else if (error.message === agentRefused) {
                        // Asked before the command is sent. `ssh -A` goes on without the agent, and says so.
                        if (this.#forwardAgent) {
                            this.#forwardAgent = false;
                            this.events.told(
                                `${this.target.name} does not take the SSH agent; commands run without it`,
                            );
                        }
                        answer(() => {
                            resolve(this.#execute(command, opened));
                        });
                    } else if (error.message === "Unable to exec") {
                        // ssh2 says so of a refusal, of a channel that was closed and of a connection that broke after the
                        // request was sent. Of these only the first means that nothing was started.
                        answer(() => {
                            resolve(lost("the server did not confirm that the command was started"));
                        });
                    } else {
                        // No channel was opened, so the request was never sent.
                        answer(() => {
                            reject(new ChannelRefused(serverText(error.message)));
                        });
                    }
                });
            } catch (error) {
                // ssh2 throws at once where the connection is gone already, also when it has not said so yet.
                this.#closed = true;
                answer(() => {
                    reject(new ChannelRefused((error as Error).message));
                });
            }
        });
    }

    async #follow(channel: ClientChannel, command: Command): Promise<CommandResult> {
        let ended = false;
        channel.once("exit", () => {
            ended = true;
        });
        try {
            return await runChannel(channel, command);
        } finally {
            // The flow analysis does not see the listener.
            if (!(ended as boolean)) {
                this.#abandoned = true;
            }
        }
    }
}
