import { chmod, mkdir, writeFile } from "node:fs/promises";
import * as path from "node:path";

/** The name by which the engine looks for the process that runs Node dynamic providers. */
export const LAUNCHER_NAME = "pulumi-resource-pulumi-nodejs";

// The engine starts it in the program's directory, and `exec` leaves one process, so that signals reach Node itself.
const LAUNCHER = `#!/bin/sh
script=$(node -p "require.resolve('@pulumi/pulumi/cmd/dynamic-provider')") || exit 1
exec node "$script" "$@"
`;

/** Writes the launcher into `directory`, which is made if it is not there. */
export async function writeLauncher(directory: string): Promise<void> {
    await mkdir(directory, { recursive: true });
    const file = path.join(directory, LAUNCHER_NAME);
    await writeFile(file, LAUNCHER);
    await chmod(file, 0o755);
}
