import {
    keyOf,
    sameKey,
    type ConfigurationDocument,
    type ConfigurationResource,
} from "../../solaris/configuration/document";
import { isMark } from "../../solaris/configuration/mark";
import type { ZoneConfig } from "./configSchema";
import { declaredList, declaredPart, identityName, isMember, type Declared } from "./declared";
import { globalFields, typedResource, typedResources, type ResourceFields } from "./fields";
import { overlay } from "./overlay";

/** The whole configuration of a new kernel zone; what `config` does not declare is left to Solaris. */
export function documentOf(config: ZoneConfig): ConfigurationDocument {
    const blank: ConfigurationDocument = { properties: new Map([["brand", ["solaris-kz"]]]), resources: [] };
    return laidOver(blank, { now: config, before: undefined, fresh: true });
}

/**
 * A zone's configuration as found, with what `config` declares laid over it. What it does not declare stays, unless
 * `before` declared it; a list that it declares is whole, and one that it does not declare stays as a whole. Values that
 * say the same stay as they are found. The provider's own mark always stays.
 *
 * @param found The zone's stored configuration.
 * @param before The `config` that was last applied.
 */
export function wishedDocument(
    found: ConfigurationDocument,
    config: ZoneConfig,
    before?: ZoneConfig,
): ConfigurationDocument {
    return laidOver(found, { now: config, before, fresh: false });
}

interface Wish {
    readonly now: Declared;
    readonly before: Declared | undefined;
    readonly fresh: boolean;
}

function laidOver(found: ConfigurationDocument, wish: Wish): ConfigurationDocument {
    const wished = new Map<ConfigurationResource, ConfigurationResource | undefined>();
    const added: ConfigurationResource[] = [];
    for (const spec of typedResources) {
        const present = found.resources.filter(({ type }) => type === spec.type);
        (spec.identity === undefined ? placeSingle : placeList)(spec, present, wish, { wished, added });
    }
    placeOthers(found, wish, { wished, added });
    const kept = found.resources.flatMap((resource) =>
        wished.has(resource) ? (wished.get(resource) ?? []) : [resource],
    );
    return { properties: overlay(found.properties, globalFields, wish), resources: [...kept, ...added] };
}

/** What becomes of the resources found (undefined: removed; not in it: stays), and those that are new. */
interface Result {
    readonly wished: Map<ConfigurationResource, ConfigurationResource | undefined>;
    readonly added: ConfigurationResource[];
}

function placeSingle(
    { key, type, fields, kept }: ResourceFields,
    [present]: readonly ConfigurationResource[],
    wish: Wish,
    { wished, added }: Result,
): void {
    const now = declaredPart(wish.now, key);
    const before = kept === true ? undefined : declaredPart(wish.before, key);
    if (now === undefined && before === undefined) {
        return;
    }
    const fresh = present === undefined;
    const properties = overlay(present?.properties ?? new Map(), fields, { now: now ?? {}, before, fresh });
    if (present !== undefined) {
        wished.set(present, properties.size === 0 ? undefined : { type, properties });
    } else if (properties.size > 0) {
        added.push({ type, properties });
    }
}

function placeList(
    spec: ResourceFields,
    present: readonly ConfigurationResource[],
    wish: Wish,
    { wished, added }: Result,
): void {
    const members = declaredList(wish.now, spec.key);
    if (members === undefined) {
        return;
    }
    const name = identityName(spec);
    const memberFor = (list: readonly Declared[], resource: ConfigurationResource): Declared | undefined =>
        list.find((member) => isMember(member, spec, resource.properties.get(name) ?? []));
    const placed = new Set<Declared>();
    for (const resource of present.filter((each) => !isMark(each))) {
        const now = memberFor(members, resource);
        if (now === undefined || placed.has(now)) {
            wished.set(resource, undefined);
            continue;
        }
        placed.add(now);
        const before = memberFor(declaredList(wish.before, spec.key) ?? [], resource);
        const properties = overlay(resource.properties, spec.fields, { now, before, fresh: false });
        wished.set(resource, { type: spec.type, properties });
    }
    for (const now of members.filter((member) => !placed.has(member))) {
        added.push({
            type: spec.type,
            properties: overlay(new Map(), spec.fields, { now, before: undefined, fresh: true }),
        });
    }
}

/** Resources of types that `config` has no property for (`resources`). */
function placeOthers(found: ConfigurationDocument, wish: Wish, { wished, added }: Result): void {
    const members = declaredList(wish.now, "resources");
    if (members === undefined) {
        return;
    }
    const now = othersIn(members);
    const before = othersIn(declaredList(wish.before, "resources") ?? []);
    const placed = new Set<ConfigurationResource>();
    for (const resource of found.resources.filter(({ type }) => typedResource(type) === undefined)) {
        const key = keyOf(resource, found);
        const same = ({ document }: Others): ConfigurationResource | undefined =>
            document.resources.find((each) => sameKey(keyOf(each, document), key));
        const match = same(now);
        if (match === undefined || placed.has(match)) {
            wished.set(resource, undefined);
            continue;
        }
        placed.add(match);
        const previous = same(before);
        const properties = overlay(resource.properties, [], {
            now: now.members.get(match) ?? {},
            before: previous === undefined ? undefined : before.members.get(previous),
            fresh: false,
        });
        wished.set(resource, { type: resource.type, properties });
    }
    added.push(...now.document.resources.filter((resource) => !placed.has(resource)));
}

interface Others {
    readonly document: ConfigurationDocument;
    readonly members: ReadonlyMap<ConfigurationResource, Declared>;
}

/** The members of `resources` as zonecfg has them. */
export function othersIn(list: readonly Declared[]): Others {
    const members = new Map<ConfigurationResource, Declared>();
    for (const member of list) {
        const properties = overlay(new Map(), [], { now: member, before: undefined, fresh: true });
        members.set({ type: String(member["type"]), properties }, member);
    }
    return { document: { properties: new Map(), resources: [...members.keys()] }, members };
}
