import * as pulumi from "@pulumi/pulumi";
import { dotted } from "../provider/kernelZone/config/paths";

/**
 * Where in a resource's arguments the program has marked values as secrets: paths as TypeScript writes them, such as
 * `config.attrs[0].value`, and never the values. An Output that is a secret is one as a whole, whatever it holds.
 *
 * @returns undefined where nothing can turn out to be a secret; whether an Output is one is told later.
 */
export function secretPaths(args: object): Promise<string[]> | undefined {
    // An argument that cannot be had fails the resource by itself.
    return isPlain(args) ? undefined : find(args, []).catch(() => []);
}

// They quote arguments, or repeat one, under another name, by which the engine does not know them for secrets.
const quotingOutputs = ["configDrift", "rebootNeededFor", "warnings"];
const outputsOfHost = ["currentHost", "driftedTo", "unfinishedOn", "lastMigration"];

/** The outputs that must be secrets because of arguments that are. The zone's key is quoted nowhere. */
export function secretOutputs(paths: readonly string[]): string[] {
    const quoted = paths.filter((path) => !/^config\.keysource\b/.test(path));
    return [...(quoted.length > 0 ? quotingOutputs : []), ...(quoted.includes("host") ? outputsOfHost : [])];
}

async function find(value: unknown, path: readonly PropertyKey[]): Promise<string[]> {
    if (pulumi.Output.isInstance(value)) {
        const output: pulumi.Output<unknown> = value;
        if (await pulumi.isSecret(output)) {
            return [dotted(path)];
        }
        // Of what is not known nothing can be looked at; the `pulumi up` that knows it looks again.
        const isKnown = await (output as unknown as { readonly isKnown: Promise<boolean> }).isKnown;
        return isKnown ? find(await new Promise<unknown>((done) => output.apply(done)), path) : [];
    }
    if (value instanceof Promise) {
        return find(await value, path);
    }
    if (typeof value !== "object" || value === null) {
        return [];
    }
    const parts = Array.isArray(value) ? value.map((item, index) => [index, item] as const) : Object.entries(value);
    return (await Promise.all(parts.map(([key, part]) => find(part, [...path, key])))).flat();
}

/** Whether nothing in a value can turn out to be a secret. */
function isPlain(value: unknown): boolean {
    if (typeof value !== "object" || value === null) {
        return true;
    }
    return !pulumi.Output.isInstance(value) && !(value instanceof Promise) && Object.values(value).every(isPlain);
}
