import type { z } from "zod";

/**
 * What is wrong with a value where its schema has no words of its own for that: for `safeParse`, which takes it before zod's
 * own texts. Those speak of records and options; a program's author knows properties and values.
 */
export const inWords: z.core.$ZodErrorMap = (issue) => {
    switch (issue.code) {
        case "invalid_type":
            return `must be ${kinds[issue.expected] ?? issue.expected}`;
        case "invalid_value":
            return `must be ${alternatives(issue.values.map((value) => `\`${String(value)}\``))}`;
        case "invalid_key":
            // Of a map: what is wrong with the name says the name's own schema.
            return issue.issues[0]?.message;
        default:
            return undefined;
    }
};

const kinds: Readonly<Record<string, string>> = {
    string: "a string",
    number: "a number",
    int: "a whole number",
    boolean: "a boolean: `true` or `false`",
    array: "a list: `[...]`",
    object: "an object of properties: `{ ... }`",
    record: "an object of properties: `{ ... }`",
};

function alternatives(values: readonly string[]): string {
    const last = values.at(-1) ?? "";
    return values.length < 2 ? last : `${values.slice(0, -1).join(", ")} or ${last}`;
}
