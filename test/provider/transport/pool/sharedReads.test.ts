import type { Command, CommandResult } from "../../../../provider/transport/command";
import { SharedReads } from "../../../../provider/transport/pool/sharedReads";

const list: Command = { name: "list", argv: ["/usr/sbin/zoneadm", "list"], timeoutMs: 1_000, read: { maxAgeMs: 0 } };
const answer = (stdout: string): CommandResult => ({ kind: "exited", exitCode: 0, stdout, stderr: "", lines: [] });

/** A command that was sent to the host, to be answered by the test. */
interface Sent {
    readonly command: Command;
    readonly start: () => void;
    readonly end: (result: CommandResult) => void;
    readonly fail: (error: Error) => void;
}

/** Reads over a host whose every command is answered by the test. */
function scripted(): { reads: SharedReads; sent: Sent[] } {
    const sent: Sent[] = [];
    const reads = new SharedReads(
        (command, start) =>
            new Promise((end, fail) => {
                command.signal?.addEventListener("abort", () => {
                    fail(command.signal?.reason as Error);
                });
                sent.push({ command, start, end, fail });
            }),
    );
    return { reads, sent };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("identical reads", () => {
    it("that are asked for in one breath are one command, with one answer for all", async () => {
        const { reads, sent } = scripted();
        const asked = Array.from({ length: 500 }, () => reads.run({ ...list }));
        await turn();
        expect(sent).toHaveLength(1);
        sent[0]?.end(answer("global\n"));
        expect(new Set((await Promise.all(asked)).map(({ stdout }) => stdout))).toEqual(new Set(["global\n"]));
    });

    it("share one that waits for its turn, but not one that is on its way, unless its age will do", async () => {
        const { reads, sent } = scripted();
        const first = reads.run(list);
        await turn();
        const second = reads.run(list);
        sent[0]?.start();
        const late = reads.run(list);
        const undemanding = reads.run({ ...list, read: { maxAgeMs: 60_000 } });
        await turn();
        expect(sent).toHaveLength(2);
        sent[0]?.end(answer("old"));
        sent[1]?.end(answer("new"));
        const answers = await Promise.all([first, second, late, undemanding]);
        expect(answers.map(({ stdout }) => stdout)).toEqual(["old", "old", "new", "new"]);
    });

    it("are asked for anew once they have been answered, and after an error", async () => {
        const { reads, sent } = scripted();
        const first = reads.run({ ...list, read: { maxAgeMs: 60_000 } });
        await turn();
        sent[0]?.fail(new Error("dead"));
        await expect(first).rejects.toThrow("dead");
        const second = reads.run({ ...list, read: { maxAgeMs: 60_000 } });
        await turn();
        sent[1]?.end(answer("alive"));
        expect((await second).stdout).toBe("alive");
    });

    it.each<[string, Command]>([
        ["another argument", { ...list, argv: [...list.argv, "-cp"] }],
        ["another input", { ...list, stdin: "x" }],
        ["another bound", { ...list, timeoutMs: 2_000 }],
        ["lines of its own", { ...list, onLine: () => undefined }],
        ["no word that it only reads", { name: list.name, argv: list.argv, timeoutMs: list.timeoutMs }],
    ])("are not identical with %s", async (_what, other) => {
        const { reads, sent } = scripted();
        const asked = [reads.run(list), reads.run(other), reads.run(other)];
        await turn();
        expect(sent.length).toBeGreaterThan(1);
        sent.forEach(({ end }) => {
            end(answer(""));
        });
        await Promise.all(asked);
    });
});

describe("a caller who gives up", () => {
    it("ends its own wait and nobody else's", async () => {
        const { reads, sent } = scripted();
        const abort = new AbortController();
        const given = reads.run({ ...list, signal: abort.signal });
        const other = reads.run(list);
        await turn();
        abort.abort(new Error("enough"));
        await expect(given).rejects.toThrow("enough");
        expect(sent[0]?.command.signal?.aborted).toBe(false);
        sent[0]?.end(answer("for the other"));
        expect((await other).stdout).toBe("for the other");
    });

    it("ends the command where it was the last; the next one who asks gets a new one", async () => {
        const { reads, sent } = scripted();
        const aborts = [new AbortController(), new AbortController()];
        const given = aborts.map(({ signal }) => reads.run({ ...list, signal }).catch((error: unknown) => error));
        await turn();
        aborts.forEach((abort) => {
            abort.abort(new Error("enough"));
        });
        expect(await Promise.all(given)).toEqual([new Error("enough"), new Error("enough")]);
        expect(sent[0]?.command.signal?.aborted).toBe(true);
        const next = reads.run(list);
        await turn();
        sent[1]?.end(answer("new"));
        expect((await next).stdout).toBe("new");
    });

    it("before it has asked gets nothing and asks nothing", async () => {
        const { reads } = scripted();
        await expect(reads.run({ ...list, signal: AbortSignal.abort(new Error("never")) })).rejects.toThrow("never");
    });
});
