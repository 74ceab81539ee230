import { z } from "zod";
import { mebibyte, parseMemory, printMemory, tebibyte } from "../../solaris/memorySize";

/** The smallest step in which a kernel zone's memory can be given, by `uname -p`, in bytes; solaris-facts 4.3 [C]. */
const memoryUnits: Readonly<Record<"i386" | "sparc", number>> = { i386: 2 * mebibyte, sparc: 256 * mebibyte };

// Solaris's own bound on one kernel zone, solaris-facts 4.3 [C].
const mostMemory = 2 * tebibyte;

const message = "must be a size such as `8g`, `8192M` or a number of bytes";

/** A size as people write it (`8g`, `8192M`, bytes; units are powers of 1024), in zonecfg's form. */
export const memorySize = sizeWithin(() => undefined);

/** A kernel zone's memory: as {@link memorySize}, within Solaris's bounds for either architecture. */
export const zoneMemory = sizeWithin(boundsProblem);

/** @param problemOf What is wrong with a size; told as well whether it was written without a unit. */
function sizeWithin(problemOf: (bytes: number, isBare: boolean) => string | undefined) {
    return z.union([z.number(), z.string()], message).transform((value, context) => {
        const bytes = bytesOf(value);
        const problem = bytes === undefined ? message : problemOf(bytes, /^[\d\s]+$/.test(String(value)));
        if (bytes === undefined || problem !== undefined) {
            context.addIssue({ code: "custom", message: problem ?? message });
            return z.NEVER;
        }
        return printMemory(bytes);
    });
}

function bytesOf(value: number | string): number | undefined {
    const bytes = typeof value === "number" ? value : parseMemory(value);
    return bytes !== undefined && Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
}

function boundsProblem(bytes: number, isBare: boolean): string | undefined {
    if (bytes % memoryUnits.i386 !== 0) {
        const hint = isBare ? unitHint(bytes) : "";
        return `must be a multiple of 2 MB (x86) or 256 MB (SPARC), and is ${bytes} bytes${hint}`;
    }
    return bytes > mostMemory ? `must be at most 2 TB, and is ${printMemory(bytes)}` : undefined;
}

/** A number that is far too small for bytes was meant in another unit. */
function unitHint(bytes: number): string {
    return bytes < mebibyte ? `; write \`${bytes}g\` if gigabytes are meant` : "";
}

/**
 * What is wrong with a memory size for hosts of one architecture, which the schema cannot know.
 *
 * @param physical `capped-memory: physical` as zonecfg has it.
 * @param architecture The host's `uname -p`; of others than `sparc` and `i386` nothing is known, and nothing is said.
 */
export function memoryStepProblem(physical: string, architecture: string): string | undefined {
    const unit = architecture === "sparc" || architecture === "i386" ? memoryUnits[architecture] : undefined;
    const bytes = parseMemory(physical);
    if (unit === undefined || bytes === undefined || bytes % unit === 0) {
        return undefined;
    }
    const below = Math.floor(bytes / unit) * unit;
    const nearest = [below, below + unit].filter((size) => size > 0).map(printMemory);
    const name = architecture === "sparc" ? "SPARC" : "x86";
    return `${physical} is not a multiple of ${printMemory(unit)}, in which ${name} hosts give memory: use ${nearest.join(" or ")}`;
}
