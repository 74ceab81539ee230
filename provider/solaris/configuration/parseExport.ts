import type { ConfigurationDocument } from "./document";
import { type BlockLine, blockOf } from "./values";

/** What `zonecfg export` printed, read, with the script itself. */
export interface ExportedConfiguration extends ConfigurationDocument {
    /** The script, from `create` on, without whatever a login printed before or behind it. Can hold secrets. */
    readonly script: string;
    /** Whether it is the stored configuration, shown for the running one by a release that has no live configuration. */
    readonly standsForRunning?: boolean;
}

/**
 * Reads the script that `zonecfg export` prints (solaris-facts 5.1).
 *
 * @returns undefined where it is not one, or not a whole one: a resource without its `end` is no smaller resource, and a
 *     last line that is cut is no shorter value. An exit code of 0 does not tell that all of the output has come.
 */
export function parseExport(text: string): ExportedConfiguration | undefined {
    const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
    const start = lines.findIndex((line) => /^create\b/.test(line));
    if (start === -1) {
        return undefined;
    }
    const script = commandsFrom(lines.slice(start));
    const document = script === undefined || isCutInLine(text) ? undefined : read(script);
    return script && document && { script: `${script.join("\n")}\n`, ...document };
}

/** Every line of an export ends with a line break; without one, only a whole `end` is certain to be all of its line. */
function isCutInLine(text: string): boolean {
    const last = text.slice(text.lastIndexOf("\n") + 1);
    const begun = last.trim();
    return begun !== "" && begun !== "end" && (command.test(last) || words.some((word) => word.startsWith(begun)));
}

const words = ["create", "set", "add", "end", "select", "remove", "clear"];
const command = new RegExp(`^\\s*(?:${words.join("|")})\\b`);

/**
 * The lines up to the first that is no command of an export: what a login prints at its end must not reach a script.
 *
 * @returns undefined where commands go on behind such a line: something in the middle was not understood.
 */
function commandsFrom(lines: readonly string[]): string[] | undefined {
    const commands = lines.filter((line) => line.trim() !== "");
    const end = commands.findIndex((line) => !command.test(line));
    if (end === -1) {
        return commands;
    }
    return commands.slice(end).some((line) => /^\s*(?:set \S+=|add \S+$|end$)/.test(line))
        ? undefined
        : commands.slice(0, end);
}

/** @returns undefined where a resource, or a block within one, does not end. */
function read(commands: readonly string[]): ConfigurationDocument | undefined {
    const properties = new Map<string, string[]>();
    const resources: { type: string; properties: Map<string, string[]> }[] = [];
    let current: Map<string, string[]> | undefined;
    let inner: { readonly name: string; readonly lines: BlockLine[] } | undefined;
    for (const line of commands.map((each) => each.trim())) {
        const opening = /^add\s+([a-z0-9-]+)$/.exec(line)?.[1];
        if (opening !== undefined && current === undefined) {
            current = new Map();
            resources.push({ type: opening, properties: current });
        } else if (opening !== undefined) {
            inner = { name: opening, lines: [] };
        } else if (line === "end" && inner !== undefined) {
            push(current ?? properties, inner.name, blockOf(inner.lines));
            inner = undefined;
        } else if (line === "end") {
            current = undefined;
        } else {
            const assigned = assignment(line);
            if (assigned !== undefined && inner !== undefined) {
                inner.lines.push(assigned);
            } else if (assigned !== undefined) {
                push(current ?? properties, assigned.property, assigned.value);
            }
        }
    }
    return current === undefined && inner === undefined ? { properties, resources } : undefined;
}

function assignment(line: string): BlockLine | undefined {
    const [, verb, property, value] = /^(set|add)\s+([a-z0-9-]+)(?:\s*=\s*|\s+)(.*)$/.exec(line) ?? [];
    return verb === undefined || property === undefined || value === undefined
        ? undefined
        : { verb: verb === "add" ? "add" : "set", property, value: unquote(value) };
}

function push(properties: Map<string, string[]>, name: string, value: string): void {
    const values = properties.get(name);
    if (values === undefined) {
        properties.set(name, [value]);
    } else {
        values.push(value);
    }
}

function unquote(value: string): string {
    return /^".*"$/.test(value) ? value.slice(1, -1) : value;
}
