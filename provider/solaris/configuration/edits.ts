import { diskOf } from "./disk";
import {
    type ConfigurationDocument,
    type ConfigurationResource,
    type ConfigurationTarget,
    identitiesOf,
    keyOf,
    resourceAt,
    resourcesOfType,
    valueOf,
} from "./document";
import { elementsOf, isBlock, sameValues } from "./values";

/** One smallest change of a document. Values are as the document has them. */
export type Edit =
    | {
          readonly kind: "set";
          readonly target: ConfigurationTarget;
          /** Empty where it was not set. */
          readonly from: readonly string[];
          readonly to: readonly string[];
      }
    | { readonly kind: "clear"; readonly target: ConfigurationTarget; readonly from: readonly string[] }
    | WholeEdit<"add">
    | WholeEdit<"remove">;

/** A resource that comes or goes. */
interface WholeEdit<Kind> {
    readonly kind: Kind;
    readonly target: ConfigurationTarget;
    readonly resource: ConfigurationResource;
    /** What it was before or becomes after: resources that go and come again, not edited in place. */
    readonly counterpart?: ConfigurationResource;
}

type PropertyEdit = Extract<Edit, { kind: "set" | "clear" }>;
type Whole = Exclude<Edit, PropertyEdit>;
type Properties = ReadonlyMap<string, readonly string[]>;

/**
 * The smallest list of edits that makes one document of another: by what identifies a resource, not by its place. Values
 * that zonecfg takes for the same list are the same.
 *
 * Resources are removed first, then properties changed, then resources added: an id can be taken over by another resource.
 * In each resource what is cleared comes before what is set, because some properties exclude each other.
 */
export function editsBetween(found: ConfigurationDocument, wished: ConfigurationDocument): Edit[] {
    const types = [...new Set([...found.resources, ...wished.resources].map(({ type }) => type))];
    const byType = types.map((type) => editsOfType(type, found, wished));
    return [
        ...byType.flatMap(({ removed }) => removed),
        ...propertyEdits(found.properties, wished.properties, {}),
        ...byType.flatMap(({ changed }) => changed),
        ...byType.flatMap(({ added }) => added),
    ];
}

/** The document that edits make of another. An edit whose target is not there changes nothing. */
export function applyEdits(document: ConfigurationDocument, edits: readonly Edit[]): ConfigurationDocument {
    return edits.reduce(applyEdit, document);
}

function applyEdit(document: ConfigurationDocument, edit: Edit): ConfigurationDocument {
    const { resource: key, property } = edit.target;
    if (edit.kind === "add") {
        return { ...document, resources: [...document.resources, edit.resource] };
    }
    const place = key && resourceAt(document, key);
    if (edit.kind === "remove") {
        return { ...document, resources: document.resources.filter((resource) => resource !== place) };
    }
    if (property === undefined) {
        return document;
    }
    const to = edit.kind === "clear" ? [] : edit.to;
    return key === undefined
        ? { ...document, properties: withProperty(document.properties, property, to) }
        : {
              ...document,
              resources: document.resources.map((resource) =>
                  resource === place
                      ? { ...resource, properties: withProperty(resource.properties, property, to) }
                      : resource,
              ),
          };
}

function withProperty(properties: Properties, name: string, values: readonly string[]): Properties {
    const others = [...properties].filter(([each]) => each !== name);
    return values.length === 0 ? new Map(others) : new Map(properties).set(name, values);
}

interface EditsOfType {
    readonly removed: Edit[];
    readonly changed: Edit[];
    readonly added: Edit[];
}

