import { parseArguments } from "./arguments";
import { checkHosts } from "./checkHosts";
import { discover } from "./discover";
import type { CommandName } from "./options";
import { packageVersion } from "./packageVersion";
import { mistakeInTheCall, type Streams } from "./streams";
import { usageOf } from "./usage";

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
            streams.stdout.write(usageOf(asked.command));
            return 0;
        case "version":
            streams.stdout.write(`${packageVersion()}\n`);
            return 0;
        case "mistake":
            streams.stderr.write(`pulumi-solaris: ${asked.message}\n${whereToLook(asked.command)}\n`);
            return mistakeInTheCall;
        case "check-host":
            return checkHosts(asked.request, streams);
        case "discover":
            return discover(asked.request, streams);
    }
}

function whereToLook(command: CommandName | undefined): string {
    return `see pulumi-solaris ${command === undefined ? "" : `${command} `}--help`;
}
