import * as pulumi from "@pulumi/pulumi";

/** A resource as the engine would have got it. */
export interface Registered {
    readonly type: string;
    readonly name: string;
    readonly inputs: Record<string, unknown>;
}

/**
 * Pulumi's own mocks, recording what is registered. A zone "is seen" on its host.
 *
 * @param preview Whether the program is told that it runs in a preview.
 */
export async function mockEngine(preview = false): Promise<Registered[]> {
    const registered: Registered[] = [];
    await pulumi.runtime.setMocks(
        {
            newResource: ({ type, name, inputs }) => {
                const bag = inputs as Record<string, unknown>;
                registered.push({ type, name, inputs: bag });
                return { id: `${name}-id`, state: { ...bag, currentHost: bag["host"], zoneState: "running" } };
            },
            call: () => ({}),
        },
        "project",
        "stack",
        preview,
    );
    return registered;
}

/** An output's value; pending for ever where it is not known. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
    return new Promise((resolve) => output.apply(resolve));
}
