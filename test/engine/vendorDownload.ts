import { mkdir, rename } from "node:fs/promises";
import * as path from "node:path";

import { putIntoCache } from "./cache";
import { messageOf } from "./errors";
import { onSearchPath } from "./probe";
import { runStep, StepError } from "./step";
import { ENGINE_VERSION } from "./versions";
import { type Way, WayClosed, type WayContext } from "./way";

// What the vendor's launcher fetches first.
const INSTALL_SCRIPT = "https://get.pulumi.com/install.sh";
const REACH_TIMEOUT_MS = 4_000;
const NPM_TIMEOUT_MS = 60_000;
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000;

/**
 * The vendor's own distribution, by its npm package `pulumi`: a launcher that downloads the CLI of its own version, with
 * all that belongs to it, below PULUMI_HOME on its first start.
 */
export const vendorDownload: Way = {
    title: "the vendor's download, by its npm package",
    provide: async (context) => {
        const [npm] = await onSearchPath("npm", context.env.PATH);
        if (npm === undefined) {
            throw new WayClosed("npm is not on PATH");
        }
        await reachVendor();
        return await putIntoCache(context, "download", (directory) => download(npm, directory, context));
    },
};

/** The launcher fetches by the same means and without a limit, so a closed network is found out here, and quickly. */
async function reachVendor(): Promise<void> {
    try {
        const response = await fetch(INSTALL_SCRIPT, {
            method: "HEAD",
            signal: AbortSignal.timeout(REACH_TIMEOUT_MS),
        });
        if (!response.ok) {
            throw new WayClosed(`${INSTALL_SCRIPT} answered ${response.status}`);
        }
    } catch (error) {
        if (error instanceof WayClosed) {
            throw error;
        }
        // fetch says "fetch failed", and the reason in its cause.
        const detail = messageOf((error as { cause?: unknown }).cause ?? error);
        throw new WayClosed(`${INSTALL_SCRIPT} cannot be reached: ${detail}`, { cause: error });
    }
}

async function download(npm: string, directory: string, context: WayContext): Promise<void> {
    const temporary = path.join(directory, "tmp");
    await mkdir(temporary);
    const home = path.join(directory, "home");
    // The install script unpacks in TMPDIR; npm keeps a cache: both stay in the directory that is removed at the end.
    const env = { ...context.env, PULUMI_HOME: home, PULUMI_VERSION: ENGINE_VERSION, TMPDIR: temporary };
    const ticker = context.progress.begin(`Downloading pulumi v${ENGINE_VERSION} from its vendor`);
    try {
        const quiet = ["--no-audit", "--no-fund", "--no-save", "--ignore-scripts", "--fetch-retries=0"];
        const places = ["--prefix", directory, "--cache", path.join(directory, "npm")];
        await runStep({
            command: npm,
            args: ["install", ...quiet, ...places, `pulumi@${ENGINE_VERSION}`],
            cwd: directory,
            env,
            timeoutMs: NPM_TIMEOUT_MS,
            ticker,
        });
        await runStep({
            command: process.execPath,
            args: [path.join(directory, "node_modules", "pulumi", "run.js"), "version"],
            cwd: directory,
            env,
            timeoutMs: DOWNLOAD_TIMEOUT_MS,
            ticker,
        });
        await rename(path.join(home, "versions", ENGINE_VERSION, "bin"), path.join(directory, "bin"));
        ticker.end("done");
    } catch (error) {
        ticker.end("failed");
        throw error instanceof StepError ? new WayClosed(error.message, { cause: error }) : error;
    }
}
