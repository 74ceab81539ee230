import { statSync } from "node:fs";
import { access, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { eventually } from "../eventually";
import { withLock } from "./lock";

// A lock is fresh for longer than any machine stands still.
const QUICK = { heartbeatMs: 20, staleMs: 60_000, pollMs: 10, waitMs: 50_000 };

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
                    await eventually("both others wait", () => waits === 2);
                    await sleep(50);
                    inside--;
                },
                QUICK,
            );
        await Promise.all([worker(), worker(), worker()]);
        expect(waits).toBe(2);
    });

    it("keeps a lock fresh for as long as its holder works", async () => {
        const order: string[] = [];
        let end: () => void = () => undefined;
        const ended = new Promise<void>((resolve) => (end = resolve));
        let isHeld = false;
        const long = withLock(
            file,
            () => undefined,
            async () => {
                isHeld = true;
                await ended;
                order.push("long");
            },
            QUICK,
        );
        await eventually("it is held", () => isHeld);
        for (let times = 0; times < 2; times++) {
            const past = new Date(Date.now() - QUICK.staleMs / 2);
            await utimes(file, past, past);
            await eventually("its holder has shown itself", () => statSync(file).mtime > past);
        }
        let waits = false;
        const second = withLock(
            file,
            () => (waits = true),
            () => Promise.resolve(order.push("second")),
            QUICK,
        );
        await eventually("the second one waits", () => waits);
        end();
        await Promise.all([long, second]);
        expect(order).toEqual(["long", "second"]);
    });

    it("takes away the lock of a holder that was killed", async () => {
        await writeFile(file, "someone");
        const past = new Date(Date.now() - 2 * QUICK.staleMs);
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
        let isHeld = false;
        const holder = withLock(
            file,
            () => undefined,
            () => {
                isHeld = true;
                return sleep(10_000, undefined, held).catch(() => undefined);
            },
            QUICK,
        );
        await eventually("it is held", () => isHeld);
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
