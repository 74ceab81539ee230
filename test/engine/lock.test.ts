import { access, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { withLock } from "./lock";

const QUICK = { heartbeatMs: 20, staleMs: 300, pollMs: 10, waitMs: 5_000 };

describe("withLock", () => {
    let directory: string;
    let file: string;

    beforeEach(async () => {
        directory = await mkdtemp(path.join(tmpdir(), "pulumi-solaris-lock-"));
        file = path.join(directory, "lock");
    });

    afterEach(() => rm(directory, { recursive: true }));

    it("lets one at a time in, and tells those that wait once", async () => {
        let inside = 0;
        let waits = 0;
        const worker = (): Promise<void> =>
            withLock(
                file,
                () => (waits += 1),
                async () => {
                    expect(++inside).toBe(1);
                    await sleep(50);
                    inside--;
                },
                QUICK,
            );
        await Promise.all([worker(), worker(), worker()]);
        expect(waits).toBe(2);
    });

    it("keeps a lock whose holder works for longer than locks stay fresh", async () => {
        const order: string[] = [];
        const long = withLock(
            file,
            () => undefined,
            () => sleep(600).then(() => void order.push("long")),
            QUICK,
        );
        await sleep(50);
        await withLock(
            file,
            () => undefined,
            () => Promise.resolve(order.push("second")),
            QUICK,
        );
        await long;
        expect(order).toEqual(["long", "second"]);
    });

    it("takes away the lock of a holder that was killed", async () => {
        await writeFile(file, "someone");
        const past = new Date(Date.now() - 60_000);
        await utimes(file, past, past);
        await expect(
            withLock(
                file,
                () => undefined,
                () => Promise.resolve("in"),
                QUICK,
            ),
        ).resolves.toBe("in");
    });

    it("is released when the work fails", async () => {
        const fail = (): Promise<never> => Promise.reject(new Error("no"));
        await expect(withLock(file, () => undefined, fail, QUICK)).rejects.toThrow("no");
        await expect(access(file)).rejects.toThrow("ENOENT");
    });

    it("gives up when the holder never ends", async () => {
        const held = new AbortController();
        const holder = withLock(
            file,
            () => undefined,
            () => sleep(10_000, undefined, held).catch(() => undefined),
            QUICK,
        );
        await sleep(30);
        const waiting = withLock(
            file,
            () => undefined,
            () => Promise.resolve(),
            { ...QUICK, waitMs: 100 },
        );
        await expect(waiting).rejects.toThrow("another process has held");
        held.abort();
        await holder;
    });
});
