import * as path from "node:path";

import { putIntoCache } from "./cache";
import { onSearchPath } from "./probe";
import { runStep, StepError } from "./step";
import { ENGINE_VERSION } from "./versions";
import { type Way, WayClosed, type WayContext } from "./way";

const BUILD_TIMEOUT_MS = 30 * 60_000;
const PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
// Without it the CLI calls itself a development version, which the Automation API refuses.
const STAMP = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${ENGINE_VERSION}`;

/**
 * The CLI built from its Go module, by the module in `tools/` which names it as a tool: `go install module@version`
 * refuses this one, because its go.mod replaces modules. The Go command fetches a newer Go itself if it needs one.
 */
export const goBuild: Way = {
    title: "a build from its Go module",
    provide: async (context) => {
        const [go] = await onSearchPath("go", context.env.PATH);
        if (go === undefined) {
            throw new WayClosed("go is not on PATH");
        }
        return await putIntoCache(context, "build", (directory) => build(go, directory, context));
    },
};

async function build(go: string, directory: string, context: WayContext): Promise<void> {
    context.progress.say("This takes about five minutes on two cores, once; Go keeps some 3 GB in its own caches.");
    const ticker = context.progress.begin(`Building pulumi v${ENGINE_VERSION} with Go`);
    const flags = ["-mod=readonly", "-buildvcs=false", "-v", "-ldflags", `-s -w ${STAMP}`];
    try {
        await runStep({
            command: go,
            args: ["build", ...flags, "-o", path.join(directory, "bin", "pulumi"), PACKAGE],
            cwd: path.join(__dirname, "tools"),
            env: { ...context.env, GOWORK: "off", TMPDIR: directory },
            timeoutMs: BUILD_TIMEOUT_MS,
            ticker,
        });
        ticker.end("done");
    } catch (error) {
        ticker.end("failed");
        throw error instanceof StepError ? new WayClosed(error.message, { cause: error }) : error;
    }
}
