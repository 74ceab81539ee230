import { readFile } from "node:fs/promises";

import { nameInUrn } from "./urn";

/** A resource as the checkpoint holds it. */
export interface ResourceState {
    urn: string;
    type: string;
    custom: boolean;
    id?: string;
    inputs?: Record<string, unknown>;
    outputs?: Record<string, unknown>;
    parent?: string;
    dependencies?: string[];
    initErrors?: string[];
    protect?: boolean;
    delete?: boolean;
}

/** What the engine has stored of a stack. */
export interface Deployment {
    manifest?: Record<string, unknown>;
    resources?: ResourceState[];
    pending_operations?: { resource: ResourceState; type: string }[];
}

/** The deployment in a checkpoint file of the file backend; empty before the first operation. */
export async function readDeployment(file: string): Promise<Deployment> {
    const stored = JSON.parse(await readFile(file, "utf8")) as { checkpoint?: { latest?: Deployment } };
    return stored.checkpoint?.latest ?? {};
}

/** The state of the resource with that name, or undefined; resources that wait for deletion do not count. */
export function resourceNamed(deployment: Deployment, name: string): ResourceState | undefined {
    return deployment.resources?.find((resource) => nameInUrn(resource.urn) === name && resource.delete !== true);
}

/** The outputs of the stack itself, with `[secret]` in place of each secret. */
export function stackOutputs(deployment: Deployment): Record<string, unknown> {
    const stack = deployment.resources?.find((resource) => resource.type === "pulumi:pulumi:Stack");
    return masked(stack?.outputs ?? {}) as Record<string, unknown>;
}

// The key and the value by which the engine's state marks a special value as a secret.
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

function masked(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(masked);
    }
    if (value === null || typeof value !== "object") {
        return value;
    }
    if ((value as Record<string, unknown>)[SIGNATURE] === SECRET) {
        return "[secret]";
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, masked(inner)]));
}
