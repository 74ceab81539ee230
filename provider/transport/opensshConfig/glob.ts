import { lstatSync, readdirSync } from "node:fs";
import type { SolarisError } from "../../errors/solarisError";

/** How a failure to look into a directory is reported. */
export type GlobFault = (fault: string, cause?: unknown) => SolarisError;

/**
 * The paths that a pattern with `*`, `?` and `[...]` fits, sorted by their bytes; for one without any of them the path
 * itself if there is such a file. As in glob(3), a leading dot must be matched by a dot.
 *
 * @param pattern Absolute.
 */
export function findPaths(pattern: string, fault: GlobFault): string[] {
    const segments = pattern.split("/").slice(1);
    let found = [""];
    for (const segment of segments) {
        const parts = compile(segment);
        const literal = asLiteral(parts);
        found = found.flatMap((directory) =>
            literal === undefined
                ? listDirectory(`${directory}/`, fault)
                      .filter((name) => (!name.startsWith(".") || segment.startsWith(".")) && fits(parts, name))
                      .map((name) => `${directory}/${name}`)
                : [`${directory}/${literal}`],
        );
    }
    return found.filter((path) => exists(path, fault)).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

type Part =
    | { readonly kind: "character"; readonly character: string }
    | { readonly kind: "any" }
    | { readonly kind: "all" }
    | { readonly kind: "set"; readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] };

/** Whether a pattern contains what may be a class of characters, which is not known here. */
export function hasCharacterClass(pattern: string): boolean {
    return /\[.*\[:/s.test(pattern);
}

function compile(segment: string): Part[] {
    const parts: Part[] = [];
    for (let index = 0; index < segment.length; index++) {
        const character = segment.charAt(index);
        const set = character === "[" ? /^\[(!?)([^][^\]]*)\]/.exec(segment.slice(index)) : null;
        if (set !== null) {
            const [whole, not, content = ""] = set;
            parts.push({ kind: "set", negated: not === "!", ranges: rangesOf(content) });
            index += whole.length - 1;
        } else if (character === "*") {
            parts.push({ kind: "all" });
        } else if (character === "?") {
            parts.push({ kind: "any" });
        } else if (character === "\\" && index + 1 < segment.length) {
            index++;
            parts.push({ kind: "character", character: segment.charAt(index) });
        } else {
            parts.push({ kind: "character", character });
        }
    }
    return parts;
}

function rangesOf(content: string): [string, string][] {
    return [...content.matchAll(/(.)-(.)|(.)/gs)].map(([, from, to, single = ""]) => [from ?? single, to ?? single]);
}

function asLiteral(parts: readonly Part[]): string | undefined {
    const characters = parts.map((part) => (part.kind === "character" ? part.character : undefined));
    return characters.includes(undefined) ? undefined : characters.join("");
}

/** Only the last `*` is ever gone back to, so that the time taken stays within the square of the length. */
function fits(parts: readonly Part[], name: string): boolean {
    let position = 0;
    let inName = 0;
    let afterStar: number | undefined;
    let resumeAt = 0;
    while (inName < name.length) {
        const part = parts[position];
        if (part?.kind === "all") {
            position++;
            afterStar = position;
            resumeAt = inName;
        } else if (part !== undefined && fitsOne(part, name.charAt(inName))) {
            position++;
            inName++;
        } else if (afterStar !== undefined) {
            resumeAt++;
            position = afterStar;
            inName = resumeAt;
        } else {
            return false;
        }
    }
    return parts.slice(position).every(({ kind }) => kind === "all");
}

function fitsOne(part: Part, character: string): boolean {
    switch (part.kind) {
        case "character":
            return part.character === character;
        case "set":
            return part.ranges.some(([from, to]) => from <= character && character <= to) !== part.negated;
        default:
            return true;
    }
}

function listDirectory(directory: string, fault: GlobFault): string[] {
    try {
        return readdirSync(directory);
    } catch (error) {
        if (isAbsent(error)) {
            return [];
        }
        throw fault("has a pattern for a directory that cannot be read", error);
    }
}

function exists(path: string, fault: GlobFault): boolean {
    try {
        lstatSync(path);
        return true;
    } catch (error) {
        if (isAbsent(error)) {
            return false;
        }
        throw fault("names a file that cannot be looked at", error);
    }
}

/** Whether a call failed because there is no such file. */
export function isAbsent(error: unknown): boolean {
    return ["ENOENT", "ENOTDIR", "ENAMETOOLONG"].includes(errorCodeOf(error) ?? "");
}

/** The code of an error of the operating system. */
export function errorCodeOf(error: unknown): string | undefined {
    return typeof error === "object" && error !== null && "code" in error && "syscall" in error
        ? String(error.code)
        : undefined;
}
