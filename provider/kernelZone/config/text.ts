import { z } from "zod";

// zonecfg has no way to write a quote inside of quotes, and a line break would begin another command [A].
const unwritable = /["\p{Cc}\u2028\u2029]/u;

/** What is wrong with a text that is to stand in a zonecfg script. Undefined where it can. */
export function textProblem(text: string): string | undefined {
    return unwritable.test(text)
        ? 'must not hold `"`, a line break or another control character: zonecfg cannot store it'
        : undefined;
}

/** What is said of a text that is longer than we take. */
export function tooLong(longest: number): string {
    return `must have at most ${longest} characters; the bound is this provider's own, Solaris's is not known`;
}

/** A text that zonecfg can store. Empty is allowed, and clears the property. */
export const clearableText = z.string().superRefine((text, context) => {
    const problem = textProblem(text);
    if (problem !== undefined) {
        context.addIssue({ code: "custom", message: problem });
    }
});

/** A text that zonecfg can store, and that is not empty. */
export const zoneText = clearableText.min(1, "must not be empty");

/** A plain word, as Solaris uses them for the names of pools, classes and levels; it may be empty, which clears it. */
export const clearableWord = z
    .string()
    .regex(/^(?:[A-Za-z0-9][A-Za-z0-9_.:/-]*)?$/, "must be a name: letters, digits, `_`, `.`, `:`, `/` and `-`");

/** A plain word that is not empty. */
export const word = clearableWord.min(1, "must not be empty");
