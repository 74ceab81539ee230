import type { LoadSamples } from "./commandRates";
import { compareWays } from "./commandSection";
import { controlMaster, inParallel, pool, sshEach, type Way } from "./commandWays";

function samples(way: Way, atOnce: number, count: number, wallMs: number[]): LoadSamples {
    return { way, atOnce, count, wallMs, warm: false, roundTripMs: 20 };
}

describe("the comparison of ways to run commands", () => {
    it("is made for one command, round for round, whatever the number of commands", () => {
        const rows = compareWays([
            samples(sshEach, 8, 10, [1_000, 2_000]),
            samples(pool, 8, 200, [400, 800]),
            samples(controlMaster, 8, 100, [400, 200]),
        ]);
        expect(rows).toEqual([
            {
                name: "20 ms, 8 at once",
                figures: [
                    { name: "pool", unit: "ms", samples: [2, 4] },
                    { name: "ControlMaster", unit: "ms", samples: [4, 2] },
                    {
                        name: "pool / ControlMaster",
                        unit: "ratio",
                        samples: [0.5, 2],
                        aim: { text: "at most 1", met: false },
                    },
                    { name: "ssh, a connection each", unit: "ms", samples: [100, 200] },
                ],
            },
        ]);
    });

    it("has a line for each number of commands at once", () => {
        const rows = compareWays([samples(pool, 8, 200, [1]), samples(pool, 1, 40, [1])]);
        expect(rows.map(({ name }) => name)).toEqual(["20 ms, 8 at once", "20 ms, one after another"]);
    });
});

describe("inParallel", () => {
    it.each([
        [7, 3, 3],
        [2, 5, 2],
        [4, 1, 1],
    ])("does something %d times, %d at once", async (count, atOnce, most) => {
        let [running, highest, done] = [0, 0, 0];
        await inParallel(count, atOnce, async () => {
            highest = Math.max(highest, ++running);
            await new Promise(setImmediate);
            running--;
            done++;
        });
        expect([done, highest]).toEqual([count, most]);
    });
});
