import { describeValue } from "../../solaris/configuration/describe";
import { markName, markStem } from "../../solaris/configuration/mark";
import { isSecret, isSecretOf } from "../../solaris/configuration/secrets";
import { comparableMac } from "../../solaris/macAddress";
import { comparableMemory } from "../../solaris/memorySize";
import { parseStorageUri } from "../../solaris/storageUri";
import type { ZoneConfiguration, ZoneResource } from "../../solaris/zoneConfiguration";

/** One thing in which two configurations differ. */
export interface Difference {
    /** `virtual-cpu ncpus`, `anet 0 vlan-id`, `autoboot`; without a property where one side lacks the whole resource. */
    readonly what: string;
    /** The values as they may be shown; undefined = not set. For a whole resource: that it is there. */
    readonly here: string | undefined;
    readonly there: string | undefined;
    readonly wholeResource: boolean;
}

// MAC addresses that a host has chosen by itself are judged by what the zone sees of them, elsewhere.
const chosenByHost = "auto-mac-address";

/**
 * In what two configurations differ, property by property. Values that mean the same are the same.
 *
 * @param ignored Names of properties of resources that are not compared.
 */
export function differencesBetween(
    here: ZoneConfiguration,
    there: ZoneConfiguration,
    ignored: readonly string[] = [],
): Difference[] {
    const resourcesHere = keyed(here.resources);
    const resourcesThere = keyed(there.resources);
    const names = [...new Set([...resourcesHere.keys(), ...resourcesThere.keys()])];
    return [
        ...compareProperties("", here.properties, there.properties, (property) => isSecret({ property })),
        ...names.flatMap((name) => {
            const [a, b] = [resourcesHere.get(name), resourcesThere.get(name)].map(withMarkStem);
            return a === undefined || b === undefined
                ? [missingResource(name, a, b)]
                : compareProperties(`${name} `, without(a, ignored), without(b, ignored), (property) =>
                      [a, b].some((resource) => isSecretOf(resource, property)),
                  );
        }),
    ];
}

/**
 * A difference in one line.
 *
 * @param sides How to say where each value stands: `on global1`, or `running`.
 */
export function describeDifference(
    { what, here, there, wholeResource }: Difference,
    sides: readonly [string, string],
): string {
    return wholeResource
        ? `${what}: ${sides[here === undefined ? 1 : 0]} only`
        : `${what}: ${here ?? "not set"} ${sides[0]}, ${there ?? "not set"} ${sides[1]}`;
}

function missingResource(what: string, here: ZoneResource | undefined, there: ZoneResource | undefined): Difference {
    return {
        what,
        here: here === undefined ? undefined : "there",
        there: there === undefined ? undefined : "there",
        wholeResource: true,
    };
}

type Properties = ReadonlyMap<string, readonly string[]>;

function compareProperties(
    prefix: string,
    here: Properties,
    there: Properties,
    isHidden: (property: string) => boolean,
): Difference[] {
    const names = [...new Set([...here.keys(), ...there.keys()])];
    return names
        .filter((name) => normalised(name, here.get(name)) !== normalised(name, there.get(name)))
        .map((name) => ({
            what: `${prefix}${name}`,
            here: shown(here.get(name), isHidden(name), "a value"),
            there: shown(there.get(name), isHidden(name), here.has(name) ? "another value" : "a value"),
            wholeResource: false,
        }));
}

function shown(values: readonly string[] | undefined, hidden: boolean, instead: string): string | undefined {
    return values === undefined ? undefined : hidden ? instead : values.map(describeValue).join(", ");
}

/** The same text for values that mean the same. */
function normalised(name: string, values: readonly string[] | undefined): string | undefined {
    const texts = values?.map((value) => {
        switch (name) {
            case "physical":
            case "pagesize":
                return comparableMemory(value);
            case "storage":
                return parseStorageUri(value).comparable;
            case "mac-address":
                return comparableMac(value);
            default:
                return value;
        }
    });
    return texts === undefined ? undefined : JSON.stringify([...texts].sort());
}

/** Resources by a name that is the same on both sides: type and `id`, or what else tells several of a type apart. */
function keyed(resources: readonly ZoneResource[]): ReadonlyMap<string, ZoneResource> {
    const found = new Map<string, ZoneResource>();
    for (const resource of resources) {
        const identity = ["id", "user", "name"].map((name) => resource.properties.get(name)?.[0]).find(Boolean);
        const name = identity === undefined ? resource.type : `${resource.type} ${identity}`;
        let unique = name;
        for (let count = 2; found.has(unique); count++) {
            unique = `${name} (${count})`;
        }
        found.set(unique, resource);
    }
    return found;
}

/** How far the provider has made a zone stands in its mark, in the stored configuration first: that is no difference. */
function withMarkStem<T extends ZoneResource | undefined>(resource: T): T | ZoneResource {
    const [value] = resource?.properties.get("value") ?? [];
    return resource?.type !== "attr" || resource.properties.get("name")?.[0] !== markName || value === undefined
        ? resource
        : { ...resource, properties: new Map(resource.properties).set("value", [markStem(value)]) };
}

function without({ properties }: ZoneResource, ignored: readonly string[]): Properties {
    return new Map([...properties].filter(([name]) => name !== chosenByHost && !ignored.includes(name)));
}
