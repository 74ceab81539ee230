import { execFile } from "node:child_process";
import { performance } from "node:perf_hooks";
import { promisify } from "node:util";
import { repositoryRoot } from "../engine/engine";
import { type Figure, median } from "./figure";

/** A script that loads something, and one that loads only what is there anyway. */
interface Comparison {
    readonly name: string;
    readonly script: string;
    readonly baseline: string;
}

const provider = 'require("pulumi-solaris/provider")';
const program = 'require("pulumi-solaris")';
const sdk = 'require("@pulumi/pulumi")';

const comparisons: readonly Comparison[] = [
    { name: "the provider alone, over an empty Node process", script: provider, baseline: "0" },
    {
        name: "the provider, over @pulumi/pulumi, which its process has loaded",
        script: `${sdk};${provider}`,
        baseline: sdk,
    },
    { name: "a program's import of pulumi-solaris, over @pulumi/pulumi", script: program, baseline: sdk },
];

/** Measures what loading the built package adds to the start of a process, in milliseconds. */
export async function measureImports(repetitions: number): Promise<Figure[]> {
    const scripts = [...new Set(comparisons.flatMap(({ script, baseline }) => [script, baseline]))];
    const times = new Map(scripts.map((script) => [script, [] as number[]]));
    // The first round, which reads the files from disk, does not count.
    for (let round = 0; round <= repetitions; round++) {
        // One after the other within a round, so that a busy minute of the machine slows all of them.
        for (const [script, samples] of times) {
            const time = await timeNode(script);
            if (round > 0) {
                samples.push(time);
            }
        }
    }
    return comparisons.map(({ name, script, baseline }) => {
        const without = median(times.get(baseline) ?? []);
        return { name, unit: "ms", samples: (times.get(script) ?? []).map((time) => time - without) };
    });
}

const run = promisify(execFile);

async function timeNode(script: string): Promise<number> {
    const started = performance.now();
    await run(process.execPath, ["-e", script], { cwd: repositoryRoot });
    return performance.now() - started;
}
