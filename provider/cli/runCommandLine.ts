import { parseArguments } from "./arguments";
import { checkHosts } from "./checkHosts";
import { discover } from "./discover";
import { mistakeInTheCall, type Streams } from "./streams";
import { usage } from "./usage";

export type { Streams } from "./streams";

/**
 * Runs `pulumi-solaris`.
 *
 * @param args The command line without interpreter and script.
 * @returns The exit code: 0, 1 where a check has failed or a host could not be read, 2 for a mistake in the call or in the
 *     files that it names.
 */
export async function runCommandLine(args: readonly string[], streams: Streams): Promise<number> {
    const asked = parseArguments(args);
    switch (asked.kind) {
        case "help":
            streams.stdout.write(usage);
            return 0;
        case "mistake":
            streams.stderr.write(`pulumi-solaris: ${asked.message}\n\n${usage}`);
            return mistakeInTheCall;
        case "check-host":
            return checkHosts(asked.request, streams);
        case "discover":
            return discover(asked.request, streams);
    }
}
