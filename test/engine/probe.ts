import { constants } from "node:fs";
import { access, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";

import { messageOf } from "./errors";
import { runStep } from "./step";
import { parseVersion } from "./versions";
import { WayClosed } from "./way";

const VERSION_TIMEOUT_MS = 20_000;

/** Whether `file` is a regular file that may be executed. */
export async function isExecutable(file: string): Promise<boolean> {
    try {
        await access(file, constants.X_OK);
        return (await stat(file)).isFile();
    } catch {
        // Absent, a dangling link or a forbidden directory: in each case there is nothing to run.
        return false;
    }
}

/** All executables of that name on the search path, in its order. */
export async function onSearchPath(name: string, searchPath: string | undefined): Promise<string[]> {
    const found: string[] = [];
    for (const directory of new Set((searchPath ?? "").split(path.delimiter))) {
        const file = path.resolve(directory, name);
        if (directory !== "" && (await isExecutable(file))) {
            found.push(file);
        }
    }
    return found;
}

/**
 * Runs `pulumi version`.
 *
 * @throws WayClosed where it fails, prints no version, or takes longer than 20 s.
 */
export async function versionOf(command: string, env: NodeJS.ProcessEnv): Promise<string> {
    // Even this writes a log file into PULUMI_HOME.
    const home = await mkdtemp(path.join(tmpdir(), "pulumi-solaris-home-"));
    let printed: string;
    try {
        printed = await runStep({
            command,
            args: ["version"],
            env: { ...env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
            timeoutMs: VERSION_TIMEOUT_MS,
        });
    } catch (error) {
        throw new WayClosed(messageOf(error), { cause: error });
    } finally {
        await rm(home, { recursive: true, force: true });
    }
    const version = parseVersion(printed);
    if (version === undefined) {
        throw new WayClosed(`${command} version: printed no version but "${printed.trim()}"`);
    }
    return version;
}
