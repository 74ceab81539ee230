import { fork } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { WorkerJob, WorkerReport } from "./workerJob";

const preload = pathToFileURL(join(__dirname, "planted/preload.ts")).href;

/** How this process reads TypeScript, or, in a test runner that does so by itself, how tsx does. */
function loader(): string[] {
    return process.execArgv.some((argument) => argument.includes("tsx")) ? process.execArgv : ["--import", "tsx"];
}

/**
 * Runs programs in a process of its own: a test runner's module registry makes them take twice as long.
 *
 * @param planted A defect of the provider to be planted there, by its name.
 * @throws Error where that process ends without a report, with what it has written on standard error.
 */
export function runWorker(job: WorkerJob, planted?: string): Promise<WorkerReport> {
    return new Promise((resolve, reject) => {
        const child = fork(join(__dirname, "worker.ts"), {
            stdio: ["ignore", "ignore", "pipe", "ipc"],
            execArgv: [...loader(), ...(planted === undefined ? [] : ["--import", preload])],
            env: planted === undefined ? process.env : { ...process.env, MODEL_PLANTED: planted },
        });
        const errors: string[] = [];
        let report: WorkerReport | undefined;
        child.stderr?.on("data", (chunk: Buffer) => {
            errors.push(chunk.toString("utf8"));
        });
        child.on("message", (message: unknown) => {
            report = message as WorkerReport;
        });
        child.on("error", reject);
        child.on("close", (code) => {
            if (report === undefined) {
                reject(new Error(`the worker ended with ${code ?? "a signal"}:\n${errors.join("")}`));
            } else {
                resolve(report);
            }
        });
        child.send(job);
    });
}
