// Errors are told by their properties, not by `instanceof`: under jest, Node's own errors are of another realm's Error.

/** Whether an error carries that code, such as `ENOENT`. */
export function hasCode(error: unknown, code: string): boolean {
    return typeof error === "object" && error !== null && "code" in error && error.code === code;
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
    const thrown = typeof error === "object" && error !== null && "message" in error ? error.message : error;
    return String(thrown);
}