function editsOfType(type: string, found: ConfigurationDocument, wished: ConfigurationDocument): EditsOfType {
    const [there, wanted] = [resourcesOfType(found, type), resourcesOfType(wished, type)];
    const pairs = pairsOf(there, wanted);
    const changed: Edit[] = [];
    const kept = new Set<ConfigurationResource>();
    for (const [before, after] of pairs) {
        const key = keyOf(before, found);
        const edits = propertyEdits(before.properties, after.properties, { resource: key });
        if (edits.every(canBeSet)) {
            // By what it is found comes last: until then the other edits must find it.
            const names = ({ target }: Edit): boolean => target.property === key.by?.property;
            changed.push(...edits.filter((edit) => !names(edit)), ...edits.filter(names));
            kept.add(before).add(after);
        }
    }
    const removed = there.filter((resource) => !kept.has(resource)).map((resource) => removal(resource, found));
    if (removed.some(({ target }) => target.resource?.index !== undefined)) {
        // zonecfg cannot be told which one: all of the type go, and those that are wished come again.
        const former = new Map(pairs.map(([before, after]) => [after, before]));
        const added = additions(wanted, wished).map((edit) => withCounterpart(edit, former.get(edit.resource)));
        return { removed: removalOfAll(type, there), changed: [], added };
    }
    const added = additions(
        wanted.filter((resource) => !kept.has(resource)),
        wished,
    );
    return {
        removed: removed.map((edit) => withCounterpart(edit, counterpartOf(edit.resource, wanted))),
        changed,
        added: added.map((edit) => withCounterpart(edit, counterpartOf(edit.resource, there))),
    };
}

function withCounterpart(edit: Whole, counterpart: ConfigurationResource | undefined): Edit {
    return counterpart === undefined ? edit : { ...edit, counterpart };
}

/** Of a device: another form of the same disk, or what else has its id. */
function counterpartOf(
    resource: ConfigurationResource,
    others: readonly ConfigurationResource[],
): ConfigurationResource | undefined {
    const [disk, id] = [diskOf(resource), valueOf(resource, "id")];
    return resource.type !== "device"
        ? undefined
        : others.find(
              (other) =>
                  (disk !== undefined && diskOf(other) === disk) || (id !== undefined && valueOf(other, "id") === id),
          );
}

function removal(resource: ConfigurationResource, found: ConfigurationDocument): Whole {
    return { kind: "remove", target: { resource: keyOf(resource, found) }, resource };
}

/** By place and backwards, so that each is still at its place when its turn comes. */
function removalOfAll(type: string, resources: readonly ConfigurationResource[]): Edit[] {
    const removals = resources.map((resource, index): Edit => {
        return { kind: "remove", target: { resource: { type, index } }, resource };
    });
    return removals.reverse();
}

function additions(resources: readonly ConfigurationResource[], wished: ConfigurationDocument): Whole[] {
    return resources.map((resource) => ({
        kind: "add",
        target: { resource: keyOf(resource, wished) },
        resource,
    }));
}

/** A block within a resource has nothing by which zonecfg would be told to change it. */
function canBeSet(edit: PropertyEdit): boolean {
    return !edit.from.some(isBlock) && !(edit.kind === "set" && edit.to.some(isBlock));
}

function propertyEdits(found: Properties, wished: Properties, target: ConfigurationTarget): PropertyEdit[] {
    const names = [...new Set([...found.keys(), ...wished.keys()])];
    const edits = names.flatMap((property): PropertyEdit[] => {
        const [from, to] = [found.get(property) ?? [], wished.get(property) ?? []];
        if (sameValues(property, from, to)) {
            return [];
        }
        const place = { ...target, property };
        return elementsOf(property, to).length === 0
            ? [{ kind: "clear", target: place, from }]
            : [{ kind: "set", target: place, from, to }];
    });
    return [...edits.filter(({ kind }) => kind === "clear"), ...edits.filter(({ kind }) => kind === "set")];
}

type Pair = readonly [before: ConfigurationResource, after: ConfigurationResource];

/**
 * Which resource of one type becomes which: by identity, devices by their disk too, then by equal content, and one that is
 * alone by its type.
 */
function pairsOf(found: readonly ConfigurationResource[], wished: readonly ConfigurationResource[]): Pair[] {
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
        const after = [...wanted].find((each) => propertyEdits(before.properties, each.properties, {}).length === 0);
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
