import { dotted } from "./config/paths";
import { rawInputs, type PropertyBag } from "./state";

/**
 * The hidden input that says where the program has marked values as secrets: paths such as `config.attrs[0].value`, and
 * never a value. A provider is given plain values, so that it would not know. Absent where there are none.
 */
export const secretPathsKey = "__secretPaths";

/** Where the values of a bag are secrets of the program. */
export function secretPathsIn(bag: PropertyBag): string[] {
    const paths = bag[secretPathsKey];
    return Array.isArray(paths) ? paths.filter((path) => typeof path === "string") : [];
}

/** Whether a path is another one, or leads through it. */
export function isWithin(path: string, outer: string): boolean {
    return path.startsWith(outer) && ["", ".", "["].includes(path.charAt(outer.length));
}

/** Whether the program marks other values than it did: the engine encrypts the state's outputs anew in an update only. */
export function areOtherwiseMarked(olds: PropertyBag, news: PropertyBag): boolean {
    const [before, now] = [secretPathsIn(olds), secretPathsIn(news)];
    return before.length !== now.length || now.some((path) => !before.includes(path));
}

/** The single values of a bag that are marked. */
export function markedLeaves(bag: PropertyBag): Leaf[] {
    return markedIn(rawInputs(bag), secretPathsIn(bag));
}

/** The single values at some paths, and below them. */
export function markedIn(value: unknown, paths: readonly string[]): Leaf[] {
    return leavesOf(value).filter(({ path }) => paths.some((marked) => isWithin(path, marked)));
}

/** A value that holds no others, and where it stands. */
export interface Leaf {
    readonly path: string;
    readonly value: unknown;
}

/** The single values within a value. */
function leavesOf(value: unknown, path: readonly PropertyKey[] = []): Leaf[] {
    if (typeof value !== "object" || value === null) {
        return [{ path: dotted(path), value }];
    }
    const parts = Array.isArray(value) ? value.map((item, index) => [index, item] as const) : Object.entries(value);
    return parts.flatMap(([key, part]) => leavesOf(part, [...path, key]));
}

/** A value without the single values at some paths, and below them: with those of another in their place, if it has any. */
export function withoutValuesAt(value: unknown, paths: readonly string[], others: unknown): unknown {
    const instead = new Map(leavesOf(others).map((leaf) => [leaf.path, leaf.value]));
    const within = (part: unknown, path: readonly PropertyKey[]): unknown[] => {
        if (typeof part === "object" && part !== null) {
            return [
                Array.isArray(part)
                    ? part.flatMap((item, index) => within(item, [...path, index]))
                    : Object.fromEntries(
                          Object.entries(part).flatMap(([key, item]) =>
                              within(item, [...path, key]).map((kept) => [key, kept]),
                          ),
                      ),
            ];
        }
        const at = dotted(path);
        return paths.some((left) => isWithin(at, left)) ? (instead.has(at) ? [instead.get(at)] : []) : [part];
    };
    return within(value, [])[0];
}
