import { runInNewContext } from "node:vm";
import ts from "typescript";
import { printComment, printLiteral, printText, type LiteralValue } from "../../../provider/discover/project/literal";
import fc from "../../fuzz";

// U+2028 and U+2029 end a line in a comment; a bidirectional mark makes a text look like another.
const hostile = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
        '"',
        "\\",
        "`${x}`",
        "*/",
        "</script>",
        "\u2028",
        "\u202e",
        "\u0000",
        "\ud800",
        "__proto__",
        "a\nb",
    ),
);

const { value: literal } = fc.letrec<{ value: LiteralValue }>((tie) => ({
    value: fc.oneof(
        { maxDepth: 3 },
        hostile,
        fc.boolean(),
        fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
        fc.array(tie("value"), { maxLength: 4 }),
        fc
            .array(fc.tuple(hostile, tie("value")), { maxLength: 4 })
            .map((members): LiteralValue => Object.fromEntries(members) as Record<string, LiteralValue>),
    ),
}));

it("is read back as the same value, and holds nothing that cannot be seen", () => {
    fc.assert(
        fc.property(literal, (value) => {
            const text = printLiteral(value);
            // As JSON both ways: an object of another realm is not equal to one of this.
            const read: unknown = runInNewContext(`(${text})`);
            expect(JSON.stringify(read)).toBe(JSON.stringify(value));
            expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u2028\u2029\u202e]/u);
        }),
        { numRuns: 500 },
    );
});

it("keeps a comment within its line", () => {
    fc.assert(
        fc.property(hostile, hostile, (a, b) => {
            const comment = printComment(`${a}\n${b}`);
            const source = ts.createSourceFile("x.ts", comment, ts.ScriptTarget.ES2022);
            expect(source.statements).toHaveLength(0);
            expect(comment.split(/[\r\n\u2028\u2029]/)).toHaveLength(1);
        }),
        { numRuns: 500 },
    );
});

it("is laid out as Prettier does it", () => {
    const value = {
        autoboot: false,
        list: ["a", "b"],
        none: [],
        empty: {},
        left: undefined,
        anets: [{ id: 0, "lower-link": "net0" }],
        device: { id: 0, storage: "iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490003" },
    };
    expect(printLiteral(value, 1)).toBe(
        [
            "{",
            "        autoboot: false,",
            '        list: ["a", "b"],',
            "        none: [],",
            "        empty: {},",
            "        anets: [",
            '            { id: 0, "lower-link": "net0" },',
            "        ],",
            "        device: {",
            "            id: 0,",
            '            storage: "iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490003",',
            "        },",
            "    }",
        ].join("\n"),
    );
});

it.each([
    ['say "hi"', '"say \\"hi\\""'],
    ["a\u2028b", '"a\\u2028b"'],
    ["tab\there", '"tab\\there"'],
])("%j is written %s", (text, printed) => {
    expect(printText(text)).toBe(printed);
});
