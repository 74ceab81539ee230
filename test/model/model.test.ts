import { describeFigures } from "./figures";
import { runWorker } from "./runWorker";

const runs = Number(process.env["MODEL_RUNS"] ?? 500);
const firstSeed = Number(process.env["MODEL_SEED"] ?? 1);

test(
    `${runs} programs of moves, faults, kills and second pipelines keep every invariant`,
    async () => {
        const startedAt = process.hrtime.bigint();
        const { figures, found, cpuSeconds } = await runWorker({
            firstSeed,
            runs,
            shrinkAttempts: 150,
            mostCounterexamples: 1,
        });
        const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
        process.stdout.write(`seeds from ${firstSeed}: ${describeFigures(figures, { seconds, cpuSeconds })}\n`);
        expect(found.map(({ text }) => text)).toEqual([]);
        expect(figures.programs).toBe(runs);
    },
    60_000 + runs * 2_000,
);
