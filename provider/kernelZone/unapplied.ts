import type { PropertyBag } from "./state";

/** The hidden output of a zone to which `config` was never applied to the end: a difference is nobody's change then. */
const unappliedKey = "__unapplied";

/** Whether `config` was never applied to the end: the zone was only taken over, or an update failed on the way. */
export function isUnapplied(olds: PropertyBag): boolean {
    return olds[unappliedKey] === true;
}

/** Outputs of a zone that was taken over as it is. */
export function asTakenOver(outs: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return { ...outs, [unappliedKey]: true };
}

/** A bag of a zone that was found to agree with `config`: what differs from now on was changed by somebody. */
export function asApplied(bag: PropertyBag): PropertyBag {
    return Object.fromEntries(Object.entries(bag).filter(([key]) => key !== unappliedKey));
}

/**
 * Outputs with the configuration that was declared before: what was not applied to the end must not be taken for applied by
 * the next run.
 */
export function asNotApplied(outs: Readonly<Record<string, unknown>>, olds: PropertyBag): Record<string, unknown> {
    const { config: _, hostOverrides: __, ...rest } = outs;
    const before = Object.entries(olds).filter(([key]) => key === "config" || key === "hostOverrides");
    return { ...rest, ...Object.fromEntries(before), [unappliedKey]: true };
}
