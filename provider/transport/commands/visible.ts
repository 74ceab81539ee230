// Controls but tab and newline; marks that change the direction of writing; separators that some programs break lines at.
const hidden = /[^\P{Cc}\t\n]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/**
 * Text as it may be shown: what could rewrite the reader's terminal or make text look like other text is spelt out
 * instead, `\x1b` for control characters and `\u{202e}` for the others. Tabs and newlines stay.
 */
export function makeVisible(text: string): string {
    return text.replace(hidden, (character) => {
        const code = character.charCodeAt(0).toString(16);
        return code.length > 2 ? `\\u{${code.padStart(4, "0")}}` : `\\x${code.padStart(2, "0")}`;
    });
}
