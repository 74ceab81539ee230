import { ByteChannel } from "./byteChannel";
import type { Environment, Session, Sink } from "./commands/command";
import { FleetStopped } from "./latency";
import { runCommand } from "./runCommand";
import {
    parseScript,
    type Pipeline,
    type Redirect,
    type Script,
    ShellSyntaxError,
    type SimpleCommand,
    type Subshell,
    type Word,
} from "./shellWords";
import { expandWord } from "./wordExpansion";

/** `exit N`. */
class ShellExit extends Error {
    constructor(readonly status: number) {
        super(`exit ${status}`);
        this.name = "ShellExit";
    }
}

interface ShellState {
    session: Session;
    variables: Environment;
    /** `$0`, `$1` and on. */
    parameters: readonly string[];
    status: number;
    commandLine: string;
}

/**
 * Runs a command line in a session as /bin/sh would, as far as shellWords.ts parses it.
 *
 * @param parameters `$0`, `$1` and on, as after `sh -c script`.
 * @returns the exit status of its last command; 2 for a syntax error.
 * @throws FleetStopped when the fleet is stopped meanwhile.
 */
export async function runCommandLine(
    session: Session,
    commandLine: string,
    parameters: readonly string[] = ["sh"],
): Promise<number> {
    const state = { session, variables: { ...session.environment }, parameters, status: 0, commandLine };
    return runUntilExit(() => runText(state, commandLine));
}

async function runText(state: ShellState, text: string): Promise<number> {
    let script: Script;
    try {
        script = parseScript(text);
    } catch (error) {
        if (error instanceof ShellSyntaxError) {
            state.session.err(Buffer.from(`sh: ${error.message}\n`));
            return 2;
        }
        throw error;
    }
    return runScript(state, script);
}

async function runScript(state: ShellState, script: Script): Promise<number> {
    let skip = false;
    for (const pipeline of script) {
        if (!skip) {
            await runOrDetach(state, pipeline);
        }
        skip =
            (pipeline.connector === "&&" && state.status !== 0) || (pipeline.connector === "||" && state.status === 0);
    }
    return state.status;
}

/** `exit` ends the shell that it stands in, no other. */
async function runUntilExit(run: () => Promise<number>): Promise<number> {
    try {
        return await run();
    } catch (error) {
        if (error instanceof ShellExit) {
            return error.status;
        }
        throw error;
    }
}

async function runOrDetach(state: ShellState, pipeline: Pipeline): Promise<void> {
    if (pipeline.connector !== "&") {
        state.status = await runPipeline(state, pipeline);
        return;
    }
    // A background job outlives the session that started it; it ends with the fleet at the latest.
    const job: ShellState = { ...state, variables: { ...state.variables } };
    runPipeline(job, pipeline).catch((error: unknown) => {
        if (!(error instanceof FleetStopped) && !(error instanceof ShellExit)) {
            throw error;
        }
    });
    state.status = 0;
}

async function runPipeline(state: ShellState, pipeline: Pipeline): Promise<number> {
    let { stdin } = state.session;
    const runs = pipeline.commands.map((command, index) => {
        const last = index === pipeline.commands.length - 1;
        const input = stdin;
        const pipe = new ByteChannel();
        const out: Sink = last
            ? state.session.out
            : (chunk) => {
                  pipe.write(chunk);
              };
        stdin = pipe;
        const own: ShellState = last && index === 0 ? state : { ...state, variables: { ...state.variables } };
        const session: Session = { ...state.session, stdin: input, out };
        return runRedirected(own, session, command).finally(() => {
            pipe.end();
        });
    });
    const status = (await Promise.all(runs)).at(-1) ?? 0;
    if (pipeline.negated) {
        return status === 0 ? 1 : 0;
    }
    return status;
}

async function runRedirected(state: ShellState, session: Session, command: SimpleCommand | Subshell): Promise<number> {
    const redirected = await redirect(state, session, command.redirects);
    if (typeof redirected === "number") {
        return redirected;
    }
    if (command.kind === "subshell") {
        const inner: ShellState = { ...state, session: redirected, variables: { ...state.variables } };
        return runUntilExit(() => runScript(inner, command.script));
    }
    return runSimple(state, redirected, command);
}

