import { readdirSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import * as path from "node:path";

import type { RunResult } from "../../engine/runResult";
import type { Fleet } from "../../solaris";
import type { Medium } from "./secretsSearch";

/** Everything that one operation showed. */
export function mediaOfRun(operation: string, result: RunResult): Medium[] {
    const { stdout, stderr, events, outputs } = result;
    return [
        { name: `standard output of ${operation}`, text: stdout },
        { name: `standard error of ${operation}`, text: stderr },
        { name: `events of ${operation}`, text: JSON.stringify(events) },
        { name: `stack outputs after ${operation}`, text: JSON.stringify(outputs) },
    ];
}

/** Every file below a directory, by its path in it. */
export async function mediaOfFiles(root: string): Promise<Medium[]> {
    const files = (await readdir(root, { recursive: true, withFileTypes: true })).filter((file) => file.isFile());
    return Promise.all(
        files.map(async ({ parentPath, name }) => {
            const file = path.join(parentPath, name);
            return { name: path.relative(root, file), text: await readFile(file, "utf8") };
        }),
    );
}

/** What the hosts' process lists have shown. */
export function mediaOfHosts(fleet: Fleet): Medium[] {
    return Object.values(fleet.hosts).map(({ name, commands, execs }) => ({
        name: `process list of ${name}`,
        text: [...execs, ...commands.flatMap(({ commandLine, argv }) => [commandLine, ...argv])].join("\n"),
    }));
}

// At level 9 the engine logs what it hands to a provider as its configuration, in clear, because dynamic providers tell
// it that they do not take secrets as such (pulumi-facts 1.8). [R]
const engineLogsConfigure = /Marshaling property for RPC\[Provider\[\w+\]\.Configure\(\)\.inputs\]: value=/;

// PULUMI_DEBUG_GRPC writes every call, in clear; these are the ones by which the engine hands the configuration on. [R]
const engineHandsOn =
    /"method":"\/pulumirpc\.(?:LanguageRuntime\/Run|ResourceProvider\/(?:CheckConfig|DiffConfig|Configure))"/;

/** Without the lines in which the engine itself tells the stack's configuration to who asks for its debug logs. */
export function withoutEnginesOwn(media: readonly Medium[]): Medium[] {
    return media.map(({ name, text }) => {
        const lines = text.split("\n").filter((line) => !engineLogsConfigure.test(line) && !engineHandsOn.test(line));
        return { name, text: lines.join("\n") };
    });
}

/** Collects what this process prints, in which the program runs. */
export class OwnOutput {
    private readonly chunks: string[] = [];
    private readonly spies = [
        ...(["stdout", "stderr"] as const).map((name) =>
            jest.spyOn(process[name], "write").mockImplementation((chunk) => this.take(chunk)),
        ),
        ...(["log", "info", "warn", "error", "debug", "trace"] as const).map((name) =>
            jest.spyOn(console, name).mockImplementation((...values: unknown[]) => void this.take(values.join(" "))),
        ),
    ];

    /** Prints as before. */
    stop(): Medium {
        this.spies.forEach((spy) => {
            spy.mockRestore();
        });
        return { name: "what the program's process printed", text: this.chunks.join("\n") };
    }

    private take(chunk: string | Uint8Array): true {
        this.chunks.push(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString());
        return true;
    }
}

/** Looks now and again at the arguments of every process of this machine, where the system shows them as files. */
export class CommandLines {
    private readonly seen = new Set<string>();
    private readonly timer = setInterval(() => {
        this.look();
    }, 100);

    stop(): Medium {
        clearInterval(this.timer);
        return { name: "process list of this machine", text: [...this.seen].join("\n") };
    }

    private look(): void {
        for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
            try {
                this.seen.add(readFileSync(`/proc/${name}/cmdline`, "utf8"));
            } catch (error) {
                // Ended between the listing and the reading.
                if (!["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) {
                    throw error;
                }
            }
        }
    }
}
