import type { Socket } from "node:net";
import type { ServerChannel, Session as SshSession } from "ssh2";
import { ByteChannel } from "./byteChannel";
import { runCommandLine } from "./commandLine";
import type { CommandLogEntry, Environment, Session, Sink } from "./commands/command";
import { InteractiveShell } from "./interactiveShell";
import { FleetStopped } from "./latency";
import type { FleetModel, HostModel } from "./model";

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

/** One command line or shell on its channel. */
class Served {
    private readonly session: Session;

    constructor(
        private readonly host: SessionHost,
        link: Link,
        private readonly channel: ServerChannel,
        requested: Environment,
        private readonly closed: AbortSignal,
        private readonly hasPty: boolean,
    ) {
        const { user } = host;
        const stdin = new ByteChannel();
        closed.addEventListener("abort", () => {
            stdin.end();
        });
        const out = this.sink(channel);
        this.session = {
            fleet: host.fleet,
            host: host.model,
            user,
            environment: { LOGNAME: user, USER: user, HOME: `/export/home/${user}`, ...requested },
            stdin,
            out,
            err: hasPty ? out : this.sink(channel.stderr),
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
        const work =
            commandLine === undefined
                ? new InteractiveShell(this.channel, this.session, this.hasPty).run()
                : this.exec(commandLine);
        work.then(
            (status) => {
                this.finish(status);
            },
            (error: unknown) => {
                if (!(error instanceof FleetStopped)) {
                    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
                    this.session.err(Buffer.from(`simulated host: ${text}\n`));
                    this.finish(70);
                }
            },
        );
    }

    private async exec(commandLine: string): Promise<number> {
        const { session } = this;
        this.channel.on("data", (chunk: Buffer) => {
            session.stdin.write(chunk);
        });
        this.channel.on("end", () => {
            session.stdin.end();
        });
        const { noise } = this.host.model.spec;
        session.out(Buffer.from(noise?.stdout ?? ""));
        session.err(Buffer.from(noise?.stderr ?? ""));
        const status = await runCommandLine(session, commandLine);
        session.out(Buffer.from(noise?.trailingStdout ?? ""));
        return status;
    }

    private finish(status: number): void {
        if (!this.closed.aborted) {
            this.channel.exit(status);
            this.channel.end();
        }
    }
}
