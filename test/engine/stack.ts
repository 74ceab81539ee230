import { rmSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { type EngineEvent, LocalWorkspace, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";

import { type Deployment, readDeployment, resourceNamed, type ResourceState, stackOutputs } from "./checkpoint";
import { type Engine, repositoryRoot } from "./engine";
import { cliEnvironment, type StackDirectories } from "./environment";
import { provideEngine } from "./findEngine";
import { handedOver } from "./handOver";
import { type RunningOperation, type RunOptions, startOperation, type Verb } from "./operation";
import { type CliResult, pulumiCommand, startCli } from "./pulumiCommand";
import type { RunResult } from "./runResult";

// A process that ends before its stacks are removed, as after an interrupt, leaves no files behind either.
const roots = new Set<string>();
process.on("exit", () => roots.forEach((root) => rmSync(root, { recursive: true, force: true })));

/** A configuration value: a plain text, or one that is stored encrypted. */
export type ConfigInput = string | { value: string; secret?: boolean };

/** Options of {@link createStack}. */
export interface StackOptions {
    /** The program, run in this process by the Automation API. */
    program: PulumiFn;
    /** Configuration by full key, such as `solaris:hosts`; structured values as JSON text. */
    config?: Readonly<Record<string, ConfigInput>>;
    /** The project's name (default `test`). */
    project?: string;
    /** The stack's name (default `dev`). */
    stack?: string;
    /** The directory the provider process runs in, from which it resolves packages (default: the repository root). */
    cwd?: string;
    /** More environment variables for the CLI and the provider process; the program sees this process's own. */
    env?: Readonly<Record<string, string>>;
    /** `--parallel` of each operation (default: the engine's, four times the number of CPUs). */
    parallel?: number;
    /** The CLI (default: the one that jest's global setup provided, else {@link provideEngine}). */
    engine?: Engine;
}

/**
 * A stack of its own on the real engine: temporary backend, home and workspace, so that any number of stacks can be used
 * at once, in one process or several. Operations return what happened and do not throw because they failed.
 */
export class TestStack {
    private constructor(
        private readonly root: string,
        private readonly options: StackOptions,
        private readonly engine: Engine,
        private readonly directories: StackDirectories,
        private readonly environment: NodeJS.ProcessEnv,
        private readonly stack: Stack,
        private program: PulumiFn,
    ) {}

    private readonly starting = new Set<Promise<RunningOperation>>();
    private readonly running = new Set<RunningOperation>();
    private removed = false;

    /** @internal Use {@link createStack}. */
    static async create(options: StackOptions): Promise<TestStack> {
        const engine = options.engine ?? handedOver() ?? (await provideEngine());
        const root = await mkdtemp(path.join(tmpdir(), "pulumi-solaris-stack-"));
        roots.add(root);
        try {
            const directories: StackDirectories = {
                home: path.join(root, "home"),
                state: path.join(root, "state"),
                work: path.join(root, "work"),
                temporary: path.join(root, "tmp"),
            };
            await Promise.all(Object.values(directories).map((directory: string) => mkdir(directory)));
            const environment = cliEnvironment(engine, directories, options.env ?? {});
            const stack = await initStack(options, engine, directories, environment);
            return new TestStack(root, options, engine, directories, environment, stack, options.program);
        } catch (error) {
            await rm(root, { recursive: true, force: true });
            throw error;
        }
    }

    /** The file in which the backend keeps the stack's state; its size is the state's size. */
    get checkpointFile(): string {
        const { project = DEFAULT_PROJECT } = this.options;
        return path.join(this.directories.state, ".pulumi", "stacks", project, `${this.stack.name}.json`);
    }

    preview(options?: RunOptions): Promise<RunResult> {
        return this.run("preview", options);
    }

    /** `pulumi up`, with its preview unless `skipPreview` is set. */
    up(options?: RunOptions): Promise<RunResult> {
        return this.run("up", options);
    }

    refresh(options?: RunOptions): Promise<RunResult> {
        return this.run("refresh", options);
    }

    destroy(options?: RunOptions): Promise<RunResult> {
        return this.run("destroy", options);
    }

    /** Starts an operation that is to be interrupted or watched. */
    async start(verb: Verb, options: RunOptions = {}): Promise<RunningOperation> {
        this.mustExist();
        const starting = startOperation({
            verb,
            options,
            defaultParallel: this.options.parallel,
            call: (onEvent) => this.call(verb, onEvent),
            outputs: async () => stackOutputs(await this.exportState()),
        });
        this.starting.add(starting);
        const running = await starting.finally(() => this.starting.delete(starting));
        this.running.add(running);
        const forget = (): void => void this.running.delete(running);
        running.result.then(forget, forget);
        return running;
    }

    /** Sets a configuration value for the following operations. */
    async setConfig(key: string, value: string, secret = false): Promise<void> {
        this.mustExist();
        await this.stack.setConfig(key, { value, secret });
    }

    /** Replaces the program for the following operations. */
    setProgram(program: PulumiFn): void {
        this.program = program;
    }

    /** What the engine has stored of the stack. */
    exportState(): Promise<Deployment> {
        return readDeployment(this.checkpointFile);
    }

    /** The stored state of the resource with that name, or undefined. */
    async resourceState(name: string): Promise<ResourceState | undefined> {
        return resourceNamed(await this.exportState(), name);
    }

    /** Runs any other command of the CLI on the stack, such as `stack export`; never throws because it failed. */
    async cli(...args: string[]): Promise<CliResult> {
        this.mustExist();
        const stack = ["--stack", this.stack.name, "--color=never", "--non-interactive"];
        return await startCli(this.engine.command, [...args, ...stack], this.directories.work, this.environment).ended;
    }

    /** Stops what still runs, and removes every file of the stack. Resources are not destroyed. */
    async remove(): Promise<void> {
        this.removed = true;
        const started = await Promise.allSettled(this.starting);
        const late = started.flatMap((start) => (start.status === "fulfilled" ? [start.value] : []));
        await Promise.all([...this.running, ...late].map((running) => running.stop()));
        await rm(this.root, { recursive: true, force: true });
        roots.delete(this.root);
    }

    /** What goes on after an interrupt must not make the files anew that were removed. */
    private mustExist(): void {
        if (this.removed) {
            throw new Error(`the stack ${this.stack.name} is removed`);
        }
    }

    private async run(verb: Verb, options?: RunOptions): Promise<RunResult> {
        return await (
            await this.start(verb, options)
        ).result;
    }

    private async call(verb: Verb, onEvent: (event: EngineEvent) => void): Promise<void> {
        // Refresh and destroy have no option for it.
        this.stack.workspace.program = this.program;
        await this.stack[verb]({ onEvent });
    }
}

/** Makes a stack; {@link TestStack.remove} it at the end. */
export function createStack(options: StackOptions): Promise<TestStack> {
    return TestStack.create(options);
}

const DEFAULT_PROJECT = "test";
const DEFAULT_STACK = "dev";

async function initStack(
    options: StackOptions,
    engine: Engine,
    directories: StackDirectories,
    environment: NodeJS.ProcessEnv,
): Promise<Stack> {
    const { project = DEFAULT_PROJECT, stack: name = DEFAULT_STACK, cwd = repositoryRoot, program } = options;
    const entries = Object.entries(options.config ?? {});
    const plain = entries.flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : []));
    const stack = await LocalWorkspace.createStack(
        { stackName: name, projectName: project, program },
        {
            workDir: directories.work,
            pulumiHome: directories.home,
            pulumiCommand: pulumiCommand(engine.command, engine.version, environment),
            // The engine starts providers in `main`.
            projectSettings: { name: project, runtime: "nodejs", main: cwd },
            // Written to the stack's file at once; the CLI is needed only to encrypt.
            stackSettings: { [name]: { config: Object.fromEntries(plain) as Record<string, string> } },
        },
    );
    const others = entries.flatMap(([key, value]) => (typeof value === "string" ? [] : [[key, value] as const]));
    if (others.length > 0) {
        await stack.setAllConfig(Object.fromEntries(others));
    }
    return stack;
}
