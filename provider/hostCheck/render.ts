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
    const cells = reports.flatMap(({ rows }) => rows.map(cellsOf));
    const width = (column: 0 | 1): number => Math.max(...[headings, ...cells].map((row) => row[column].length));
    const widths = [width(0), width(1)] as const;
    const line = ([check, result, detail]: Cells): string =>
        `  ${check.padEnd(widths[0])}  ${result.padEnd(widths[1])}  ${detail}`.trimEnd();
    return reports
        .map(({ host, rows }) =>
            [host, line(headings), ...rows.map((row) => line(cellsOf(row))), ...remediesOf(rows)].join("\n"),
        )
        .join("\n\n");
}

type Cells = readonly [check: string, result: string, detail: string];

function cellsOf({ check, outcome, detail }: CheckRow): Cells {
    return [check, results[outcome], detail.replaceAll(/\s*\n\s*/g, " ")];
}

function remediesOf(rows: readonly CheckRow[]): string[] {
    const remedies = rows.flatMap(({ check, outcome, code, remedy }) => {
        if (remedy === undefined) {
            return [];
        }
        const [first = "", ...more] = remedy.split("\n");
        const known = code === undefined ? "" : ` (${code})`;
        return [`  - ${check}, ${results[outcome]}${known}: ${first}`, ...more.map((each) => `      ${each}`)];
    });
    // One fault can show in several rows.
    const distinct = [...new Set(remedies)];
    return distinct.length === 0 ? [] : ["", "  What to do:", ...distinct];
}
