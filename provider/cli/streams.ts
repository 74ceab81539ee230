/** The ways in and out of a process. */
export interface Streams {
    readonly stdin: NodeJS.ReadableStream;
    readonly stdout: NodeJS.WritableStream;
    readonly stderr: NodeJS.WritableStream;
}

/** Exit code where a check has failed, or something could not be read. */
export const somethingFailed = 1;

/** Exit code for a mistake in the call, or in the files that it names. */
export const mistakeInTheCall = 2;
