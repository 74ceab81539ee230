import { quoteArgument } from "../transport/commands/quote";
import type { ToolCall } from "./tool";

/** What one program of a script printed, on both streams, and how it ended. */
export interface Section {
    readonly exitCode: number;
    /** Without empty lines at either end. */
    readonly lines: readonly string[];
}

/**
 * A script for `/bin/sh -s` that runs calls one after the other, each between two lines that hold a mark. None of them can
 * keep another from running, and none reads the script, which comes on standard input.
 *
 * Plain POSIX: dash, bash and ksh93, which is the `/bin/sh` of Solaris 11 [C], read it alike.
 *
 * @param mark A word that nothing else can print, because it was made up for this one script.
 */
export function sectionScript(mark: string, calls: Readonly<Record<string, ToolCall>>): string {
    const commands = Object.entries(calls).flatMap(([name, { program, args }]) => [
        `printf '\\n%s\\n' ${quoteArgument(beginning(mark, name))}`,
        `${[program, ...args].map(quoteArgument).join(" ")} </dev/null 2>&1`,
        // On a line of its own also where the program's last line has no end.
        `printf '\\n%s %s\\n' ${quoteArgument(ending(mark, name))} "$?"`,
    ]);
    return [...commands, "exit 0", ""].join("\n");
}

/**
 * The sections of what such a script printed. What stands outside of them, as login scripts print it, belongs to none. A
 * section that is not whole, or is there twice, is left out: what it says is not certain.
 *
 * @param names Of the sections that were asked for; there are no others.
 */
export function parseSections(mark: string, names: readonly string[], text: string): ReadonlyMap<string, Section> {
    const sections = new Map<string, Section>();
    const spoilt = new Set<string>();
    let open: { readonly name: string; readonly lines: string[] } | undefined;
    for (const line of text.split("\n").map((each) => each.replace(/\r$/, ""))) {
        const begun = line.startsWith(mark) ? names.find((name) => line === beginning(mark, name)) : undefined;
        if (begun !== undefined) {
            if (open !== undefined) {
                spoilt.add(open.name);
            }
            if (sections.has(begun) || open?.name === begun) {
                spoilt.add(begun);
            }
            open = { name: begun, lines: [] };
            continue;
        }
        const status = open === undefined ? undefined : statusOf(line, ending(mark, open.name));
        if (open !== undefined && status !== undefined) {
            sections.set(open.name, { exitCode: status, lines: withoutEmptyEnds(open.lines) });
            open = undefined;
        } else {
            open?.lines.push(line);
        }
    }
    spoilt.forEach((name) => sections.delete(name));
    return sections;
}

function beginning(mark: string, name: string): string {
    return `${mark} begin ${name}`;
}

function ending(mark: string, name: string): string {
    return `${mark} end ${name}`;
}

function statusOf(line: string, end: string): number | undefined {
    const status = line.startsWith(`${end} `) ? line.slice(end.length + 1) : "";
    return /^\d{1,3}$/.test(status) ? Number(status) : undefined;
}

function withoutEmptyEnds(lines: readonly string[]): string[] {
    const filled = lines.flatMap((line, index) => (line.trim() === "" ? [] : [index]));
    return lines.slice(filled[0] ?? lines.length, (filled.at(-1) ?? -1) + 1);
}
