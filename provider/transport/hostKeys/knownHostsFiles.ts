import { SolarisError } from "../../errors/solarisError";
import type { KnownHostsLine } from "./knownHosts";
import { readKnownHosts } from "./knownHostsCache";
import { KnownHostsEntries } from "./knownHostsEntries";
import { decodePublicKey } from "./publicKey";
import type { KnownHostsFile, SshTarget } from "../target";

/** A key of a known_hosts file, in a line that covers the host. */
export interface RecordedKey {
    readonly marker: KnownHostsLine["marker"];
    /** The host field as written. */
    readonly hosts: string;
    readonly type: string;
    readonly key: Buffer;
    readonly file: string;
    /** 1-based. */
    readonly lineNumber: number;
}

/** The entries of one known_hosts file. */
export interface KnownHostsContent {
    readonly file: string;
    readonly entries: KnownHostsEntries;
}

/**
 * Reads the known_hosts files of a host, those of the user first. One that is not there is passed over, unless it is
 * required.
 *
 * @throws SolarisError HOST_KEY_UNKNOWN where a file is there but cannot be read: fail closed, because a line that is
 *     not seen may be the one that revokes a key.
 */
export async function readKnownHostsFiles(target: SshTarget): Promise<KnownHostsContent[]> {
    const contents: KnownHostsContent[] = [];
    for (const file of [...target.hostKeys.userFiles, ...target.hostKeys.globalFiles]) {
        contents.push({ file: file.path, entries: await readEntries(file, target) });
    }
    return contents;
}

/** The keys that stand under a name. Lines whose key is none are passed over, as OpenSSH does. */
export async function keysUnder(name: string, contents: readonly KnownHostsContent[]): Promise<RecordedKey[]> {
    const keys: RecordedKey[] = [];
    for (const { file, entries } of contents) {
        for (const { marker, hosts, keyType, key: base64, lineNumber } of await entries.linesUnder(name)) {
            const key = decodePublicKey(keyType, base64);
            if (key !== undefined) {
                keys.push({ marker, hosts, type: keyType, key, file, lineNumber });
            }
        }
    }
    return keys;
}

/** OpenSSH's way of saying that there is no such file. */
export function isNoFile(path: string): boolean {
    return path.toLowerCase() === "none" || path === "/dev/null";
}

// No file of this name, or no directory of it.
const absent: readonly (string | undefined)[] = ["ENOENT", "ENOTDIR"];

async function readEntries({ path, required }: KnownHostsFile, target: SshTarget): Promise<KnownHostsEntries> {
    if (isNoFile(path)) {
        return new KnownHostsEntries("");
    }
    try {
        return await readKnownHosts(path);
    } catch (error) {
        const missing = absent.includes((error as NodeJS.ErrnoException).code);
        if (missing && !required) {
            return new KnownHostsEntries("");
        }
        throw new SolarisError("HOST_KEY_UNKNOWN", {
            message: `the known_hosts file ${path} ${missing ? "is not there" : "cannot be read"}, so the key of ${target.name} cannot be verified`,
            host: target.name,
            lines: [(error as Error).message],
            remedy: required
                ? "Make the file readable, correct `knownHostsFile`, or pin the key with `hostKey`."
                : "Make the file readable, name another one as `knownHostsFile` in `solaris:hosts`, or pin the key with `hostKey`.",
            ...(required ? { property: `solaris:hosts.${target.name}.knownHostsFile` } : {}),
            cause: error,
        });
    }
}
