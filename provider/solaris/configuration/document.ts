import { isSecret } from "./secrets";

/** One `add RESOURCE ... end` block of a configuration. A property keeps every value that it was given. */
export interface ConfigurationResource {
    readonly type: string;
    readonly properties: ReadonlyMap<string, readonly string[]>;
}

/** A zone's configuration as zonecfg(8) has it: names in its spelling, values as text, tokens such as %{zonename} kept. */
export interface ConfigurationDocument {
    readonly properties: ReadonlyMap<string, readonly string[]>;
    readonly resources: readonly ConfigurationResource[];
}

/** What tells a resource from the others of its type. Neither `by` nor `index`: the type alone does. */
export interface ResourceKey {
    readonly type: string;
    readonly by?: { readonly property: string; readonly value: string };
    /** Its place among those of its type, from 0, where no property tells it from the others. */
    readonly index?: number;
}

/** What a line of a script, or an edit, is about: a property of the zone, a resource, or a property of a resource. */
export interface ConfigurationTarget {
    readonly resource?: ResourceKey;
    readonly property?: string;
}

/*
 * By what zonecfg's own examples select a resource: `select anet id=0` and `select rctl name=zone.cpu-shares` are
 * documented [C]; linkname, match, physical, dir and user are the ancestor's keys [A]. For other types `id` and `name`
 * are tried.
 */
const identities: ReadonlyMap<string, readonly string[]> = new Map([
    ["anet", ["id", "linkname"]],
    ["device", ["id", "match"]],
    ["net", ["physical", "id"]],
    ["attr", ["name"]],
    ["rctl", ["name"]],
    ["dataset", ["name"]],
    ["fs", ["dir"]],
    ["admin", ["user"]],
]);
const singletons = new Set([
    ...["virtual-cpu", "capped-cpu", "dedicated-cpu", "capped-memory", "suspend"],
    ...["keysource", "verified-boot", "security-flags"],
]);
const usualIdentities = ["id", "name"] as const;

/** The properties that can identify a resource of a type, the most telling first; none for those that a zone has once. */
export function identitiesOf(type: string): readonly string[] {
    return singletons.has(type) ? [] : (identities.get(type) ?? usualIdentities);
}

/** All resources of a type, in the document's order. */
export function resourcesOfType(document: ConfigurationDocument, type: string): readonly ConfigurationResource[] {
    return document.resources.filter((resource) => resource.type === type);
}

/**
 * The key under which zonecfg finds a resource of a document: the property that identifies its type, where the value is
 * no other's; else the type, where it is the only one; else any property whose value no other has and is no secret; else
 * its place.
 */
export function keyOf(resource: ConfigurationResource, amongst: ConfigurationDocument): ResourceKey {
    const { type } = resource;
    const siblings = resourcesOfType(amongst, type).filter((each) => each !== resource);
    const telling = (property: string): ResourceKey | undefined => {
        const value = valueOf(resource, property);
        return value === undefined || siblings.some((each) => valueOf(each, property) === value)
            ? undefined
            : { type, by: { property, value } };
    };
    const identified = firstOf(identitiesOf(type), telling);
    if (identified !== undefined) {
        return identified;
    }
    if (siblings.length === 0) {
        return { type };
    }
    const shown = [...resource.properties.keys()].filter((property) => !isSecret({ resource: { type }, property }));
    return firstOf(shown, telling) ?? { type, index: resourcesOfType(amongst, type).indexOf(resource) };
}

/** Whether two keys name the same resource of a document. */
export function sameKey(a: ResourceKey | undefined, b: ResourceKey | undefined): boolean {
    return (
        a?.type === b?.type &&
        a?.index === b?.index &&
        a?.by?.property === b?.by?.property &&
        a?.by?.value === b?.by?.value
    );
}

/** The resource that a key names; undefined where there is none, or where a bare type stands for several. */
export function resourceAt(document: ConfigurationDocument, key: ResourceKey): ConfigurationResource | undefined {
    const candidates = resourcesOfType(document, key.type);
    if (key.index !== undefined) {
        return candidates[key.index];
    }
    const { by } = key;
    const found = by === undefined ? candidates : candidates.filter((each) => valueOf(each, by.property) === by.value);
    return found.length === 1 ? found[0] : undefined;
}

/** A property's value where it has exactly one that is not empty: only such a one can identify anything. */
export function valueOf(resource: ConfigurationResource, property: string): string | undefined {
    const [value, ...more] = resource.properties.get(property) ?? [];
    return more.length > 0 || value === "" ? undefined : value;
}

function firstOf<T>(names: readonly string[], find: (name: string) => T | undefined): T | undefined {
    for (const name of names) {
        const found = find(name);
        if (found !== undefined) {
            return found;
        }
    }
    return undefined;
}
