/** A table; cells are Markdown, in which a pipe is escaped here. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
    const line = (cells: readonly string[]): string =>
        `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
    return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Text as inline code. */
export function code(text: string): string {
    return `\`${text}\``;
}

/** The fragment by which a heading is linked to on the usual renderers. */
export function anchor(heading: string): string {
    return heading
        .toLowerCase()
        .replace(/[^a-z0-9 _-]/g, "")
        .replaceAll(" ", "-");
}

const block = /(<!-- generated: ([A-Za-z]+) -->\n)[^]*?(<!-- end of generated part -->)/g;

/**
 * Puts generated parts into a page that is otherwise written by hand, each between its two marker comments.
 *
 * @throws Error where page and parts do not fit: a marker without a part, or a part without a marker.
 */
export function fillBlocks(page: string, parts: Readonly<Record<string, string>>): string {
    const missing = new Set(Object.keys(parts));
    const filled = page.replace(block, (_whole, begin: string, name: string, end: string) => {
        const part = parts[name];
        if (part === undefined) {
            throw new Error(`the page has a marker for "${name}", which nothing generates`);
        }
        missing.delete(name);
        return `${begin}\n${part}\n\n${end}`;
    });
    if (missing.size > 0) {
        throw new Error(`the page has no marker for ${[...missing].join(", ")}`);
    }
    return filled;
}
