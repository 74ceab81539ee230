import { atMost, type Section } from "./figure";
import { renderJson, renderTable } from "./report";

const commands = [3, 2, 2];
const sections: Section[] = [
    {
        title: "Reads",
        notes: ["Of four hosts."],
        figures: [
            { name: "commands", unit: "count", samples: commands, aim: atMost(2, commands) },
            { name: "wall time", unit: "ms", samples: [1234.5, 99.94], aim: atMost(500, [1234.5, 99.94]) },
            { name: "connect", unit: "round trips", samples: [6.04] },
        ],
    },
];

describe("the report", () => {
    it("is a table with each aim and its verdict beside the figure", () => {
        expect(renderTable(sections)).toBe(
            [
                "",
                "Reads",
                "  Of four hosts.",
                "",
                "figure      min  median   max  unit         aim",
                "---------  ----  ------  ----  -----------  -----------  -------",
                "commands      2       2     3  count        at most 2    ok",
                "wall time  99.9     667  1235  ms           at most 500  not met",
                "connect     6.0     6.0   6.0  round trips",
            ].join("\n"),
        );
    });

    it("is JSON with every sample", () => {
        const json = JSON.parse(renderJson({ cpus: 2 }, sections)) as unknown;
        expect(json).toMatchObject({
            machine: { cpus: 2 },
            sections: [
                {
                    title: "Reads",
                    figures: [
                        { name: "commands", samples: [3, 2, 2], min: 2, median: 2, max: 3, aim: { met: true } },
                        { name: "wall time", aim: { text: "at most 500", met: false } },
                        { name: "connect", median: 6.04 },
                    ],
                },
            ],
        });
    });
});
