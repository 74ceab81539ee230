import type { CustomResourceOptions } from "@pulumi/pulumi";
import { secretPathsKey } from "../provider/kernelZone/secretPaths";
import { secretOutputs, secretPaths } from "./secretPaths";

/** What a resource needs so that the provider, which is given plain values, knows which of them are secrets. */
export interface SecretMarks {
    /** A hidden input with the paths of the secrets, if there are any. */
    readonly inputs: Readonly<Record<string, Promise<string[] | undefined>>>;
    readonly opts: CustomResourceOptions;
}

/**
 * Finds out what the program has marked as a secret, for the provider and for the outputs that quote it.
 *
 * Whether a value is a secret is told only later than the options of a resource are taken. The SDK reads
 * `additionalSecretOutputs` when all inputs are known, so that the hidden input, for which it waits, can complete them. (A
 * transform would be the documented way, and is none: in an inline program the SDK hands on every secret in clear that has
 * gone through one.)
 */
export function markSecrets(args: object, opts: CustomResourceOptions): SecretMarks {
    const paths = secretPaths(args);
    if (paths === undefined) {
        return { inputs: {}, opts };
    }
    const names = [...(opts.additionalSecretOutputs ?? [])];
    const complete = paths.then((found) => {
        names.push(...secretOutputs(found).filter((name) => !names.includes(name)));
        return found.length === 0 ? undefined : found;
    });
    return { inputs: { [secretPathsKey]: complete }, opts: { ...opts, additionalSecretOutputs: names } };
}
