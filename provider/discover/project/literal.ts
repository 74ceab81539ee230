/** A value that can stand in a program as it is. Members that are undefined are left out. */
export type LiteralValue =
    string | number | boolean | readonly LiteralValue[] | { readonly [name: string]: LiteralValue | undefined };

const indentation = "    ";
// Up to these lengths a list, or an object, of plain values stands on one line.
const longestList = 80;
const longestObject = 60;

/**
 * A value as TypeScript source, in the form in which Prettier leaves it. Whatever a text holds, it stays within its quotes
 * and reads as what it is.
 *
 * @param depth How far the line is indented on which it begins.
 */
export function printLiteral(value: LiteralValue, depth = 0): string {
    if (typeof value === "string") {
        return printText(value);
    }
    if (typeof value !== "object") {
        return String(value);
    }
    const inner = indentation.repeat(depth + 1);
    const outer = indentation.repeat(depth);
    if (isList(value)) {
        const short = `[${value.map((item) => printLiteral(item, depth + 1)).join(", ")}]`;
        if (value.every((item) => typeof item !== "object") && short.length <= longestList) {
            return short;
        }
        return `[\n${value.map((item) => `${inner}${printLiteral(item, depth + 1)},\n`).join("")}${outer}]`;
    }
    const members = Object.entries(value).flatMap(([name, member]) =>
        member === undefined ? [] : [`${printName(name)}: ${printLiteral(member, depth + 1)}`],
    );
    if (members.length === 0) {
        return "{}";
    }
    const short = `{ ${members.join(", ")} }`;
    return Object.values(value).every((member) => typeof member !== "object") && short.length <= longestObject
        ? short
        : `{\n${members.map((member) => `${inner}${member},\n`).join("")}${outer}}`;
}

/** A text in double quotes, as TypeScript, JSON and YAML read it; what cannot be seen is spelt out. */
export function printText(text: string): string {
    return spellOut(JSON.stringify(text));
}

/** A comment of one line. */
export function printComment(text: string): string {
    return `// ${spellOut(text.replaceAll(/\s+/g, " ").trim())}`;
}

// Controls, marks that change the direction of writing, separators that some programs break lines at.
const hidden = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

function spellOut(text: string): string {
    return text.replace(hidden, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function printName(name: string): string {
    // Setting `__proto__` would mean something else than a property of that name.
    return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) && name !== "__proto__"
        ? name
        : name === "__proto__"
          ? '["__proto__"]'
          : printText(name);
}

function isList(value: LiteralValue): value is readonly LiteralValue[] {
    return Array.isArray(value);
}
