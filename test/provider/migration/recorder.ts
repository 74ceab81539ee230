import type { Reporter } from "../../../provider/migration/report";

export interface Report {
    readonly kind: "status" | "info" | "warn";
    readonly text: string;
}

/** A reporter that remembers what it was told, in order. */
export class Recorder implements Reporter {
    readonly reports: Report[] = [];

    status(text: string): void {
        this.reports.push({ kind: "status", text });
    }

    info(text: string): void {
        this.reports.push({ kind: "info", text });
    }

    warn(text: string): void {
        this.reports.push({ kind: "warn", text });
    }

    texts(kind: Report["kind"]): string[] {
        return this.reports.filter((report) => report.kind === kind).map(({ text }) => text);
    }

    /** What stays on the zone's row, warnings included, as one text. */
    get kept(): string {
        return this.reports
            .filter(({ kind }) => kind !== "status")
            .map(({ text }) => text)
            .join("\n");
    }
}
