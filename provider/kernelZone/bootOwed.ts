import { isDeepStrictEqual } from "node:util";
import type { ZoneState } from "../solaris/zoneadmList";
import { leavesConfiguration } from "./drift";
import { parseInputs, parseObservation, type PropertyBag } from "./state";
import { isUnapplied } from "./unapplied";

// Hidden, so that a refresh carries it along; gone with the first update that finds the zone running or boots it.
const bootOwedKey = "__bootOwed";

/** Outputs of a zone that a reboot of ours has stopped and not brought up again. */
export function asBootOwed(outs: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return { ...outs, [bootOwedKey]: true };
}

/** Whether the state says that a reboot of ours has stopped the zone and not brought it up again. */
export function owesBoot(olds: PropertyBag): boolean {
    return olds[bootOwedKey] === true;
}

/**
 * What becomes of a zone that does not run, beside what `state` says.
 *
 * - `none`: nothing
 * - `recorded`: a reboot of ours has stopped it, as the state says: it is booted
 * - `presumed`: it ran when it was last recorded, and a reboot of ours may have been cut short: it is booted
 * - `notAllowed`: the same, and the program does not allow a reboot: it stays halted
 * - `unexplained`: it ran when it was last recorded, and no reboot of ours can have stopped it: it stays halted
 */
export type BootDebt = "none" | "recorded" | "presumed" | "notAllowed" | "unexplained";

/**
 * Whether a zone is owed a boot by an update that has not come to its end. Pure: the first row that fits counts.
 *
 * | | debt |
 * | --- | --- |
 * | seen running; or it shall not run | none |
 * | the state says that it is owed a boot | recorded |
 * | `state` is set; or it did not run when it was last recorded; or it is seen neither running nor installed | none |
 * | nothing of the program's was to be applied, which is what a reboot is for | unexplained |
 * | `allowReboot` is set | presumed |
 * | it is not | notAllowed |
 *
 * @param seen The zone's state as it is seen now.
 */
export function bootDebt(olds: PropertyBag, news: PropertyBag, seen: ZoneState): BootDebt {
    const { state, allowReboot } = parseInputs(news);
    if (seen === "running" || state === "installed") {
        return "none";
    }
    if (owesBoot(olds)) {
        return "recorded";
    }
    if (state !== undefined || parseObservation(olds).zoneState !== "running" || seen !== "installed") {
        return "none";
    }
    if (!hasSomethingToApply(olds, news)) {
        return "unexplained";
    }
    return allowReboot ? "presumed" : "notAllowed";
}

/** Whether a debt is paid: the zone is booted, though `state` does not say so. */
export function isPaid(debt: BootDebt): boolean {
    return debt === "recorded" || debt === "presumed";
}

/** A debt in words, for whoever wonders why the zone is booted, or is not; undefined where there is nothing to say. */
export function describeBootDebt(debt: BootDebt, zone: string): string | undefined {
    const halted = `${zone} ran when it was last recorded and was found halted`;
    switch (debt) {
        case "none":
            return undefined;
        case "recorded":
            return `a reboot of ours has stopped ${zone} and not brought it up again, so it is booted`;
        case "presumed":
            return `${halted}; it may be a reboot of ours that was cut short, so it is booted`;
        case "notAllowed":
            return `${halted}; it may be a reboot of ours that was cut short, and it stays so, because neither state nor allowReboot is set. To have it booted, write state: "running"`;
        case "unexplained":
            return `${halted}; it stays so, because state is not set. To boot it: zoneadm -z ${zone} boot`;
    }
}

function hasSomethingToApply(olds: PropertyBag, news: PropertyBag): boolean {
    const { configDrift = [], rebootNeededFor = [] } = parseObservation(olds);
    const declaresOtherwise = !isDeepStrictEqual(olds["config"], news["config"]);
    const differs = isUnapplied(olds) || configDrift.length > 0 || rebootNeededFor.length > 0;
    return declaresOtherwise || (differs && !leavesConfiguration(olds, news, parseInputs(news)));
}
