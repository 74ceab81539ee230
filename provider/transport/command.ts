import type { Readable } from "node:stream";

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
    /** Program and arguments; bytes where an argument is no text. */
    readonly argv: readonly (string | Uint8Array)[];
    /** Written to standard input, which is then closed. Without it standard input is closed at once. */
    readonly stdin?: string | Uint8Array | Readable;
    /** Bound on the whole command, in milliseconds. The wait ends then; the remote process is not killed. */
    readonly timeoutMs: number;
    /** Declares that the command changes nothing, so that it may be repeated and its answer be shared. */
    readonly read?: ReadDeclaration;
    /** Ends the caller's wait, with the signal's reason. The remote process is not killed. */
    readonly signal?: AbortSignal;
    /** Called for each line as it comes. */
    readonly onLine?: (line: OutputLine) => void;
}

/** A command that only reads: it is repeated where the connection breaks, and asked once where several ask at once. */
export interface ReadDeclaration {
    /**
     * How many milliseconds ago an identical command may have been started for its answer to do. With 0 the answer of one
     * that waits for its turn does, and no other: what it tells is never older than the question.
     */
    readonly maxAgeMs: number;
}

/** What a finished, broken off or unanswered command leaves: what it printed so far. */
export interface CommandOutput {
    readonly stdout: string;
    readonly stderr: string;
    /** Both streams in the order of arrival. */
    readonly lines: readonly OutputLine[];
    /** Bytes that were cut out of the middle of each text, because a host that floods us must not exhaust our memory. */
    readonly cut?: { readonly stdout: number; readonly stderr: number };
}

/**
 * How a command ended. Only `exited` says something about the command itself; the other kinds are never to be read as
 * failure, because the remote process may have succeeded or may still be running.
 */
export type CommandEnd =
    | { readonly kind: "exited"; readonly exitCode: number }
    | { readonly kind: "signalled"; readonly signal: string }
    | { readonly kind: "lost"; readonly reason: string }
    | { readonly kind: "timedOut"; readonly afterMs: number }
    | { readonly kind: "prompted"; readonly prompt: string };

/** A command's end with what it printed. */
export type CommandResult = CommandOutput & CommandEnd;

/** Whatever can run commands on hosts by inventory name. */
export interface CommandRunner {
    /**
     * @throws SolarisError where the command was certainly not started (host unreachable, login refused, ...). Once it
     * may have been started, every end is a CommandResult; only a caller that gives up gets its signal's reason.
     */
    run(host: string, command: Command): Promise<CommandResult>;
}
