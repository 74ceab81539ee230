import { openCall, type ToolCall } from "./tool";

/**
 * `prtconf`, of which only the line about memory is kept: the rest is the tree of all devices. Needs no rights. That an
 * option exists which prints this line alone is [U].
 */
export function physicalMemory(): ToolCall {
    return openCall("prtconf", "/bin/sh", "-c", "/usr/sbin/prtconf | /usr/bin/grep '^Memory size'");
}

const units: Readonly<Record<string, number>> = { kilo: 1024, mega: 1024 ** 2, giga: 1024 ** 3, tera: 1024 ** 4 };

/** Bytes of physical memory, from `Memory size: 32768 Megabytes` [A]. Undefined where there is no such line. */
export function parsePhysicalMemory(text: string): number | undefined {
    const [, amount, unit = ""] = /^Memory size: (\d{1,12}) (Kilo|Mega|Giga|Tera)bytes\s*$/im.exec(text) ?? [];
    return amount === undefined ? undefined : Number(amount) * (units[unit.toLowerCase()] ?? 1);
}
