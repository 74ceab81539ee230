/** What OpenSSH's strdelim takes off the front of a text. */
export interface Delimited {
    /** Undefined where a quotation mark has no partner. */
    readonly word: string | undefined;
    /** Undefined where nothing is left. */
    readonly rest: string | undefined;
}

const firstDelimiter = /[ \t\r\n"=]/;
const blanks = /^[ \t\r\n]*/;

/**
 * Takes one word off a text as OpenSSH's strdelim does (misc.c, 9.2), by which it finds a line's keyword and reads
 * `Match`: words end at blanks or at one `=`; a part in double quotes ends its word at the closing one.
 */
export function takeWord(text: string): Delimited {
    const end = text.search(firstDelimiter);
    if (end < 0) {
        return { word: text, rest: undefined };
    }
    if (text[end] === '"') {
        const unquoted = text.slice(0, end) + text.slice(end + 1);
        const closing = unquoted.indexOf('"', end);
        return closing < 0
            ? { word: undefined, rest: undefined }
            : { word: unquoted.slice(0, closing), rest: withoutBlanks(unquoted.slice(closing + 1)) };
    }
    const rest = withoutBlanks(text.slice(end + 1));
    const equalsAfterBlank = text[end] !== "=" && rest.startsWith("=");
    return { word: text.slice(0, end), rest: equalsAfterBlank ? withoutBlanks(rest.slice(1)) : rest };
}

/** Without the white space at the beginning. */
export function withoutBlanks(text: string): string {
    return text.replace(blanks, "");
}

/**
 * Splits a line's value into its arguments as OpenSSH's argv_split does (misc.c, 9.2): blanks and tabs separate, single
 * and double quotes group, a backslash keeps a quote, a backslash or (outside quotes) a blank, and a `#` at the beginning
 * of an argument ends the line.
 *
 * @returns undefined where a quotation mark has no partner.
 */
export function splitArguments(text: string): string[] | undefined {
    const words: string[] = [];
    let word: string | undefined;
    let quote: string | undefined;
    for (let index = 0; index < text.length; index++) {
        const character = text.charAt(index);
        const isBlank = character === " " || character === "\t";
        if (word === undefined) {
            if (isBlank) {
                continue;
            }
            if (character === "#") {
                break;
            }
            word = "";
        }
        const next = text.charAt(index + 1);
        if (character === "\\" && next !== "" && (`'"\\`.includes(next) || (quote === undefined && next === " "))) {
            word += next;
            index++;
        } else if (quote === undefined && isBlank) {
            words.push(word);
            word = undefined;
        } else if (quote === undefined && (character === '"' || character === "'")) {
            quote = character;
        } else if (character === quote) {
            quote = undefined;
        } else {
            word += character;
        }
    }
    if (quote !== undefined) {
        return undefined;
    }
    return word === undefined ? words : [...words, word];
}

/** In lower case as OpenSSH makes it: the ASCII letters alone. */
export function lowerCase(text: string): string {
    return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
