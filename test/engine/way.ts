import * as path from "node:path";

import { type Engine, repositoryRoot } from "./engine";
import type { Progress } from "./progress";

/** What a way of getting a CLI has to work with. */
export interface WayContext {
    /** `.cache/engine` of the project: everything that is kept or made is in here. */
    cache: string;
    env: NodeJS.ProcessEnv;
    progress: Progress;
}

/** One way of getting a CLI. */
export interface Way {
    /** Says what is tried, as in "pulumi on PATH". */
    title: string;
    /** @throws WayClosed where this way does not lead to a CLI here. */
    provide(context: WayContext): Promise<Engine>;
}

/** Why a way does not lead to a CLI; any other error is a fault of ours. */
export class WayClosed extends Error {
    override readonly name = "WayClosed";
}

/** Where the project keeps what it downloads or builds for its tests. */
export const defaultCache = path.join(repositoryRoot, ".cache", "engine");

/** The directory of one version in the cache; the CLI is `bin/pulumi` in it. */
export function cachedRoot(cache: string, version: string): string {
    return path.join(cache, version);
}
