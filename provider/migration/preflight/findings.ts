import type { PreflightCode } from "../../errors/preflightCatalogue";
import { errorCatalogue } from "../../errors/catalogue";
import { SolarisError } from "../../errors/solarisError";

/** Every code that a finding can have. Each is an error code too, with a page in the documentation. */
export type FindingCode =
    PreflightCode | "DOWNTIME_NOT_ALLOWED" | "JOB_DIRECTORY_UNSAFE" | "ZONE_WRONG_BRAND" | "PASSWORD_PROMPT";

/** Something about a move that was seen before Solaris was asked. Plain data without secrets. */
export interface Finding {
    readonly code: FindingCode;
    /** `error`: the move cannot be, or is dangerous. `warning`: it may fail; the dry run decides. */
    readonly severity: "error" | "warning";
    /** The input property that it is about, or with which it can be mended. */
    readonly property: string;
    /** One sentence, with the values of both sides. */
    readonly message: string;
    /** What to do; may have several lines. */
    readonly remedy: string;
    /** Inventory name of the host that it is about. */
    readonly host?: string;
    /** What belongs to it, line by line. */
    readonly lines?: readonly string[];
}

/** What there is to say of a finding beside its code. Without a remedy it has that of its code's page. */
export type FindingDetails = Omit<Finding, "code" | "severity" | "remedy"> & { readonly remedy?: string };

/** A reason why the move cannot be, or is dangerous. */
export function problem(code: FindingCode, details: FindingDetails): Finding {
    return { code, severity: "error", ...details, remedy: details.remedy ?? errorCatalogue[code].remedy };
}

/** Something by which the move may fail, or that a person should know before it. */
export function concern(code: FindingCode, details: FindingDetails): Finding {
    return { code, severity: "warning", ...details, remedy: details.remedy ?? errorCatalogue[code].remedy };
}

/** Whether any of the findings is in the way of the move. */
export function hasErrors(findings: readonly Finding[]): boolean {
    return findings.some(({ severity }) => severity === "error");
}

/** Findings for a preview: a line each with severity, code, property and message, and indented below it what belongs to it. */
export function describeFindings(findings: readonly Finding[]): string[] {
    return findings.flatMap(({ severity, code, property, message, lines = [], remedy }) => [
        `${severity} ${code} (${property}): ${message}`,
        ...lines.map((line) => `    ${line}`),
        ...describeRemedy(remedy),
    ]);
}

function describeRemedy(remedy: string): string[] {
    const [first = "", ...more] = remedy.split("\n");
    return [`  What to do: ${first}`, ...more.map((line) => `    ${line}`)];
}

/**
 * All findings as the one error that refuses the move. A single error keeps its own code; several have PREFLIGHT_REFUSED.
 * Warnings stand below the errors, so that a person reads all at once.
 *
 * @throws TypeError where no finding is an error.
 */
export function refusalOf(findings: readonly Finding[]): SolarisError {
    const [first, ...more] = findings.filter(({ severity }) => severity === "error");
    if (first === undefined) {
        throw new TypeError("no finding is in the way of the move");
    }
    const warnings = findings.filter(({ severity }) => severity === "warning");
    if (more.length === 0) {
        const lines = [...(first.lines ?? []), ...describeFindings(warnings)];
        return new SolarisError(first.code, {
            message: first.message,
            property: first.property,
            remedy: first.remedy,
            ...(first.host === undefined ? {} : { host: first.host }),
            ...(lines.length === 0 ? {} : { lines }),
        });
    }
    const errors = [first, ...more];
    const properties = new Set(errors.map(({ property }) => property));
    return new SolarisError("PREFLIGHT_REFUSED", {
        message: `${errors.length} things are in the way of the move, so no dry run was made`,
        lines: describeFindings([...errors, ...warnings]),
        remedy: errorCatalogue.PREFLIGHT_REFUSED.remedy,
        ...(properties.size === 1 ? { property: first.property } : {}),
    });
}
