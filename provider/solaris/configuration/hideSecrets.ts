const notShown = "[not shown]";

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
