import { chosen } from "./dialect";
import type { HostModel } from "./model";

/*
 * What is printed when the configuration of a running zone changes. "Checking: Modifying capped-memory physical=12G",
 * "Applying the changes" and the warning are [C, BLOG-LZR] for `zonecfg -r`; that `zoneadm apply` prints the same is [I],
 * with or without a prefix [U]. Every refusal is invented [U].
 */

export const applying = "Applying the changes";

export function checking(line: string): string {
    return `Checking: ${line}`;
}

/** Of `zoneadm apply`. */
export function prefixed(host: HostModel, zone: string, line: string): string {
    return chosen(host, "applyPrefix", [line, `zone '${zone}': ${line}`]);
}

/** [C] */
export function partialMemory(requested: string, final: string): string {
    return `warning: operation succeeded partially for capped memory (requested: ${requested}, final: ${final})`;
}

export function rolledBack(host: HostModel): string {
    return chosen(host, "rolledBack", [
        "error: capped memory could not be changed to the requested size; changes rolled back",
        "error: operation failed for capped memory, rolling back",
    ]);
}

/** Rule [C] for pagesize-policy, pagesize, memory-reserve and cpu-arch. */
export function notLive(host: HostModel, line: string): string {
    return chosen(host, "notLive", [
        `error: ${line}: not supported for a running zone`,
        `error: ${line}: Zone state is invalid for the requested operation`,
    ]);
}

/** Rule [C] for a host without the feature. */
export function memoryNotLive(host: HostModel): string {
    return chosen(host, "memoryNotLive", [
        "error: the memory of this zone cannot be changed while it runs",
        "error: Modifying capped-memory: live reconfiguration is not supported",
    ]);
}

export function memoryExhausted(host: HostModel, requested: string): string {
    return chosen(host, "memoryExhausted", [
        `error: Not enough free memory for capped-memory:physical value of ${requested}`,
        "error: Not enough contiguous free memory pages to allocate",
    ]);
}

/** Behind a change that is left out while others are made. */
export function leftOut(host: HostModel, line: string): string {
    return chosen(host, "leftOut", [
        `warning: ${line}: takes effect at the next boot`,
        `warning: ${line} ignored for a running zone`,
    ]);
}
