import type { CheckRow, HostReport, Outcome } from "./report";

const results: Readonly<Record<Outcome, string>> = {
    ok: "ok",
    failed: "FAILED",
    warning: "warning",
    skipped: "skipped",
};

const headings = ["CHECK", "RESULT", "DETAIL"] as const;

/** The reports as tables, one below the other, each followed by what to do. Plain text without a newline at its end. */
export function renderReport(reports: readonly HostReport[]): string {
    const cells = reports.flatMap(({ rows }) => shortened(rows));
    const width = (column: 0 | 1): number => Math.max(...[headings, ...cells].map((row) => row[column].length));
    const widths = [width(0), width(1)] as const;
    const line = ([check, result, detail]: Cells): string =>
        `  ${check.padEnd(widths[0])}  ${result.padEnd(widths[1])}  ${detail}`.trimEnd();
    return reports
        .map(({ host, rows }) => [host, line(headings), ...shortened(rows).map(line), ...remediesOf(rows)].join("\n"))
        .join("\n\n");
}

type Cells = readonly [check: string, result: string, detail: string];

/** The rows as cells; after a failure that has left everything else unasked, one line stands for all of that. */
function shortened(rows: readonly CheckRow[]): Cells[] {
    const asked = rows.length - [...rows].reverse().findIndex(({ outcome }) => outcome !== "skipped");
    const [first, ...more] = rows.slice(asked);
    return first === undefined || more.length === 0 || rows[asked - 1]?.outcome !== "failed"
        ? rows.map(cellsOf)
        : [...rows.slice(0, asked).map(cellsOf), ["all others", results.skipped, first.detail]];
}

function cellsOf({ check, outcome, detail }: CheckRow): Cells {
    return [check, results[outcome], detail.replaceAll(/\s*\n\s*/g, " ")];
}

function remediesOf(rows: readonly CheckRow[]): string[] {
    const blocks = rows.flatMap(({ check, outcome, code, lines = [], remedy }) => {
        if (remedy === undefined) {
            return [];
        }
        const [first = "", ...more] = remedy.split("\n");
        const head = `  - ${check}, ${results[outcome]}${code === undefined ? "" : ` (${code})`}:`;
        const opening = lines.length === 0 ? [`${head} ${first}`] : [head, ...lines.map(indented), `    ${first}`];
        return [[...opening, ...more.map(indented)].join("\n")];
    });
    // One fault can show in several rows.
    const distinct = [...new Set(blocks)];
    return distinct.length === 0 ? [] : ["", "  What to do:", ...distinct];
}

function indented(line: string): string {
    return `      ${line}`;
}
