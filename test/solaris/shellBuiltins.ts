import { FileError } from "./fileNodes";
import { FileSystem } from "./fileSystem";
import { killProcesses } from "./killProcesses";
import { pathOfProgram } from "./programFiles";
import { FunctionReturn, LoopJump, type Shell, ShellExit } from "./shell";
import { readBuiltin } from "./shellRead";
import { evaluateTest, TestError } from "./shellTest";
import { trapBuiltin, waitBuiltin } from "./shellWaiting";
import { echoed, formatted } from "./textOutput";

/** @returns the exit status. */
export type Builtin = (shell: Shell, args: readonly string[]) => number | Promise<number>;

/** Builtins whose assignments stay, and whose failed redirections end the shell (POSIX 2.14). */
export const specialBuiltins: ReadonlySet<string> = new Set([
    ":",
    "break",
    "continue",
    "eval",
    "exec",
    "exit",
    "export",
    "return",
    "set",
    "shift",
    "trap",
    "unset",
]);

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

function cd(shell: Shell, args: readonly string[]): number {
    const operand = args.filter((argument) => argument !== "-P" && argument !== "-L" && argument !== "--")[0];
    const target =
        operand === "-"
            ? shell.variables.get("OLDPWD")
            : (operand ?? shell.variables.get("HOME") ?? FileSystem.home(shell.login.user));
    try {
        const cwd = shell.files.enterDirectory(target ?? "");
        shell.variables.set("OLDPWD", shell.cwd.path);
        shell.variables.set("PWD", cwd.path);
        shell.cwd = cwd;
        return 0;
    } catch (error) {
        if (error instanceof FileError) {
            shell.complain(`cd: ${target ?? ""}: [${error.message}]`);
            return 1;
        }
        throw error;
    }
}

function umask(shell: Shell, [mask]: readonly string[]): number {
    if (mask === undefined) {
        return print(shell, `${shell.umask.toString(8).padStart(4, "0")}\n`);
    }
    if (!/^[0-7]{1,4}$/.test(mask)) {
        shell.complain(`umask: ${mask}: bad format`);
        return 1;
    }
    shell.umask = Number.parseInt(mask, 8) & 0o777;
    return 0;
}

/** `set [-fC] [+fC] [--] [word...]`. Other options would change what a script means, so that they are not passed over. */
function set(shell: Shell, args: readonly string[]): number {
    for (const [index, argument] of args.entries()) {
        if (argument === "--" || !/^[-+]./.test(argument)) {
            shell.parameters = [shell.parameters[0] ?? "sh", ...args.slice(argument === "--" ? index + 1 : index)];
            return 0;
        }
        for (const letter of argument.slice(1)) {
            if (letter === "f") {
                shell.options.noFileNames = argument.startsWith("-");
            } else if (letter === "C") {
                shell.options.noClobber = argument.startsWith("-");
            } else {
                shell.complain(`set: ${argument}: option is not simulated`);
                throw new ShellExit(2);
            }
        }
    }
    return 0;
}

function shift(shell: Shell, [count = "1"]: readonly string[]): number {
    const [name = "sh", ...values] = shell.parameters;
    if (Number(count) > values.length) {
        shell.complain(`shift: ${count}: bad number`);
        return 1;
    }
    shell.parameters = [name, ...values.slice(Number(count))];
    return 0;
}

function exportVariables(shell: Shell, args: readonly string[]): number {
    for (const argument of args) {
        const [name = "", ...value] = argument.split("=");
        if (!variableName.test(name)) {
            shell.complain(`export: ${name}: is not an identifier`);
            return 1;
        }
        shell.exported.add(name);
        if (value.length > 0) {
            shell.variables.set(name, value.join("="));
        }
    }
    return 0;
}

function unset(shell: Shell, args: readonly string[]): number {
    const functions = args[0] === "-f";
    args.forEach((name) => {
        if (functions) {
            shell.functions.delete(name);
        } else {
            shell.variables.delete(name);
            shell.exported.delete(name);
        }
    });
    return 0;
}

function test(shell: Shell, operands: readonly string[]): number {
    try {
        return evaluateTest(operands, shell.files) ? 0 : 1;
    } catch (error) {
        if (error instanceof TestError) {
            shell.complain(`test: ${error.message}`);
            return 2;
        }
        throw error;
    }
}

function bracket(shell: Shell, args: readonly string[]): number {
    if (args.at(-1) !== "]") {
        shell.complain("[: `]' missing");
        return 2;
    }
    return test(shell, args.slice(0, -1));
}

function kill(shell: Shell, args: readonly string[]): number {
    const complaints = killProcesses(args, shell.login.host.processes, shell.login.user);
    complaints.forEach((complaint) => {
        shell.complain(`kill: ${complaint}`);
    });
    return complaints.length === 0 ? 0 : 1;
}

function jump(kind: "break" | "continue"): Builtin {
    return (shell, [levels = "1"]) => {
        if (shell.loops > 0) {
            throw new LoopJump(kind, Math.min(Number(levels), shell.loops));
        }
        return 0;
    };
}

/** `command -v name`. Without -v it is the interpreter's. */
export function whichCommand(shell: Shell, name: string): number {
    const found =
        shell.functions.has(name) || Object.hasOwn(builtins, name) || specialBuiltins.has(name)
            ? name
            : pathOfProgram(name, shell.files);
    return found === undefined ? 1 : print(shell, `${found}\n`);
}

/** Prints, and says so if it cannot be done. */
function print(shell: Shell, text: string | Buffer): number {
    const failure = shell.write(1, text);
    if (failure === undefined) {
        return 0;
    }
    if (failure instanceof FileError) {
        shell.complain(`write to 1 failed [${failure.message}]`);
    }
    return 1;
}

function statusOf(shell: Shell, status: string | undefined): number {
    return status === undefined ? shell.status : Number(status) & 0xff;
}

/** The builtins of a shell, but for `eval`, `exec`, `command` and `.`, which run something. */
export const builtins: Readonly<Record<string, Builtin>> = {
    ":": () => 0,
    true: () => 0,
    false: () => 1,
    "[": bracket,
    test,
    echo: (shell, args) => print(shell, echoed(args)),
    printf: (shell, args) => print(shell, formatted(args)),
    pwd: (shell) => print(shell, `${shell.cwd.path}\n`),
    cd,
    umask,
    set,
    shift,
    export: exportVariables,
    unset,
    kill,
    read: readBuiltin,
    trap: trapBuiltin,
    wait: waitBuiltin,
    break: jump("break"),
    continue: jump("continue"),
    exit: (shell, [status]) => {
        throw new ShellExit(statusOf(shell, status));
    },
    return: (shell, [status]) => {
        if (shell.functionCalls > 0) {
            throw new FunctionReturn(statusOf(shell, status));
        }
        throw new ShellExit(statusOf(shell, status));
    },
};
