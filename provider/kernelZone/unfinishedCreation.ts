import type { PropertyBag } from "./state";

/**
 * The hidden output of a zone that is not made to the end. Being hidden it is carried along by a refresh, and gone with the
 * first update that succeeds.
 */
export const unfinishedKey = "__unfinishedCreation";

/** Whether the last run has begun to make the zone and has not come to the end; the next update has to go on. */
export function isUnfinishedCreation(olds: PropertyBag): boolean {
    return olds[unfinishedKey] === true;
}
