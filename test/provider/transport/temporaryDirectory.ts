import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A directory for the tests of one file; it is removed after them. */
export function temporaryDirectory(): string {
    const directory = mkdtempSync(join(tmpdir(), "pulumi-solaris-test-"));
    afterAll(() => {
        rmSync(directory, { recursive: true, force: true });
    });
    return directory;
}
