import type { MigrationDestination } from "./migrationUri";
import { openCall, type ToolCall } from "./tool";

/**
 * `ssh` from the source to the target as `zoneadm migrate ssh://` will have to do it: by key, without a question, to a
 * host whose key is known. Runs `true` there.
 */
export function loginToTarget({ user, address, port }: MigrationDestination): ToolCall {
    const settings = ["BatchMode=yes", "StrictHostKeyChecking=yes", "ConnectTimeout=10"];
    return openCall(
        "ssh to the target",
        "/usr/bin/ssh",
        ...settings.flatMap((setting) => ["-o", setting]),
        ...(port === undefined ? [] : ["-p", String(port)]),
        "--",
        `${user}@${address.replace(/^\[(.*)\]$/, "$1")}`,
        "/usr/bin/true",
    );
}

/** Why such a login failed, by what OpenSSH prints; these texts have been the same for many releases. */
export type LoginObstacle = "hostKeyUnknown" | "hostKeyChanged" | "refused" | "unresolved" | "unreachable" | "other";

/** @param lines What `ssh` printed on standard error. */
export function loginObstacle(lines: readonly string[]): LoginObstacle {
    const said = (pattern: RegExp): boolean => lines.some((line) => pattern.test(line));
    if (said(/REMOTE HOST IDENTIFICATION HAS CHANGED/)) {
        return "hostKeyChanged";
    }
    if (said(/Host key verification failed|host key is known for/i)) {
        return "hostKeyUnknown";
    }
    if (said(/Permission denied|Too many authentication failures/)) {
        return "refused";
    }
    if (said(/Could not resolve hostname/i)) {
        return "unresolved";
    }
    return said(/connect to (?:host|address) .*(?:refused|timed out|No route|unreachable)/i) ? "unreachable" : "other";
}
