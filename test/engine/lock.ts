import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

import { hasCode } from "./errors";
import { undoneOnExit } from "./interrupt";

/** Times of {@link withLock}, in milliseconds. */
export interface LockTimes {
    /** How often the holder shows that it lives (default 2 s). */
    heartbeatMs?: number;
    /** A lock whose holder has not shown itself for so long is taken away (default 15 s). */
    staleMs?: number;
    /** How often a waiting process looks (default 0.5 s). */
    pollMs?: number;
    /** How long to wait for the holder (default 40 min: longer than everything done under the lock). */
    waitMs?: number;
}

/**
 * Runs `work` while holding a lock file, so that two processes do not build the same thing at once.
 *
 * The holder touches the file; a killed holder stops doing so, and its lock is taken away. A process id alone would not
 * do: it says nothing across containers that share a directory. Two processes that take away the same dead lock at the
 * same instant may both go on; that costs a second build and nothing else, because results are put in place by rename.
 *
 * @param onWait is called once if another process holds the lock.
 */
export async function withLock<T>(
    file: string,
    onWait: () => unknown,
    work: () => Promise<T>,
    times: LockTimes = {},
): Promise<T> {
    const { heartbeatMs = 2_000 } = times;
    const owner = randomUUID();
    await take(file, owner, onWait, times);
    const release = async (): Promise<void> => {
        if ((await readOwner(file)) === owner) {
            await rm(file, { force: true });
        }
    };
    const heartbeat = setInterval(() => {
        const now = new Date();
        // If the file is gone, someone took us for dead; see above.
        utimes(file, now, now).catch(() => undefined);
    }, heartbeatMs);
    heartbeat.unref();
    try {
        return await undoneOnExit(() => rmSync(file, { force: true }), work);
    } finally {
        clearInterval(heartbeat);
        await release();
    }
}

async function take(file: string, owner: string, onWait: () => void, times: LockTimes): Promise<void> {
    const { staleMs = 15_000, pollMs = 500, waitMs = 40 * 60_000 } = times;
    const deadline = Date.now() + waitMs;
    let waited = false;
    for (;;) {
        try {
            await writeFile(file, owner, { flag: "wx" });
            return;
        } catch (error) {
            if (!hasCode(error, "EEXIST")) {
                throw error;
            }
        }
        const age = await ageOf(file);
        if (age !== undefined && age > staleMs) {
            await rm(file, { force: true });
            continue;
        }
        if (Date.now() > deadline) {
            throw new Error(`another process has held ${file} for ${Math.round(waitMs / 60_000)} minutes`);
        }
        if (!waited) {
            waited = true;
            onWait();
        }
        await sleep(pollMs);
    }
}

async function ageOf(file: string): Promise<number | undefined> {
    try {
        return Date.now() - (await stat(file)).mtimeMs;
    } catch (error) {
        if (hasCode(error, "ENOENT")) {
            return undefined;
        }
        throw error;
    }
}

async function readOwner(file: string): Promise<string | undefined> {
    try {
        return await readFile(file, "utf8");
    } catch (error) {
        if (hasCode(error, "ENOENT")) {
            return undefined;
        }
        throw error;
    }
}
