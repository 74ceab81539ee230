import {
    keyOf,
    sameKey,
    type ConfigurationDocument,
    type ConfigurationResource,
} from "../../solaris/configuration/document";
import { isMark } from "../../solaris/configuration/mark";
import { isSecret } from "../../solaris/configuration/secrets";
import { configSchema, type ConfigProps } from "./configSchema";
import { declaredList, type Declared } from "./declared";
import {
    decidedElsewhere,
    globalFields,
    typedResource,
    typedResources,
    type Field,
    type ResourceFields,
} from "./fields";
import { dotted } from "./paths";
import { othersIn } from "./toDocument";
import { escapedForm, joined } from "./valueForm";

/** A zone's configuration as a program would declare it. */
export interface DeclaredConfiguration {
    readonly config: ConfigProps;
    /** What is not in it, and why, in words: secrets, and values that `config` does not take. It stays as it is on the host. */
    readonly leftOut: readonly string[];
}

/**
 * Declares a configuration that was found: laid over what it was made from, it changes nothing. Secrets are left out, and
 * so is what the schema refuses; what is not declared stays as found.
 */
export function configFrom(document: ConfigurationDocument): DeclaredConfiguration {
    const leftOut: string[] = [];
    const config: Bag = readProperties(document.properties, globalFields, Object.keys(decidedElsewhere), (name) => {
        leftOut.push(`properties.${name}: is a secret`);
    });
    for (const spec of typedResources) {
        const present = document.resources.filter((each) => each.type === spec.type && !isMark(each));
        const value = present.length === 0 ? undefined : readTyped(spec, present, leftOut);
        if (value !== undefined) {
            config[spec.key] = value;
        }
    }
    const others = document.resources.filter(({ type }) => typedResource(type) === undefined);
    if (others.length > 0) {
        config["resources"] = others.map((resource) => readOther(resource, leftOut));
    }
    const accepted = pruned(config, leftOut);
    const declared = declaredList(accepted, "resources");
    if (declared === undefined || areFound(declared, others, document)) {
        return { config: accepted, leftOut };
    }
    const { resources: _, ...unambiguous } = accepted;
    return {
        config: unambiguous,
        leftOut: [...leftOut, "resources: without what is left out of it, it is not clear which is which"],
    };
}

/** Whether each member of `resources` is taken for the resource that it was made from. */
function areFound(
    members: readonly Declared[],
    others: readonly ConfigurationResource[],
    found: ConfigurationDocument,
): boolean {
    const { document } = othersIn(members);
    return others.every((resource, index) => {
        const member = document.resources[index];
        return member !== undefined && sameKey(keyOf(resource, found), keyOf(member, document));
    });
}

type Bag = Record<string, unknown>;

function readTyped(spec: ResourceFields, present: readonly ConfigurationResource[], leftOut: string[]): unknown {
    if (present.some(({ properties }) => isSecretWhole(spec, properties))) {
        leftOut.push(`${spec.key}: holds a secret`);
        return undefined;
    }
    const read = ({ type, properties }: ConfigurationResource): Bag =>
        readProperties(
            properties,
            spec.fields,
            spec.generated ?? [],
            (name) => leftOut.push(`${spec.key}: ${name} is a secret`),
            type,
        );
    if (spec.identity !== undefined) {
        return present.map(read);
    }
    const [only, ...more] = present;
    if (more.length > 0) {
        leftOut.push(`${spec.key}: the zone has ${present.length}, of which the first is declared`);
    }
    const bag = only === undefined ? {} : read(only);
    return Object.keys(bag).length === 0 ? undefined : bag;
}

/** Whether a resource cannot be declared at all because of a secret: a key, or a note whose name says that it is one. */
function isSecretWhole({ type }: ResourceFields, properties: ReadonlyMap<string, readonly string[]>): boolean {
    const name = properties.get("name")?.[0];
    const by = name === undefined ? {} : { by: { property: "name", value: name } };
    return type === "keysource" || (type === "attr" && isSecret({ resource: { type, ...by }, property: "value" }));
}

function readOther(resource: ConfigurationResource, leftOut: string[]): Bag {
    const { type, properties } = resource;
    const bag = readProperties(
        properties,
        [],
        [],
        (name) => leftOut.push(`resources: ${name} of ${type} is a secret`),
        type,
    );
    return { type, properties: bag["properties"] ?? {} };
}

/** Properties as `config` has them: the known ones typed, the others by zonecfg's names under `properties`. */
function readProperties(
    properties: ReadonlyMap<string, readonly string[]>,
    fields: readonly Field[],
    ignored: readonly string[],
    onSecret: (name: string) => void,
    type?: string,
): Bag {
    const bag: Bag = {};
    const escaped: Bag = {};
    const target = type === undefined ? {} : { resource: { type } };
    for (const [name, values] of properties) {
        const known = fields.find((field) => field.name === name);
        if (joined(values) === "" || ignored.includes(name)) {
            continue;
        }
        if (isSecret({ ...target, property: name })) {
            onSecret(name);
        } else if (known !== undefined) {
            bag[known.key] = known.form.read(values);
        } else {
            escaped[name] = escapedForm.read(values);
        }
    }
    return Object.keys(escaped).length === 0 ? bag : { ...bag, properties: escaped };
}

/** Takes out what the schema refuses, until it refuses nothing. */
function pruned(config: Bag, leftOut: string[]): ConfigProps {
    const parsed = configSchema.safeParse(config);
    if (parsed.success) {
        return config;
    }
    for (const { path, message } of parsed.error.issues) {
        const removed = removeAt(config, path);
        if (removed !== undefined) {
            leftOut.push(`${dotted(removed)}: ${message}`);
        }
    }
    return pruned(config, leftOut);
}

/**
 * Removes the deepest property on a path that can be left undeclared: a list is declared whole or not at all, so a member
 * takes its list with it.
 *
 * @returns The path of what was removed; undefined where it was no longer there.
 */
function removeAt(config: Bag, path: readonly PropertyKey[]): readonly PropertyKey[] | undefined {
    for (let depth = path.length; depth > 0; depth--) {
        const parent = valueAt(config, path.slice(0, depth - 1));
        const key = path[depth - 1];
        if (key !== undefined && isBag(parent) && Object.hasOwn(parent, key)) {
            Reflect.deleteProperty(parent, key);
            return path.slice(0, depth);
        }
    }
    return undefined;
}

function valueAt(config: unknown, path: readonly PropertyKey[]): unknown {
    return path.reduce<unknown>(
        (value, key) =>
            typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
        config,
    );
}

function isBag(value: unknown): value is Bag {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
