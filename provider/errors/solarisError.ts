import { errorCatalogue, type ErrorCode } from "./catalogue";

/** What is known about a failure beyond its code. */
export interface ErrorDetails {
    /** One sentence with names and numbers. */
    readonly message: string;
    /** Inventory name of the host on which it happened. */
    readonly host?: string;
    /** Short name of the command, such as `zoneadm migrate -n`; never its arguments, which can hold secrets. */
    readonly command?: string;
    readonly exitCode?: number;
    /** Solaris's own lines, redacted. */
    readonly lines?: readonly string[];
    /** What to do; the catalogue's remedy where absent. */
    readonly remedy?: string;
    /** The input property at fault. */
    readonly property?: string;
    readonly cause?: unknown;
}

// A second copy of this package in the same process has its own class, so `instanceof` is not enough.
const brand = "__pulumiSolarisError";

/** The one error class that a user is meant to see. Its message is complete in itself: Pulumi shows nothing else. */
export class SolarisError extends Error {
    override readonly name = "SolarisError";
    readonly code: ErrorCode;
    readonly details: ErrorDetails;

    constructor(code: ErrorCode, details: ErrorDetails) {
        super(renderError(code, details), { cause: details.cause });
        this.code = code;
        this.details = details;
        Object.defineProperty(this, brand, { value: true, enumerable: false });
    }

    /** Whether a caught value is a SolarisError, of whichever copy of this package. */
    static isInstance(value: unknown): value is SolarisError {
        return typeof value === "object" && value !== null && brand in value;
    }
}

/** The text of an error: code and sentence, where it happened, Solaris's own lines, and the way out. */
export function renderError(code: ErrorCode, details: ErrorDetails): string {
    const text = [`${code}: ${details.message}`];
    const where = [
        details.host === undefined ? undefined : `host ${details.host}`,
        details.command === undefined ? undefined : `command ${details.command}`,
        details.exitCode === undefined ? undefined : `exit code ${details.exitCode}`,
    ].filter((part) => part !== undefined);
    if (where.length > 0) {
        text.push(`  (${where.join(", ")})`);
    }
    for (const line of details.lines ?? []) {
        text.push(`    ${line}`);
    }
    const [first = "", ...more] = (details.remedy ?? errorCatalogue[code].remedy).split("\n");
    text.push(`  What to do: ${first}`, ...more.map((line) => `    ${line}`));
    return text.join("\n");
}

/** One error as itself; several as one that tells them all, so that a person sees every cause at once. */
export function combineErrors(errors: readonly SolarisError[]): SolarisError {
    const [first, ...rest] = errors;
    if (first === undefined) {
        throw new TypeError("there is no error to combine");
    }
    const more = rest.flatMap(({ message }) => message.split("\n"));
    return more.length === 0
        ? first
        : new SolarisError(first.code, { ...first.details, lines: [...(first.details.lines ?? []), ...more] });
}

/** An error with each of its texts replaced, those of what caused it too. */
export function mapTexts({ code, details }: SolarisError, map: (text: string) => string): SolarisError {
    const { message, host, command, lines, remedy, cause, ...others } = details;
    return new SolarisError(code, {
        ...others,
        message: map(message),
        ...(host === undefined ? {} : { host: map(host) }),
        ...(command === undefined ? {} : { command: map(command) }),
        ...(lines === undefined ? {} : { lines: lines.map(map) }),
        ...(remedy === undefined ? {} : { remedy: map(remedy) }),
        ...(cause === undefined ? {} : { cause: mapCause(cause, map) }),
    });
}

function mapCause(cause: unknown, map: (text: string) => string): unknown {
    return SolarisError.isInstance(cause) ? mapTexts(cause, map) : new Error(map(asError(cause).message));
}

/** Any thrown value as an Error, for places that must report whatever comes. */
export function asError(value: unknown): Error {
    return value instanceof Error ? value : new Error(String(value));
}
