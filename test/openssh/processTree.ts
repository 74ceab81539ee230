import { readdirSync, readFileSync } from "node:fs";

/** The processes that descend from one, itself not among them; empty where it is gone. */
export function descendants(pid: number): number[] {
    const children = childrenByParent();
    const found = [...(children.get(pid) ?? [])];
    // The list grows while it is gone through.
    for (const child of found) {
        found.push(...(children.get(child) ?? []));
    }
    return found;
}

/** The processes that have a setting such as `NAME=value` in their environment, as far as they may be looked at. */
export function processesWith(setting: string): number[] {
    return processIds().filter((pid) => readProcess(pid, "environ")?.split("\0").includes(setting) === true);
}

/**
 * Ends processes and all that they start meanwhile, which would otherwise go on as orphans.
 *
 * @param find Finds them, again and again until there is no new one.
 */
export function killAll(find: () => readonly number[]): void {
    const stopped = new Set<number>();
    // A process that is stopped starts no other, so in the end nothing new is found.
    for (let found = find(); found.length > 0; found = find().filter((pid) => !stopped.has(pid))) {
        for (const pid of found) {
            signal(pid, "SIGSTOP");
            stopped.add(pid);
        }
    }
    stopped.forEach((pid) => signal(pid, "SIGKILL"));
}

function childrenByParent(): Map<number, number[]> {
    const children = new Map<number, number[]>();
    for (const pid of processIds()) {
        const text = readProcess(pid, "stat") ?? "";
        // The name of the program, in parentheses before these fields, can hold anything.
        const [state = "Z", parent] = text.slice(text.lastIndexOf(")") + 2).split(" ");
        if (text !== "" && state !== "Z") {
            children.set(Number(parent), [...(children.get(Number(parent)) ?? []), pid]);
        }
    }
    return children;
}

function processIds(): number[] {
    return readdirSync("/proc").map(Number).filter(Number.isInteger);
}

/** What the system tells of a process; undefined where it has ended, or is none of ours. */
function readProcess(pid: number, file: "stat" | "environ"): string | undefined {
    try {
        return readFileSync(`/proc/${pid}/${file}`, "utf8");
    } catch (error) {
        if (["ENOENT", "ESRCH", "EACCES", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) {
            return undefined;
        }
        throw error;
    }
}

function signal(pid: number, name: NodeJS.Signals): void {
    try {
        process.kill(pid, name);
    } catch (error) {
        // It has ended by itself.
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") {
            throw error;
        }
    }
}
