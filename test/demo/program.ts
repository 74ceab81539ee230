import { createRequire } from "node:module";
import * as path from "node:path";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { repositoryRoot } from "../engine/engine";

// An import statement would load a program once a process; the engine runs it once a preview and once an update.
const load = createRequire(__filename);

/** Runs an example's index.ts, unchanged, as an inline program. Each run loads it afresh, as `pulumi` itself would. */
export function exampleProgram(name: string): PulumiFn {
    const file = path.join(repositoryRoot, "examples", name, "index.ts");
    return () => {
        Reflect.deleteProperty(load.cache, load.resolve(file));
        return Promise.resolve(load(file) as Record<string, unknown>);
    };
}