/** Applies redirections from left to right; a number is the status of a failed one. */
async function redirect(state: ShellState, session: Session, redirects: Redirect[]): Promise<Session | number> {
    const result = { ...session };
    const { files } = session.host;
    const targets = redirects.map(({ target }) => target);
    const expand = await prepare(state, session, targets);
    for (const { descriptor, operator, target } of redirects) {
        const name = expand(target).join(" ");
        if (operator === "<") {
            const content = name === "/dev/null" ? "" : files.get(name);
            if (content === undefined) {
                session.err(Buffer.from(`sh: ${name}: cannot open\n`));
                return 1;
            }
            result.stdin = new ByteChannel();
            result.stdin.write(Buffer.from(content));
            result.stdin.end();
            continue;
        }
        const sink = operator === ">&" ? (name === "1" ? result.out : result.err) : fileSink(files, name, operator);
        if (descriptor === 2) {
            result.err = sink;
        } else {
            result.out = sink;
        }
    }
    return result;
}

function fileSink(files: Map<string, string>, name: string, operator: ">" | ">>"): Sink {
    if (name === "/dev/null") {
        return () => undefined;
    }
    files.set(name, operator === ">" ? "" : (files.get(name) ?? ""));
    return (chunk) => {
        files.set(name, (files.get(name) ?? "") + chunk.toString("utf8"));
    };
}

/** Runs the substitutions in words, from left to right; afterwards words can be expanded. */
async function prepare(state: ShellState, session: Session, words: Word[]): Promise<(word: Word) => string[]> {
    const printed = new Map<Script, string>();
    for (const part of words.flat()) {
        if (part.kind === "substitution") {
            printed.set(part.script, await printedBy(state, session, part.script));
        }
    }
    return (word) =>
        expandWord(word, {
            parameter: (name) => parameterValue(state, name),
            positional: state.parameters.slice(1),
            printed: (script) => printed.get(script) ?? "",
        });
}

function parameterValue(state: ShellState, name: string): string {
    if (name === "?") {
        return String(state.status);
    }
    if (name === "#") {
        return String(state.parameters.length - 1);
    }
    return (/^\d+$/.test(name) ? state.parameters[Number(name)] : state.variables[name]) ?? "";
}

/** What a `$(command)` prints. It runs in a shell of its own, with the standard input of the command it stands in. */
async function printedBy(state: ShellState, session: Session, script: Script): Promise<string> {
    const printed: Buffer[] = [];
    const inner: ShellState = {
        ...state,
        session: { ...session, out: (chunk) => printed.push(chunk) },
        variables: { ...state.variables },
    };
    state.status = await runUntilExit(() => runScript(inner, script));
    return Buffer.concat(printed).toString("utf8");
}

async function runSimple(state: ShellState, session: Session, command: SimpleCommand): Promise<number> {
    const values = command.assignments.map(({ value }) => value);
    const expand = await prepare(state, session, [...command.words, ...values]);
    const argv = command.words.flatMap(expand);
    const assigned: Environment = {};
    for (const { name, value } of command.assignments) {
        assigned[name] = expand(value).join(" ");
    }
    if (argv.length === 0) {
        Object.assign(state.variables, assigned);
        return 0;
    }
    if (argv[0] === "eval") {
        return runInPlace(state, session, argv.slice(1).join(" "));
    }
    const builtin = runBuiltin(state, session, argv);
    if (builtin !== undefined) {
        return builtin;
    }
    const { host, user } = session;
    const privileged = user === "root" || (host.spec.requirePrivilege ?? "pfexec") === "none";
    return runWrapped(state, { ...session, environment: { ...state.variables, ...assigned } }, argv, privileged);
}

/** `eval`: in this shell, with its variables and parameters, and with the redirections of the command it stands in. */
async function runInPlace(state: ShellState, session: Session, text: string): Promise<number> {
    const outer = state.session;
    state.session = session;
    const status = await runText(state, text);
    state.session = outer;
    return status;
}

