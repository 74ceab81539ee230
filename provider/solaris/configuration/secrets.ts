import type { ConfigurationDocument, ConfigurationResource, ConfigurationTarget } from "./document";
import type { Edit } from "./edits";
import { blockLines, isBlock } from "./values";

// `keysource` holds the zone's encryption key under a name that is not confirmed [U]: nothing of it is ever shown.
const secretResources = new Set(["keysource"]);
// Rather one too many: `turkey` is no key.
const secretNames = /^raw$|secret|passw|passphrase|pwd|private|token|credential|key(?:s?$|[^a-z])/i;
const keyInCamelCase = /Key(?=[A-Z])/;

/** Whether the value of a property must not be shown: a key, or something whose name says so. */
export function isSecret({ resource, property }: ConfigurationTarget): boolean {
    const named = resource?.by?.value;
    return (
        (resource !== undefined && secretResources.has(resource.type)) ||
        (property !== undefined && isSecretName(property)) ||
        // `add attr; set name=root-password; set value=...`: the name stands in another property than the secret.
        (property === "value" && named !== undefined && isSecretName(named))
    );
}

/** The same of a property of a resource that is at hand: what names it need not be what it is found by. */
export function isSecretOf({ type, properties }: ConfigurationResource, property: string): boolean {
    const names = properties.get("name") ?? [];
    return [undefined, ...names].some((value) =>
        isSecret({ resource: { type, ...(value === undefined ? {} : { by: { property: "name", value } }) }, property }),
    );
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
