import { privilegedCall, type ToolCall } from "./tool";

const zoneadm = "/usr/sbin/zoneadm";

// A guest takes minutes to come up or to resume its memory; zoneadm returns when the boot has begun.
const bootTimeoutMs = 15 * 60_000;

// A halt runs nothing in the guest, but zoneadmd has to give its memory and devices back.
const haltTimeoutMs = 5 * 60_000;

/**
 * `zoneadm -z ZONE boot`; resumes a suspended zone (solaris-facts 3.2, 3.4).
 *
 * @param timeoutMs Default: 15 minutes.
 */
export function bootZone(zone: string, timeoutMs = bootTimeoutMs): ToolCall {
    return { ...privilegedCall("zoneadm boot", zoneadm, "-z", zone, "boot"), timeoutMs };
}

/** `zoneadm -z ZONE suspend`: writes the zone's memory to its suspend resource (solaris-facts 3.2 [C]). */
export function suspendZone(zone: string): ToolCall {
    return privilegedCall("zoneadm suspend", zoneadm, "-z", zone, "suspend");
}

/**
 * `zoneadm -z ZONE shutdown`: runs the guest's shutdown scripts, unlike `halt`.
 *
 * @param timeoutMs How long the guest may take; default: that of a quick call.
 */
export function shutdownZone(zone: string, timeoutMs?: number): ToolCall {
    const call = privilegedCall("zoneadm shutdown", zoneadm, "-z", zone, "shutdown");
    return timeoutMs === undefined ? call : { ...call, timeoutMs };
}

/** `zoneadm -z ZONE halt`: like a power cut for the guest (solaris-facts 3.4). */
export function haltZone(zone: string): ToolCall {
    return { ...privilegedCall("zoneadm halt", zoneadm, "-z", zone, "halt"), timeoutMs: haltTimeoutMs };
}
