import { z } from "zod";
import { nearestMatch } from "../../errors/nearest";

/**
 * Why a key is refused: what it was probably meant to be.
 *
 * @param known The keys that are there.
 */
export function unknownKeyReason(key: string, known: readonly string[]): string {
    const meant = nearestMatch(key.replaceAll("-", ""), known);
    const escape = known.includes("properties") ? "; any other of zonecfg's goes into `properties`" : "";
    return meant === undefined
        ? `is not known here; known are ${known.join(", ")}${escape}`
        : `is not known here; did you mean \`${meant}\`?`;
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
