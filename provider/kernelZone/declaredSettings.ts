import {
    identitiesOf,
    valueOf,
    type ConfigurationResource,
    type ConfigurationTarget,
} from "../solaris/configuration/document";
import type { IsMarked } from "../solaris/configuration/secrets";
import type { PropertyBag } from "./state";
import { declaredDocument } from "./wish";

/** One of zonecfg's properties with the values that a program declares for it. */
export interface Setting {
    readonly target: ConfigurationTarget;
    readonly property: string;
    readonly values: readonly string[];
    /** The resource that it is of. */
    readonly whole?: ConfigurationResource;
}

/** All that the configuration in a bag sets; nothing where this release does not understand it. */
export function declaredSettings(bag: PropertyBag): Setting[] {
    const { properties, resources } = declaredDocument(bag) ?? {
        properties: new Map<string, string[]>(),
        resources: [],
    };
    return [
        ...[...properties].map(([property, values]) => ({ target: { property }, property, values })),
        ...resources.flatMap((whole) =>
            [...whole.properties].map(([property, values]) => {
                const name = nameOf(whole);
                const by =
                    name === undefined ? {} : { by: { property: identitiesOf(whole.type)[0] ?? "", value: name } };
                return { target: { resource: { type: whole.type, ...by }, property }, property, values, whole };
            }),
        ),
    ];
}

/** The value by which a resource is told from others of its type; not one that is a secret. */
export function nameOf(resource: ConfigurationResource, isMarked: IsMarked = () => false): string | undefined {
    const { type } = resource;
    return identitiesOf(type)
        .filter((property) => !isMarked({ resource: { type }, property }, resource))
        .map((property) => valueOf(resource, property))
        .find((value) => value !== undefined);
}
