import { z } from "zod";
import { nearestMatch } from "../../errors/nearest";

/**
 * Why a key is refused: what it was probably meant to be.
 *
 * @param known The keys that are there.
 */
export function unknownKeyReason(key: string, known: readonly string[]): string {
    const word = key.replaceAll("-", "");
    const meant = nearestMatch(word, known);
    if (meant !== undefined) {
        return `is not known here; did you mean \`${meant}\`?`;
    }
    const whole = wholeOf(word, known);
    const guess = whole === undefined ? "" : `did you mean \`${whole}\`? `;
    const escape = known.includes("properties") ? "; any other of zonecfg's goes into `properties`" : "";
    return `is not known here; ${guess}${guess === "" ? "known" : "Known"} are ${known.join(", ")}${escape}`;
}

// Shorter parts are in too many names.
const shortestPart = 3;

/** The only name of which a word is the beginning or the end, as `config` is of `configuration`. A guess, no more. */
function wholeOf(word: string, known: readonly string[]): string | undefined {
    const part = word.toLowerCase();
    const wholes = known
        .map((name) => [name, name.toLowerCase()] as const)
        .filter(([, name]) => name.startsWith(part) || name.endsWith(part));
    return part.length >= shortestPart && wholes.length === 1 ? wholes[0]?.[0] : undefined;
}

/** For `z.strictObject`: refuses keys that it does not have with the name that was probably meant. */
export const strict: z.core.$ZodObjectParams = {
    error: (issue) => {
        if (issue.code !== "unrecognized_keys" || !(issue.inst instanceof z.ZodObject)) {
            return undefined;
        }
        const known = Object.keys(issue.inst.shape);
        const [only = "", ...more] = issue.keys;
        return more.length === 0
            ? unknownKeyReason(only, known)
            : issue.keys.map((key) => `\`${key}\` ${unknownKeyReason(key, known)}`).join("; ");
    },
};

/** The keys that a schema knows at a path, such as those of `["config", "anets", 0]`; none where it has no object there. */
export function knownKeysAt(schema: unknown, path: readonly PropertyKey[]): string[] {
    if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
        return knownKeysAt(schema.def.innerType, path);
    }
    if (schema instanceof z.ZodPipe) {
        return knownKeysAt(schema.def.in, path);
    }
    const [key, ...rest] = path;
    if (schema instanceof z.ZodObject) {
        const shape: Readonly<Record<PropertyKey, unknown>> = schema.shape;
        return key === undefined ? Object.keys(shape) : knownKeysAt(shape[key], rest);
    }
    const inner =
        schema instanceof z.ZodArray
            ? schema.def.element
            : schema instanceof z.ZodRecord
              ? schema.def.valueType
              : undefined;
    return inner === undefined || key === undefined ? [] : knownKeysAt(inner, rest);
}
