import { cutBytesOf } from "../transport/commands/cutText";

const begin = /-----BEGIN CONFIGURATION-----/;
const end = /-----END CONFIGURATION-----/;
// Within a value the same text ends nothing: what follows it is configuration still.
const endLine = /(?:^|[\s:])-----END CONFIGURATION-----\s*$/;
const command = /^\s*(?:create|set|add|end|select|remove|clear|delete|verify|commit|exit)\b/;
const notShown = "[configuration not shown]";

/**
 * Hides the configuration that Solaris echoes when an import fails: it can hold the zone's encryption key
 * (solaris-facts 2.7 c). Works line by line, so that it serves live progress as well.
 */
export class ConfigurationRedactor {
    #place: "outside" | "inside" | "behindCut" = "outside";

    /** The line as it may be shown, or undefined for one that must not be. */
    line(text: string): string | undefined {
        if (begin.test(text)) {
            this.#place = "inside";
            return notShown;
        }
        if (this.#place !== "outside" && endLine.test(text)) {
            this.#place = "outside";
            return undefined;
        }
        if (this.#place === "outside" && cutBytesOf(text) !== undefined) {
            this.#place = "behindCut";
        }
        // What was cut out may have had the beginning of a configuration in it.
        const hidden = this.#place === "inside" || (this.#place === "behindCut" && command.test(text));
        return hidden ? undefined : text;
    }
}

/**
 * All lines with configuration blocks hidden. A block without an end hides everything after its beginning, and an end
 * without a beginning, which has been cut out then, everything before it up to the end line of another.
 */
export function redactLines(lines: readonly string[]): string[] {
    const redactor = new ConfigurationRedactor();
    const shown: string[] = [];
    let begun = false;
    // How many of the shown lines certainly stand outside of any block.
    let outside = 0;
    for (const text of lines) {
        const ends = endLine.test(text);
        const begins = begin.test(text);
        const line = redactor.line(text);
        if (end.test(text) && !begins && !begun) {
            shown.splice(outside, shown.length, notShown);
        } else if (line !== undefined) {
            shown.push(line);
        }
        begun = begins || (begun && !ends);
        outside = ends ? shown.length : outside;
    }
    return shown;
}
