import { promises as fs, statSync, type BigIntStats } from "node:fs";

/**
 * Whether there is anything to read at a path: true for a regular file, false for /dev/null, which stands for an empty one.
 *
 * @throws Error for everything else: a pipe or a device may never come to an end, and is empty when it is read again.
 */
export function isToBeRead(status: BigIntStats): boolean {
    if (status.isFile()) {
        return true;
    }
    if (status.isCharacterDevice() && status.rdev === statSync("/dev/null", { bigint: true }).rdev) {
        return false;
    }
    throw new Error("it is no regular file");
}

/**
 * The bytes of a regular file; none for /dev/null.
 *
 * @throws Error where it is none, or cannot be read.
 */
export async function readRegularFile(path: string): Promise<Buffer> {
    return isToBeRead(await fs.stat(path, { bigint: true })) ? fs.readFile(path) : Buffer.alloc(0);
}
