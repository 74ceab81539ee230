import type { ConfigurationDocument } from "./document";
import { type BlockLine, blockOf } from "./values";

interface InfoLine {
    readonly indent: number;
    readonly name: string;
    /** Undefined for `name not specified`; empty for `name:`, which is an empty property or opens a resource. */
    readonly value: string | undefined;
}

/**
 * Reads what `zonecfg info` prints, of a whole zone or of one part (solaris-facts 5.2). Unlike in an export, tokens are
 * expanded in it. Lines with `not specified` and empty ones are left out: neither is set. Undefined where it is not one.
 */
export function parseInfo(text: string): ConfigurationDocument | undefined {
    const lines = informationIn(text.split("\n").map((line) => line.replace(/\r$/, "")));
    if (lines === undefined) {
        return undefined;
    }
    const properties = new Map<string, string[]>();
    const resources: { type: string; properties: Map<string, string[]> }[] = [];
    for (const { line, below } of entriesOf(lines)) {
        if (below.length > 0) {
            resources.push({ type: line.name.replace(/ \d+$/, ""), properties: propertiesOf(below) });
        } else {
            push(properties, line.name, line.value);
        }
    }
    return { properties, resources };
}

/**
 * The lines of the listing, without what a login prints before and behind it: from `zonename:`, or, in a part of a
 * listing, the first line of its form, to the first that has another form.
 *
 * @returns undefined without such a line, or where the listing goes on behind one of another form.
 */
function informationIn(lines: readonly string[]): InfoLine[] | undefined {
    const read = lines.filter((line) => line.trim() !== "").map(readLine);
    const named = read.findIndex((line) => line?.indent === 0 && line.name === "zonename");
    const start = named === -1 ? read.findIndex((line) => line?.indent === 0) : named;
    if (start === -1) {
        return undefined;
    }
    const rest = read.slice(start);
    const other = rest.indexOf(undefined);
    const end = other === -1 ? rest.length : other;
    return rest.slice(end).some((line) => line !== undefined && line.indent > 0)
        ? undefined
        : rest.slice(0, end).filter((line) => line !== undefined);
}

/** `name: value`, `name:`, `name not specified`; `[name: value]` for what is set through another property. */
function readLine(line: string): InfoLine | undefined {
    const text = line.trim().replace(/^\[(.*)\]$/, "$1");
    const [, name, given, value = ""] =
        /^([a-z][a-z0-9-]*(?: \d+(?=:$))?)(?: not specified$|(:)(?:\s(.*))?$)/.exec(text) ?? [];
    return name === undefined
        ? undefined
        : { indent: line.search(/\S/), name, value: given === undefined ? undefined : unquote(value.trim()) };
}

/** A line, and those indented deeper behind it: the content of a resource. */
interface Entry {
    readonly line: InfoLine;
    readonly below: InfoLine[];
}

function entriesOf(lines: readonly InfoLine[]): Entry[] {
    const entries: Entry[] = [];
    for (const line of lines) {
        const opening = entries.at(-1);
        if (opening?.line.value === "" && line.indent > opening.line.indent) {
            opening.below.push(line);
        } else {
            entries.push({ line, below: [] });
        }
    }
    return entries;
}

function propertiesOf(lines: readonly InfoLine[]): Map<string, string[]> {
    const properties = new Map<string, string[]>();
    for (const { line, below } of entriesOf(lines)) {
        push(properties, line.name, below.length > 0 ? blockOf(below.flatMap(blockLine)) : line.value);
    }
    return properties;
}

function blockLine({ name, value }: InfoLine): BlockLine[] {
    return value === undefined || value === "" ? [] : [{ verb: "set", property: name, value }];
}

function push(properties: Map<string, string[]>, name: string, value: string | undefined): void {
    if (value !== undefined && value !== "") {
        properties.set(name, [...(properties.get(name) ?? []), value]);
    }
}

function unquote(value: string): string {
    return /^".*"$/.test(value) ? value.slice(1, -1) : value;
}
