import type { ConfigurationTarget } from "./document";

// `keysource` holds the zone's encryption key under a name that is not confirmed [U]: nothing of it is ever shown.
const secretResources = new Set(["keysource"]);
const secretNames = /^raw$|secret|passw|passphrase|private|(?:^|-)key(?:$|-)/i;

/** Whether the value of a property must not be shown: a key, or something whose name says so. */
export function isSecret({ resource, property }: ConfigurationTarget): boolean {
    const named = resource?.by?.value;
    return (
        (resource !== undefined && secretResources.has(resource.type)) ||
        (property !== undefined && secretNames.test(property)) ||
        // `add attr; set name=root-password; set value=...`: the name stands in another property than the secret.
        (property === "value" && named !== undefined && secretNames.test(named))
    );
}
