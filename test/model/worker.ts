import { describeCounterexample, runCampaign } from "./campaign";
import type { WorkerJob, WorkerReport } from "./workerJob";

/*
 * Runs programs in a process of its own: what many of them leave behind ends with it, and a planted defect is in no other
 * process. Started by runWorker.ts.
 */
process.once("message", (message: unknown) => {
    run(message as WorkerJob).then(
        (report) => process.send?.(report, () => process.exit(0)),
        (error: unknown) => {
            console.error(error);
            process.exit(2);
        },
    );
});

async function run(job: WorkerJob): Promise<WorkerReport> {
    const { figures, counterexamples } = await runCampaign(job);
    const { user, system } = process.cpuUsage();
    return {
        figures,
        found: counterexamples.map((example) => ({
            seed: example.seed,
            invariants: [...new Set(example.violations.map(({ invariant }) => invariant))],
            text: describeCounterexample(example),
        })),
        cpuSeconds: (user + system) / 1e6,
    };
}
