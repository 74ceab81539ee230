import { AsyncLocalStorage } from "node:async_hooks";
import { spawn } from "node:child_process";

import { PulumiCommand } from "@pulumi/pulumi/automation";

/** How one run of the CLI ended. */
export interface CliResult {
    exitCode: number;
    stdout: string;
    stderr: string;
}

/** A run of the CLI that was started and has a process. */
export interface CliProcess {
    pid: number;
    signal(name: NodeJS.Signals): void;
    ended: Promise<CliResult>;
}

/** What an operation changes in the CLI run that the Automation API makes for it. */
export interface OperationContext {
    adaptArgs(args: readonly string[]): string[];
    onSpawn(process: CliProcess): void;
}

/** An operation's CLI run ended with an exit code other than 0; its output has been recorded by then. */
export class CliFailed extends Error {
    override readonly name = "CliFailed";

    constructor(
        args: readonly string[],
        readonly result: CliResult,
    ) {
        super(`pulumi ${args.join(" ")}: exit code ${result.exitCode}\n${result.stdout}${result.stderr}`);
    }
}

interface CommandOutput {
    stdout: string;
    stderr: string;
    code: number;
}

const operations = new AsyncLocalStorage<OperationContext>();

/** Runs `work`, a call of the Automation API, with its CLI run adapted and watched by `context`. */
export function asOperation<T>(context: OperationContext, work: () => Promise<T>): Promise<T> {
    return operations.run(context, work);
}

/**
 * A command object for the Automation API that starts the CLI in exactly the given environment, so that nothing of the
 * user's own Pulumi setup gets in, and that lets an operation see its process.
 */
export function pulumiCommand(command: string, version: string, environment: NodeJS.ProcessEnv): PulumiCommand {
    const run = async (args: string[], cwd: string, env: Record<string, string>): Promise<CommandOutput> => {
        const skipped = afterthought(args);
        if (skipped !== undefined) {
            return { stdout: skipped, stderr: "", code: 0 };
        }
        const context = args.includes("--exec-kind") ? operations.getStore() : undefined;
        // In front: what stands behind a "--" is no flag any more.
        const adapted = ["--non-interactive", ...(context?.adaptArgs(args) ?? args)];
        const process = startCli(command, adapted, cwd, {
            ...environment,
            ...env,
            PULUMI_AUTOMATION_API: "true",
        });
        context?.onSpawn(process);
        const result = await process.ended;
        if (result.exitCode !== 0) {
            throw new CliFailed(adapted, result);
        }
        return { stdout: result.stdout, stderr: result.stderr, code: 0 };
    };
    // The constructor is private, and the static factory would run `pulumi version` once more. `run` is what workspaces
    // call; of the version the API only ever uses the text.
    const instance = Object.create(PulumiCommand.prototype) as PulumiCommand;
    return Object.assign(instance, { command, version: { toString: () => version }, run });
}

/**
 * After each operation the API asks the CLI three times for outputs and history (0.45 s); both are at hand in the
 * events and the checkpoint, so that these get an empty answer instead of a process.
 */
function afterthought(args: readonly string[]): string | undefined {
    if (args[0] !== "stack") {
        return undefined;
    }
    return args[1] === "output" ? "{}" : args[1] === "history" ? "[]" : undefined;
}

/** Starts the CLI, and collects its output until it ends. */
export function startCli(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): CliProcess {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
        child[name].setEncoding("utf8").on("data", (chunk: string) => {
            output[name] += chunk;
        });
    }
    const ended = new Promise<CliResult>((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code, signal) => {
            resolve({
                ...output,
                exitCode: code ?? -1,
                ...(signal === null ? {} : { stderr: `${output.stderr}${signal}\n` }),
            });
        });
    });
    return { pid: child.pid ?? -1, signal: (name) => void child.kill(name), ended };
}
