import { isDeepStrictEqual } from "node:util";
import { owesBoot } from "./bootOwed";
import { unknownValue } from "./check";
import { hasConfigurationDrifted, hasDriftedAway } from "./drift";
import { kernelZoneSchema } from "./schema";
import { areOtherwiseMarked } from "./secretPaths";
import { parseObservation, rawInputs, type PropertyBag } from "./state";
import { isUnapplied } from "./unapplied";
import { isUnfinishedCreation } from "./unfinishedCreation";

/** What the engine is told about a change. There is no `replaces`: no change of any property ever replaces a zone. */
export interface DiffResult {
    readonly changes: boolean;
}

/**
 * Compares wish and last observation. Pure: no host is asked, nothing is thrown.
 *
 * During `pulumi refresh` the engine calls this with what was read as `olds` and the stored inputs as `news`; the
 * comparison means the same then.
 *
 * @param olds The outputs of the last run.
 * @param news The checked inputs of this run.
 */
export function diff(olds: PropertyBag, news: PropertyBag): DiffResult {
    const { unfinishedOn } = parseObservation(olds);
    const settingsDiffer = !isDeepStrictEqual(normalised(olds), normalised(news));
    return {
        changes:
            settingsDiffer ||
            areOtherwiseMarked(olds, news) ||
            unfinishedOn !== undefined ||
            isUnfinishedCreation(olds) ||
            owesBoot(olds) ||
            isElsewhere(olds, news) ||
            isConfiguredOtherwise(olds, news) ||
            isInOtherState(olds, news),
    };
}

function isElsewhere(olds: PropertyBag, news: PropertyBag): boolean {
    const seenOn = parseObservation(olds).currentHost ?? olds["host"];
    const wish = news["host"];
    const accepted = policyOf(news).location === "accept" && hasDriftedAway(olds, news);
    return !accepted && (wish === unknownValue || wish !== seenOn);
}

function isConfiguredOtherwise(olds: PropertyBag, news: PropertyBag): boolean {
    const { configDrift = [] } = parseObservation(olds);
    const accepted = policyOf(news).configuration === "accept" && hasConfigurationDrifted(olds, news);
    const mayDiffer = news["config"] !== undefined && (configDrift.length > 0 || isUnapplied(olds));
    return !accepted && (mayDiffer || needsAllowedReboot(olds, news));
}

/** A change that waits for a reboot which the program has come to allow. */
function needsAllowedReboot(olds: PropertyBag, news: PropertyBag): boolean {
    const { rebootNeededFor = [] } = parseObservation(olds);
    return news["allowReboot"] === true && news["config"] !== undefined && rebootNeededFor.length > 0;
}

function isInOtherState(olds: PropertyBag, news: PropertyBag): boolean {
    const { zoneState } = parseObservation(olds);
    const wish = news["state"];
    return (wish === "running" || wish === "installed") && zoneState !== undefined && zoneState !== wish;
}

function policyOf(bag: PropertyBag): { readonly location?: unknown; readonly configuration?: unknown } {
    const policy = bag["driftPolicy"];
    return typeof policy === "object" && policy !== null ? policy : {};
}

/** Everything but the host, with defaults filled in, so that writing a default out is no change. */
function normalised(bag: PropertyBag): unknown {
    const { host: _, ...settings } = rawInputs(bag);
    // Any host will do here; unknown values make the schema fail, and then the bag is compared as it is.
    const parsed = kernelZoneSchema.safeParse({ ...settings, host: "any" });
    if (!parsed.success) {
        return settings;
    }
    const { host: __, ...rest } = parsed.data;
    return rest;
}
