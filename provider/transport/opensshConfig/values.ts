import type { DirectiveWords } from "./directiveWords";
import { lowerCase } from "./words";

const largestInteger = 2 ** 31 - 1;

const secondsPerUnit: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** `yes` or `no`, `true` or `false`. */
export function readFlag(words: DirectiveWords): boolean {
    return readOneOf(words, { yes: true, true: true, no: false, false: false });
}

/** One of a few words, which are told apart without regard to case. */
export function readOneOf<T>(words: DirectiveWords, choices: Readonly<Record<string, T>>): T {
    const word = lowerCase(words.takeRequired());
    const choice = Object.hasOwn(choices, word) ? choices[word] : undefined;
    if (choice === undefined) {
        throw words.fault(`takes one of ${Object.keys(choices).join(", ")}`);
    }
    return choice;
}

/** A time in seconds, such as `90` or `1m30s`; undefined for `none`, after which a later line can still set it. */
export function readTime(words: DirectiveWords): number | undefined {
    const word = words.takeRequired();
    if (word === "none") {
        return undefined;
    }
    let seconds = 0;
    // strtol(3) takes white space and a sign before each of the numbers.
    const part = /[ \t\n\v\f\r]*([+-]?)(\d+)([smhdw]?)/iy;
    while (part.lastIndex < word.length) {
        const [, sign, digits = "", unit = ""] = part.exec(word) ?? [];
        const value = Number(digits) * (secondsPerUnit[unit.toLowerCase()] ?? NaN);
        seconds += value;
        if (digits === "" || (sign === "-" && value > 0) || seconds > largestInteger) {
            throw words.fault("takes a time such as 90 or 1m30s");
        }
    }
    return seconds;
}

/** A whole number. */
export function readInteger(words: DirectiveWords): number {
    const number = parseInteger(words.takeRequired());
    if (number === undefined || number < 0 || number > largestInteger) {
        throw words.fault("takes a whole number");
    }
    return number;
}

/** A port. Names from services(5), which `ssh` takes as well, are not looked up. */
export function readPort(words: DirectiveWords): number {
    const port = parseInteger(words.takeRequired());
    if (port === undefined || port < 1 || port > 65535) {
        throw words.fault("takes a number from 1 to 65535");
    }
    return port;
}

/** A list of file names, or `none`, which must stand alone; undefined where nothing but a comment follows. */
export function readFileList(words: DirectiveWords): readonly string[] | undefined {
    const files = words.takeAll();
    if (files.includes("")) {
        throw words.fault("has an empty argument");
    }
    if (files.length > 1 && files.some(isNone)) {
        throw words.fault("takes none only by itself");
    }
    return files.length === 0 ? undefined : files;
}

/** Whether a value is `none`, in whichever case. */
export function isNone(value: string): boolean {
    return lowerCase(value) === "none";
}

function parseInteger(text: string): number | undefined {
    // As strtonum(3) reads it.
    return /^[ \t\n\v\f\r]*[+-]?\d+$/.test(text) ? Number(text) : undefined;
}
