import { ArithmeticError } from "./arithmetic";
import { type Descriptor, type DescriptorTable, openPipe, Output } from "./descriptor";
import { CommandEnded, HostLost } from "./latency";
import { runLogin } from "./login";
import { NullDevice } from "./openFile";
import { expandPathnames } from "./pathnames";
import type { ShellHost } from "./programs";
import { redirect, RedirectionError, withRedirections } from "./redirection";
import { expansionSource, Shell, ShellExit } from "./shell";
import { runCase, runFor, runIf, runLoop, type Running } from "./shellCompound";
import { parseProgram } from "./shellParser";
import type { Command, CompoundCommand, Pipeline, Script, Statement } from "./shellSyntax";
import { runSimple, type SimpleRunning } from "./simpleCommand";
import { type ExpansionSource, ParameterNotSet } from "./wordExpansion";

const syntaxError = 2;
/** Exit status of ssh when the other host goes away. */
const connectionLost = 255;

/** Runs a script in a shell, line by line as it would read it. @returns the exit status of the last command. */
export async function runText(shell: Shell, text: string): Promise<number> {
    const { lines, error } = parseProgram(text);
    if (lines.length === 0) {
        shell.status = 0;
    }
    for (const line of lines) {
        await runScript(shell, line);
    }
    if (error !== undefined) {
        shell.complain(error.message);
        throw new ShellExit(syntaxError);
    }
    return shell.status;
}

/** Runs what a process does as a shell, with its end: `exit`, and the trap for it. @returns the process's exit status. */
export async function runToExit(shell: Shell, run: () => Promise<number>): Promise<number> {
    const { status, replaced } = await exitOf(shell, run);
    const action = replaced ? undefined : shell.traps.get("EXIT");
    if (action === undefined || action === "") {
        return status;
    }
    shell.traps.delete("EXIT");
    shell.status = status;
    const afterwards = await exitOf(shell, async () => {
        await runText(shell, action);
        return status;
    });
    return afterwards.status;
}

async function exitOf(shell: Shell, run: () => Promise<number>): Promise<{ status: number; replaced: boolean }> {
    try {
        return { status: await run(), replaced: false };
    } catch (error) {
        if (error instanceof ShellExit) {
            return error;
        }
        if (error instanceof RedirectionError || error instanceof ParameterNotSet || error instanceof ArithmeticError) {
            // Such an error ends a shell that no person sits at (POSIX 2.8.1).
            shell.complain(error.message, error instanceof RedirectionError ? error.descriptors : undefined);
            return { status: 1, replaced: false };
        }
        throw error;
    }
}

export async function runScript(shell: Shell, script: Script): Promise<number> {
    for (const statement of script) {
        shell.process.check();
        await runTraps(shell);
        if (statement.background) {
            startBackground(shell, statement);
        } else {
            await runStatement(shell, statement, false);
        }
    }
    shell.process.check();
    await runTraps(shell);
    return shell.status;
}

/** Runs what was set for the signals that arrived since. */
async function runTraps(shell: Shell): Promise<void> {
    for (const signal of shell.process.takeSignals()) {
        const { status } = shell;
        await runText(shell, shell.traps.get(signal) ?? "");
        shell.status = status;
    }
}

/** @param own Whether the process has nothing else to do, so that a program can take it. */
async function runStatement(shell: Shell, { first, others }: Statement, own: boolean): Promise<number> {
    shell.status = await runPipeline(shell, first, own && others.length === 0);
    for (const { when, pipeline } of others) {
        if ((when === "&&") === (shell.status === 0)) {
            shell.process.check();
            shell.status = await runPipeline(shell, pipeline, false);
        }
    }
    return shell.status;
}

/** A background job outlives the shell and the session that started it; nothing is on its standard input. */
function startBackground(shell: Shell, statement: Statement): void {
    const { host } = shell.login;
    if (host.spec.forkFails === true) {
        shell.complain("fork failed - too many processes");
        shell.status = 254;
        return;
    }
    const child = forked(shell, [new NullDevice(), ...shell.descriptors.slice(1)]);
    child.process.ignored.add("INT").add("QUIT");
    const job = runForked(child, () => runStatement(child, statement, true));
    shell.lastBackground = child.process.pid;
    shell.jobs.set(
        child.process.pid,
        // The end of the host or the fleet is nothing that anybody waits for.
        job.catch((error: unknown) => {
            if (error instanceof CommandEnded) {
                return 0;
            }
            throw error;
        }),
    );
    shell.status = 0;
}

