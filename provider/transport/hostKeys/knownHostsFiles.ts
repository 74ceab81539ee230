import { promises as fs } from "node:fs";
import { SolarisError } from "../../errors/solarisError";
import { matchesHost, parseKnownHosts, type KnownHostsLine } from "./knownHosts";
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
    readonly lines: readonly KnownHostsLine[];
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
        const text = isNoFile(file.path) ? "" : await readText(file, target);
        contents.push({ file: file.path, lines: parseKnownHosts(text) });
    }
    return contents;
}

/** The keys that stand under a name. Lines whose key is none are passed over, as OpenSSH does. */
export function keysUnder(name: string, contents: readonly KnownHostsContent[]): RecordedKey[] {
    return contents.flatMap(({ file, lines }) =>
        lines.flatMap(({ marker, hosts, keyType, key: base64, lineNumber }) => {
            const key = matchesHost(hosts, name) ? decodePublicKey(keyType, base64) : undefined;
            return key === undefined ? [] : [{ marker, hosts, type: keyType, key, file, lineNumber }];
        }),
    );
}

/** OpenSSH's way of saying that there is no such file. */
export function isNoFile(path: string): boolean {
    return path.toLowerCase() === "none" || path === "/dev/null";
}

// No file of this name, or no directory of it.
const absent: readonly (string | undefined)[] = ["ENOENT", "ENOTDIR"];

async function readText({ path, required }: KnownHostsFile, target: SshTarget): Promise<string> {
    try {
        const status = await fs.stat(path);
        if (status.isFile()) {
            return await fs.readFile(path, "latin1");
        }
        if (status.isCharacterDevice() && status.rdev === (await fs.stat("/dev/null")).rdev) {
            return "";
        }
        // A pipe may never end, and is empty when it is read again.
        throw new Error("it is no regular file");
    } catch (error) {
        const missing = absent.includes((error as NodeJS.ErrnoException).code);
        if (missing && !required) {
            return "";
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
