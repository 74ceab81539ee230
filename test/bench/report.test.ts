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

    const compared: Section = {
        title: "Ways",
        notes: [],
        figures: [],
        comparisons: [
            {
                name: "near",
                figures: [
                    { name: "ours", unit: "ms", samples: [10, 12, 11] },
                    { name: "ratio", unit: "ratio", samples: [0.5], aim: atMost(1, [0.5]) },
                    { name: "theirs", unit: "ms", samples: [22] },
                ],
            },
            {
                name: "far",
                figures: [
                    { name: "ours", unit: "ms", samples: [200] },
                    { name: "ratio", unit: "ratio", samples: [1.25], aim: atMost(1, [1.25]) },
                ],
            },
        ],
    };

    it("puts what is to be compared side by side, with units and aims above", () => {
        expect(renderTable([compared])).toBe(
            [
                "",
                "Ways",
                "",
                "      ours               ratio         theirs",
                "      ms                 ratio         ms",
                "                         at most 1",
                "----  -----------------  ------------  ------",
                "near  11.0 (10.0..12.0)  0.50 ok       22.0",
                "far   200                1.25 not met",
            ].join("\n"),
        );
    });

    it("has every sample of a comparison in JSON too", () => {
        const json = JSON.parse(renderJson({}, [compared])) as { sections: { comparisons: unknown[] }[] };
        expect(json.sections[0]?.comparisons[0]).toMatchObject({
            name: "near",
            figures: [{ name: "ours", samples: [10, 12, 11], median: 11 }, { aim: { met: true } }, { max: 22 }],
        });
    });
});
