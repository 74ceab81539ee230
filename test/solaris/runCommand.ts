import { ByteChannel, type ByteSource } from "./byteChannel";
import type { CommandContext, CommandDefinition, CommandLogEntry, Session, Sink } from "./commands/command";
import { identify } from "./commands/commandName";
import { commandNamed } from "./commands/registry";
import { type Fault, findFault } from "./faults";
import { FileError } from "./fileNodes";
import { pause, whenAborted } from "./latency";
import { promptForPassword } from "./passwordPrompt";
import { signalNumbers } from "./processes";
import type { Launch } from "./programs";

/** A sink that calls `afterLine` once `lines` newlines went through. */
function countingLines(sink: Sink, lines: number, afterLine: () => void): Sink {
    let seen = 0;
    return (chunk) => {
        sink(chunk);
        for (const byte of chunk) {
            if (byte === 0x0a) {
                seen += 1;
                if (seen === lines) {
                    afterLine();
                }
            }
        }
    };
}

function truncated(sink: Sink, bytes: number): Sink {
    let left = bytes;
    return (chunk) => {
        if (left > 0) {
            sink(chunk.subarray(0, left));
        }
        left -= chunk.length;
    };
}

function withBadBytes(sink: Sink): Sink {
    let first = true;
    return (chunk) => {
        sink(first ? Buffer.concat([Buffer.from([0xff, 0xfe, 0x80]), chunk]) : chunk);
        first = false;
    };
}

type Streams = Pick<Session, "out" | "err">;

function applyOutputFaults(session: Session, faults: Fault[]): Streams {
    let { out, err } = session;
    const cut = findFault(faults, "truncate-output");
    if (cut !== undefined) {
        out = truncated(out, cut.bytes);
    }
    if (findFault(faults, "invalid-utf8") !== undefined) {
        out = withBadBytes(out);
        err = withBadBytes(err);
    }
    const drop = findFault(faults, "drop-connection");
    if (drop?.when === "during") {
        const dropNow = (): void => session.connection?.drop();
        out = countingLines(out, drop.lines ?? 1, dropNow);
        err = countingLines(err, drop.lines ?? 1, dropNow);
    }
    return { out, err };
}

/** Applies what happens before the command does anything; a number is the exit status in place of the command's. */
async function applyFaultsBefore(session: Session, faults: Fault[]): Promise<number | undefined> {
    const slow = findFault(faults, "slow");
    if (slow !== undefined) {
        await pause(slow.milliseconds, session.killed);
    }
    if (findFault(faults, "drop-connection")?.when === "before") {
        session.connection?.drop();
        return 1;
    }
    if (findFault(faults, "hang") !== undefined) {
        await whenAborted(session.closed, session.killed);
        return 1;
    }
    if (findFault(faults, "password-prompt") !== undefined && !(await promptForPassword(session))) {
        return 1;
    }
    const canned = findFault(faults, "answer") ?? findFault(faults, "no-effect");
    if (canned !== undefined) {
        session.out(Buffer.from(canned.stdout ?? ""));
        session.err(Buffer.from(canned.stderr ?? ""));
        return canned.kind === "answer" ? canned.exitStatus : 0;
    }
    const refusal = findFault(faults, "refuse");
    if (refusal !== undefined && refusal.afterPhase === undefined) {
        session.err(Buffer.from(refusal.lines.map((line) => `${line}\n`).join("")));
        return refusal.exitStatus ?? 1;
    }
    return undefined;
}

/** What a command writes, and whether that went wrong. */
class Outputs {
    /** Why something could not be written, if it could not. */
    failure: FileError | undefined;
    private readonly lost = new AbortController();

    constructor(
        private readonly launch: Launch,
        /** Goes on when nobody reads what it prints; any other program is ended by SIGPIPE. */
        private readonly persists: boolean,
    ) {}

    get brokenPipe(): AbortSignal {
        return this.lost.signal;
    }

