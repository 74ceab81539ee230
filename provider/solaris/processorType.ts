import { openCall, type ToolCall } from "./tool";

/** `uname -p`: the CPU family. Zones never move from one to another (solaris-facts 4.2 [C]). Needs no rights. */
export function processorType(): ToolCall {
    return openCall("uname -p", "/usr/bin/uname", "-p");
}

const types = ["i386", "sparc"] as const;

/** The families that Solaris runs on, as `uname -p` names them. */
export type ProcessorType = (typeof types)[number];

/** Reads the answer wherever it stands between the lines of login scripts. Undefined where it is not to be found. */
export function parseProcessorType(text: string): ProcessorType | undefined {
    const lines = text.split("\n").map((line) => line.trim());
    return types.find((type) => lines.includes(type));
}
