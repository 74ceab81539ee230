import { type Comparison, type Figure, spread } from "./figure";
import { formatValue, verdict } from "./format";

/**
 * A table with a line for each comparison and a column for each name of a figure: the median, and from where to where it
 * went. Unit and aim, the same for the whole column, stand in the heading.
 */
export function comparisonLines(comparisons: readonly Comparison[]): string[] {
    const all = comparisons.flatMap(({ figures }) => figures);
    const columns = [...new Set(all.map(({ name }) => name))].map((name) => columnOf(name, all));
    const heading = [
        ["", ...columns.map(({ name }) => name)],
        ["", ...columns.map(({ unit }) => unit)],
        ["", ...columns.map(({ aim }) => aim ?? "")],
    ].filter((cells) => cells.some((cell) => cell !== ""));
    const rows = comparisons.map(({ name, figures }) => [
        name,
        ...columns.map((column) => cellOf(figures.find((figure) => figure.name === column.name))),
    ]);
    const widths = ["", ...columns].map((_, index) =>
        Math.max(...[...heading, ...rows].map((cells) => cells[index]?.length ?? 0)),
    );
    const line = (cells: readonly string[]): string =>
        cells
            .map((cell, index) => cell.padEnd(widths[index] ?? 0))
            .join("  ")
            .trimEnd();
    return [...heading.map(line), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}

interface Column {
    readonly name: string;
    readonly unit: string;
    readonly aim: string | undefined;
}

function columnOf(name: string, figures: readonly Figure[]): Column {
    const own = figures.filter((figure) => figure.name === name);
    return { name, unit: own[0]?.unit ?? "", aim: own.find(({ aim }) => aim !== undefined)?.aim?.text };
}

function cellOf(figure: Figure | undefined): string {
    if (figure === undefined) {
        return "";
    }
    const { samples, unit, aim } = figure;
    const { min, median, max } = spread(samples);
    const [low, middle, high] = [min, median, max].map((value) => formatValue(value, unit));
    const range = low === high ? "" : `(${low}..${high})`;
    return [middle, range, verdict(aim)].filter((part) => part !== "").join(" ");
}
