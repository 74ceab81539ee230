import type { PropertyBag } from "./state";

/** The hidden output of a zone that a reboot of ours has stopped and not brought up again. A refresh carries it along. */
export const bootOwedKey = "__bootOwed";

/** Whether a reboot of ours has stopped the zone and not brought it up again: the next update boots it. */
export function owesBoot(olds: PropertyBag): boolean {
    return olds[bootOwedKey] === true;
}
