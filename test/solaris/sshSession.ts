import type { Socket } from "node:net";
import type { ServerChannel, Session as SshSession } from "ssh2";
import { ByteChannel } from "./byteChannel";
import { openLineShell, runCommandLine } from "./commandLine";
import type { CommandLogEntry, Environment, Login, Sink } from "./commands/command";
import { ChannelOutput, type DescriptorTable, Input } from "./descriptor";
import { FileSystem } from "./fileSystem";
import { InteractiveShell } from "./interactiveShell";
import { CommandEnded } from "./latency";
import type { FleetModel } from "./fleetModel";
import type { HostModel } from "./model";
import type { SignalName } from "./processes";

/** One TCP connection. */
export interface Link {
    id: number;
    socket: Socket;
    /** What ends with the connection: one entry per open session. */
    endings: Set<() => void>;
}

export function endSessions(link: Link): void {
    link.endings.forEach((end) => {
        end();
    });
    link.endings.clear();
}

/** What a session needs of its host. */
export interface SessionHost {
    fleet: FleetModel;
    model: HostModel;
    user: string;
    commands: CommandLogEntry[];
    execs: string[];
}

/** Serves the requests of one session channel: env, pty, exec, shell. `ended` is called once, when it is over. */
export function serveSession(host: SessionHost, link: Link, session: SshSession, ended: () => void): void {
    const environment: Environment = {};
    const closed = new AbortController();
    let hasPty = false;
    const end = (): void => {
        if (!closed.signal.aborted) {
            closed.abort();
            link.endings.delete(end);
            ended();
        }
    };
    link.endings.add(end);
    session.on("close", end);
    // ssh2 passes no functions where the client wants no reply, whatever its types say.
    const agree = (answer: unknown): void => {
        if (typeof answer === "function") {
            (answer as () => void)();
        }
    };
    session.on("env", (accept: unknown, _reject, { key, val }) => {
        environment[key] = val;
        agree(accept);
    });
    session.on("pty", (accept: unknown) => {
        hasPty = true;
        agree(accept);
    });
    const serve = (channel: ServerChannel, commandLine: string | undefined): void => {
        channel.on("close", end);
        channel.on("error", end);
        new Served(host, link, channel, environment, closed.signal, hasPty).start(commandLine);
    };
    session.on("exec", (accept, _reject, { command }) => {
        host.execs.push(command);
        serve(accept(), command);
    });
    session.on("shell", (accept) => {
        serve(accept(), undefined);
    });
}

/** What a terminal's line discipline does on output. */
function withCarriageReturns(chunk: Buffer): Buffer {
    return Buffer.from(chunk.toString("latin1").replaceAll("\n", "\r\n"), "latin1");
}

/** What sshd tells a session about its connection. */
function connectionVariables({ socket }: Link): Environment {
    const { remoteAddress = "", remotePort = 0, localAddress = "", localPort = 0 } = socket;
    return {
        SSH_CLIENT: `${remoteAddress} ${remotePort} ${localPort}`,
        SSH_CONNECTION: `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`,
    };
}

/** How a session's process ended. */
interface Ending {
    status: number;
    signal: SignalName | undefined;
}

/** One command line or shell on its channel. */
class Served {
    private readonly login: Login;
    private readonly stdin = new ByteChannel();
    private readonly out: Sink;
    private readonly err: Sink;
    private readonly descriptors: DescriptorTable;
    private openOutputs = 2;
    private finished = false;

    constructor(
        private readonly host: SessionHost,
        link: Link,
        private readonly channel: ServerChannel,
        requested: Environment,
        private readonly closed: AbortSignal,
        private readonly hasPty: boolean,
    ) {
        const { user } = host;
        closed.addEventListener("abort", () => {
            this.stdin.end();
        });
        this.out = this.sink(channel);
        this.err = hasPty ? this.out : this.sink(channel.stderr);
        const released = (): void => {
            this.openOutputs -= 1;
            this.endChannel();
        };
        this.descriptors = [
            new Input(this.stdin, true),
            new ChannelOutput(this.out, closed, released),
            new ChannelOutput(this.err, closed, released),
        ];
        this.login = {
            fleet: host.fleet,
            host: host.model,
            user,
            environment: {
                LOGNAME: user,
                USER: user,
                HOME: FileSystem.home(user),
                ...connectionVariables(link),
                ...requested,
            },
            terminal: hasPty,
            closed,
            connection: { id: link.id, drop: () => link.socket.destroySoon() },
            record: (entry) => host.commands.push(entry),
        };
    }

    private sink(stream: NodeJS.WritableStream): Sink {
        return (chunk) => {
            if (!this.closed.aborted && chunk.length > 0) {
                stream.write(this.hasPty ? withCarriageReturns(chunk) : chunk);
            }
        };
    }

    start(commandLine: string | undefined): void {
        const work = commandLine === undefined ? this.shell() : this.exec(commandLine);
        work.then(
            ({ status, signal }) => {
                this.finish(status, signal);
            },
            (error: unknown) => {
                // Nobody answers for a host that went down.
                if (!(error instanceof CommandEnded)) {
                    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
                    this.err(Buffer.from(`simulated host: ${text}\n`));
                    this.finish(70);
                }
            },
        );
    }

    private async shell(): Promise<Ending> {
        const { channel, stdin, closed, hasPty, out } = this;
        const { process, runLine } = openLineShell(this.login, this.descriptors);
        const { host, user } = this.login;
        const greeting = `Oracle Solaris ${host.release} (simulated host ${host.name}); type commands, exit to leave\n`;
        const prompt = `${user}@${host.name}:~$ `;
        const terminal = { channel, stdin, closed, hasPty, out };
        const status = await process.run(() => new InteractiveShell(terminal, { greeting, prompt, runLine }).run());
        return { status, signal: process.endedBy };
    }

    private async exec(commandLine: string): Promise<Ending> {
        this.channel.on("data", (chunk: Buffer) => {
            this.stdin.write(chunk);
        });
        this.channel.on("end", () => {
            this.stdin.end();
        });
        const { noise } = this.host.model.spec;
        this.out(Buffer.from(noise?.stdout ?? ""));
        this.err(Buffer.from(noise?.stderr ?? ""));
        const run = runCommandLine(this.login, this.descriptors, commandLine);
        const status = await run.status;
        this.out(Buffer.from(noise?.trailingStdout ?? ""));
        return { status, signal: run.process.endedBy };
    }

    /** The exit status goes out at once; the channel stays open while any process has it (as in OpenSSH [A]). */
    private finish(status: number, signal?: SignalName): void {
        if (this.closed.aborted) {
            return;
        }
        if (signal === undefined) {
            this.channel.exit(status);
        } else {
            this.channel.exit(signal, false, "");
        }
        this.finished = true;
        this.endChannel();
    }

    private endChannel(): void {
        if (this.finished && this.openOutputs === 0 && !this.closed.aborted) {
            this.channel.end();
        }
    }
}
