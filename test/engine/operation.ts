import type { EngineEvent } from "@pulumi/pulumi/automation";

import { plainText } from "./plainText";
import { withProgramErrors } from "./programErrors";
import { asOperation, CliFailed, type CliProcess, type CliResult } from "./pulumiCommand";
import { type Diagnostic, diagnosticIn, type RunResult, runResult } from "./runResult";

/** The engine's operations. */
export type Verb = "preview" | "up" | "refresh" | "destroy";

/** Options of one operation. */
export interface RunOptions {
    /** `--refresh`: look at the real resources first. */
    refresh?: boolean;
    /** `--diff`: show the whole difference instead of rows. */
    diff?: boolean;
    /** `--json`, for preview: standard output is then one JSON document. */
    json?: boolean;
    /** Leave out the operation's own preview (default: false for up, as people run it; true for refresh and destroy). */
    skipPreview?: boolean;
    /** `--target`, one for each URN. */
    target?: readonly string[];
    /** `--parallel`: how many resources at once (default: the stack's). */
    parallel?: number;
    /** More arguments for the CLI. */
    args?: readonly string[];
    /** After so many milliseconds the operation is interrupted, then killed, and its result rejects (default 120 s). */
    timeoutMs?: number;
    /** Called for each message as it comes, ephemeral ones too. */
    onDiagnostic?: (diagnostic: Diagnostic) => void;
}

/** An operation that is under way. */
export interface RunningOperation {
    /** The process id of the CLI. */
    pid: number;
    /** Resolves at the end of the operation, whether it succeeded or not. */
    result: Promise<RunResult>;
    /** What Ctrl-C does: SIGINT to the CLI. Twice makes the engine give up. */
    interrupt(): void;
    /** Ends the operation somehow: interrupts it, again after a second, and kills the CLI after ten. Never rejects. */
    stop(): Promise<void>;
    /** Calls back for each message from now on. */
    onDiagnostic(callback: (diagnostic: Diagnostic) => void): void;
    /**
     * The first text that matches, past or to come: a message, or a line of the CLI's own such as "^C received".
     *
     * @param timeoutMs default 30 s.
     * @throws Error where the operation ends or the time is up without one.
     */
    waitFor(pattern: RegExp, timeoutMs?: number): Promise<string>;
}

/** How the stack carries out an operation. */
export interface OperationHost {
    verb: Verb;
    options: RunOptions;
    defaultParallel: number | undefined;
    /** Calls the Automation API. */
    call(onEvent: (event: EngineEvent) => void): Promise<unknown>;
    /** The stack's outputs as stored. */
    outputs(): Promise<Record<string, unknown>>;
}

const DEFAULT_TIMEOUT_MS = 120_000;
const SECOND_INTERRUPT_MS = 5_000;
const KILL_MS = 15_000;

/** Starts an operation; resolves as soon as the CLI has a process. */
export async function startOperation(host: OperationHost): Promise<RunningOperation> {
    const operation = new Operation(host);
    await operation.spawned();
    return operation;
}

class Operation implements RunningOperation {
    readonly result: Promise<RunResult>;
    private readonly events: EngineEvent[] = [];
    private readonly listeners = new Set<(event: EngineEvent) => void>();
    private readonly onSpawn: Promise<CliProcess>;
    private process: CliProcess | undefined;

    constructor(private readonly host: OperationHost) {
        if (host.options.onDiagnostic !== undefined) {
            this.onDiagnostic(host.options.onDiagnostic);
        }
        let announce: (process: CliProcess) => void = () => undefined;
        this.onSpawn = new Promise((resolve) => (announce = resolve));
        this.result = this.run((process) => {
            this.process = process;
            announce(process);
        });
        // A rejection is for whoever awaits the result; it must not end the test process before that.
        this.result.catch(() => undefined);
    }

    get pid(): number {
        return this.cli().pid;
    }

    async spawned(): Promise<void> {
        await Promise.race([this.onSpawn, this.result]);
    }

    interrupt(): void {
        this.cli().signal("SIGINT");
    }

    async stop(): Promise<void> {
        // Signals do not queue: two at once would count as one.
        const signals = ["SIGINT", "SIGINT", "SIGKILL"] as const;
        const delays = [0, 1_000, 10_000];
        const timers = signals.map((signal, index) => setTimeout(() => this.cli().signal(signal), delays[index]));
        await this.result.catch(() => undefined);
        timers.forEach(clearTimeout);
    }

