import { comparisonLines } from "./comparisonTable";
import { type Figure, type Section, spread } from "./figure";
import { formatValue, verdict } from "./format";

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
        .flatMap(({ title, notes, figures, comparisons = [] }, index) => [
            "",
            title,
            ...notes.map((note) => `  ${note}`),
            ...(figures.length === 0
                ? []
                : [
                      "",
                      line(heading),
                      line(widths.map((width) => "-".repeat(width))),
                      ...(rows[index] ?? []).map(line),
                  ]),
            ...(comparisons.length === 0 ? [] : ["", ...comparisonLines(comparisons)]),
        ])
        .join("\n");
}

/** The sections for programs, with every sample. */
export function renderJson(machine: Readonly<Record<string, unknown>>, sections: readonly Section[]): string {
    const withSpread = (figures: readonly Figure[]): unknown =>
        figures.map((figure) => ({ ...figure, ...spread(figure.samples) }));
    const plain = sections.map(({ figures, comparisons, ...section }) => ({
        ...section,
        figures: withSpread(figures),
        ...(comparisons && {
            comparisons: comparisons.map(({ name, figures: compared }) => ({ name, figures: withSpread(compared) })),
        }),
    }));
    return JSON.stringify({ machine, sections: plain }, undefined, 4);
}

const heading = ["figure", "min", "median", "max", "unit", "aim", ""];
const numeric = new Set([1, 2, 3]);

function cellsOf({ name, unit, samples, aim }: Figure): string[] {
    const { min, median, max } = spread(samples);
    const numbers = [min, median, max].map((value) => formatValue(value, unit));
    return [name, ...numbers, unit, aim?.text ?? "", verdict(aim)];
}
