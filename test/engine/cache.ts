import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { rmSync } from "node:fs";
import * as path from "node:path";

import type { Engine } from "./engine";
import { undoneOnExit } from "./interrupt";
import { LAUNCHER_NAME, writeLauncher } from "./launcher";
import { isExecutable, versionOf } from "./probe";
import { ENGINE_VERSION } from "./versions";
import { cachedRoot, type Way, WayClosed, type WayContext } from "./way";

/** The CLI that an earlier run put into the project's cache. */
export const cache: Way = {
    title: "the project's cache",
    provide: async (context) => {
        const command = path.join(cachedRoot(context.cache, ENGINE_VERSION), "bin", "pulumi");
        if (!(await isExecutable(command))) {
            throw new WayClosed(`${command} is not there`);
        }
        const version = await versionOf(command, context.env);
        if (version !== ENGINE_VERSION) {
            throw new WayClosed(`${command} says that it is v${version}`);
        }
        return { command, version, origin: "cache" };
    },
};

const TEMPORARY = ".tmp-";

/**
 * Puts a CLI into the cache: `make` fills an empty directory with `bin/pulumi` and what belongs to it, and only a
 * directory whose CLI answers with the right version is renamed to its place. A killed run leaves nothing there.
 *
 * Called while holding the lock, so that directories left over from killed runs can be removed.
 */
export async function putIntoCache(
    context: WayContext,
    origin: "download" | "build",
    make: (directory: string) => Promise<void>,
): Promise<Engine> {
    const root = cachedRoot(context.cache, ENGINE_VERSION);
    await removeTemporaries(context.cache);
    const directory = await mkdtemp(path.join(context.cache, TEMPORARY));
    const discard = (): void => rmSync(directory, { recursive: true, force: true });
    try {
        return await undoneOnExit(discard, async () => {
            await make(directory);
            const made = path.join(directory, "bin");
            const version = await versionOf(path.join(made, "pulumi"), context.env);
            if (version !== ENGINE_VERSION) {
                throw new WayClosed(`the CLI that came of it says that it is v${version}, not v${ENGINE_VERSION}`);
            }
            if (!(await isExecutable(path.join(made, LAUNCHER_NAME)))) {
                await writeLauncher(made);
            }
            await mkdir(root, { recursive: true });
            // Whatever is there did not pass as a CLI, or this would not have been called.
            await rm(path.join(root, "bin"), { recursive: true, force: true });
            await rename(made, path.join(root, "bin"));
            return { command: path.join(root, "bin", "pulumi"), version, origin };
        });
    } finally {
        await rm(directory, { recursive: true, force: true });
    }
}

async function removeTemporaries(cacheDirectory: string): Promise<void> {
    for (const name of await readdir(cacheDirectory)) {
        if (name.startsWith(TEMPORARY)) {
            await rm(path.join(cacheDirectory, name), { recursive: true, force: true });
        }
    }
}