    onDiagnostic(callback: (diagnostic: Diagnostic) => void): void {
        this.listeners.add((event) => {
            const diagnostic = diagnosticIn(event);
            if (diagnostic !== undefined) {
                callback(diagnostic);
            }
        });
    }

    async waitFor(pattern: RegExp, timeoutMs = 30_000): Promise<string> {
        const seen = this.events.map(saidBy).find((text) => text !== undefined && pattern.test(text));
        if (seen !== undefined) {
            return seen;
        }
        let listener: (event: EngineEvent) => void = () => undefined;
        let timer: NodeJS.Timeout | undefined;
        const coming = new Promise<string>((resolve) => {
            listener = (event) => {
                const text = saidBy(event);
                if (text !== undefined && pattern.test(text)) {
                    resolve(text);
                }
            };
            this.listeners.add(listener);
        });
        const over = this.result.then((result) => {
            throw new Error(
                `${this.host.verb} ended without a message like ${pattern}:\n${result.stdout}${result.stderr}`,
            );
        });
        const late = new Promise<never>((_, reject) => {
            timer = setTimeout(() => reject(new Error(`no message like ${pattern} in ${timeoutMs} ms`)), timeoutMs);
        });
        try {
            return await Promise.race([coming, over, late]);
        } finally {
            clearTimeout(timer);
            this.listeners.delete(listener);
        }
    }

    private async run(onSpawn: (process: CliProcess) => void): Promise<RunResult> {
        const started = Date.now();
        const { timeoutMs = DEFAULT_TIMEOUT_MS } = this.host.options;
        const timers: NodeJS.Timeout[] = [];
        const seen: { ended?: Promise<CliResult>; late: boolean } = { late: false };
        const context = {
            adaptArgs: (args: readonly string[]) => adaptArgs(args, this.host),
            onSpawn: (process: CliProcess) => {
                seen.ended = process.ended;
                const at = (delay: number, signal: NodeJS.Signals): void => {
                    timers.push(setTimeout(() => process.signal(signal), delay));
                };
                timers.push(setTimeout(() => (seen.late = true), timeoutMs));
                at(timeoutMs, "SIGINT");
                at(timeoutMs + SECOND_INTERRUPT_MS, "SIGINT");
                at(timeoutMs + KILL_MS, "SIGKILL");
                onSpawn(process);
            },
        };
        try {
            await withProgramErrors(() => asOperation(context, () => this.host.call((event) => this.record(event))));
        } catch (error) {
            // A failed operation is a result; the CLI's output is taken below.
            if (!(error instanceof CliFailed)) {
                throw error;
            }
        } finally {
            timers.forEach(clearTimeout);
        }
        if (seen.ended === undefined) {
            throw new Error(`the Automation API did not start the CLI for ${this.host.verb}`);
        }
        const cli = await seen.ended;
        if (seen.late) {
            const text = `${cli.stdout}${cli.stderr}`;
            throw new Error(`${this.host.verb} did not end within ${Math.round(timeoutMs / 1000)} s:\n${text}`);
        }
        return runResult(cli, this.events, await this.host.outputs(), Date.now() - started);
    }

    private record(event: EngineEvent): void {
        this.events.push(event);
        for (const listener of this.listeners) {
            listener(event);
        }
    }

    private cli(): CliProcess {
        if (this.process === undefined) {
            throw new Error(`${this.host.verb} has no process yet`);
        }
        return this.process;
    }
}

function adaptArgs(args: readonly string[], { verb, options, defaultParallel }: OperationHost): string[] {
    const { skipPreview = verb === "refresh" || verb === "destroy" } = options;
    const parallel = options.parallel ?? defaultParallel;
    return [
        // The Automation API always asks for it.
        ...args.filter((arg) => skipPreview || arg !== "--skip-preview"),
        "--color=never",
        ...(options.refresh === true ? ["--refresh"] : []),
        ...(options.diff === true ? ["--diff"] : []),
        ...(options.json === true ? ["--json"] : []),
        ...(parallel === undefined ? [] : [`--parallel=${parallel}`]),
        ...(options.target ?? []).map((urn) => `--target=${urn}`),
        ...(options.args ?? []),
    ];
}

/** What an event says to people, or undefined. */
function saidBy(event: EngineEvent): string | undefined {
    return diagnosticIn(event)?.message ?? (event.stdoutEvent && plainText(event.stdoutEvent.message));
}
