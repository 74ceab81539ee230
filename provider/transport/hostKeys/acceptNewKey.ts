import { promises as fs } from "node:fs";
import * as path from "node:path";
import { SolarisError } from "../../errors/solarisError";
import { judgeHostKey, readHostKeyRecord } from "./hostKey";
import { describeHost } from "./hostKeyRefusal";
import { hashName, recordedNames } from "./knownHosts";
import { isNoFile } from "./knownHostsFiles";
import { describeKey, keyTypeOf } from "./publicKey";
import type { SshTarget } from "../target";

// The end of the last write: one after the other, so that each sees what the others have written.
let lastWrite: Promise<unknown> = Promise.resolve();

/**
 * Writes the key of a host that judgeHostKey has found to be `new` into the first of the user's known_hosts files. What
 * is on record is read once more before: of several connections at once the first writes, and a file that has changed
 * since decides.
 *
 * @returns One sentence for the user: which key of which host was written where.
 * @throws SolarisError HOST_KEY_UNKNOWN where the key cannot be written down; HOST_KEY_MISMATCH or HOST_KEY_CERTIFICATE
 *     where another key has come on record. The key must then not be trusted.
 */
export function recordNewKey(target: SshTarget, key: Buffer): Promise<string> {
    const written = lastWrite.then(() => recordUnlessRecorded(target, key));
    // The failure of one write is its own caller's, not that of the next one.
    lastWrite = written.catch(() => undefined);
    return written;
}

async function recordUnlessRecorded(target: SshTarget, key: Buffer): Promise<string> {
    const verdict = judgeHostKey(target, await readHostKeyRecord(target), key);
    const what = `the host key of ${describeHost(target)}, ${describeKey(key)},`;
    if (verdict.kind === "refused") {
        throw verdict.error;
    }
    if (verdict.kind === "trusted") {
        return `${what} has come on record in the meantime`;
    }
    const file = target.hostKeys.userFiles[0]?.path;
    if (file === undefined || isNoFile(file)) {
        throw cannotRecord(target, key, "there is no known_hosts file of the user to write it into");
    }
    const { name } = recordedNames(target);
    const type = keyTypeOf(key);
    if (type === undefined) {
        throw cannotRecord(target, key, "what the host has shown is no well-formed key");
    }
    if (!isSafeName(target.hostKeys.alias ?? target.address)) {
        throw cannotRecord(target, key, `a name with such characters cannot stand in a known_hosts file: ${name}`);
    }
    const { hashNames } = target.hostKeys;
    try {
        await appendLine(file, `${hashNames ? hashName(name) : name} ${type} ${key.toString("base64")}`);
    } catch (error) {
        throw cannotRecord(target, key, (error as Error).message, error);
    }
    return `${what} was not known; it was added to ${file} under ${name}${hashNames ? " (hashed)" : ""}`;
}

/** Whether a name means nothing but itself in a host field; OpenSSH does not write down others either. */
function isSafeName(name: string): boolean {
    return /^[^\s\p{C},!@?*#[\]|'"\\]+$/u.test(name);
}

async function appendLine(file: string, line: string): Promise<void> {
    await makeDirectory(path.dirname(file));
    const handle = await fs.open(file, "a+", 0o600);
    try {
        const status = await handle.stat();
        if (!status.isFile()) {
            throw new Error(`${file} is no regular file, so it would not keep the key`);
        }
        const last = Buffer.from("\n");
        if (status.size > 0) {
            await handle.read(last, 0, 1, status.size - 1);
        }
        const text = Buffer.from(`${last.toString("latin1") === "\n" ? "" : "\n"}${line}\n`);
        // In one piece, which other processes that append to the file can neither split nor mix with theirs.
        const { bytesWritten } = await handle.write(text);
        if (bytesWritten !== text.length) {
            throw new Error(`only ${bytesWritten} of ${text.length} bytes could be written to ${file}`);
        }
    } finally {
        await handle.close();
    }
}

/** One level only, such as ~/.ssh; what is to be above it says whose home it is, and must be there. */
async function makeDirectory(directory: string): Promise<void> {
    try {
        await fs.mkdir(directory, 0o700);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
            throw error;
        }
    }
}

function cannotRecord(target: SshTarget, key: Buffer, reason: string, cause?: unknown): SolarisError {
    return new SolarisError("HOST_KEY_UNKNOWN", {
        message: `the new host key of ${describeHost(target)} cannot be written down, so it is not trusted`,
        host: target.name,
        lines: [`shown: ${describeKey(key)}`, reason],
        remedy: "Make the first of the user's known_hosts files one that can be written, or put the host's key on record yourself: in known_hosts, or as `hostKey` in `solaris:hosts`.",
        cause,
    });
}
