import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { plantedDefects } from "./planted/defects";
import { patchedSources } from "./planted/plant";
import { runWorker } from "./runWorker";

/*
 * Proves that the proof can fail: each planted defect of the provider is caught by an invariant within 500 programs.
 *
 * npm run test:planted -- [--only NAME] [--runs N]
 */
async function main(): Promise<number> {
    const { values } = parseArgs({
        options: {
            runs: { type: "string", default: "500" },
            seed: { type: "string", default: "1" },
            only: { type: "string" },
            show: { type: "boolean", default: false },
        },
    });
    const chosen = plantedDefects.filter(({ name }) => values.only === undefined || values.only === name);
    // All texts are looked for first: that the provider has changed must show at once.
    chosen.forEach(patchedSources);
    const waiting = [...chosen];
    const missed: string[] = [];
    const work = async (): Promise<void> => {
        for (let defect = waiting.shift(); defect !== undefined; defect = waiting.shift()) {
            const { found, figures } = await runWorker(
                {
                    firstSeed: Number(values.seed),
                    runs: Number(values.runs),
                    shrinkAttempts: values.show ? 100 : 0,
                    mostCounterexamples: 1,
                },
                defect.name,
            );
            const [first] = found;
            console.log(
                first === undefined
                    ? `NOT CAUGHT  ${defect.name} within ${figures.programs} programs`
                    : `caught      ${defect.name} by ${first.invariants.join(", ")} after ${figures.programs} programs (seed ${first.seed})`,
            );
            if (first === undefined) {
                missed.push(defect.name);
            } else if (values.show) {
                console.log(first.text);
            }
        }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, work));
    console.log(`${chosen.length - missed.length} of ${chosen.length} planted defects caught`);
    return missed.length === 0 && chosen.length > 0 ? 0 : 1;
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
