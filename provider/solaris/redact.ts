const begin = /-----BEGIN CONFIGURATION-----/;
const end = /-----END CONFIGURATION-----/;

/**
 * Hides the configuration that Solaris echoes when an import fails: it can hold the zone's encryption key
 * (solaris-facts 2.7 c). Works line by line, so that it serves live progress as well.
 */
export class ConfigurationRedactor {
    #inside = false;

    /** The line as it may be shown, or undefined for one that must not be. */
    line(text: string): string | undefined {
        if (begin.test(text)) {
            this.#inside = true;
            return "[configuration not shown]";
        }
        if (this.#inside) {
            this.#inside = !end.test(text);
            return undefined;
        }
        return text;
    }
}

/** All lines with configuration blocks hidden. A block without an end hides everything after its beginning. */
export function redactLines(lines: readonly string[]): string[] {
    const redactor = new ConfigurationRedactor();
    return lines.map((text) => redactor.line(text)).filter((text) => text !== undefined);
}
