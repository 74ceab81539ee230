import { openCall, type ToolCall } from "./tool";

/** `psrinfo -pv`: the physical processors, with their virtual ones and their models [A]. Needs no rights. */
export function listProcessors(): ToolCall {
    return openCall("psrinfo -pv", "/usr/sbin/psrinfo", "-pv");
}

/** The processors of a host. */
export interface Processors {
    /** Virtual processors, on line or not. */
    readonly count: number;
    /** Models, each once; empty where they are not told. */
    readonly models: readonly string[];
}

// One line for each socket, and from 11.4 on for each core, which counts what its socket has counted already [U].
const socketLine = /^The physical processor has (?:\d+ cores? and )?(\d+) virtual processors?\b/;
const part = /^The (?:physical processor|core) has /;
// The form without `-p`: a line for each virtual processor.
const singleLine = /^\d+\s+(?:on-line|off-line|spare|no-intr|powered-off|faulted|disabled)\b/;
const model = /^(?:SPARC|sparc|Intel|AMD|x86\b|Fujitsu)/;

/**
 * Reads the list. The layout is that of the ancestor [A]; below a socket's line stands its model, on x86 the kind of the
 * processor and then its brand. What differs between two of one model (chip id, clock) is left out.
 */
export function parseProcessors(text: string): Processors | undefined {
    const lines = text.split("\n").map((line) => line.trim().replace(/\s+/g, " "));
    const sockets = lines.flatMap((line) => socketLine.exec(line)?.[1] ?? []);
    const count =
        sockets.length > 0
            ? sockets.reduce((sum, each) => sum + Number(each), 0)
            : lines.filter((line) => singleLine.test(line)).length;
    if (count === 0 || !Number.isSafeInteger(count)) {
        return undefined;
    }
    const named = lines
        .filter((line) => model.test(line) && !part.test(line))
        .map((line) => line.split(/ \((?:chipid|clock|portid)\b/, 1)[0] ?? "")
        .map((line) => line.replace(/ clock \d+ MHz\b/, ""));
    const brands = named.filter((line) => !line.startsWith("x86"));
    return { count, models: [...new Set(brands.length > 0 ? brands : named)].sort() };
}
