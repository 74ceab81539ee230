import { diskOf } from "./disk";
import { type ConfigurationResource, identitiesOf, valueOf } from "./document";
import { sameValues } from "./values";

/** What a resource was, and what it becomes. */
export type Pair = readonly [before: ConfigurationResource, after: ConfigurationResource];

/**
 * Which resource of one type becomes which: by identity, devices by their disk too, then by equal content, and one that is
 * alone by its type.
 */
export function pairsOf(found: readonly ConfigurationResource[], wished: readonly ConfigurationResource[]): Pair[] {
    const pairs: Pair[] = [];
    const [there, wanted] = [new Set(found), new Set(wished)];
    const pair = (before: ConfigurationResource, after: ConfigurationResource): void => {
        pairs.push([before, after]);
        there.delete(before);
        wanted.delete(after);
    };
    const type = found[0]?.type ?? "";
    const byProperty = identitiesOf(type).map(
        (property): Telling =>
            (resource) =>
                valueOf(resource, property),
    );
    for (const telling of [...byProperty, ...(type === "device" ? [diskOf] : [])]) {
        const [foundBy, wishedBy] = [uniqueBy(telling, found), uniqueBy(telling, wished)];
        for (const [value, before] of foundBy) {
            const after = wishedBy.get(value);
            if (after !== undefined && there.has(before) && wanted.has(after) && mayBeSame(before, after)) {
                pair(before, after);
            }
        }
    }
    for (const before of [...there]) {
        const after = [...wanted].find((each) => saySame(before, each));
        if (after !== undefined) {
            pair(before, after);
        }
    }
    const [[before], [after]] = [[...there], [...wanted]];
    const alone = found.length === 1 && wished.length === 1;
    if (alone && before !== undefined && after !== undefined && mayBeSame(before, after)) {
        pair(before, after);
    }
    return pairs;
}

type Telling = (resource: ConfigurationResource) => string | undefined;

/** The resources of which something that tells them is no other's. */
function uniqueBy(
    telling: Telling,
    resources: readonly ConfigurationResource[],
): ReadonlyMap<string, ConfigurationResource> {
    const unique = new Map<string, ConfigurationResource>();
    const several = new Set<string>();
    for (const resource of resources) {
        const value = telling(resource);
        if (value !== undefined) {
            if (unique.has(value)) {
                several.add(value);
            }
            unique.set(value, resource);
        }
    }
    several.forEach((value) => unique.delete(value));
    return unique;
}

/** Not where the most telling property that both have differs: what identifies cannot be set. */
function mayBeSame(before: ConfigurationResource, after: ConfigurationResource): boolean {
    for (const property of identitiesOf(before.type)) {
        const [a, b] = [valueOf(before, property), valueOf(after, property)];
        if (a !== undefined && b !== undefined) {
            return a === b;
        }
    }
    return true;
}

function saySame({ properties: a }: ConfigurationResource, { properties: b }: ConfigurationResource): boolean {
    return [...a.keys(), ...b.keys()].every((name) => sameValues(name, a.get(name) ?? [], b.get(name) ?? []));
}
