/** One line that a command printed, with the moment at which it was complete. */
export interface OutputLine {
    readonly stream: "stdout" | "stderr";
    readonly text: string;
    /** Milliseconds on a monotonic clock; only differences mean something. */
    readonly at: number;
}

/** A command for a host: an argument vector, never a shell line. */
export interface Command {
    /** Short name for messages, such as `zoneadm migrate -n`. Holds no argument that could be secret. */
    readonly name: string;
    readonly argv: readonly string[];
    /** Written to standard input, which is then closed. Without it standard input is closed at once. */
    readonly stdin?: string;
    /** Bound on the whole command, in milliseconds. The wait ends then; the remote process is not killed. */
    readonly timeoutMs: number;
    /** Called for each line as it comes. */
    readonly onLine?: (line: OutputLine) => void;
}

/** What a finished, broken off or unanswered command leaves: what it printed so far. */
export interface CommandOutput {
    readonly stdout: string;
    readonly stderr: string;
    /** Both streams in the order of arrival. */
    readonly lines: readonly OutputLine[];
}

/**
 * How a command ended. Only `exited` says something about the command itself; the other kinds are never to be read as
 * failure, because the remote process may have succeeded or may still be running.
 */
export type CommandResult = CommandOutput &
    (
        | { readonly kind: "exited"; readonly exitCode: number }
        | { readonly kind: "signalled"; readonly signal: string }
        | { readonly kind: "lost"; readonly reason: string }
        | { readonly kind: "timedOut"; readonly afterMs: number }
        | { readonly kind: "prompted"; readonly prompt: string }
    );

/** Whatever can run commands on hosts by inventory name. */
export interface CommandRunner {
    /**
     * @throws SolarisError where the command was certainly not started (host unreachable, login refused, ...). Once it
     * may have been started, every end is a CommandResult.
     */
    run(host: string, command: Command): Promise<CommandResult>;
}
