import { keyOf, sameKey, type ConfigurationTarget, type ResourceKey } from "../../solaris/configuration/document";
import type { ZoneConfig } from "./configSchema";
import { declaredList, declaredPart, declaredValue, escapedIn, type Declared } from "./declared";
import { globalFields, typedResource, type Field } from "./fields";
import { othersIn } from "./toDocument";

/**
 * The property of a program from which a line of a script, or an edit, comes, such as `config.anets[0].lowerLink`. Where it
 * comes from no property alone, the nearest one around it; `config` where there is none.
 */
export function pathOf(config: ZoneConfig, { resource, property }: ConfigurationTarget): string {
    if (resource === undefined) {
        return dotted(["config", ...propertyPath(config, globalFields, property)]);
    }
    const spec = typedResource(resource.type);
    if (spec === undefined) {
        return dotted(["config", ...otherPath(config, resource, property)]);
    }
    if (spec.identity === undefined) {
        const part = declaredPart(config, spec.key);
        return dotted(
            part === undefined ? ["config"] : ["config", spec.key, ...propertyPath(part, spec.fields, property)],
        );
    }
    const list = declaredList(config, spec.key);
    if (list === undefined) {
        return "config";
    }
    const index = memberIndex(list, resource, spec.fields);
    const member = list[index];
    return dotted([
        "config",
        spec.key,
        ...(member === undefined ? [] : [index, ...propertyPath(member, spec.fields, property)]),
    ]);
}

/** A path as TypeScript writes it: `config.anets[0].properties["vsi-vers"]`. */
export function dotted(path: readonly PropertyKey[]): string {
    return path.reduce<string>((text, key) => {
        if (typeof key === "number") {
            return `${text}[${key}]`;
        }
        const name = String(key);
        return /^[A-Za-z_$][\w$]*$/.test(name)
            ? `${text}${text === "" ? "" : "."}${name}`
            : `${text}[${JSON.stringify(name)}]`;
    }, "");
}

/** Where in a part of a program zonecfg's property comes from; empty where the program does not declare it. */
export function propertyPath(part: Declared, fields: readonly Field[], property: string | undefined): PropertyKey[] {
    if (property === undefined) {
        return [];
    }
    const field = fields.find(({ name }) => name === property);
    if (field !== undefined) {
        return declaredValue(part, field.key) === undefined ? [] : [field.key];
    }
    return Object.hasOwn(escapedIn(part), property) ? ["properties", property] : [];
}

/** The member of a list that a key names; -1 where none is. */
function memberIndex(list: readonly Declared[], { by, index }: ResourceKey, fields: readonly Field[]): number {
    if (by === undefined) {
        return index ?? (list.length === 1 ? 0 : -1);
    }
    const field = fields.find(({ name }) => name === by.property);
    return list.findIndex((member) => {
        const value = field === undefined ? undefined : declaredValue(member, field.key);
        return field !== undefined && value !== undefined && field.form.same([by.value], field.form.write(value));
    });
}

function otherPath(config: Declared, resource: ResourceKey, property: string | undefined): PropertyKey[] {
    const list = declaredList(config, "resources");
    if (list === undefined) {
        return [];
    }
    const { document } = othersIn(list);
    const index = document.resources.findIndex((each) => sameKey(keyOf(each, document), resource));
    const member = list[index];
    return member === undefined ? ["resources"] : ["resources", index, ...propertyPath(member, [], property)];
}
