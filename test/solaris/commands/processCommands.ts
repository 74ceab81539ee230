import { killProcesses } from "../killProcesses";
import { pause } from "../latency";
import type { CommandContext } from "./command";
import { exitError, exitOk, exitUsage } from "./zoneadmErrors";

/** `id`, and `id -u`, `-un`, `-g`, `-gn`. Everybody but root is in the group staff. */
export function id(context: CommandContext): number {
    const { user, host, args } = context;
    const uid = host.fileSystem.userId(user);
    const [gid, group] = uid === 0 ? [0, "root"] : [10, "staff"];
    const flags = args
        .filter((argument) => argument.startsWith("-"))
        .join("")
        .replaceAll("-", "");
    if (flags.includes("u")) {
        context.print(`${flags.includes("n") ? user : uid}\n`);
    } else if (flags.includes("g")) {
        context.print(`${flags.includes("n") ? group : gid}\n`);
    } else {
        context.print(`uid=${uid}(${user}) gid=${gid}(${group})\n`);
    }
    return exitOk;
}

/** `sleep seconds`, with fractions unless the host's is an older one; the message of that is from memory [U]. */
export async function sleep(context: CommandContext): Promise<number> {
    const [seconds = ""] = context.args;
    const known = context.host.spec.wholeSecondSleep === true ? /^\d+$/ : /^\d*\.?\d+$/;
    if (!known.test(seconds)) {
        context.printError("sleep: bad character in argument");
        return exitUsage;
    }
    await pause(Number(seconds) * 1000, context.killed);
    return exitOk;
}

/** `kill` as a program. */
export function kill(context: CommandContext): number {
    const complaints = killProcesses(context.args, context.host.processes, context.user);
    complaints.forEach((complaint) => {
        context.printError(`kill: ${complaint}`);
    });
    return complaints.length === 0 ? exitOk : exitError;
}

const columns: Record<string, { title: string; width: number; of: (process: ProcessLine) => string }> = {
    pid: { title: "  PID", width: 5, of: ({ pid }) => String(pid) },
    ppid: { title: " PPID", width: 5, of: ({ parent }) => String(parent) },
    user: { title: "    USER", width: 8, of: ({ user }) => user },
    args: { title: "COMMAND", width: 0, of: ({ args }) => args.join(" ").slice(0, longestArguments) },
    comm: { title: "COMMAND", width: 0, of: ({ args }) => args[0] ?? "" },
};

interface ProcessLine {
    pid: number;
    parent: number;
    user: string;
    args: readonly string[];
}

// psinfo keeps PRARGSZ characters of the arguments [A: proc(5)].
const longestArguments = 80;

/** `ps [-e] [-p pid,...] [-o column[=],...]`. */
export function ps(context: CommandContext): number {
    const { args, host } = context;
    const names: { name: string; title: boolean }[] = [];
    let pids: number[] | undefined;
    for (let at = 0; at < args.length; at += 1) {
        const value = args[at + 1] ?? "";
        if (args[at] === "-o") {
            names.push(
                ...value.split(",").map((name) => ({ name: name.replace(/=.*/, ""), title: !name.includes("=") })),
            );
            at += 1;
        } else if (args[at] === "-p") {
            pids = [...(pids ?? []), ...value.split(/[ ,]+/).map(Number)];
            at += 1;
        } else if (args[at] !== "-e" && args[at] !== "-A") {
            context.printError(`ps: illegal option -- ${args[at] ?? ""}`);
            return exitUsage;
        }
    }
    const unknown = names.find(({ name }) => !Object.hasOwn(columns, name));
    if (unknown !== undefined) {
        context.printError(`ps: unknown output format: -o ${unknown.name}`);
        return exitUsage;
    }
    const shown =
        names.length === 0
            ? [
                  { name: "pid", title: true },
                  { name: "args", title: true },
              ]
            : names;
    const found = host.processes.list().filter(({ pid }) => pids?.includes(pid) ?? true);
    if (shown.some(({ title }) => title)) {
        context.print(`${shown.map(({ name }) => columns[name]?.title ?? "").join(" ")}\n`);
    }
    found.forEach((process) => {
        const line = shown.map(({ name }) => columns[name]?.of(process).padStart(columns[name].width) ?? "").join(" ");
        context.print(`${line}\n`);
    });
    return found.length > 0 ? exitOk : exitError;
}
