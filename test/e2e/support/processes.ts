import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";

interface ProcessEntry {
    readonly pid: number;
    readonly parent: number;
    readonly commandLine: string;
}

/**
 * The process in which the engine runs the dynamic providers of an operation.
 *
 * @param cli The process id of the `pulumi` CLI.
 * @throws Error where the CLI has none, or more than one.
 */
export async function providerProcess(cli: number): Promise<number> {
    return await descendantLike(cli, /dynamic-provider/);
}

/**
 * The CLI that a program has started for an operation.
 *
 * @param program The process id of the program.
 * @param verb Such as `preview`.
 */
export async function cliProcess(program: number, verb: string): Promise<number> {
    return await descendantLike(program, new RegExp(`pulumi .*\\b${verb}\\b.*--exec-kind`));
}

async function descendantLike(ancestor: number, commandLine: RegExp): Promise<number> {
    const all = descendants(ancestor, await listProcesses());
    const found = all.filter((entry) => commandLine.test(entry.commandLine));
    // A launcher that does not `exec` stands in between; what is meant is the last of the line.
    const leaves = found.filter(({ pid }) => !found.some(({ parent }) => parent === pid));
    const [process] = leaves;
    if (process === undefined || leaves.length > 1) {
        const seen = all.map((entry) => `${entry.pid} ${entry.commandLine}`);
        throw new Error(
            `process ${ancestor} has ${leaves.length} descendants like ${commandLine}:\n${seen.join("\n")}`,
        );
    }
    return process.pid;
}

function descendants(ancestor: number, all: readonly ProcessEntry[]): ProcessEntry[] {
    const children = all.filter(({ parent }) => parent === ancestor);
    return children.flatMap((child) => [child, ...descendants(child.pid, all)]);
}

async function listProcesses(): Promise<ProcessEntry[]> {
    // Small Linux images have no ps.
    return process.platform === "linux" ? await readProc() : await askPs();
}

async function readProc(): Promise<ProcessEntry[]> {
    const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
    const entries = await Promise.all(
        pids.map(async (pid): Promise<ProcessEntry[]> => {
            try {
                const [stat, commandLine] = await Promise.all([
                    readFile(`/proc/${pid}/stat`, "utf8"),
                    readFile(`/proc/${pid}/cmdline`, "utf8"),
                ]);
                // The second field is the name in parentheses, which may hold anything.
                const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
                return [{ pid, parent: Number(fields[1]), commandLine: commandLine.replaceAll("\0", " ") }];
            } catch {
                // Ended between the listing and the reading.
                return [];
            }
        }),
    );
    return entries.flat();
}

async function askPs(): Promise<ProcessEntry[]> {
    const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,args="]);
    return stdout.split("\n").flatMap((line) => {
        const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
        return match === null ? [] : [{ pid: Number(match[1]), parent: Number(match[2]), commandLine: match[3] ?? "" }];
    });
}
