import * as pulumi from "@pulumi/pulumi";

/** A property bag with every Output resolved, or the first property that is not known yet. */
export type KnownValues =
    | { readonly kind: "known"; readonly value: Record<string, unknown> }
    | { readonly kind: "unknown"; readonly path: string };

/**
 * Resolves what the engine gives to a hook. There secrets are Outputs and values that are not known are a sentinel, at
 * any depth; an Output that is not known would never call back, so that is asked first.
 */
export async function resolveKnown(bag: Readonly<Record<string, unknown>>): Promise<KnownValues> {
    try {
        return { kind: "known", value: (await resolve(bag, "")) as Record<string, unknown> };
    } catch (error) {
        if (error instanceof NotKnown) {
            return { kind: "unknown", path: error.path };
        }
        throw error;
    }
}

class NotKnown extends Error {
    constructor(readonly path: string) {
        super(path);
    }
}

async function resolve(value: unknown, path: string): Promise<unknown> {
    if (pulumi.isUnknown(value)) {
        throw new NotKnown(path);
    }
    if (pulumi.Output.isInstance(value)) {
        const output: pulumi.Output<unknown> = value;
        if (!(await (output as unknown as { isKnown: Promise<boolean> }).isKnown)) {
            throw new NotKnown(path);
        }
        return resolve(await new Promise<unknown>((done) => output.apply(done)), path);
    }
    if (Array.isArray(value)) {
        return Promise.all(value.map((item, index) => resolve(item, `${path}[${index}]`)));
    }
    if (typeof value === "object" && value !== null) {
        const entries = Object.entries(value).map(
            async ([key, item]) => [key, await resolve(item, path === "" ? key : `${path}.${key}`)] as const,
        );
        return Object.fromEntries(await Promise.all(entries));
    }
    return value;
}
