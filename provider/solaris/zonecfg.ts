import { privilegedCall, privilegedRead, type ToolCall } from "./tool";

const zonecfg = "/usr/sbin/zonecfg";

/** `zonecfg -z ZONE [-r] export`: the stored or, with `-r`, the running configuration. The output can hold secrets. */
export function exportConfiguration(zone: string, which: "stored" | "running"): ToolCall {
    return which === "running"
        ? privilegedRead("zonecfg -r export", zonecfg, "-z", zone, "-r", "export")
        : privilegedRead("zonecfg export", zonecfg, "-z", zone, "export");
}

/**
 * `zonecfg -z ZONE -f -`: feeds a script on standard input. zonecfg commits at the end of the script and gives up at the
 * first error, so that a script is applied as a whole or not at all (solaris-facts 5.3).
 */
export function applyScript(zone: string, script: string): ToolCall {
    return { ...privilegedCall("zonecfg -f -", zonecfg, "-z", zone, "-f", "-"), stdin: script };
}

/** `zonecfg -z ZONE -r -f -`: the same for the running zone; gone with its next boot (solaris-facts 5.3 [C]). */
export function applyLiveScript(zone: string, script: string): ToolCall {
    // Solaris waits for the guest to give memory back, for which no bound is documented [U].
    const call = privilegedCall("zonecfg -r -f -", zonecfg, "-z", zone, "-r", "-f", "-");
    return { ...call, stdin: script, timeoutMs: 10 * 60_000 };
}

/** `zonecfg -z ZONE delete -F`: removes a configuration. Solaris refuses it for anything beyond `configured`. */
export function deleteConfiguration(zone: string): ToolCall {
    return privilegedCall("zonecfg delete -F", zonecfg, "-z", zone, "delete", "-F");
}

/** The edit that gives one anet another lower-link: select, set, end (seed example 47). */
export function lowerLinkEdit(anetId: number, lowerLink: string): string {
    return `select anet id=${anetId}\nset lower-link=${lowerLink}\nend\n`;
}