function runBuiltin(state: ShellState, session: Session, argv: string[]): number | undefined {
    const [name, first = ""] = argv;
    switch (name) {
        case ":":
        case "cd":
        case "umask":
        case "trap":
        case "set":
            return 0;
        case "exit":
            throw new ShellExit(first === "" ? state.status : Number(first) & 0xff);
        case "export":
            for (const argument of argv.slice(1)) {
                const at = argument.indexOf("=");
                if (at > 0) {
                    state.variables[argument.slice(0, at)] = argument.slice(at + 1);
                }
            }
            return 0;
        case "unset":
            state.variables[first] = undefined;
            return 0;
        case "pwd":
            session.out(Buffer.from(`/export/home/${session.user}\n`));
            return 0;
        default:
            return undefined;
    }
}

/** Programs that run another one: env, exec, nohup, pfexec, sudo, sh -c. */
async function runWrapped(state: ShellState, session: Session, argv: string[], privileged: boolean): Promise<number> {
    const [program = "", ...args] = argv;
    const mode = session.host.spec.requirePrivilege ?? "pfexec";
    const missing = session.host.spec.missingPrograms?.find((path) => path === program);
    if (missing !== undefined) {
        session.err(Buffer.from(`env: ${missing}: No such file or directory\n`));
        return 127;
    }
    switch (program) {
        case "exec":
        case "nohup":
        case "/usr/bin/nohup":
        case "command":
            return args.length === 0 ? 0 : runWrapped(state, session, args, privileged);
        case "env":
        case "/usr/bin/env":
            return runEnv(state, session, args, privileged);
        case "pfexec":
        case "/usr/bin/pfexec":
            // The login's rights profiles give zoneadm and zonecfg what they need only where the host is set up so.
            return runWrapped(state, session, args, privileged || mode === "pfexec");
        case "sudo":
        case "/usr/bin/sudo":
            return runSudo(state, session, args, privileged || mode === "sudo");
        case "sh":
        case "/bin/sh":
        case "/usr/bin/sh":
        case "bash":
        case "/usr/bin/bash":
        case "pfbash":
            return runShell(session, args, privileged || (program === "pfbash" && mode === "pfexec"));
        default:
            return runCommand(session, argv, privileged, state.commandLine, async (host, user, commandLine) =>
                runCommandLine({ ...session, host, user, environment: {}, connection: undefined }, commandLine),
            );
    }
}

function runEnv(state: ShellState, session: Session, args: string[], privileged: boolean): Promise<number> {
    const environment = args[0] === "-i" ? {} : { ...session.environment };
    let at = args[0] === "-i" ? 1 : 0;
    for (; /^[A-Za-z_][A-Za-z0-9_]*=/.test(args[at] ?? ""); at += 1) {
        const [name = "", ...value] = (args[at] ?? "").split("=");
        environment[name] = value.join("=");
    }
    return runWrapped(state, { ...session, environment }, args.slice(at), privileged);
}

async function runSudo(state: ShellState, session: Session, args: string[], allowed: boolean): Promise<number> {
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
        session.err(Buffer.from("sudo: a password is required\n"));
        return 1;
    }
    if (listOnly) {
        // Nothing is run: the exit status tells whether it would be.
        const command = args.slice(at).join(" ");
        if (session.host.spec.sudoRefuses?.test(command) === true) {
            return 1;
        }
        session.out(Buffer.from(`${command}\n`));
        return 0;
    }
    return runWrapped(state, session, args.slice(at), true);
}

async function runShell(session: Session, args: string[], privileged: boolean): Promise<number> {
    // A shell under sudo or pfbash hands its privileges on, as a login of root would have them.
    const user = privileged ? "root" : session.user;
    return args[0] === "-c"
        ? runCommandLine({ ...session, user }, args[1] ?? "", args.length > 2 ? args.slice(2) : ["sh"])
        : runCommandLine({ ...session, user }, await session.stdin.readAll());
}
