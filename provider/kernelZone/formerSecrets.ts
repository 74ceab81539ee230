import { isDeepStrictEqual } from "node:util";
import type { IsMarked } from "../solaris/configuration/secrets";
import { declaredSettings, nameOf, type Setting } from "./declaredSettings";
import { markedTargets } from "./secretTargets";
import type { PropertyBag } from "./state";

/**
 * The hidden output that says which of zonecfg's properties once held a secret of the program and are declared otherwise
 * now, or not at all: a zone runs with its former configuration until it is rebooted. No values.
 */
export const formerSecretsKey = "__formerSecrets";

/** A property that once held a secret. */
interface FormerSecret {
    /** The type of its resource; absent for a property of the zone. */
    readonly type?: string;
    /** The value by which the resource is found; absent where it has none, or where that was a secret too. */
    readonly name?: string;
    readonly property: string;
}

/** Tells which properties once held a secret, by what a bag has kept of it. */
export function formerTargets(bag: PropertyBag): IsMarked {
    const formers = formersIn(bag);
    return ({ resource, property }, whole) =>
        formers.some(
            (former) =>
                former.type === resource?.type &&
                former.property === property &&
                (former.name === undefined || former.name === (whole ? nameOf(whole) : resource?.by?.value)),
        );
}

/**
 * What is to be kept in the outputs: what is kept already, and what the program had marked when it was last applied and says
 * otherwise now. A value that only lost its mark is no secret any more.
 */
export function formerSecrets(olds: PropertyBag, news: PropertyBag): Record<string, readonly FormerSecret[]> {
    const isMarked = markedTargets(olds);
    const now = declaredSettings(news);
    const isSaidNow = (a: Setting): boolean =>
        now.some((b) => isDeepStrictEqual([a.target, a.values], [b.target, b.values]));
    const dropped = declaredSettings(olds)
        .filter(({ target, whole }) => isMarked(target, whole))
        .filter((setting) => !isSaidNow(setting))
        .map(({ target: { resource, property = "" }, whole }): FormerSecret => {
            const name = whole && nameOf(whole, isMarked);
            return { ...(resource && { type: resource.type }), ...(name === undefined ? {} : { name }), property };
        });
    const all = [...formersIn(olds), ...dropped];
    const once = [...new Map(all.map((former) => [JSON.stringify(former), former])).values()];
    return once.length === 0 ? {} : { [formerSecretsKey]: once };
}

function formersIn(bag: PropertyBag): FormerSecret[] {
    const formers = bag[formerSecretsKey];
    return Array.isArray(formers) ? formers.filter(isFormerSecret) : [];
}

function isFormerSecret(value: unknown): value is FormerSecret {
    return typeof value === "object" && value !== null && "property" in value && typeof value.property === "string";
}
