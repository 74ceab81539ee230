import { createRequire } from "node:module";
import type * as SshConfigPackage from "ssh-config" with { "resolution-mode": "import" };
import type { Place } from "./place";
import { lowerCase, splitArguments, takeWord, withoutBlanks } from "./words";

// The package's declarations are those of its ES module alone, although it brings a CommonJS build as well.
const { parse, LineType } = createRequire(__filename)("ssh-config") as typeof SshConfigPackage;

/** A line of a configuration file that says something. */
export interface Directive {
    /** In lower case. */
    readonly keyword: string;
    /** What follows the keyword, untouched but for white space at both ends. */
    readonly value: string;
    /** The value's words; undefined where a quotation mark has no partner. */
    readonly words: readonly string[] | undefined;
    readonly place: Place;
}

/** Reads the text of a configuration file. What a line means, and whether it is valid, is not looked at. */
export function parseDirectives(text: string, file: string): Directive[] {
    const directives: Directive[] = [];
    for (const [index, raw] of text.split("\n").entries()) {
        const split = splitLine(raw);
        if (split !== undefined) {
            directives.push({
                keyword: lowerCase(split.keyword),
                value: split.value,
                words: splitArguments(split.value),
                place: { file, line: index + 1 },
            });
        }
    }
    return directives;
}

interface SplitLine {
    readonly keyword: string;
    readonly value: string;
}

/**
 * The parser of ssh-config tells comments, empty lines and directives apart, and finds where a directive's value begins.
 * The value itself is not taken from it: it knows nothing of single quotes, of escaped backslashes and blanks, of quotes
 * in mid-word, of the rest of a `ProxyCommand` being one text, and it leaves out empty arguments. Where it gives up (a
 * quotation mark without partner, which OpenSSH accepts behind a backslash or in a comment; a `Host` or `Match` without
 * arguments) or goes another way than OpenSSH (a quoted keyword, `=` before one, a carriage return or an exotic blank
 * within the line), the line is split by OpenSSH's own rule.
 */
function splitLine(raw: string): SplitLine | undefined {
    // OpenSSH reads lines as C strings, and allows a form feed at their end.
    const line = raw.replace(/\0[^]*$/, "").replace(/[ \t\r\n\f]+$/, "");
    const node = parsedAlone(line);
    if (node === undefined) {
        return splitByOpenSsh(line);
    }
    return node.type === LineType.DIRECTIVE
        ? { keyword: node.param, value: line.slice(node.before.length + node.param.length + node.separator.length) }
        : undefined;
}

function parsedAlone(line: string): SshConfigPackage.Line | undefined {
    try {
        const [node, ...more] = parse(line);
        return more.length === 0 && node !== undefined && isPlain(node, line) ? node : undefined;
    } catch {
        // Its complaint is about the value, which it is not asked for; OpenSSH's own rule decides.
        return undefined;
    }
}

function isPlain(node: SshConfigPackage.Line, line: string): boolean {
    switch (node.type) {
        case LineType.DIRECTIVE:
            return (
                /^[ \t]*$/.test(node.before) && /^[^\s"]+$/.test(node.param) && /^[ \t]*=?[ \t]*$/.test(node.separator)
            );
        case LineType.COMMENT:
            return /^[ \t]*$/.test(node.before);
        default:
            return /^[ \t]*$/.test(line);
    }
}

function splitByOpenSsh(line: string): SplitLine | undefined {
    let { word, rest } = takeWord(line);
    if (word === "") {
        ({ word, rest } = takeWord(rest ?? ""));
    }
    // A keyword with an open quotation mark is no error: OpenSSH passes over such a line.
    return word === undefined || word === "" || word.startsWith("#")
        ? undefined
        : { keyword: word, value: withoutBlanks(rest ?? "") };
}
