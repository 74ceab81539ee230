import * as path from "node:path";

/** A `pulumi` CLI that was found or provided, and where from. */
export interface Engine {
    /** Absolute path of the executable. */
    command: string;
    /** Its version without a leading `v`. */
    version: string;
    origin: EngineOrigin;
    /** Holds our launcher for Node dynamic providers, where the CLI comes without one. */
    launcherDirectory?: string;
}

export type EngineOrigin = "PATH" | "cache" | "download" | "build";

/** The repository this file is in. */
export const repositoryRoot = path.resolve(__dirname, "../..");

const ORIGIN_TEXT: Readonly<Record<EngineOrigin, string>> = {
    PATH: "on PATH",
    cache: "in the project's cache",
    download: "just downloaded into the project's cache",
    build: "just built into the project's cache",
};

/** One line for people, such as `pulumi v3.255.0, in the project's cache: /.../bin/pulumi`. */
export function describeEngineOrigin(engine: Engine): string {
    return `pulumi v${engine.version}, ${ORIGIN_TEXT[engine.origin]}: ${engine.command}`;
}

/** The search path for the CLI's own processes: its directory first, so that it finds the plugins that belong to it. */
export function enginePath(engine: Engine, inherited: string | undefined): string {
    return [
        path.dirname(engine.command),
        ...(engine.launcherDirectory === undefined ? [] : [engine.launcherDirectory]),
        // Providers then run on the same Node as the tests, whatever else is installed.
        path.dirname(process.execPath),
        ...(inherited === undefined || inherited === "" ? [] : [inherited]),
    ].join(path.delimiter);
}
