#!/usr/bin/env node
import { runCommandLine } from "./runCommandLine";

runCommandLine(process.argv.slice(2), process).then(
    (exitCode) => {
        // Not process.exit: what was written must reach a pipe first.
        process.exitCode = exitCode;
    },
    (error: unknown) => {
        // A fault of this program: everything that a user can meet has been told by now.
        process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
        process.exitCode = 1;
    },
);
