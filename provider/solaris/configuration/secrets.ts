import { AsyncLocalStorage } from "node:async_hooks";
import type { ConfigurationDocument, ConfigurationResource, ConfigurationTarget } from "./document";
import type { Edit } from "./edits";
import { blockLines, isBlock } from "./values";

// `keysource` holds the zone's encryption key under a name that is not confirmed [U]: nothing of it is ever shown.
const secretResources = new Set(["keysource"]);
// Rather one too many: `turkey` is no key.
const secretNames = /^raw$|secret|passw|passphrase|pwd|private|token|credential|key(?:s?$|[^a-z])/i;
const keyInCamelCase = /Key(?=[A-Z])/;

/** Whether the program has marked a value as a secret. `whole`: the resource itself, where it is at hand. */
export type IsMarked = (target: ConfigurationTarget, whole?: ConfigurationResource) => boolean;

// Of the asynchronous context, not an argument: every text about a configuration is made by what asks `isSecret`, in many
// places and far below those that know the program. Whoever forgot to hand it on would show a secret (docs/adr/020).
const markedByProgram = new AsyncLocalStorage<IsMarked>();

/** Does a piece of work, in which what the program has marked is as secret as a key. */
export function whileMarked<T>(isMarked: IsMarked, work: () => T): T {
    return markedByProgram.run(isMarked, work);
}

/**
 * Whether the value of a property must not be shown: a key, or something whose name says so, or what the program has marked
 * ({@link whileMarked}).
 */
export function isSecret(target: ConfigurationTarget): boolean {
    return isKey(target) || markedByProgram.getStore()?.(target) === true;
}

function isKey({ resource, property }: ConfigurationTarget): boolean {
    const named = resource?.by?.value;
    return (
        (resource !== undefined && secretResources.has(resource.type)) ||
        (property !== undefined && isSecretName(property)) ||
        // `add attr; set name=root-password; set value=...`: the name stands in another property than the secret.
        (property === "value" && named !== undefined && isSecretName(named))
    );
}

/** The same of a property of a resource that is at hand: what names it need not be what it is found by. */
export function isSecretOf(resource: ConfigurationResource, property: string): boolean {
    const { type, properties } = resource;
    const names = properties.get("name") ?? [];
    const isNamedSo = [undefined, ...names].some((value) =>
        isKey({ resource: { type, ...(value === undefined ? {} : { by: { property: "name", value } }) }, property }),
    );
    return isNamedSo || markedByProgram.getStore()?.({ resource: { type }, property }, resource) === true;
}

function isSecretName(name: string): boolean {
    return secretNames.test(name) || keyInCamelCase.test(name);
}

/** Every value of a configuration that must not be shown. */
export function secretsIn({ properties, resources }: ConfigurationDocument): string[] {
    return [
        ...[...properties].flatMap(([property, values]) => secretValues(values, isSecret({ property }))),
        ...resources.flatMap((resource) =>
            [...resource.properties].flatMap(([property, values]) =>
                secretValues(values, isSecretOf(resource, property)),
            ),
        ),
    ];
}

/** Every value of an edit that must not be shown, the former ones too. */
export function secretsOfEdit(edit: Edit): string[] {
    switch (edit.kind) {
        case "set":
            return secretValues([...edit.from, ...edit.to], isSecret(edit.target));
        case "clear":
            return secretValues(edit.from, isSecret(edit.target));
        case "add":
        case "remove":
            return secretsIn({ properties: new Map(), resources: [edit.resource] });
    }
}

/** The values themselves, and of a block within a resource those of its lines. */
function secretValues(values: readonly string[], areSecret: boolean): string[] {
    const inner = values.filter(isBlock).flatMap(blockLines);
    return areSecret
        ? [...values, ...inner.map(({ value }) => value)]
        : inner.filter(({ property }) => isSecret({ property })).map(({ value }) => value);
}
