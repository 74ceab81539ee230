import { isDeepStrictEqual } from "node:util";
import type { PropertyBag } from "./state";

// Hidden, so that a refresh carries it along. Paths and no values: those may be secrets of the program.
const outlastedKey = "__outlastedReboot";

/** Outputs of a zone that still differs, after a reboot of ours, from what the program says at these paths. */
export function asOutlasted(
    outs: Readonly<Record<string, unknown>>,
    paths: readonly string[],
): Record<string, unknown> {
    const { [outlastedKey]: _, ...others } = outs;
    return paths.length === 0 ? others : { ...others, [outlastedKey]: [...new Set(paths)] };
}

/**
 * The paths, such as `config.cappedMemory.pagesizePolicy`, at which a zone differs from the program in spite of a reboot of
 * ours: no reason to reboot it again, unless the program says something else there by now.
 */
export function outlastedPaths(olds: PropertyBag, news: PropertyBag): string[] {
    const paths = olds[outlastedKey];
    return Array.isArray(paths)
        ? paths
              .filter((path) => typeof path === "string")
              .filter((path) => isDeepStrictEqual(valueAt(olds, path), valueAt(news, path)))
        : [];
}

/** What a program says at a path; where it says nothing there, what it says around it. */
function valueAt(bag: PropertyBag, path: string): unknown {
    let value: unknown = bag;
    for (const key of path.match(/[^.[\]"]+/g) ?? []) {
        if (typeof value !== "object" || value === null || !(key in value)) {
            return value;
        }
        value = (value as Record<string, unknown>)[key];
    }
    return value;
}
