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

/** What is no configuration is left to the provider's check, which says so. */
function marked<T extends WithKey>(config: T): T {
    const given: unknown = config;
    const isObject = typeof given === "object" && given !== null;
    return !isObject || config.keysource === undefined
        ? config
        : { ...config, keysource: pulumi.secret(config.keysource) };
}
