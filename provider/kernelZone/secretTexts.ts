import { identitiesOf } from "../solaris/configuration/document";
import { escapeForRegExp, notShown, wholeSecretsHider } from "../solaris/configuration/hideSecrets";
import type { IsMarked } from "../solaris/configuration/secrets";
import { elementsOf } from "../solaris/configuration/values";
import { parseMemory } from "../solaris/memorySize";
import { unknownValue } from "./check";
import { declaredSettings, type Setting } from "./declaredSettings";
import { markedIn, markedLeaves, secretPathsIn } from "./secretPaths";
import { kernelZoneSchema } from "./schema";
import { rawInputs, type PropertyBag } from "./state";

/**
 * A function that hides the values which the program has marked as secrets in any text: those that are long enough, as they
 * are written in the program, as they are once their units and spellings are normalised, and as zonecfg has them; and short
 * ones where their property or their unit stands beside them, as in `admin jdoe`, `set ncpus=4` and `8 GiB`.
 */
export function markedValuesHider(bags: readonly PropertyBag[], isMarked: IsMarked): (text: string) => string {
    const settings = bags.flatMap(declaredSettings).filter(({ target, whole }) => isMarked(target, whole));
    const values = [
        ...bags.flatMap(markedValues),
        ...settings.flatMap(({ property, values: all }) => [...all, ...elementsOf(property, all)]),
    ];
    const hideWhole = wholeSecretsHider([...new Set(values)].filter((value) => !wordsOfTheSchema.has(value)));
    const places = settings.flatMap(placesOf);
    return (text) => places.reduce((shown, place) => shown.replace(place, `$1${notShown}`), hideWhole(text));
}

// Everybody knows them, and texts are made of them.
const wordsOfTheSchema = new Set([
    ...["running", "installed", "retain", "shutdown", "delete", "correct", "accept", "required", "normal", "suspend"],
    ...["warning", "enforce", "string", "boolean", "largest-available", "largest-only", "smallest-only", "solaris-kz"],
]);

/** The texts and numbers at the marked paths of a bag, as they are written and as the schema reads them. */
function markedValues(bag: PropertyBag): string[] {
    const parsed = kernelZoneSchema.safeParse(rawInputs(bag));
    return [...markedLeaves(bag), ...markedIn(parsed.data ?? {}, secretPathsIn(bag))]
        .flatMap(({ value }) => (typeof value === "string" || typeof value === "number" ? [String(value)] : []))
        .filter((value) => value !== unknownValue);
}

/**
 * The places in a text in which a marked value of zonecfg's is, however short it is, because its property stands beside it or
 * its unit does. Each has one group, of what stays.
 */
function placesOf({ property, values, whole }: Setting): RegExp[] {
    const places = elementsOf(property, values).flatMap((value) => [
        `(\\b${escapeForRegExp(property)}[= ]"?)${escapeForRegExp(value)}`,
        ...(whole !== undefined && identitiesOf(whole.type).includes(property)
            ? [`(\\b${whole.type} (?:with [a-z-]+ )?)${escapeForRegExp(value)}`]
            : []),
        // Any size and any count: what the hosts show may be written otherwise, or be what was a secret before.
        ...(whole?.type === "capped-memory" && parseMemory(value) !== undefined
            ? [String.raw`(?<![\w.])()\d+(?:\.\d+)?(?:[KMGT]| [KMGT]iB)`]
            : []),
        ...(property === "ncpus" ? [String.raw`()\b\d+(?=(?: active)? vCPU)`] : []),
    ]);
    return places.map((place) => new RegExp(`${place}(?![\\w-]|\\.\\w)`, "gi"));
}
