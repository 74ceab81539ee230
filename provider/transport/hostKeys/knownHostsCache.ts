import { promises as fs, readFileSync, statSync, type BigIntStats } from "node:fs";
import { KnownHostsEntries } from "./knownHostsEntries";
import { isToBeRead } from "../regularFile";

interface Cached {
    readonly version: string;
    readonly entries: KnownHostsEntries;
}

// The usual four files, and one of its own for each of a few hosts.
const filesKept = 16;

// A file that has changed so recently may change again without a change of its time stamps: file systems count in steps
// of up to two seconds.
const settledAfterMs = 2_000;

// By path; what was used last stands last.
const cache = new Map<string, Cached>();

const empty = new KnownHostsEntries("");

/**
 * The entries of a known_hosts file as it is now. A file that has not changed is not read again.
 *
 * @throws Error where it is no regular file, or cannot be read.
 */
export async function readKnownHosts(path: string): Promise<KnownHostsEntries> {
    const status = await fs.stat(path, { bigint: true });
    if (!isToBeRead(status)) {
        return empty;
    }
    const known = cached(path, status);
    if (known !== undefined) {
        return known;
    }
    const text = await fs.readFile(path, "latin1");
    // Another may have read it in the meantime; what was looked up is then shared.
    return cached(path, status) ?? keep(path, status, text);
}

/** As readKnownHosts, for those who cannot wait. */
export function readKnownHostsSync(path: string): KnownHostsEntries {
    const status = statSync(path, { bigint: true });
    if (!isToBeRead(status)) {
        return empty;
    }
    return cached(path, status) ?? keep(path, status, readFileSync(path, "latin1"));
}

function cached(path: string, status: BigIntStats): KnownHostsEntries | undefined {
    const known = cache.get(path);
    cache.delete(path);
    if (known?.version !== versionOf(status)) {
        return undefined;
    }
    cache.set(path, known);
    return known.entries;
}

/** @param status That of before the reading: what was changed while it was read is read again next time. */
function keep(path: string, status: BigIntStats, text: string): KnownHostsEntries {
    const entries = new KnownHostsEntries(text);
    if (Date.now() - Number(status.ctimeMs) > settledAfterMs) {
        cache.set(path, { version: versionOf(status), entries });
        const [oldest] = cache.keys();
        if (cache.size > filesKept && oldest !== undefined) {
            cache.delete(oldest);
        }
    }
    return entries;
}

/** Rights and owner are part of it (ctime): a file that may no longer be read must not be taken from memory. */
function versionOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
    return [dev, ino, size, mtimeNs, ctimeNs].join(" ");
}
