import { makeVisible } from "../../transport/commands/visible";

/** What stands in the place of a secret. */
export const notShown = "[not shown]";

// A part of a secret as long as this is hidden wherever it stands; a shorter one says too little, and is found everywhere.
const longestPart = 8;

// What is shorter than this is a word of its own, or part of one that has nothing to do with it.
const shortWord = 4;

/**
 * A text, such as what zonecfg has printed, without secrets that are known: zonecfg can print a value that it refuses, or a
 * part of it [U].
 */
export function hideSecrets(text: string, secrets: readonly string[]): string {
    const hidden = new Array<boolean>(text.length).fill(false);
    for (const part of new Set(secrets.flatMap(partsOf))) {
        for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
            if (part.length >= shortWord || standsAlone(text, at, part.length)) {
                hidden.fill(true, at, at + part.length);
            }
        }
    }
    return Array.from({ length: text.length }, (_, at) =>
        hidden[at] !== true ? text.charAt(at) : hidden[at - 1] === true ? "" : notShown,
    ).join("");
}

function partsOf(secret: string): string[] {
    const parts = Math.max(1, secret.length - longestPart + 1);
    return secret === "" ? [] : Array.from({ length: parts }, (_, at) => secret.slice(at, at + longestPart));
}

function standsAlone(text: string, at: number, length: number): boolean {
    return !/\w/.test(text.charAt(at - 1)) && !/\w/.test(text.charAt(at + length));
}

// What is shorter is found in words that have nothing to do with it.
const shortestAnywhere = 6;
const shortestWordWithin = 12;

/**
 * A function that hides secrets wherever they stand as a whole or cut off at their end, in upper case or in lower, and words
 * of them that are long enough to be told from others, such as a disk's name in its URI. Short ones stay: a `1` is in every
 * other text.
 */
export function wholeSecretsHider(secrets: readonly string[]): (text: string) => string {
    const words = secrets.flatMap((secret) => secret.split(/[\s/,@:=]+/)).filter(isAtLeast(shortestWordWithin));
    const forms = [...secrets.filter(isAtLeast(shortestAnywhere)), ...words].flatMap((secret) => [
        secret,
        makeVisible(secret),
        // As a shell's argument, and as JSON.
        secret.replaceAll("'", String.raw`'\''`),
        JSON.stringify(secret).slice(1, -1),
    ]);
    if (forms.length === 0) {
        return (text) => text;
    }
    const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length);
    const whole = new RegExp(longestFirst.map(escapeForRegExp).join("|"), "gi");
    return (text) => withoutCutOff(text.replace(whole, notShown), longestFirst);
}

/** Without what `shorten` has left of a secret, with three dots behind it. */
function withoutCutOff(text: string, secrets: readonly string[]): string {
    return text
        .split("...")
        .map((part, index, parts) => {
            const left = index < parts.length - 1 ? Math.max(...secrets.map((secret) => lengthLeft(part, secret))) : 0;
            return left === 0 ? part : part.slice(0, -left) + notShown;
        })
        .join("...");
}

/** With how many of a secret's first characters a text ends, where that is enough to tell it. */
function lengthLeft(text: string, secret: string): number {
    for (let length = secret.length - 1; length >= shortestAnywhere; length--) {
        if (text.slice(-length).toLowerCase() === secret.slice(0, length).toLowerCase()) {
            return length;
        }
    }
    return 0;
}

function isAtLeast(length: number): (text: string) => boolean {
    return (text) => text.length >= length;
}

/** A text as a regular expression that matches it. */
export function escapeForRegExp(text: string): string {
    return text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
