import * as pulumi from "@pulumi/pulumi";
import type { KernelZoneArgs } from "./kernelZone";

type Config = NonNullable<KernelZoneArgs["config"]>;

/** A configuration as far as it is looked at here. */
interface WithKey {
    readonly keysource?: pulumi.Input<unknown>;
}

/**
 * Makes a zone's key a secret, however it was written, so that it is encrypted in the state and hidden in what Pulumi shows.
 * The engine marks the property that holds it, which is the whole of `config`.
 */
export function withSecretKey(config: Config): Config {
    const isPlain = !pulumi.Output.isInstance(config) && !(config instanceof Promise);
    return (isPlain ? marked(config) : pulumi.output(config).apply((known) => marked(known as WithKey))) as Config;
}

function marked<T extends WithKey>(config: T): T {
    return config.keysource === undefined ? config : { ...config, keysource: pulumi.secret(config.keysource) };
}

/** The outputs that quote values of the configuration in words. */
const quotingOutputs = ["configDrift", "rebootNeededFor", "warnings"];

/** What `additionalSecretOutputs` has to be, known once `settled` is. */
export interface SecretOutputs {
    readonly names: string[];
    readonly settled: Promise<void>;
}

/**
 * Finds out whether outputs that quote values of the configuration must be secrets: where the program has marked any other
 * value of it than the key as one. The key is never quoted.
 *
 * Whether a value is a secret is told only later than the options of a resource are taken. The SDK reads the option when
 * all inputs are known, so an input that waits for `settled` makes it read the names. (A transform would be the documented
 * way, and is none: in an inline program the SDK hands on every secret in clear that has gone through one.)
 *
 * @param names The user's own.
 */
export function secretOutputs(
    config: KernelZoneArgs["config"],
    names: readonly string[] = [],
): SecretOutputs | undefined {
    const others = config === undefined ? undefined : withoutKey(config);
    if (isAllPlain(others)) {
        return undefined;
    }
    const all = [...names];
    const settled = pulumi.isSecret(pulumi.output(others)).then((secret) => {
        all.push(...(secret ? quotingOutputs : []));
    });
    return { names: all, settled };
}

function withoutKey(config: Config): unknown {
    if (pulumi.Output.isInstance(config) || config instanceof Promise) {
        return config;
    }
    const { keysource: _, ...others } = config as WithKey;
    return others;
}

/** Whether nothing in a value can turn out to be a secret. */
function isAllPlain(value: unknown): boolean {
    if (typeof value !== "object" || value === null) {
        return true;
    }
    return !pulumi.Output.isInstance(value) && !(value instanceof Promise) && Object.values(value).every(isAllPlain);
}
