import { privilegedCall, type ToolCall } from "./tool";

const zoneadm = "/usr/sbin/zoneadm";

// A guest takes minutes to come up or to resume its memory; zoneadm returns when the boot has begun.
const bootTimeoutMs = 15 * 60_000;

/** `zoneadm -z ZONE boot`; resumes a suspended zone (solaris-facts 3.2, 3.4). */
export function bootZone(zone: string): ToolCall {
    return { ...privilegedCall("zoneadm boot", zoneadm, "-z", zone, "boot"), timeoutMs: bootTimeoutMs };
}

/** `zoneadm -z ZONE suspend`: writes the zone's memory to its suspend resource (solaris-facts 3.2 [C]). */
export function suspendZone(zone: string): ToolCall {
    return privilegedCall("zoneadm suspend", zoneadm, "-z", zone, "suspend");
}

/** `zoneadm -z ZONE shutdown`: runs the guest's shutdown scripts, unlike `halt`. */
export function shutdownZone(zone: string): ToolCall {
    return privilegedCall("zoneadm shutdown", zoneadm, "-z", zone, "shutdown");
}
