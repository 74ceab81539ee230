import type { DescriptorTable } from "./descriptor";
import { FileError } from "./fileNodes";
import { type Launch, runProgram, type ShellHost } from "./programs";
import { redirect, RedirectionError, withRedirections } from "./redirection";
import { FunctionReturn, type Shell, ShellExit } from "./shell";
import { builtins, specialBuiltins, whichCommand } from "./shellBuiltins";
import type { Command, SimpleCommand } from "./shellSyntax";
import { expandText, type ExpansionSource, expandWord, literalOf } from "./wordExpansion";

/** What a simple command needs of the interpreter. */
export interface SimpleRunning {
    source: (shell: Shell) => ExpansionSource;
    /** Runs text in this shell, as `eval` does. */
    text: (shell: Shell, text: string) => Promise<number>;
    /** Runs a function's body. */
    command: (shell: Shell, command: Command) => Promise<number>;
    shells: ShellHost;
}

/** A simple command with everything expanded. */
interface Call {
    argv: readonly string[];
    assigned: readonly (readonly [string, string])[];
    redirects: SimpleCommand["redirects"];
    table: DescriptorTable;
    /** Whether the shell's process has nothing else to do, so that a program can take it. */
    own: boolean;
    running: SimpleRunning;
}

/** Expands and runs a simple command (POSIX 2.9.1). */
export async function runSimple(
    shell: Shell,
    command: SimpleCommand,
    own: boolean,
    running: SimpleRunning,
): Promise<number> {
    const source = running.source(shell);
    shell.substitutionStatus = 0;
    const argv: string[] = [];
    for (const word of command.words) {
        const literal = literalOf(word);
        if (literal === undefined) {
            argv.push(...(await expandWord(word, source)));
        } else {
            argv.push(literal);
        }
    }
    let table: DescriptorTable;
    try {
        table = command.redirects.length === 0 ? shell.descriptors : await redirect(shell, command.redirects, source);
    } catch (error) {
        if (error instanceof RedirectionError && !specialBuiltins.has(argv[0] ?? "")) {
            shell.complain(error.message, error.descriptors);
            return 1;
        }
        throw error;
    }
    const assigned: [string, string][] = [];
    for (const { name, value } of command.assignments) {
        const text = literalOf(value) ?? (await expandText(value, source));
        if (argv.length === 0) {
            shell.variables.set(name, text);
        } else {
            assigned.push([name, text]);
        }
    }
    shell.process.check();
    if (argv.length === 0) {
        return shell.substitutionStatus;
    }
    return dispatch(shell, { argv, assigned, redirects: command.redirects, table, own, running }, true);
}

/** @param functions Whether a function can have the name: not behind `command`. */
async function dispatch(shell: Shell, call: Call, functions: boolean): Promise<number> {
    const [name = "", ...args] = call.argv;
    const body = functions && !specialBuiltins.has(name) ? shell.functions.get(name) : undefined;
    if (body !== undefined) {
        return inShell(shell, call, () => callFunction(shell, body, args, call.running));
    }
    switch (name) {
        case "exec":
            return execute(shell, call, args);
        case "eval":
            return inShell(shell, call, () => call.running.text(shell, args.join(" ")));
        case ".":
            return inShell(shell, call, () => readScript(shell, args[0] ?? "", call.running));
        case "command":
            if (args[0] === "-v") {
                return inShell(shell, call, () => whichCommand(shell, args[1] ?? ""));
            }
            return args.length === 0 ? 0 : dispatch(shell, { ...call, argv: args }, false);
        default:
            break;
    }
    const builtin = Object.hasOwn(builtins, name) ? builtins[name] : undefined;
    return builtin === undefined ? runAsProcess(shell, call) : inShell(shell, call, () => builtin(shell, args));
}

/** With the redirections, and with the assignments, which stay after a special builtin only. */
async function inShell(shell: Shell, call: Call, run: () => number | Promise<number>): Promise<number> {
    const before = call.assigned.map(([name]) => [name, shell.variables.get(name)] as const);
    call.assigned.forEach(([name, value]) => {
        shell.variables.set(name, value);
    });
    try {
        return await withRedirections(shell, call.redirects, call.table, run);
    } finally {
        if (!specialBuiltins.has(call.argv[0] ?? "")) {
            before.forEach(([name, value]) => {
                if (value === undefined) {
                    shell.variables.delete(name);
                } else {
                    shell.variables.set(name, value);
                }
            });
        }
    }
}

async function callFunction(
    shell: Shell,
    body: Command,
    args: readonly string[],
    running: SimpleRunning,
): Promise<number> {
    const { parameters, loops } = shell;
    shell.parameters = [parameters[0] ?? "sh", ...args];
    shell.functionCalls += 1;
    shell.loops = 0;
    try {
        return await running.command(shell, body);
    } catch (error) {
        if (error instanceof FunctionReturn) {
            return error.status;
        }
        throw error;
    } finally {
        shell.parameters = parameters;
        shell.functionCalls -= 1;
        shell.loops = loops;
    }
}

async function readScript(shell: Shell, path: string, running: SimpleRunning): Promise<number> {
    try {
        return await running.text(shell, shell.files.readText(path));
    } catch (error) {
        if (error instanceof FileError) {
            shell.complain(`.: ${path}: cannot open [${error.message}]`);
            throw new ShellExit(1);
        }
        throw error;
    }
}

/** `exec`: redirections that stay, or a program in the shell's place. */
async function execute(shell: Shell, call: Call, args: readonly string[]): Promise<number> {
    shell.process.hold(call.table);
    if (args.length === 0) {
        shell.descriptors = call.table;
        return 0;
    }
    const status = await runProgram(launch(shell, call), args, call.running.shells);
    throw new ShellExit(status, true);
}

function launch(shell: Shell, { assigned, table }: Call): Launch {
    const { process, cwd, umask, commandLine } = shell;
    const environment = { ...shell.environment, ...Object.fromEntries(assigned) };
    const { user, host } = shell.login;
    return {
        login: { ...shell.login, environment },
        process,
        descriptors: table,
        cwd,
        umask,
        privileged: user === "root" || host.spec.requirePrivilege === "none",
        commandLine,
    };
}

function runAsProcess(shell: Shell, call: Call): Promise<number> {
    const { argv, own, table } = call;
    const { shells } = call.running;
    const start = launch(shell, call);
    if (own) {
        shell.process.hold(table);
        return runProgram(start, argv, shells);
    }
    const process = shell.login.host.processes.start({
        user: shell.process.user,
        args: argv,
        parent: shell.process,
    });
    process.hold(table);
    return process.run(() => runProgram({ ...start, process }, argv, shells));
}
