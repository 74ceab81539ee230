import * as pulumi from "@pulumi/pulumi";

const secretProperties = ["password", "passphrase"];

const mostCommandsShown = 10;

/**
 * Warns where a program's configuration holds passwords or passphrases of `solaris:hosts` that are not marked as secrets:
 * the engine stores the configuration in the state, and encrypts only what is marked.
 *
 * What the program is told is whether `solaris:hosts` holds any secret at all; Pulumi then takes the value as a whole for
 * one, in the state too. A password in clear beside one that is marked stays in clear in the stack's own file alone.
 *
 * @param hosts The value of `solaris:hosts`.
 */
export function warnOfPlainSecrets(hosts: string | undefined): void {
    if (isConfigSecret("solaris:hosts") !== false) {
        return;
    }
    const text = renderPlainSecrets(plainSecrets(hosts));
    if (text !== undefined) {
        void pulumi.log.warn(text);
    }
}

/** The configuration paths of the passwords and passphrases in a value of `solaris:hosts`, as `pulumi config` takes them. */
export function plainSecrets(hosts: string | undefined): string[] {
    return Object.entries(objectIn(hosts)).flatMap(([name, host]) =>
        secretProperties
            .filter((property) => typeof host === "object" && host !== null && Object.hasOwn(host, property))
            .map(
                (property) =>
                    `solaris:hosts${/^\w+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`}.${property}`,
            ),
    );
}

/** What is said of them, with the way out; undefined where there are none. */
export function renderPlainSecrets(paths: readonly string[]): string | undefined {
    if (paths.length === 0) {
        return undefined;
    }
    const commands = paths.map((path) => `    pulumi config set --secret --path '${path}'`);
    const more = commands.length - mostCommandsShown;
    return [
        `not marked as ${paths.length === 1 ? "a secret" : "secrets"}: ${paths.join(", ")}`,
        "  Pulumi stores the configuration in the stack's state, and encrypts there only what is marked as a secret.",
        "  What to do: enter it anew, as a secret, and run `pulumi up`:",
        ...commands.slice(0, mostCommandsShown),
        ...(more > 0 ? [`    ... and ${more} more in the same way`] : []),
        "    Where solaris:hosts is one JSON text, not an object, set all of it again with --secret: --path replaces it.",
        "    Earlier states still hold it in clear: change it on the host as well.",
    ].join("\n");
}

function objectIn(text: string | undefined): Record<string, unknown> {
    try {
        const value: unknown = JSON.parse(text ?? "{}");
        return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
    } catch {
        // What is wrong with the value is told when it is first needed.
        return {};
    }
}

/** Undefined where the SDK does not tell: the function is there, but its types leave it out. */
function isConfigSecret(key: string): boolean | undefined {
    const runtime = pulumi.runtime as { readonly isConfigSecret?: (key: string) => boolean };
    return runtime.isConfigSecret?.(key);
}
