import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The beginning of the name of each fleet's directory, below the system's directory for temporary files. */
export const fleetDirectoryPrefix = "simulated-solaris-hosts-";

/** Directories of this process that are still there. */
const open = new Set<string>();

function removeAll(): void {
    open.forEach((directory) => {
        rmSync(directory, { recursive: true, force: true });
    });
}

/** Makes a private directory (mode 700). It goes at the latest when the process exits in an orderly way. */
export function makeFleetDirectory(): string {
    const directory = mkdtempSync(join(tmpdir(), fleetDirectoryPrefix));
    if (open.size === 0) {
        process.on("exit", removeAll);
    }
    open.add(directory);
    return directory;
}

export function removeFleetDirectory(directory: string): void {
    rmSync(directory, { recursive: true, force: true });
    open.delete(directory);
    if (open.size === 0) {
        process.off("exit", removeAll);
    }
}
