import { openCall, type ToolCall } from "./tool";

/** The operating system of a host and its release. */
export interface Release {
    /** `uname -s`; `SunOS` for Solaris. */
    readonly system: string;
    /** `uname -v`; `11.4.48.123.0` on Solaris 11.4 (that it holds the SRU is [I]), `11.3` before. */
    readonly version: string;
}

/** `uname -sv`. Needs no rights. */
export function systemRelease(): ToolCall {
    return openCall("uname -sv", "/usr/bin/uname", "-sv");
}

// Named one by one, so that a line which login scripts print is not taken for the answer.
const systems = /^(SunOS|AIX|Darwin|DragonFly|FreeBSD|HP-UX|Linux|NetBSD|OpenBSD)\s+(\S.*)$/;

/** Reads the answer wherever it stands between the lines of login scripts. Undefined where it is not to be found. */
export function parseRelease(text: string): Release | undefined {
    for (const line of text.split("\n").reverse()) {
        const [, system, version] = systems.exec(line.trim()) ?? [];
        if (system !== undefined && version !== undefined) {
            return { system, version };
        }
    }
    return undefined;
}

/** Whether this is Oracle Solaris 11, and from 11.4 on, which alone has all that the provider calls. */
export function judgeRelease({ system, version }: Release): "11.4" | "older" | "other" {
    const [, major, minor] = /^(\d+)\.(\d+)(?:\.\d+)*$/.exec(version) ?? [];
    if (system !== "SunOS" || major === undefined || minor === undefined || Number(major) < 11) {
        return "other";
    }
    return Number(major) > 11 || Number(minor) >= 4 ? "11.4" : "older";
}
