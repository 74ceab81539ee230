import type { CommandContext, Environment, Login } from "./commands/command";
import type { DescriptorTable } from "./descriptor";
import type { WorkingDirectory } from "./fileAccess";
import { FileError } from "./fileNodes";
import type { Process } from "./processes";
import { findProgram } from "./programFiles";
import { runCommand } from "./runCommand";
import { writeTo } from "./shell";

/** What a program starts with. */
export interface Launch {
    /** Its environment included. */
    login: Login;
    process: Process;
    descriptors: DescriptorTable;
    cwd: WorkingDirectory;
    umask: number;
    privileged: boolean;
    /** For the host's log. */
    commandLine: string;
}

/** What programs need of the shell, which knows more than they do. */
export interface ShellHost {
    /** Runs a script in a new shell that takes the launched process. @returns its exit status. */
    runScript: (launch: Launch, script: string, parameters: readonly string[]) => Promise<number>;
    runOn: (launch: Launch) => CommandContext["runOn"];
}

const cannotRun = 126;
const notFound = 127;

/**
 * Runs a program in its process.
 *
 * @param caller What complains if there is no such program.
 * @returns its exit status; 127 if there is none, 126 if it must not be run.
 */
export async function runProgram(
    launch: Launch,
    argv: readonly string[],
    shells: ShellHost,
    caller = "sh",
): Promise<number> {
    const [program = "", ...args] = argv;
    const { login, process, cwd, umask } = launch;
    process.args = argv;
    const files = login.host.fileSystem.access(login.user, cwd, umask);
    const found = findProgram(program, files);
    switch (found.kind) {
        case "not found":
            say(
                launch,
                caller === "sh" ? `sh: ${program}: not found` : `${caller}: ${program}: No such file or directory`,
            );
            return notFound;
        case "denied":
            say(launch, `${caller}: ${program}: ${caller === "sh" ? "cannot execute" : "Permission denied"}`);
            return cannotRun;
        case "script":
            process.args = ["/bin/sh", ...argv];
            return runShell(launch, [found.path, ...args], shells);
        case "program":
            return runWrapper(launch, found.name, argv, shells);
    }
}

function runWrapper(launch: Launch, name: string, argv: readonly string[], shells: ShellHost): Promise<number> {
    const { login, process, privileged } = launch;
    const args = argv.slice(1);
    const mode = login.host.spec.requirePrivilege ?? "pfexec";
    switch (name) {
        case "nohup":
            process.ignored.add("HUP");
            return args.length === 0 ? Promise.resolve(cannotRun) : runProgram(launch, args, shells, "nohup");
        case "env":
            return runEnv(launch, args, shells);
        case "pfexec":
            // The login's rights profiles give zoneadm and zonecfg what they need only where the host is set up so.
            return runProgram({ ...launch, privileged: privileged || mode === "pfexec" }, args, shells, "pfexec");
        case "sudo":
            return runSudo(launch, args, privileged || mode === "sudo", shells);
        case "sh":
        case "ksh":
        case "bash":
            return runShell(launch, args, shells, argv[0]);
        case "pfbash":
            return runShell({ ...launch, privileged: privileged || mode === "pfexec" }, args, shells, argv[0]);
        default:
            return runCommand(launch, name, argv, shells.runOn(launch));
    }
}

function runEnv(launch: Launch, args: readonly string[], shells: ShellHost): Promise<number> {
    const environment: Environment = args[0] === "-i" ? {} : { ...launch.login.environment };
    let at = args[0] === "-i" ? 1 : 0;
    for (; /^[A-Za-z_][A-Za-z0-9_]*=/.test(args[at] ?? ""); at += 1) {
        const [name = "", ...value] = (args[at] ?? "").split("=");
        environment[name] = value.join("=");
    }
    const own = { ...launch, login: { ...launch.login, environment } };
    if (at < args.length) {
        return runProgram(own, args.slice(at), shells, "env");
    }
    Object.entries(environment).forEach(([name, value]) => {
        say(launch, `${name}=${value ?? ""}`, 1);
    });
    return Promise.resolve(0);
}

async function runSudo(launch: Launch, args: readonly string[], allowed: boolean, shells: ShellHost): Promise<number> {
    let at = 0;
    let listOnly = false;
    while ((args[at] ?? "").startsWith("-") && args[at] !== "--") {
        listOnly ||= args[at] === "-l";
        at += args[at] === "-u" ? 2 : 1;
    }
    if (args[at] === "--") {
        at += 1;
    }
    if (!allowed) {
        say(launch, "sudo: a password is required");
        return 1;
    }
    if (listOnly) {
        // Nothing is run: the exit status tells whether it would be.
        const command = args.slice(at).join(" ");
        if (launch.login.host.spec.sudoRefuses?.test(command) === true) {
            return 1;
        }
        say(launch, command, 1);
        return 0;
    }
    return runProgram({ ...launch, privileged: true }, args.slice(at), shells, "sudo");
}

/** `sh -c script [name [arg...]]`, `sh -s [arg...]`, `sh file [arg...]`, or a script on standard input. */
async function runShell(launch: Launch, args: readonly string[], shells: ShellHost, name = "sh"): Promise<number> {
    // A shell under sudo or pfbash hands its privileges on, as a login of root would have them.
    const login = { ...launch.login, user: launch.privileged ? "root" : launch.login.user };
    launch.process.user = login.user;
    const own = { ...launch, login };
    const [first, ...rest] = args;
    if (first === "-c") {
        return shells.runScript(own, rest[0] ?? "", rest.length > 1 ? rest.slice(1) : [name]);
    }
    if (first === undefined || first === "-s" || first === "-") {
        const parameters = rest[0] === "--" ? rest.slice(1) : rest;
        return shells.runScript(own, (await launch.descriptors[0]?.source?.readAll()) ?? "", [name, ...parameters]);
    }
    if (first.startsWith("-")) {
        say(launch, `${name}: ${first}: option is not simulated`);
        return 2;
    }
    try {
        const files = login.host.fileSystem.access(login.user, launch.cwd, launch.umask);
        return await shells.runScript(own, files.readText(first), args);
    } catch (error) {
        if (!(error instanceof FileError)) {
            throw error;
        }
        say(launch, `${name}: ${first}: cannot open [${error.message}]`);
        return error.code === "ENOENT" ? notFound : cannotRun;
    }
}

function say({ process, descriptors }: Launch, line: string, descriptor = 2): void {
    writeTo(process, descriptors, descriptor, Buffer.from(`${line}\n`));
}
