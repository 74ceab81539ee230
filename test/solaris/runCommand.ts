import type { CommandContext, CommandLogEntry, Session, Sink } from "./commands/command";
import { identify } from "./commands/commandName";
import { findCommand } from "./commands/registry";
import { type Fault, findFault } from "./faults";
import { pause, whenAborted } from "./latency";
import { promptForPassword } from "./passwordPrompt";

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

function applyOutputFaults(session: Session, faults: Fault[]): Session {
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
    return { ...session, out, err };
}

/** Applies what happens before the command does anything; a number is the exit status in place of the command's. */
async function applyFaultsBefore(session: Session, faults: Fault[]): Promise<number | undefined> {
    const slow = findFault(faults, "slow");
    if (slow !== undefined) {
        await pause(slow.milliseconds, session.fleet.stopSignal);
    }
    if (findFault(faults, "drop-connection")?.when === "before") {
        session.connection?.drop();
        return 1;
    }
    if (findFault(faults, "hang") !== undefined) {
        await whenAborted(session.closed, session.fleet.stopSignal);
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

/** Runs one program with the faults that are set for it, and writes it into the host's log. */
export async function runCommand(
    session: Session,
    argv: string[],
    privileged: boolean,
    commandLine: string,
    runOn: CommandContext["runOn"],
): Promise<number> {
    const [program = "", ...args] = argv;
    const found = findCommand(program);
    if (found === undefined) {
        session.err(Buffer.from(`sh: ${program}: not found\n`));
        return 127;
    }
    const identity = identify(found.name, args);
    const entry: CommandLogEntry = {
        time: Date.now(),
        connection: session.connection?.id ?? 0,
        ...identity,
        commandLine,
        argv,
        user: session.user,
        privileged,
        exitCode: undefined,
        durationMs: undefined,
    };
    session.record(entry);
    const started = performance.now();
    const faults = session.host.faults.takeCommandFaults(identity.name, identity.zone);
    const finish = (exitCode: number): number => {
        entry.exitCode = exitCode;
        entry.durationMs = performance.now() - started;
        return exitCode;
    };
    if (found.definition.takesTime === true) {
        await pause(session.fleet.latency.commandMs, session.fleet.stopSignal);
    }
    const own = applyOutputFaults(session, faults);
    const instead = await applyFaultsBefore(own, faults);
    if (instead !== undefined) {
        return finish(instead);
    }
    const status = await found.definition.run({
        ...own,
        args,
        privileged,
        faults,
        runOn,
        print: (text) => own.out(Buffer.from(text)),
        printError: (line) => own.err(Buffer.from(`${line}\n`)),
    });
    const changed = findFault(faults, "exit-after-effect");
    if (changed !== undefined) {
        own.err(Buffer.from((changed.lines ?? []).map((line) => `${line}\n`).join("")));
    }
    if (findFault(faults, "drop-connection")?.when === "after") {
        session.connection?.drop();
    }
    return finish(changed === undefined ? status : (changed.exitStatus ?? 1));
}
