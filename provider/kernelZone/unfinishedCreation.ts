import { tokenOf } from "../lifecycle/ownership";
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

// Hidden too. The URN of a resource changes when an alias renames it, and the mark on the host does not.
const tokenKey = "__mark";

/** What an update has to carry over from the outputs before: the token by which the hosts know the zone; may be nothing. */
export function carriedToken(olds: PropertyBag): Record<string, unknown> {
    const token = olds[tokenKey];
    return typeof token === "string" && token !== "" ? { [tokenKey]: token } : {};
}

/** The outputs of a zone that was made, or begun to be, for a token. */
export function withToken(outs: Readonly<Record<string, unknown>>, token: string): Record<string, unknown> {
    return { ...outs, [tokenKey]: token };
}

/**
 * The token by which the hosts know what this resource has made: the one that was written down when it was made; else that
 * of its URN.
 *
 * @returns undefined where the bag has neither.
 */
export function tokenIn(bag: PropertyBag): string | undefined {
    const { [tokenKey]: token } = carriedToken(bag);
    const urn = bag["__urn"];
    return typeof token === "string" ? token : typeof urn === "string" && urn !== "" ? tokenOf(urn) : undefined;
}
