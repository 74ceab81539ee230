import { openCall, type ToolCall } from "./tool";

/** What tells one machine from another, however it is addressed. */
export interface MachineIdentity {
    /** `hostid`: eight hex digits. */
    readonly hostid: string;
    /** `uname -n`. */
    readonly nodeName: string;
}

/** `hostid`. Needs no rights. */
export function hostid(): ToolCall {
    return openCall("hostid", "/usr/bin/hostid");
}

/** `uname -n`. Needs no rights. */
export function nodeName(): ToolCall {
    return openCall("uname -n", "/usr/bin/uname", "-n");
}

/** Reads both answers; login noise may stand before either. Undefined where an answer is not to be found. */
export function parseMachineIdentity(hostidOutput: string, unameOutput: string): MachineIdentity | undefined {
    const id = lastMatch(hostidOutput, /^(?:0x)?([0-9a-fA-F]{1,8})$/);
    const name = lastMatch(unameOutput, /^([A-Za-z0-9_.-]+)$/);
    return id === undefined || name === undefined ? undefined : { hostid: id.toLowerCase(), nodeName: name };
}

/** Cloned machines can share a hostid, and test machines a node name; only both together mean the same machine. */
export function sameMachine(a: MachineIdentity, b: MachineIdentity): boolean {
    return a.hostid === b.hostid && a.nodeName === b.nodeName;
}

/** A machine's identity in words. */
export function describeMachine({ hostid: id, nodeName: name }: MachineIdentity): string {
    return `hostid ${id}, node name ${name}`;
}

function lastMatch(text: string, pattern: RegExp): string | undefined {
    return text
        .split("\n")
        .map((line) => pattern.exec(line.trim())?.[1])
        .filter((match) => match !== undefined)
        .at(-1);
}
