import { isDeepStrictEqual } from "node:util";
import { unknownValue } from "./check";
import { kernelZoneSchema } from "./schema";
import { parseObservation, rawInputs, type PropertyBag } from "./state";

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
    const { currentHost: lastSeen, unfinishedOn } = parseObservation(olds);
    const settingsDiffer = !isDeepStrictEqual(normalised(olds), normalised(news));
    const toFinish = unfinishedOn !== undefined;
    return { changes: toFinish || settingsDiffer || !sameHost(news["host"], lastSeen ?? olds["host"]) };
}

function sameHost(wish: unknown, seen: unknown): boolean {
    return wish !== unknownValue && wish === seen;
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
