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
        const started = Date.now();
        await expect(sh("sleep 30 & sleep 30", 200)).rejects.toThrow("took longer than 0.2 s");
        expect(Date.now() - started).toBeLessThan(3_000);
    });

    it("says that a command is not there", async () => {
        const step = runStep({ command: "/nonexistent/go", args: [], env: {}, timeoutMs: 1_000 });
        await expect(step).rejects.toThrow("ENOENT");
    });
});
