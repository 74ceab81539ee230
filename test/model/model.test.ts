import { describeCounterexample, runCampaign } from "./campaign";
import { describeFigures } from "./figures";

const runs = Number(process.env["MODEL_RUNS"] ?? 500);
const firstSeed = Number(process.env["MODEL_SEED"] ?? 1);

test(
    `${runs} programs of moves, faults, kills and second pipelines keep every invariant`,
    async () => {
        const cpu = process.cpuUsage();
        const startedAt = process.hrtime.bigint();
        const { figures, counterexamples } = await runCampaign({ firstSeed, runs, shrinkAttempts: 150 });
        const { user, system } = process.cpuUsage(cpu);
        const cost = { seconds: Number(process.hrtime.bigint() - startedAt) / 1e9, cpuSeconds: (user + system) / 1e6 };
        process.stdout.write(`seeds from ${firstSeed}: ${describeFigures(figures, cost)}\n`);
        expect(counterexamples.map(describeCounterexample)).toEqual([]);
        expect(figures.programs).toBe(runs);
    },
    60_000 + runs * 2_000,
);
