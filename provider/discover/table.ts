/** Rows below their headings, each column as wide as its widest cell. */
export function renderTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
    const all = [headings, ...rows.map((row) => row.map(oneLine))];
    const widths = headings.map((_heading, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
    return all
        .map((row) =>
            row
                .map((cell, column) => cell.padEnd(widths[column] ?? 0))
                .join("  ")
                .trimEnd(),
        )
        .join("\n");
}

function oneLine(text: string): string {
    return text.replaceAll(/\s*\n\s*/g, " ");
}