    sink(number: number): Sink {
        return (chunk) => {
            const { process, descriptors } = this.launch;
            if (!process.alive || chunk.length === 0) {
                return;
            }
            const descriptor = descriptors[number];
            const failure = descriptor === undefined ? new FileError("EBADF") : descriptor.write(chunk);
            if (failure !== "broken-pipe") {
                this.failure ??= failure;
            } else if (this.persists) {
                this.lost.abort();
            } else {
                process.signal("PIPE");
            }
        };
    }
}

function emptySource(): ByteSource {
    const empty = new ByteChannel();
    empty.end();
    return empty;
}

function sessionOf({ login, process, descriptors }: Launch, outputs: Outputs): Session {
    const attached = descriptors.slice(0, 3).some((descriptor) => descriptor?.isChannel === true);
    return {
        ...login,
        stdin: descriptors[0]?.source ?? emptySource(),
        out: outputs.sink(1),
        err: outputs.sink(2),
        process,
        killed: process.killed,
        closed: attached ? login.closed : process.killed,
    };
}

/** Writes into the log how a command ended that was killed, too. */
async function runToEnd(
    context: CommandContext,
    definition: CommandDefinition,
    finish: (exitCode: number) => number,
): Promise<number> {
    try {
        const status = await definition.run(context);
        context.process.check();
        return status;
    } catch (error) {
        const { endedBy } = context.process;
        if (endedBy !== undefined) {
            finish(128 + signalNumbers[endedBy]);
        }
        throw error;
    }
}

/** Runs one simulated program with the faults that are set for it, and writes it into the host's log. */
export async function runCommand(
    launch: Launch,
    name: string,
    argv: readonly string[],
    runOn: CommandContext["runOn"],
): Promise<number> {
    const { process, privileged, cwd, umask } = launch;
    const definition = commandNamed(name);
    const args = argv.slice(1);
    // What zoneadm does when its reader is gone is not known [U]: it is told, and decides by the host's spec.
    const outputs = new Outputs(launch, name === "zoneadm");
    const session = sessionOf(launch, outputs);
    const identity = identify(name, args);
    const quiet = definition.quiet === true;
    const entry: CommandLogEntry = {
        time: Date.now(),
        connection: launch.login.closed.aborted ? 0 : (session.connection?.id ?? 0),
        ...identity,
        commandLine: launch.commandLine,
        argv: [...argv],
        user: session.user,
        privileged,
        exitCode: undefined,
        durationMs: undefined,
    };
    if (!quiet) {
        session.record(entry);
    }
    const started = performance.now();
    const faults = session.host.faults.takeCommandFaults(identity.name, identity.zone, quiet);
    const finish = (exitCode: number): number => {
        entry.exitCode = exitCode;
        entry.durationMs = performance.now() - started;
        return exitCode;
    };
    if (definition.takesTime === true) {
        await pause(session.fleet.latency.commandMs, process.killed);
    }
    const own = { ...session, ...applyOutputFaults(session, faults) };
    const instead = await applyFaultsBefore(own, faults);
    if (instead !== undefined) {
        return finish(instead);
    }
    const context: CommandContext = {
        ...own,
        args,
        privileged,
        faults,
        runOn,
        files: session.host.fileSystem.access(session.user, cwd, umask),
        brokenPipe: outputs.brokenPipe,
        print: (text) => own.out(Buffer.from(text)),
        printError: (line) => own.err(Buffer.from(`${line}\n`)),
    };
    const status = await runToEnd(context, definition, finish);
    const changed = findFault(faults, "exit-after-effect");
    if (changed !== undefined) {
        own.err(Buffer.from((changed.lines ?? []).map((line) => `${line}\n`).join("")));
    }
    if (findFault(faults, "drop-connection")?.when === "after") {
        session.connection?.drop();
    }
    if (changed !== undefined) {
        return finish(changed.exitStatus ?? 1);
    }
    // Programs that look at zones do not look at what became of their words [I].
    if (definition.takesTime !== true && outputs.failure !== undefined) {
        context.printError(`${name}: write error: ${outputs.failure.message}`);
        return finish(1);
    }
    return finish(status);
}
