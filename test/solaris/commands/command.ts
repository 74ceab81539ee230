import type { ByteSource } from "../byteChannel";
import type { Fault } from "../faults";
import type { FileAccess } from "../fileAccess";
import type { FleetModel } from "../fleetModel";
import type { HostModel } from "../model";
import type { Process } from "../processes";

export type Sink = (chunk: Buffer) => void;
export type Environment = Record<string, string | undefined>;

/** Who is logged in where, and how. */
export interface Login {
    fleet: FleetModel;
    host: HostModel;
    user: string;
    environment: Environment;
    /** Whether a person's terminal is at the other end. */
    terminal: boolean;
    /** Aborted when the channel or its connection is gone. */
    closed: AbortSignal;
    /** The SSH connection; absent for what runs through `ssh` from another simulated host. */
    connection?: { id: number; drop: () => void };
    record: (entry: CommandLogEntry) => void;
}

/** What a session lends to the commands that run in it. */
export interface Session extends Login {
    stdin: ByteSource;
    out: Sink;
    err: Sink;
    /**
     * Aborted when the channel or its connection is gone. For a command of which nothing is at the channel it is aborted
     * with the process: whether the channel is still there does not matter to it.
     */
    closed: AbortSignal;
    process: Process;
    /** Aborted when the process was killed, its host went down, or the fleet was stopped: nothing more may happen. */
    killed: AbortSignal;
}

/** One command that ran on a host. */
export interface CommandLogEntry {
    /** Start, milliseconds since the epoch. */
    time: number;
    /**
     * Number of the SSH connection on that host; 0 for a command that another simulated host sent by `ssh`, and for one
     * that started when the session it belongs to was gone.
     */
    connection: number;
    /** Short name with the options that change its meaning, such as "zoneadm migrate -n" or "zonecfg -r export". */
    name: string;
    /** Zone named by `-z`. */
    zone?: string;
    /** The whole command line of the exec request, or the line typed at a shell. */
    commandLine: string;
    argv: string[];
    user: string;
    privileged: boolean;
    /** Undefined while it runs. */
    exitCode: number | undefined;
    durationMs: number | undefined;
}

/** What one command gets to run with. */
export interface CommandContext extends Session {
    /** Without the program itself. */
    args: string[];
    privileged: boolean;
    faults: Fault[];
    print: (text: string) => void;
    /** One line on stderr. */
    printError: (line: string) => void;
    /** The host's files, as the process sees them. */
    files: FileAccess;
    /** Aborted when zoneadm, which alone goes on then, has printed something that nobody can read any more. */
    brokenPipe: AbortSignal;
    /** Runs a command line as `user` on another host, as `ssh` does. */
    runOn: (host: HostModel, user: string, commandLine: string) => Promise<number>;
}

/** @returns the exit status. */
export type CommandRunner = (context: CommandContext) => Promise<number> | number;

export interface CommandDefinition {
    /** Where the program is on Solaris; other absolute paths are not found. */
    directory: "/usr/bin" | "/usr/sbin";
    run: CommandRunner;
    /** Whether it takes the latency of a command (programs that look at zones or SMF). */
    takesTime?: boolean;
    /** Not in the log of commands, and out of reach of faults that name no command: scripts have many of these. */
    quiet?: boolean;
}

export interface ParsedOptions {
    options: Map<string, string>;
    operands: string[];
    /** The option letter that is not known or lacks its value. */
    illegal?: string;
}

/** getopt(3C): clustered letters, a `:` after those that take a value, the first operand ends the options. */
export function getopt(args: string[], letters: string): ParsedOptions {
    const options = new Map<string, string>();
    let index = 0;
    for (; index < args.length; index += 1) {
        const argument = args[index] ?? "";
        if (argument === "--") {
            index += 1;
            break;
        }
        if (!argument.startsWith("-") || argument === "-") {
            break;
        }
        for (let at = 1; at < argument.length; at += 1) {
            const letter = argument.charAt(at);
            const known = letter === ":" ? -1 : letters.indexOf(letter);
            if (known < 0) {
                return { options, operands: [], illegal: letter };
            }
            if (letters.charAt(known + 1) !== ":") {
                options.set(letter, "");
                continue;
            }
            let value: string | undefined = argument.slice(at + 1);
            if (value === "") {
                index += 1;
                value = args[index];
            }
            if (value === undefined) {
                return { options, operands: [], illegal: letter };
            }
            options.set(letter, value);
            break;
        }
    }
    return { options, operands: args.slice(index) };
}
