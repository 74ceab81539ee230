import { errorCatalogue, type ErrorCode } from "../errors/catalogue";
import type { SolarisError } from "../errors/solarisError";
import { remedyInCheck } from "./remedies";

/** What a row of a report is about; the rows come in this order. */
export type Check =
    | "reachable"
    | "host key"
    | "login"
    | "release"
    | "CPU architecture"
    | "machine"
    | "rights"
    | "services"
    | "login to target"
    | "clock"
    | "maintenance mode";

/**
 * `failed`: zones cannot be moved like this. `warning`: it may work, or cannot be told. `skipped`: not looked at, for the
 * reason in the detail.
 */
export type Outcome = "ok" | "failed" | "warning" | "skipped";

/** One thing that was looked at. There can be several rows about one check. */
export interface CheckRow {
    readonly check: Check;
    readonly outcome: Outcome;
    /** What was seen, in one line. */
    readonly detail: string;
    /** What belongs to it and is too much for one line, line by line: what was tried, what a program has printed. */
    readonly lines?: readonly string[];
    /**
     * What to do: a sentence, and on lines of their own the exact commands where there are any. There for every row that
     * is `failed` or `warning`.
     */
    readonly remedy?: string;
    /** The error code that the same fault has in a preview or an update, if it has one there. */
    readonly code?: ErrorCode;
}

/** What was seen of one host. Plain data, without secrets. */
export interface HostReport {
    /** The host's name, as asked for. */
    readonly host: string;
    readonly rows: readonly CheckRow[];
}

/** What is wrong, and what to do about it. */
export interface Fault {
    readonly detail: string;
    readonly lines?: readonly string[];
    readonly remedy: string;
    readonly code?: ErrorCode;
}

export function ok(check: Check, detail: string): CheckRow {
    return { check, outcome: "ok", detail };
}

export function failed(check: Check, fault: Fault): CheckRow {
    return { check, outcome: "failed", ...fault };
}

export function warning(check: Check, fault: Fault): CheckRow {
    return { check, outcome: "warning", ...fault };
}

export function skipped(check: Check, reason: string): CheckRow {
    return { check, outcome: "skipped", detail: reason };
}

/** An error as a fault: its sentence, the lines that belong to it, and the way out. */
export function faultOf(error: SolarisError): Fault {
    const { code, details } = error;
    return {
        ...said(details.message, details.lines ?? []),
        remedy: details.remedy ?? remedyInCheck(error) ?? errorCatalogue[code].remedy,
        code,
    };
}

/** A sentence and what belongs to it: one line more goes into the row itself, several stand below the table. */
export function said(sentence: string, lines: readonly string[]): Pick<Fault, "detail" | "lines"> {
    const filled = lines.map((line) => line.trim()).filter((line) => line !== "");
    return filled.length > 1 ? { detail: sentence, lines: filled } : { detail: [sentence, ...filled].join("; ") };
}

/** The last lines that are not empty, without the blanks around them. */
export function lastLines(lines: readonly string[], count: number): string[] {
    return lines
        .map((line) => line.trim())
        .filter((line) => line !== "")
        .slice(-count);
}

/** Whether anything is in the way of moving zones from or to a host. */
export function hasFailed({ rows }: HostReport): boolean {
    return rows.some(({ outcome }) => outcome === "failed");
}

/** Whether there is anything else that a person should look at. */
export function hasWarning({ rows }: HostReport): boolean {
    return rows.some(({ outcome }) => outcome === "warning");
}
