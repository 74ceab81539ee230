import { shorten } from "./shorten";
import { makeVisible } from "./visible";

const longest = 500;

/**
 * What a server has said, as it may stand in an error: on one line, of at most 500 characters, and with nothing in it that
 * could rewrite the reader's terminal.
 */
export function serverText(text: string): string {
    return shorten(makeVisible(text.trim().replace(/\s+/g, " ")), longest);
}
