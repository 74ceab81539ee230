import { execFile, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";

import { type Deployment, readDeployment, resourceNamed, type ResourceState } from "../../engine/checkpoint";
import { type Engine, repositoryRoot } from "../../engine/engine";
import { cliEnvironment } from "../../engine/environment";
import { provideEngine } from "../../engine/findEngine";
import { handedOver } from "../../engine/handOver";
import type { Fleet } from "../../solaris";

/** How a project has the package: as a link to this repository, or as a copy of what would be published. */
export type Installation = "linked" | "packed";

/** A program below `test/e2e/programs`, and how Node runs it. */
export interface ChildProgram {
    /** Its directory. */
    readonly name: string;
    readonly file: string;
    /** Arguments of Node before the file. */
    readonly nodeArguments: readonly string[];
}

/** What `drive.cjs` tells of one step. */
export interface StepResult {
    readonly ok: boolean;
    readonly text: string;
    readonly diagnostics: { urn?: string; severity: string; message: string; ephemeral?: boolean }[];
}

/** A run of a program that has been started. */
export interface ChildRun {
    readonly pid: number;
    readonly ended: Promise<{ exitCode: number | null; output: string; steps: Record<string, StepResult> }>;
}

const run = promisify(execFile);

/**
 * A directory with the programs in it and `pulumi-solaris` in its `node_modules`; every other package is a link to the
 * repository's own.
 */
export class ProgramProject {
    private constructor(
        private readonly root: string,
        private readonly engine: Engine,
    ) {}

    static async create(installation: Installation): Promise<ProgramProject> {
        const engine = handedOver() ?? (await provideEngine());
        const root = await mkdtemp(path.join(tmpdir(), `pulumi-solaris-${installation}-`));
        try {
            await cp(path.join(repositoryRoot, "test/e2e/programs"), root, { recursive: true });
            await linkDependencies(path.join(root, "node_modules"));
            if (installation === "linked") {
                await symlink(repositoryRoot, path.join(root, "node_modules/pulumi-solaris"));
            } else {
                await unpackInto(root);
            }
            return new ProgramProject(root, engine);
        } catch (error) {
            await rm(root, { recursive: true, force: true });
            throw error;
        }
    }

    /** Starts a program in a process of its own, in its directory, with a backend of its own. */
    async start(
        program: ChildProgram,
        zone: string,
        fleet: Fleet,
        environment: Readonly<Record<string, string>> = {},
    ): Promise<ChildRun> {
        const own = path.join(this.root, "stacks", zone);
        const directories = {
            home: path.join(own, "home"),
            state: path.join(own, "state"),
            work: path.join(own, "work"),
            temporary: path.join(own, "tmp"),
        };
        await Promise.all(Object.values(directories).map((directory) => mkdir(directory, { recursive: true })));
        const child = spawn(process.execPath, [...program.nodeArguments, program.file], {
            cwd: path.join(this.root, program.name),
            env: {
                ...cliEnvironment(this.engine, directories, environment),
                ZONE: zone,
                HOSTS: JSON.stringify(fleet.inventory()),
            },
            stdio: ["ignore", "pipe", "pipe"],
        });
        let output = "";
        for (const stream of [child.stdout, child.stderr]) {
            stream.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
        }
        const ended = new Promise<Awaited<ChildRun["ended"]>>((resolve, reject) => {
            child.once("error", reject);
            child.once("close", (exitCode) => {
                const line = /^RESULTS (.*)$/m.exec(output)?.[1] ?? "{}";
                resolve({ exitCode, output, steps: JSON.parse(line) as Record<string, StepResult> });
            });
        });
        return { pid: child.pid ?? -1, ended };
    }

    /** The text of the stored state of a zone's stack. */
    stateText(zone: string): Promise<string> {
        return readFile(this.checkpointFile(zone), "utf8");
    }

    async stored(zone: string): Promise<{ deployment: Deployment; resource: ResourceState | undefined }> {
        const deployment = await readDeployment(this.checkpointFile(zone));
        return { deployment, resource: resourceNamed(deployment, zone) };
    }

    get directory(): string {
        return this.root;
    }

    async remove(): Promise<void> {
        await rm(this.root, { recursive: true, force: true });
    }

    private checkpointFile(zone: string): string {
        return path.join(this.root, "stacks", zone, "state/.pulumi/stacks/programs", `${zone}.json`);
    }
}

async function linkDependencies(modules: string): Promise<void> {
    await mkdir(modules);
    const from = path.join(repositoryRoot, "node_modules");
    const names = (await readdir(from)).filter((name) => name !== "pulumi-solaris" && !name.startsWith("."));
    await Promise.all(names.map((name) => symlink(path.join(from, name), path.join(modules, name))));
}

/** What `npm install` of the published package would put there. */
async function unpackInto(root: string): Promise<void> {
    // The package is built already, and building it again would disturb other tests.
    const { stdout } = await run("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", root], {
        cwd: repositoryRoot,
    });
    const [packed] = JSON.parse(stdout) as { filename: string }[];
    if (packed === undefined) {
        throw new Error(`npm pack made nothing:\n${stdout}`);
    }
    await run("tar", ["-xzf", path.join(root, packed.filename), "-C", path.join(root, "node_modules")]);
    const modules = path.join(root, "node_modules");
    await cp(path.join(modules, "package"), path.join(modules, "pulumi-solaris"), { recursive: true });
    await rm(path.join(modules, "package"), { recursive: true });
}
