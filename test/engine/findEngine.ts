import { mkdir } from "node:fs/promises";
import * as path from "node:path";

import { cache } from "./cache";
import type { Engine } from "./engine";
import { goBuild } from "./goBuild";
import { withLock } from "./lock";
import { type Progress, progressTo } from "./progress";
import { searchPath } from "./searchPath";
import { vendorDownload } from "./vendorDownload";
import { MINIMUM_VERSION } from "./versions";
import { defaultCache, type Way, WayClosed, type WayContext } from "./way";

/** Options of {@link provideEngine}. */
export interface ProvideOptions {
    /** The directory to keep what is downloaded or built (default `.cache/engine` of the project). */
    cache?: string;
    /** The environment to search and to run commands in (default `process.env`). */
    env?: NodeJS.ProcessEnv;
    /** Where progress goes (default standard error). */
    progress?: Progress;
    /** Ways that only look, in order (default: PATH, then the cache). */
    look?: readonly Way[];
    /** Ways that make a CLI where looking found none, in order (default: the vendor's download, then a Go build). */
    make?: readonly Way[];
}

/** No CLI was found and none could be provided. The message says what was tried, why it failed, and what to do. */
export class NoEngineError extends Error {
    override readonly name = "NoEngineError";
}

/**
 * Finds a `pulumi` CLI, or provides one: on PATH, in the project's cache, downloaded by the vendor's npm package, or
 * built from its Go module. The last two happen once, under a lock, and take minutes.
 *
 * @throws NoEngineError
 */
export async function provideEngine(options: ProvideOptions = {}): Promise<Engine> {
    const { look = [searchPath, cache], make = [vendorDownload, goBuild] } = options;
    const context: WayContext = {
        cache: options.cache ?? defaultCache,
        env: options.env ?? process.env,
        progress: options.progress ?? progressTo(process.stderr),
    };
    const found = await firstOpen(look, context);
    if (found.engine !== undefined) {
        return found.engine;
    }
    await mkdir(context.cache, { recursive: true });
    const onWait = (): void => context.progress.say("Another process is providing the pulumi CLI; waiting for it.");
    const provided = await withLock(path.join(context.cache, "lock"), onWait, async () => {
        // Whoever held the lock before may have done the work.
        const meanwhile = await firstOpen(look, context);
        if (meanwhile.engine !== undefined) {
            return meanwhile;
        }
        context.progress.say("There is no pulumi CLI on this machine yet; providing one for this project alone.");
        return await firstOpen(make, context);
    });
    if (provided.engine === undefined) {
        throw new NoEngineError(explain([...found.closed, ...provided.closed]));
    }
    return provided.engine;
}

interface Outcome {
    engine?: Engine;
    closed: { title: string; reason: string }[];
}

async function firstOpen(ways: readonly Way[], context: WayContext): Promise<Outcome> {
    const closed: Outcome["closed"] = [];
    for (const way of ways) {
        try {
            return { engine: await way.provide(context), closed };
        } catch (error) {
            if (!(error instanceof WayClosed)) {
                throw error;
            }
            closed.push({ title: way.title, reason: error.message });
        }
    }
    return { closed };
}

function explain(closed: Outcome["closed"]): string {
    return [
        "There is no pulumi CLI, and none could be provided. Tried:",
        ...closed.map(({ title, reason }) => `  - ${title}: ${reason.replaceAll("\n", "\n    ")}`),
        "What to do, any one of:",
        `  - install pulumi v${MINIMUM_VERSION} or newer, so that it is on PATH (https://www.pulumi.com/docs/install/);`,
        "  - install Go 1.21 or newer, with access to Go modules, and run `npm run engine`;",
        "  - set SKIP_ENGINE=1 to leave out the end-to-end tests.",
    ].join("\n");
}
