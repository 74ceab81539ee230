import { diskNames, diskOf } from "./disk";
import {
    type ConfigurationDocument,
    type ConfigurationResource,
    type ConfigurationTarget,
    keyOf,
    type ResourceKey,
    resourcesOfType,
    valueOf,
} from "./document";
import { pairsOf } from "./pairs";
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

/** One that changes a property, of the zone or of a resource. */
export type PropertyEdit = Extract<Edit, { kind: "set" | "clear" }>;
type Whole = Exclude<Edit, PropertyEdit>;
type Properties = ConfigurationResource["properties"];

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
            changed.push(...inOrder(edits, key));
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

/**
 * By what a resource is found comes last: each edit finds it, also where it is made alone.
 *
 * Not so where a disk is named in another way. `storage` and `match` exclude each other, and whether zonecfg minds that at
 * each command or at the end only is not known [U]: the one goes before the other comes, within one `select` ... `end`.
 */
function inOrder(edits: readonly PropertyEdit[], { type, by }: ResourceKey): readonly PropertyEdit[] {
    const names = edits.filter(({ target }) => target.property === by?.property);
    const namesDisk = ({ target }: PropertyEdit): boolean => type === "device" && diskNames.has(target.property ?? "");
    const renamed = names.some((edit) => edit.kind === "clear" && namesDisk(edit));
    return renamed && edits.some((edit) => edit.kind === "set" && namesDisk(edit))
        ? edits
        : [...edits.filter((edit) => !names.includes(edit)), ...names];
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
