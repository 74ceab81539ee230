import { createRequire } from "node:module";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import * as solaris from "pulumi-solaris";

import { repositoryRoot } from "../../engine/engine";

const load = createRequire(__filename);

/** An example's index.ts, unchanged. Each run loads it afresh, as `pulumi` itself would. */
export function exampleProgram(name: string): PulumiFn {
    const file = path.join(repositoryRoot, "examples", name, "index.ts");
    // The program's modules are its own, but the SDK is the one that the Automation API of this test has set up.
    jest.doMock("@pulumi/pulumi", () => pulumi);
    jest.doMock("pulumi-solaris", () => solaris);
    return () => {
        let exported: Record<string, unknown> = {};
        jest.isolateModules(() => {
            exported = load(file) as Record<string, unknown>;
        });
        return Promise.resolve({ ...exported });
    };
}
