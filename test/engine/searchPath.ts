import { realpath } from "node:fs/promises";
import * as path from "node:path";

import type { Engine } from "./engine";
import { LAUNCHER_NAME, writeLauncher } from "./launcher";
import { isExecutable, onSearchPath, versionOf } from "./probe";
import { isAtLeast, MINIMUM_VERSION } from "./versions";
import { type Way, WayClosed, type WayContext } from "./way";

/** The first CLI on PATH that is new enough. */
export const searchPath: Way = { title: "pulumi on PATH", provide };

async function provide(context: WayContext): Promise<Engine> {
    const commands = await onSearchPath("pulumi", context.env.PATH);
    const reasons: string[] = [];
    for (const command of commands) {
        try {
            const version = await versionOf(command, context.env);
            if (isAtLeast(version, MINIMUM_VERSION)) {
                return { command, version, origin: "PATH", ...(await launcherFor(command, context)) };
            }
            reasons.push(`${command} is v${version}; v${MINIMUM_VERSION} or newer is needed`);
        } catch (error) {
            if (!(error instanceof WayClosed)) {
                throw error;
            }
            reasons.push(error.message);
        }
    }
    throw new WayClosed(reasons.length === 0 ? "there is none" : reasons.join("\n"));
}

/** Distributions that ship the bare CLI exist; the dynamic provider launcher is then ours. */
async function launcherFor(command: string, context: WayContext): Promise<Pick<Engine, "launcherDirectory">> {
    const beside = [command, await realpath(command)].map((file) => path.join(path.dirname(file), LAUNCHER_NAME));
    const candidates = [...beside, ...(await onSearchPath(LAUNCHER_NAME, context.env.PATH))];
    for (const candidate of candidates) {
        if (await isExecutable(candidate)) {
            return {};
        }
    }
    const launcherDirectory = path.join(context.cache, "launcher");
    await writeLauncher(launcherDirectory);
    return { launcherDirectory };
}
