/** A place in a text, both from 1. */
export interface TextPosition {
    readonly line: number;
    readonly column: number;
}

const blanks = /[ \t\n\r]*/y;
const token =
    /[{}[\],:]|"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** What may come next: the beginning of a value, a member's name, its colon, or what follows a value. */
type Expected = "value" | "value or ]" | "name" | "name or }" | ":" | "end of value";

/**
 * Where a text stops being JSON: at the word that cannot stand where it does, or at the text's end.
 *
 * The parser's own message tells the place in some versions of Node only, and it quotes the text, which can hold secrets.
 *
 * @returns undefined for a text that is JSON.
 */
export function jsonFault(text: string): TextPosition | undefined {
    const open: ("{" | "[")[] = [];
    let expected: Expected = "value";
    for (let at = skipBlanks(text, 0); ; at = skipBlanks(text, at)) {
        if (at === text.length && open.length === 0 && expected === "end of value") {
            return undefined;
        }
        token.lastIndex = at;
        const [word = ""] = token.exec(text) ?? [];
        const next: Expected | undefined = word === "" ? undefined : after(word, expected, open);
        if (next === undefined) {
            return positionOf(text, at);
        }
        expected = next;
        at += word.length;
    }
}

/** What may follow a word; undefined where the word cannot stand there. Keeps account of what is open. */
function after(word: string, expected: Expected, open: ("{" | "[")[]): Expected | undefined {
    switch (expected) {
        case "value":
        case "value or ]":
            if (word === "{" || word === "[") {
                open.push(word);
                return word === "{" ? "name or }" : "value or ]";
            }
            if (word === "]" && expected === "value or ]") {
                open.pop();
                return "end of value";
            }
            return /^[}\],:]/.test(word) ? undefined : "end of value";
        case "name":
        case "name or }":
            if (word === "}" && expected === "name or }") {
                open.pop();
                return "end of value";
            }
            return word.startsWith('"') ? ":" : undefined;
        case ":":
            return word === ":" ? "value" : undefined;
        case "end of value": {
            const around = open.at(-1);
            if (word === "," && around !== undefined) {
                return around === "{" ? "name" : "value";
            }
            if (around === undefined || word !== (around === "{" ? "}" : "]")) {
                return undefined;
            }
            open.pop();
            return "end of value";
        }
    }
}

function skipBlanks(text: string, from: number): number {
    blanks.lastIndex = from;
    return from + (blanks.exec(text)?.[0].length ?? 0);
}

function positionOf(text: string, at: number): TextPosition {
    const lines = text.slice(0, at).split("\n");
    return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}
