import type { Command } from "../transport/command";
import type { InventoryHost } from "../transport/inventory/inventory";

/** One call of a Solaris program, before it is known on which host and with whose rights it runs. */
export interface ToolCall {
    /** Short name for messages: program and subcommand, no arguments. */
    readonly name: string;
    /** Absolute path of the program; the login's PATH is not relied on. */
    readonly program: string;
    readonly args: readonly string[];
    /** Whether the call needs more rights than any login has. */
    readonly privileged: boolean;
    /** Whether the call changes nothing, so that it may be repeated and its answer be shared. */
    readonly reads: boolean;
    readonly stdin?: string;
    readonly timeoutMs: number;
}

// Bound on calls that only read or edit configuration. They take well under a second on a healthy host.
const quickCallTimeoutMs = 60_000;

/** A quick call that any login may make, and that changes nothing. */
export function openCall(name: string, program: string, ...args: readonly string[]): ToolCall {
    return { name, program, args, privileged: false, reads: true, timeoutMs: quickCallTimeoutMs };
}

/** A quick call that needs rights and changes nothing. */
export function privilegedRead(name: string, program: string, ...args: readonly string[]): ToolCall {
    return { name, program, args, privileged: true, reads: true, timeoutMs: quickCallTimeoutMs };
}

/** A quick call that needs rights and changes something. */
export function privilegedCall(name: string, program: string, ...args: readonly string[]): ToolCall {
    return { name, program, args, privileged: true, reads: false, timeoutMs: quickCallTimeoutMs };
}

/**
 * A quick call that has a shell of the host run a script, with what any login may do. The script goes as an argument: on
 * standard input it could be sent only after the host has answered that it is ready for it, a round trip later.
 *
 * @param args `$1` and on.
 */
export function scriptCall(name: string, script: string, ...args: readonly string[]): ToolCall {
    return openCall(name, "/bin/sh", "-c", script, "sh", ...args);
}

const privilegePrefix: Readonly<Record<InventoryHost["privilege"], readonly string[]>> = {
    pfexec: ["/usr/bin/pfexec"],
    // -n: fail instead of asking for a password.
    sudo: ["/usr/bin/sudo", "-n"],
    none: [],
};

/** A call's argument vector with what gives it its rights. */
export function argvOf(call: ToolCall, privilege: InventoryHost["privilege"]): string[] {
    return [...(call.privileged ? privilegePrefix[privilege] : []), call.program, ...call.args];
}

/** The full command for a host. Messages come in English whatever the host's language: `LC_ALL=C`. */
export function toCommand(call: ToolCall, privilege: InventoryHost["privilege"]): Command {
    return {
        name: call.name,
        argv: ["/usr/bin/env", "LC_ALL=C", ...argvOf(call, privilege)],
        timeoutMs: call.timeoutMs,
        // What it tells is never older than the question; how old an observation may be is decided above.
        ...(call.reads ? { read: { maxAgeMs: 0 } } : {}),
        ...(call.stdin === undefined ? {} : { stdin: call.stdin }),
    };
}

/** Whether a program turned a call down as not of its syntax, as older releases do with options that came later [A]. */
export function isUsageError(exitCode: number, lines: readonly string[]): boolean {
    return exitCode === 2 || (exitCode !== 0 && lines.some((line) => /^usage:/i.test(line.trim())));
}
