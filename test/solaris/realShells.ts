import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a script printed, and how it ended. */
export interface ScriptOutcome {
    status: number | null;
    stdout: string;
}

/** The POSIX shells of this machine, by name. */
export function realShells(): string[] {
    return ["dash", "bash", "ksh"].filter((name) => spawnSync(name, ["-c", "exit 0"]).status === 0);
}

/** Runs `shell -s args` with a script on standard input, in an empty directory that is removed afterwards. */
export async function runReally(shell: string, script: string, args: readonly string[]): Promise<ScriptOutcome> {
    const directory = mkdtempSync(join(tmpdir(), "solaris-shell-"));
    try {
        return await new Promise((resolve, reject) => {
            const child = spawn(shell, ["-s", ...args], {
                cwd: directory,
                env: { PATH: "/usr/bin:/bin", LC_ALL: "C" },
                stdio: ["pipe", "pipe", "ignore"],
            });
            let stdout = "";
            child.stdout.on("data", (chunk: Buffer) => {
                stdout += chunk.toString("utf8");
            });
            child.on("error", reject);
            child.on("close", (status) => {
                resolve({ status, stdout });
            });
            child.stdin.end(script);
        });
    } finally {
        rmSync(directory, { recursive: true, force: true });
    }
}
