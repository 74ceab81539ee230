const DIRECTIVE = /<\{%[^%]*%\}>/g;

/** An engine message without the colour directives (`<{%reset%}>`) that events carry whatever `--color` says. */
export function plainText(message: string): string {
    return message.replace(DIRECTIVE, "");
}
