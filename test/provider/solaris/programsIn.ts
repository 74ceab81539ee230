import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A function that writes a shell script into a directory, as a program of that name, and gives its path. */
export function programsIn(directory: string): (name: string, body: string) => string {
    return (name, body) => {
        const path = join(directory, name);
        writeFileSync(path, `#!/bin/sh\n${body}\n`);
        chmodSync(path, 0o755);
        return path;
    };
}
