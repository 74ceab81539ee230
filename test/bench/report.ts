import { type Figure, type Section, spread } from "./figure";

/** The sections as text for people. */
export function renderTable(sections: readonly Section[]): string {
    const rows = sections.map((section) => section.figures.map(cellsOf));
    const widths = [heading, ...rows.flat()].reduce<number[]>(
        (widest, cells) => cells.map((cell, column) => Math.max(widest[column] ?? 0, cell.length)),
        [],
    );
    const line = (cells: readonly string[]): string =>
        cells
            .map((cell, column) => {
                const width = widths[column] ?? 0;
                return numeric.has(column) ? cell.padStart(width) : cell.padEnd(width);
            })
            .join("  ")
            .trimEnd();
    return sections
        .flatMap(({ title, notes }, index) => [
            "",
            title,
            ...notes.map((note) => `  ${note}`),
            "",
            line(heading),
            line(widths.map((width) => "-".repeat(width))),
            ...(rows[index] ?? []).map(line),
        ])
        .join("\n");
}

/** The sections for programs, with every sample. */
export function renderJson(machine: Readonly<Record<string, unknown>>, sections: readonly Section[]): string {
    const plain = sections.map((section) => ({
        ...section,
        figures: section.figures.map((figure) => ({ ...figure, ...spread(figure.samples) })),
    }));
    return JSON.stringify({ machine, sections: plain }, undefined, 4);
}

const heading = ["figure", "min", "median", "max", "unit", "aim", ""];
const numeric = new Set([1, 2, 3]);

function cellsOf({ name, unit, samples, aim }: Figure): string[] {
    const { min, median, max } = spread(samples);
    const numbers = [min, median, max].map((value) => format(value, unit));
    return [name, ...numbers, unit, aim?.text ?? "", verdict(aim)];
}

function verdict(aim: Figure["aim"]): string {
    if (aim === undefined) {
        return "";
    }
    return aim.met ? "ok" : "not met";
}

function format(value: number, unit: Figure["unit"]): string {
    switch (unit) {
        case "round trips":
            return value.toFixed(1);
        case "ms":
            return value.toFixed(Math.abs(value) < 100 ? 1 : 0);
        case "bytes":
        case "count":
            return String(Math.round(value * 10) / 10);
    }
}
