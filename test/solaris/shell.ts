import type { Environment, Login } from "./commands/command";
import type { DescriptorTable, WriteFailure } from "./descriptor";
import type { FileAccess, WorkingDirectory } from "./fileAccess";
import { FileError } from "./fileNodes";
import type { Process, SignalName } from "./processes";
import type { Command } from "./shellSyntax";
import type { ExpansionSource } from "./wordExpansion";

/** `exit N`, or the end of a program that took the shell's place: then there is no trap to run. */
export class ShellExit extends Error {
    constructor(
        readonly status: number,
        readonly replaced = false,
    ) {
        super(`exit ${status}`);
        this.name = "ShellExit";
    }
}

/** `return N` in a function. */
export class FunctionReturn extends Error {
    constructor(readonly status: number) {
        super(`return ${status}`);
        this.name = "FunctionReturn";
    }
}

/** `break N` and `continue N`. */
export class LoopJump extends Error {
    constructor(
        readonly kind: "break" | "continue",
        readonly levels: number,
    ) {
        super(`${kind} ${levels}`);
        this.name = "LoopJump";
    }
}

/** What a shell has that its subshells get a copy of. */
export interface ShellStart {
    login: Login;
    process: Process;
    descriptors: DescriptorTable;
    cwd: WorkingDirectory;
    umask: number;
    /** `$0`, `$1` and on. */
    parameters: readonly string[];
    /** The command line that the host's log shows for what it runs. */
    commandLine: string;
}

/** A shell's state, in one process. */
export class Shell {
    readonly login: Login;
    readonly process: Process;
    descriptors: DescriptorTable;
    parameters: readonly string[];
    status = 0;
    commandLine: string;
    variables = new Map<string, string>();
    exported = new Set<string>();
    functions = new Map<string, Command>();
    /** `$$`: in a subshell still that of the shell. */
    shellPid: number;
    /** `$!` */
    lastBackground: number | undefined;
    /** Background processes for which it can wait, by process id. */
    jobs = new Map<number, Promise<number>>();
    traps = new Map<SignalName | "EXIT", string>();
    /** `set -f` and `set -C`. */
    options = { noFileNames: false, noClobber: false };
    loops = 0;
    functionCalls = 0;
    /** Exit status of the last `$( )` of the command that is being expanded. */
    substitutionStatus = 0;
    private fileAccess: FileAccess | undefined;
    private workingDirectory: WorkingDirectory;
    private creationMask: number;

    constructor({ login, process, descriptors, cwd, umask, parameters, commandLine }: ShellStart) {
        this.login = login;
        this.process = process;
        this.descriptors = descriptors;
        this.workingDirectory = cwd;
        this.creationMask = umask;
        this.parameters = parameters;
        this.commandLine = commandLine;
        this.shellPid = process.pid;
        for (const [name, value] of Object.entries(login.environment)) {
            if (value !== undefined) {
                this.variables.set(name, value);
                this.exported.add(name);
            }
        }
        this.variables.set("PPID", String(process.parent));
    }

    /** A copy in another process: what it changes is lost with it. */
    fork(process: Process, descriptors: DescriptorTable): Shell {
        const { login, cwd, umask, parameters, commandLine } = this;
        const child = new Shell({ login, process, descriptors, cwd, umask, parameters, commandLine });
        child.status = this.status;
        child.variables = new Map(this.variables);
        child.exported = new Set(this.exported);
        child.functions = new Map(this.functions);
        child.shellPid = this.shellPid;
        child.lastBackground = this.lastBackground;
        child.options = { ...this.options };
        child.loops = this.loops;
        child.functionCalls = this.functionCalls;
        return child;
    }

    get cwd(): WorkingDirectory {
        return this.workingDirectory;
    }

    set cwd(cwd: WorkingDirectory) {
        this.workingDirectory = cwd;
        this.fileAccess = undefined;
    }

    get umask(): number {
        return this.creationMask;
    }

    set umask(umask: number) {
        this.creationMask = umask;
        this.fileAccess = undefined;
    }

    /** The host's files as this process sees them. */
    get files(): FileAccess {
        const { host, user } = this.login;
        this.fileAccess ??= host.fileSystem.access(user, this.workingDirectory, this.creationMask);
        return this.fileAccess;
    }

    /** What its programs get. */
    get environment(): Environment {
        return Object.fromEntries(
            [...this.exported].flatMap((name) => {
                const value = this.variables.get(name);
                return value === undefined ? [] : [[name, value]];
            }),
        );
    }

    /** The value of `$name`; undefined where it is not set. */
    parameter(name: string): string | undefined {
        switch (name) {
            case "?":
                return String(this.status);
            case "#":
                return String(this.parameters.length - 1);
            case "$":
                return String(this.shellPid);
            case "!":
                return this.lastBackground === undefined ? undefined : String(this.lastBackground);
            case "-":
                return `${this.options.noFileNames ? "f" : ""}${this.options.noClobber ? "C" : ""}`;
            case "@":
            case "*":
                return this.parameters.length > 1 ? this.parameters.slice(1).join(" ") : undefined;
            default:
                return /^\d+$/.test(name) ? this.parameters[Number(name)] : this.variables.get(name);
        }
    }

    /** Writes as a builtin of the shell. @returns why it failed, if it did. */
    write(descriptor: number, text: string | Buffer): WriteFailure | undefined {
        return writeTo(this.process, this.descriptors, descriptor, Buffer.from(text));
    }

    /** Says what went wrong. The words are ksh93's where they are known, its line numbers are left out [U]. */
    complain(text: string, descriptors: DescriptorTable = this.descriptors): void {
        writeTo(this.process, descriptors, 2, Buffer.from(`sh: ${text}\n`));
    }
}

/** write(2): a process that writes where nobody reads gets SIGPIPE. */
export function writeTo(
    process: Process,
    descriptors: DescriptorTable,
    number: number,
    chunk: Buffer,
): WriteFailure | undefined {
    if (!process.alive) {
        return undefined;
    }
    const descriptor = descriptors[number];
    const failure = descriptor === undefined ? new FileError("EBADF") : descriptor.write(chunk);
    if (failure === "broken-pipe") {
        process.signal("PIPE");
    }
    return failure;
}

/** What the words of a shell are expanded with. */
export function expansionSource(shell: Shell, run: ExpansionSource["run"]): ExpansionSource {
    return {
        parameter: (name) => shell.parameter(name),
        assign: (name, value) => {
            shell.variables.set(name, value);
        },
        positional: shell.parameters.slice(1),
        run,
        separators: shell.variables.get("IFS"),
    };
}
