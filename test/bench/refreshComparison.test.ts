import { compareSizes, compareWithFloor, type RefreshSample } from "./refreshComparison";

const sample = (wallMs: number, emptyMs: number, changes: Partial<RefreshSample> = {}): RefreshSample => ({
    wallMs,
    emptyMs,
    connectionsOfProvider: 3,
    connectionsOfProgram: 0,
    commands: 6,
    mostRequestsToHost: 3,
    bytesToHosts: 1_000,
    bytesFromHosts: 2_000,
    ...changes,
});

describe("the comparison of a refresh with its floor", () => {
    const size = { zones: 30, hosts: 3 };
    const distances = [
        { roundTripMs: 0, samples: [sample(1_200, 1_000), sample(2_000, 2_000)] },
        { roundTripMs: 100, samples: [sample(2_880, 1_000), sample(2_920, 2_000)] },
    ];

    function figure(name: string, roundTripMs: number): unknown {
        const rows = compareWithFloor(distances, size);
        return rows.find((row) => row.name === `${roundTripMs} ms`)?.figures.find((one) => one.name === name);
    }

    it("has the distance in the floor, and the empty resources measured with it", () => {
        expect(figure("floor", 0)).toMatchObject({ samples: [1_000, 2_000] });
        expect(figure("floor", 100)).toMatchObject({ samples: [1_920, 2_920] });
        expect(figure("times the floor", 0)).toMatchObject({ samples: [1.2, 1], aim: { met: true } });
        expect(figure("times the floor", 100)).toMatchObject({ samples: [1.5, 1], aim: { met: true } });
    });

    it("allows one connection and two commands for each host, whatever the number of zones", () => {
        expect(figure("connections: provider", 0)).toMatchObject({ samples: [3, 3], aim: { met: true } });
        expect(figure("commands", 0)).toMatchObject({ samples: [6, 6], aim: { met: true } });
        const more = sample(1, 1, { connectionsOfProvider: 4, connectionsOfProgram: 1, commands: 7 });
        const [row] = compareWithFloor([{ roundTripMs: 0, samples: [more] }], size);
        const missed = row?.figures.flatMap(({ name, aim }) => (aim?.met === false ? [name] : []));
        expect(missed).toEqual(["connections: provider", "program", "commands"]);
    });
});

describe("the comparison of refreshes of more and more zones", () => {
    const verdicts = (requests: number): unknown[] =>
        compareSizes([
            { zones: 5, samples: [sample(10, 10), sample(10, 10, { mostRequestsToHost: 4 })] },
            { zones: 50, samples: [sample(20, 10, { mostRequestsToHost: requests })] },
        ]).map(({ name, figures }) => [name, figures.find((one) => one.name === "requests to a host")?.aim?.met]);

    it("allows a host no more questions for more zones", () => {
        expect(verdicts(4)).toEqual([
            ["5 zones", true],
            ["50 zones", true],
        ]);
        expect(verdicts(5)).toEqual([
            ["5 zones", true],
            ["50 zones", false],
        ]);
    });
});
