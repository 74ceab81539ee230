import { openCall, type ToolCall } from "./tool";

/** `sysadm maintain -l -p -o type,user,date,message` (solaris-facts 3.3 [C]). That it needs no rights is [I]. */
export function listMaintenance(): ToolCall {
    return openCall("sysadm maintain -l", "/usr/sbin/sysadm", "maintain", "-l", "-p", "-o", "type,user,date,message");
}

/** Who put a host into maintenance mode, when and why. */
export interface MaintenanceRecord {
    readonly user: string;
    readonly date: string;
    readonly message: string;
}

/** What the list says. */
export type Maintenance =
    | { readonly kind: "none" }
    | { readonly kind: "maintenance"; readonly records: readonly MaintenanceRecord[] }
    | { readonly kind: "unknown"; readonly lines: readonly string[] };

/**
 * Reads the list. The fields are [C]; that they are separated by `:` is [I] from `-p`, and what is printed outside of
 * maintenance mode is [U]: nothing, or a sentence that says so, is taken as that, and anything else is left unknown.
 *
 * @param lines Without those that login scripts print.
 */
export function parseMaintenance(lines: readonly string[]): Maintenance {
    const answer = lines.map((line) => line.trim()).filter((line) => line !== "");
    const records = answer.map(parseRecord).filter((record) => record !== undefined);
    if (records.length > 0) {
        return { kind: "maintenance", records };
    }
    const unknown = answer.filter((line) => !saysNone(line));
    return unknown.length === 0 ? { kind: "none" } : { kind: "unknown", lines: unknown };
}

/** In two steps: one expression for both words goes through a long line once for every "no" in it. */
function saysNone(line: string): boolean {
    const at = line.search(/\b(?:not?|none)\b/i);
    return at !== -1 && /\bmainten/i.test(line.slice(at));
}

function parseRecord(line: string): MaintenanceRecord | undefined {
    const fields = /^(?!sysadm\b)[a-z]+:([A-Za-z_][\w.-]*):(.*)$/.exec(line.replaceAll("\\:", ":"));
    // A date can hold colons of its own, escaped or not.
    const dated = /^([^:]*(?::\d\d)*[^:]*):(.*)$/.exec(fields?.[2] ?? "");
    if (fields === null || dated === null) {
        return undefined;
    }
    return { user: fields[1] ?? "", date: dated[1] ?? "", message: dated[2] ?? "" };
}
