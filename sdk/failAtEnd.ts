import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";

// The program's exit code by which the language host knows that the user has been told why already; the SDK's
// cmd/run/index.ts, nodeJSProcessExitedAfterLoggingUserActionableMessage.
const failedAndSaid = 32;

/**
 * Reports an error on a resource's row and lets the program fail when it ends, not now.
 *
 * A hook that throws stops the engine from starting anything more, so that of many refused zones only those would be
 * shown which happen to be in flight (`--parallel`). A program that fails at its end fails the preview as surely, and
 * all zones have been looked at by then (docs/adr/008).
 *
 * @returns false where the way in which this program is run is not known; the caller must throw then.
 */
export function reportAndFailAtEnd(urn: string, message: string): boolean {
    if (isRunByLanguageHost()) {
        process.exitCode = failedAndSaid;
    } else if (!isInlineProgram()) {
        return false;
    }
    // Not awaited: behind a message that waits for this very resource it would wait for ever. An inline program that has
    // logged an error fails when it ends.
    void pulumi.log.error(message, { urn: pulumi.output(urn) } as unknown as pulumi.Resource);
    return true;
}

/** Whether `pulumi` itself runs the program: its entry point is then the SDK's cmd/run. */
function isRunByLanguageHost(): boolean {
    return /[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run(?:[\\/]|$)/.test(process.argv[1] ?? "");
}

/** Whether the program is one of the Automation API: only those have a store of their own in the SDK. */
function isInlineProgram(): boolean {
    const fromSdk = createRequire(require.resolve("@pulumi/pulumi/package.json"));
    const state = fromSdk("@pulumi/pulumi/runtime/state") as { readonly getLocalStore?: () => unknown };
    return state.getLocalStore?.() !== undefined;
}
