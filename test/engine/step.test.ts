import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { eventually } from "../eventually";
import { isAlive } from "../isAlive";
import { stopwatch } from "../stopwatch";
import { runStep } from "./step";

const sh = (script: string, timeoutMs = 5_000): Promise<string> =>
    runStep({ command: "/bin/sh", args: ["-c", script], env: process.env, timeoutMs });

describe("runStep", () => {
    it("returns standard output and tells the ticker of each line", async () => {
        const heard: string[] = [];
        const ticker = { detail: (text: string) => void heard.push(text), end: () => undefined };
        const script = "printf 'one\\n10%%\\r20%%\\r'; echo two >&2";
        const output = await runStep({
            command: "/bin/sh",
            args: ["-c", script],
            env: process.env,
            timeoutMs: 5_000,
            ticker,
        });
        expect(output).toBe("one\n10%\r20%\r");
        expect(heard.sort()).toEqual(["10%", "20%", "one", "two"]);
    });

    it("fails with the exit code and the last lines", async () => {
        await expect(sh("echo lost >&2; exit 3")).rejects.toThrow(/exit code 3\n\s+lost/);
    });

    it("ends what takes too long, with everything that it started", async () => {
        const directory = mkdtempSync(join(tmpdir(), "pulumi-solaris-step-"));
        const pids = join(directory, "pids");
        try {
            const endedAfter = stopwatch();
            const script = `sleep 30 & echo $$ $! >${pids}; sleep 30`;
            await expect(sh(script, 1_000)).rejects.toThrow("took longer than 1 s");
            expect(endedAfter()).toBeLessThan(4_000);
            const started = readFileSync(pids, "utf8").trim().split(" ").map(Number);
            expect(started).toHaveLength(2);
            await eventually("both have ended", () => !started.some(isAlive));
        } finally {
            rmSync(directory, { recursive: true });
        }
    });

    it("says that a command is not there", async () => {
        const step = runStep({ command: "/nonexistent/go", args: [], env: {}, timeoutMs: 1_000 });
        await expect(step).rejects.toThrow("ENOENT");
    });
});
