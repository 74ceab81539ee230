import fc from "fast-check";
import type { OutputLine } from "../../../provider/transport/command";
import { OutputCollector } from "../../../provider/transport/output";

const mebibyte = 1024 * 1024;

function collector(onLine?: (line: OutputLine) => void): OutputCollector {
    let now = 0;
    return new OutputCollector(() => ++now, onLine);
}

/** The texts of the lines that a collector makes of chunks on standard output. */
function linesOf(...chunks: (string | Buffer)[]): string[] {
    const output = collector();
    chunks.forEach((chunk) => output.add("stdout", Buffer.from(chunk)));
    return output.finish().lines.map((line) => line.text);
}

describe("lines", () => {
    it("are put together across chunks, with CRLF or LF, and without a last newline", () => {
        expect(linesOf("zone", "adm: one\r", "\ntwo\n\nfo", "ur")).toEqual(["zoneadm: one", "two", "", "four"]);
    });

    it("come as soon as they are complete, each with its stream and the time of its end", () => {
        const seen: OutputLine[] = [];
        const output = collector((line) => seen.push(line));
        output.add("stderr", Buffer.from("Attaching"));
        expect(seen).toEqual([]);
        output.add("stdout", Buffer.from("noise\n"));
        output.add("stderr", Buffer.from(" zone.\nBoot"));
        expect(seen).toEqual([
            { stream: "stdout", text: "noise", at: 1 },
            { stream: "stderr", text: "Attaching zone.", at: 2 },
        ]);
        const finished = output.finish();
        expect(finished.lines.at(-1)).toEqual({ stream: "stderr", text: "Boot", at: 3 });
        expect(seen).toEqual(finished.lines);
        expect(finished).toMatchObject({ stdout: "noise\n", stderr: "Attaching zone.\nBoot" });
    });

    it("do not depend on where the chunks were cut", () => {
        const text = fc.string({
            unit: fc.constantFrom("a", "é", "日", "\u{1f600}", "\n", "\r\n", " "),
            maxLength: 60,
        });
        fc.assert(
            fc.property(text, fc.array(fc.nat(200), { maxLength: 10 }), (printed, cuts) => {
                const bytes = Buffer.from(printed);
                const bounds = [
                    0,
                    ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b),
                    bytes.length,
                ];
                const chunks = bounds.slice(1).map((bound, index) => bytes.subarray(bounds[index], bound));
                expect(linesOf(...chunks)).toEqual(linesOf(bytes));
            }),
        );
    });

    it("show bytes that are no UTF-8 instead of failing on them", () => {
        expect(linesOf(Buffer.from([0x61, 0xff, 0xfe, 0x62, 0x0a]))).toEqual(["a\ufffd\ufffdb"]);
        expect(linesOf(Buffer.from([0xe6, 0x97]))).toEqual(["\ufffd"]);
    });

    it("show control characters, which could rewrite the reader's terminal", () => {
        expect(linesOf("\u001b[2Jgone\u0007\tkept\u009b1m\u0000\n")).toEqual(["\\x1b[2Jgone\\x07\tkept\\x9b1m\\x00"]);
        fc.assert(
            fc.property(fc.array(fc.integer({ min: 0, max: 0xa5 })), (codes) => {
                expect(linesOf(String.fromCodePoint(...codes)).join("")).not.toMatch(/[^\P{Cc}\t]/u);
            }),
        );
    });

    it("leave the streams themselves as they were, for the parsers", () => {
        const output = collector();
        output.add("stdout", Buffer.from("a\u001bb\r\n"));
        expect(output.finish().stdout).toBe("a\u001bb\r\n");
    });
});

describe("password prompts", () => {
    it.each([
        "Password: ",
        "Password:",
        "zadm@global2's password: ",
        "Enter passphrase for key '/export/home/zadm/.ssh/id_rsa': ",
        "[sudo] password for zadm: ",
        "Passwort: ",
        "Mot de passe : ",
        "Contraseña: ",
        "パスワード: ",
        "パスワード：",
    ])("%p is seen, in one piece or byte by byte", (prompt) => {
        expect(collector().add("stderr", Buffer.from(`zoneadm: connecting\n${prompt}`))).toBe(prompt.trim());
        const output = collector();
        const answers = [...Buffer.from(prompt.trim())].map((byte) => output.add("stdout", Buffer.from([byte])));
        expect(answers.at(-1)).toBe(prompt.trim());
        expect(answers.slice(0, -1).every((answer) => answer === undefined)).toBe(true);
    });

    it.each([
        ["a finished line", "Password: \n"],
        ["a sentence about passwords", "the password was changed"],
        ["a word that comes later", "Password: accepted"],
        ["a colon alone", "zoneadm: "],
    ])("%s is none", (_what, text) => {
        expect(collector().add("stderr", Buffer.from(text))).toBeUndefined();
    });
});

describe("a host that floods us", () => {
    /** Adds chunks of one kind up to a number of bytes; gives what was kept and how long it took. */
    function flood(bytes: number, chunk: Buffer): { kept: ReturnType<OutputCollector["finish"]>; ms: number } {
        const output = collector();
        const started = performance.now();
        for (let sent = 0; sent < bytes; sent += chunk.length) {
            output.add("stdout", chunk);
        }
        return { kept: output.finish(), ms: performance.now() - started };
    }

    it.each([
        ["lines", Buffer.from(`${"x".repeat(79)}\n`.repeat(400))],
        ["one endless line", Buffer.alloc(32_000, "x")],
        ["one endless line in small pieces", Buffer.alloc(500, "x")],
        ["what looks like the beginning of prompts", Buffer.alloc(32_000, "password ")],
        ["blanks behind a prompt", Buffer.alloc(32_000, "password:      x")],
    ])("with %s is cut off at 4 MiB, quickly, and that is said", (_what, chunk) => {
        const { kept, ms } = flood(16 * mebibyte, chunk);
        expect(kept.stdout.length).toBeLessThanOrEqual(4 * mebibyte);
        expect(kept.lines.at(-1)?.text).toMatch(/^\[output beyond \d+ bytes or \d+ lines not kept\]$/);
        expect(ms).toBeLessThan(2_000);
    });

    it("with empty lines does not fill the memory with them", () => {
        const { kept } = flood(8 * mebibyte, Buffer.alloc(32_000, "\n"));
        expect(kept.lines.length).toBeLessThanOrEqual(100_001);
        expect(kept.lines.at(-1)?.text).toMatch(/lines not kept\]$/);
    });
});
