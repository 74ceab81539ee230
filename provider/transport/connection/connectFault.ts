import { serverText } from "../commands/serverText";

/** How far an attempt to connect had come when it failed. */
export type ConnectPhase = "preparing" | "connecting" | "handshake" | "login" | "started";

/**
 * An attempt to connect that failed in a way that says nothing final about the host. The error behind it is not kept: it
 * can hold the server's own text as it came.
 */
export class ConnectFault extends Error {
    override readonly name = "ConnectFault";
    /** The system's codes, such as ECONNREFUSED; several where a name has several addresses. */
    readonly codes: readonly unknown[];

    constructor(
        readonly phase: ConnectPhase,
        error: Error,
        /** What the server said before it closed the connection. */
        readonly said: readonly string[] = [],
    ) {
        const parts = errorsIn(error);
        // Of several addresses Node gives each one's error, and no message that stands for all.
        super(serverText(error.message === "" ? parts.map(({ message }) => message).join("; ") : error.message));
        this.codes = [error as CodedError, ...parts].map(({ code }) => code);
    }

    /** The code of the error itself, else that of the first address. */
    get code(): unknown {
        return this.codes.find((code) => code !== undefined);
    }
}

interface CodedError extends Error {
    readonly code?: unknown;
}

/** The errors of each of a name's addresses, where all of them were tried (AggregateError). */
function errorsIn(error: Error): readonly CodedError[] {
    return "errors" in error && Array.isArray(error.errors) ? (error.errors as CodedError[]) : [];
}
