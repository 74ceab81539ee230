import { jsonFault } from "../../../provider/cli/jsonFault";
import fc from "../../fuzz";

it.each([
    ["", 1, 1],
    ["x", 1, 1],
    ["  \n tru", 2, 2],
    ["{", 1, 2],
    ['{"a" 1}', 1, 6],
    ['{"a":}', 1, 6],
    ['{"a":1,}', 1, 8],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ["[1,]", 1, 4],
    ["[1}", 1, 3],
    ["[1] 2", 1, 5],
    ["{a:1}", 1, 2],
    ["{'a':1}", 1, 2],
    ["01", 1, 2],
    ["1.", 1, 2],
    ['["a\nb"]', 1, 2],
    ['["\\x"]', 1, 2],
    ['["unfinished', 1, 2],
    ["]", 1, 1],
    [",", 1, 1],
])("%j stops being JSON at line %i column %i", (text, line, column) => {
    expect(jsonFault(text)).toEqual({ line, column });
});

const inserted = ["", "{", "}", "[", "]", ",", ":", '"', "\\", " ", "0", "-", "e", ".", "t", "\n", "\u0001", "\u2028"];

function isJson(text: string): boolean {
    try {
        JSON.parse(text);
        return true;
    } catch {
        return false;
    }
}

it("finds a fault in a text if and only if the parser does", () => {
    const mutated = fc
        .tuple(fc.json(), fc.nat(), fc.constantFrom(...inserted), fc.nat({ max: 2 }))
        .map(([text, at, put, cut]) => {
            const from = at % (text.length + 1);
            return text.slice(0, from) + put + text.slice(from + cut);
        });
    fc.assert(
        fc.property(fc.oneof(fc.json(), mutated), (text) => {
            expect(jsonFault(text) === undefined).toBe(isJson(text));
        }),
        { numRuns: 3_000 },
    );
});

it("does not give in to depth or length", () => {
    expect(jsonFault("[".repeat(200_000))).toEqual({ line: 1, column: 200_001 });
    expect(jsonFault(`"${"a".repeat(500_000)}`)).toEqual({ line: 1, column: 1 });
});
