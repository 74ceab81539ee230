import type { Login } from "./commands/command";
import type { DescriptorTable } from "./descriptor";
import { runText, runToExit, shells } from "./interpreter";
import { type LoginRun, runLogin, startLogin } from "./login";
import type { Process } from "./processes";
import { Shell } from "./shell";

/**
 * Runs a command line as /bin/sh would, as far as shellParser.ts knows the language.
 *
 * @param descriptors Standard input, output and error.
 * @returns the process, and the exit status of its last command; 2 for a syntax error.
 */
export function runCommandLine(login: Login, descriptors: DescriptorTable, commandLine: string): LoginRun {
    return runLogin(login, descriptors, commandLine, shells);
}

/** A shell that runs one line after the other, for a person. */
export interface LineShell {
    process: Process;
    /** @returns the exit status of the line. */
    runLine: (line: string) => Promise<number>;
}

export function openLineShell(login: Login, descriptors: DescriptorTable): LineShell {
    const launch = startLogin(login, descriptors, ["-sh"], "");
    const shell = new Shell({ ...launch, parameters: ["-sh"] });
    return {
        process: launch.process,
        runLine: (line) => {
            shell.commandLine = line;
            return runToExit(shell, () => runText(shell, line));
        },
    };
}
