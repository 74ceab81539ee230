import { z } from "zod";

const secondsPerUnit: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
const message = "must be a number of seconds or a duration such as `90s`, `10m` or `2h`";

// Beyond this a timer would overflow; no migration takes that long.
const longestSeconds = 7 * 24 * 3600;

/** A length of time as people write it, normalised to seconds. */
export const durationSchema = z.union([z.number(), z.string()], message).transform((value, context) => {
    const seconds = typeof value === "number" ? value : parseDuration(value);
    if (seconds === undefined || !Number.isFinite(seconds) || seconds <= 0 || seconds > longestSeconds) {
        context.addIssue({ code: "custom", message: `${message}, more than 0 and at most 7 days` });
        return z.NEVER;
    }
    return seconds;
});

function parseDuration(text: string): number | undefined {
    const match = /^(\d+(?:\.\d+)?)\s*([smh])$/.exec(text.trim());
    return match?.[1] === undefined ? undefined : Number(match[1]) * (secondsPerUnit[match[2] ?? ""] ?? Number.NaN);
}
