/*
 * Patterns as `case`, `${x%pattern}` and file names use them (POSIX 2.13): `*`, `?`, `[...]`. A backslash takes the
 * meaning of the character behind it; that is how quoted parts of a word arrive here.
 */

/** Quotes text, so that it stands for itself in a pattern. */
export function quotePattern(text: string): string {
    return text.replace(/[\\*?[\]]/g, "\\$&");
}

/** Whether anything in the pattern is more than itself. */
export function isPattern(pattern: string): boolean {
    return /[*?[]/.test(pattern.replace(/\\./gs, ""));
}

/** The text that a pattern without special characters stands for. */
export function unquotePattern(pattern: string): string {
    return pattern.replace(/\\(.)/gs, "$1");
}

export function matchesPattern(pattern: string, text: string): boolean {
    return compiled(pattern, "whole").test(text);
}

/** `${text#pattern}`, or `##` for the longest. */
export function withoutPrefix(text: string, pattern: string, longest: boolean): string {
    const match = compiled(pattern, longest ? "long prefix" : "prefix").exec(text);
    return match === null ? text : text.slice(match[0].length);
}

/** `${text%pattern}`, or `%%` for the longest. */
export function withoutSuffix(text: string, pattern: string, longest: boolean): string {
    return compiled(pattern, longest ? "long suffix" : "suffix").exec(text)?.[1] ?? text;
}

type Use = "whole" | "prefix" | "long prefix" | "suffix" | "long suffix";

const cachedExpressions = 5_000;
const expressions = new Map<string, RegExp>();

function compiled(pattern: string, use: Use): RegExp {
    const key = `${use}:${pattern}`;
    let expression = expressions.get(key);
    if (expression === undefined) {
        expression = compile(pattern, use);
        if (expressions.size >= cachedExpressions) {
            expressions.clear();
        }
        expressions.set(key, expression);
    }
    return expression;
}

function compile(pattern: string, use: Use): RegExp {
    const source = sourceOf(pattern, use === "prefix" ? "[^]*?" : "[^]*");
    switch (use) {
        case "whole":
            return new RegExp(`^${source}$`, "u");
        case "prefix":
        case "long prefix":
            return new RegExp(`^${source}`, "u");
        case "suffix":
            return new RegExp(`^([^]*)${source}$`, "u");
        case "long suffix":
            return new RegExp(`^([^]*?)${source}$`, "u");
    }
}

function sourceOf(pattern: string, anything: string): string {
    let source = "";
    for (let at = 0; at < pattern.length; at += 1) {
        const character = pattern.charAt(at);
        const brackets = character === "[" ? bracketsAt(pattern, at) : undefined;
        if (character === "\\" && at + 1 < pattern.length) {
            at += 1;
            source += literal(pattern.charAt(at));
        } else if (character === "*") {
            source += anything;
        } else if (character === "?") {
            source += "[^]";
        } else if (brackets !== undefined) {
            source += brackets.source;
            at = brackets.end;
        } else {
            source += literal(character);
        }
    }
    return source;
}

const classes: Record<string, string> = {
    alpha: "A-Za-z",
    digit: "0-9",
    alnum: "A-Za-z0-9",
    upper: "A-Z",
    lower: "a-z",
    space: "\\s",
    xdigit: "0-9A-Fa-f",
};

/** A bracket expression; undefined where nothing closes it, so that the `[` is itself. */
function bracketsAt(pattern: string, start: number): { source: string; end: number } | undefined {
    let at = start + 1;
    const negated = pattern.charAt(at) === "!";
    at += negated ? 1 : 0;
    let source = "";
    for (let first = true; at < pattern.length; first = false) {
        const character = pattern.charAt(at);
        const named = /^\[:([a-z]+):\]/.exec(pattern.slice(at));
        if (character === "]" && !first) {
            return { source: `[${negated ? "^" : ""}${source}]`, end: at };
        }
        if (named !== null) {
            source += classes[named[1] ?? ""] ?? "";
            at += named[0].length;
        } else if (character === "\\" && at + 1 < pattern.length) {
            source += member(pattern.charAt(at + 1));
            at += 2;
        } else {
            // A minus between two characters is a range; anywhere else JavaScript takes it as itself, too.
            source += character === "-" ? "-" : member(character);
            at += 1;
        }
    }
    return undefined;
}

function literal(character: string): string {
    return character.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

/** A character between brackets. */
function member(character: string): string {
    return character.replace(/[\\^[\]-]/g, "\\$&");
}
