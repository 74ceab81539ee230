import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { addFigures, describeFigures, noFigures } from "./figures";
import { runWorker } from "./runWorker";

/*
 * Many programs, on all processors: npm run test:model -- --runs N [--seed S] [--planted NAME] [--keep-going]
 */

const perWorker = 250;

async function main(): Promise<number> {
    const { values } = parseArgs({
        options: {
            runs: { type: "string", default: "1000" },
            seed: { type: "string", default: "1" },
            shrink: { type: "string", default: "200" },
            workers: { type: "string", default: String(availableParallelism()) },
            planted: { type: "string" },
            "keep-going": { type: "boolean", default: false },
        },
    });
    const end = Number(values.seed) + Number(values.runs);
    const keepGoing = values["keep-going"];
    const figures = noFigures();
    const startedAt = performance.now();
    let next = Number(values.seed);
    let cpuSeconds = 0;
    let failures = 0;
    const work = async (): Promise<void> => {
        while (next < end && (keepGoing || failures === 0)) {
            const firstSeed = next;
            next = Math.min(next + perWorker, end);
            const report = await runWorker(
                {
                    firstSeed,
                    runs: next - firstSeed,
                    shrinkAttempts: Number(values.shrink),
                    mostCounterexamples: keepGoing ? perWorker : 1,
                },
                values.planted,
            );
            addFigures(figures, report.figures);
            cpuSeconds += report.cpuSeconds;
            failures += report.found.length;
            report.found.forEach(({ text }) => {
                console.log(`${text}\n`);
            });
            console.log(`${figures.programs} programs, ${failures} with a violation`);
        }
    };
    await Promise.all(Array.from({ length: Number(values.workers) }, work));
    console.log(describeFigures(figures, { seconds: (performance.now() - startedAt) / 1000, cpuSeconds }));
    return failures === 0 ? 0 : 1;
}

main().then(
    (status) => {
        process.exitCode = status;
    },
    (error: unknown) => {
        console.error(error);
        process.exitCode = 2;
    },
);
