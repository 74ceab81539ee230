import { readFileSync } from "node:fs";

/** Whether a process is still there. One that has ended counts no more, though nobody may ever ask how it did. */
export function isAlive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return process.platform !== "linux" || !isZombie(readFileSync(`/proc/${pid}/stat`, "utf8"));
    } catch {
        return false;
    }
}

/** The state stands behind the process's name, which is in parentheses and may hold anything. */
function isZombie(stat: string): boolean {
    return stat.slice(stat.lastIndexOf(")") + 2).startsWith("Z");
}