/** A copy of a shell in a process of its own. */
function forked(shell: Shell, descriptors: DescriptorTable = shell.descriptors): Shell {
    const { process, login } = shell;
    const child = login.host.processes.start({ user: process.user, args: process.args, parent: process });
    child.hold(descriptors);
    return shell.fork(child, descriptors);
}

function runForked(child: Shell, run: () => Promise<number>): Promise<number> {
    return child.process.run(() => runToExit(child, run));
}

async function runPipeline(shell: Shell, { commands, negated }: Pipeline, own: boolean): Promise<number> {
    const [only] = commands;
    let status: number;
    if (commands.length === 1 && only !== undefined) {
        status = await runCommand(shell, only, own && !negated);
    } else {
        let [input] = shell.descriptors;
        const runs = commands.map((command, index) => {
            const pipe = index === commands.length - 1 ? undefined : openPipe();
            const child = forked(shell, between(shell, input, pipe?.writer));
            input = pipe?.reader;
            return runForked(child, () => runCommand(child, command, true));
        });
        status = (await Promise.all(runs)).at(-1) ?? 0;
    }
    return negated ? Number(status === 0) : status;
}

function between(shell: Shell, input: Descriptor | undefined, output: Descriptor | undefined): DescriptorTable {
    const [, inherited, ...others] = shell.descriptors;
    return [input, output ?? inherited, ...others];
}

function runCommand(shell: Shell, command: Command, own: boolean): Promise<number> {
    return command.kind === "simple"
        ? runSimple(shell, command, own, simpleRunning)
        : runRedirected(shell, command, own);
}

/** Runs a compound command with its redirections. */
async function runRedirected(shell: Shell, command: CompoundCommand, own: boolean): Promise<number> {
    let table: DescriptorTable;
    try {
        table =
            command.redirects.length === 0
                ? shell.descriptors
                : await redirect(shell, command.redirects, source(shell));
    } catch (error) {
        if (error instanceof RedirectionError) {
            shell.complain(error.message, error.descriptors);
            return 1;
        }
        throw error;
    }
    if (own) {
        shell.process.hold(table);
    }
    return withRedirections(shell, command.redirects, table, () => runCompound(shell, command, own));
}

const running: Running = { script: runScript, source };

/** Starts shells for programs: `sh` itself, and those that `ssh` starts on another host. */
export const shells: ShellHost = {
    runScript: (launch, script, parameters) => {
        const shell = new Shell({ ...launch, parameters });
        return runToExit(shell, () => runText(shell, script));
    },
    runOn: (launch) => async (host, user, commandLine) => {
        const login = { ...launch.login, host, user, environment: {}, connection: undefined };
        try {
            return await runLogin(login, launch.descriptors, commandLine, shells).status;
        } catch (error) {
            if (error instanceof HostLost && launch.process.alive) {
                return connectionLost;
            }
            throw error;
        }
    },
};

const simpleRunning: SimpleRunning = {
    source,
    text: runText,
    command: (shell, body) => runCommand(shell, body, false),
    shells,
};

async function runCompound(shell: Shell, command: CompoundCommand, own: boolean): Promise<number> {
    switch (command.kind) {
        case "subshell": {
            if (own) {
                return runScript(shell, command.script);
            }
            const child = forked(shell);
            return runForked(child, () => runScript(child, command.script));
        }
        case "group":
            return runScript(shell, command.script);
        case "if":
            return runIf(shell, command, running);
        case "loop":
            return runLoop(shell, command, running);
        case "for":
            return runFor(shell, command, running);
        case "case":
            return runCase(shell, command, running);
        case "function":
            shell.functions.set(command.name, command.body);
            return 0;
    }
}

/** What words are expanded with: `$( )` runs in a process of its own, with the standard input of its command. */
function source(shell: Shell): ExpansionSource {
    const found = expansionSource(shell, async (script) => {
        const printed: Buffer[] = [];
        const [input, , ...others] = shell.descriptors;
        const child = forked(shell, [input, new Output((chunk) => printed.push(chunk)), ...others]);
        shell.substitutionStatus = await runForked(child, () => runScript(child, script));
        shell.status = shell.substitutionStatus;
        return Buffer.concat(printed).toString("utf8");
    });
    return shell.options.noFileNames
        ? found
        : { ...found, pathnames: (pattern) => expandPathnames(pattern, shell.files) };
}
