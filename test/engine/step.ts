import { spawn } from "node:child_process";

import type { Ticker } from "./progress";

/** A command that must end within a bounded time. */
export interface Step {
    command: string;
    args: readonly string[];
    cwd?: string;
    env: NodeJS.ProcessEnv;
    /** After this many milliseconds the command and everything it started is killed. */
    timeoutMs: number;
    ticker?: Ticker;
}

/** A step that could not be started, failed or took too long; the message ends with the last lines it printed. */
export class StepError extends Error {
    override readonly name = "StepError";
}

const KEPT_LINES = 12;
const LONGEST_ENDING_MS = 5_000;

/**
 * Runs a step to its end and returns what it wrote to its standard output.
 *
 * The command gets a process group of its own, which is killed if the time is up or this process ends.
 *
 * @throws StepError
 */
export async function runStep(step: Step): Promise<string> {
    const child = spawn(step.command, step.args, {
        cwd: step.cwd,
        env: step.env,
        detached: true,
        stdio: ["ignore", "pipe", "pipe"],
    });
    const killGroup = (): void => {
        if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
            process.kill(-child.pid, "SIGKILL");
        }
    };
    process.once("exit", killGroup);
    const lines: string[] = [];
    let stdout = "";
    const listen = (chunk: string): void => {
        // curl and git redraw a line with carriage returns.
        for (const line of chunk.split(/[\r\n]+/).map((text) => text.trim())) {
            if (line !== "") {
                lines.push(line);
                step.ticker?.detail(line);
            }
        }
        lines.splice(0, lines.length - KEPT_LINES);
    };
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
        stdout += chunk;
        listen(chunk);
    });
    child.stderr.setEncoding("utf8").on("data", listen);

    const deadline = AbortSignal.timeout(step.timeoutMs);
    deadline.addEventListener("abort", killGroup);
    try {
        const how = await ending(child);
        if (how === undefined) {
            return stdout;
        }
        const reason = deadline.aborted ? `took longer than ${step.timeoutMs / 1000} s` : how;
        throw new StepError([`${[step.command, ...step.args].join(" ")}: ${reason}`, ...lines].join("\n    "));
    } finally {
        deadline.removeEventListener("abort", killGroup);
        process.off("exit", killGroup);
    }
}

/** What went wrong, or undefined where the command ended with 0. */
function ending(child: ReturnType<typeof spawn>): Promise<string | undefined> {
    return new Promise((resolve) => {
        child.once("error", (error) => resolve(error.message));
        const settle = (code: number | null, signal: NodeJS.Signals | null): void =>
            resolve(code === 0 ? undefined : signal === null ? `exit code ${code ?? -1}` : `ended by ${signal}`);
        child.once("close", settle);
        child.once("exit", (code, signal) => {
            // A grandchild that keeps the pipes open must not keep us.
            setTimeout(() => settle(code, signal), LONGEST_ENDING_MS).unref();
        });
    });
}
