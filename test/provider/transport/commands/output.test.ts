import type { OutputLine } from "../../../../provider/transport/command";
import { OutputCollector, type OutputLimits } from "../../../../provider/transport/commands/output";
import fc from "../../../fuzz";

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
        expect(linesOf(Buffer.from([0x61, 0xff, 0xfe, 0x62, 0x0a]))).toEqual(["a\\xff\\xfeb"]);
        expect(linesOf(Buffer.from([0xe6, 0x97]))).toEqual(["\\xe6\\x97"]);
        expect(linesOf(Buffer.from([0xe6, 0x97]), Buffer.from([0xa5, 0x0a]))).toEqual(["日"]);
    });

    it("show control characters, which could rewrite the reader's terminal", () => {
        expect(linesOf("\u001b[2Jgone\u0007\tkept\u009b1m\u0000\n")).toEqual(["\\x1b[2Jgone\\x07\tkept\\x9b1m\\x00"]);
        fc.assert(
            fc.property(fc.array(fc.integer({ min: 0, max: 0xa5 })), (codes) => {
                expect(linesOf(String.fromCodePoint(...codes)).join("")).not.toMatch(/[^\P{Cc}\t]/u);
            }),
        );
    });

    it("show marks that change the direction of writing, and separators of lines", () => {
        expect(linesOf("a\u202eb\u2066c\u200fd\u061ce\u2028f\u2029g\n")).toEqual([
            "a\\u{202e}b\\u{2066}c\\u{200f}d\\u{061c}e\\u{2028}f\\u{2029}g",
        ]);
        const marks = /[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
        const character = fc.integer({ min: 0x2000, max: 0x2070 });
        fc.assert(
            fc.property(fc.array(character, { maxLength: 20 }), (codes) => {
                const [shown = ""] = linesOf(String.fromCharCode(...codes));
                expect(shown).not.toMatch(marks);
                const kept = codes.map((code) => String.fromCharCode(code)).filter((each) => !marks.test(each));
                expect(shown.replaceAll(/\\u\{[0-9a-f]{4}\}/g, "")).toBe(kept.join(""));
            }),
        );
    });

    it("leave control characters in the streams themselves, for the parsers, but not what is no UTF-8", () => {
        const output = collector();
        output.add("stdout", Buffer.from("a\u001bb\u202e\r\n"));
        output.add("stderr", Buffer.from([0x61, 0xff, 0x0a]));
        expect(output.finish()).toMatchObject({ stdout: "a\u001bb\u202e\r\n", stderr: "a\\xff\n" });
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

    it("is shown without what could rewrite the reader's terminal", () => {
        expect(collector().add("stderr", Buffer.from("\u001b[1mPassword: "))).toBe("\\x1b[1mPassword:");
    });

    it("is seen behind any amount of output", () => {
        const output = collector();
        Array.from({ length: 300 }, () => output.add("stdout", Buffer.alloc(16_384, "x")));
        expect(output.add("stdout", Buffer.from("Password: "))).toMatch(/^x+Password:$/);
    });
});

describe("any output", () => {
    const usual = { text: 2 * mebibyte, lines: 4 * mebibyte, line: 64 * 1024 };

    /** Everything that comes of bytes on both streams, cut into chunks at some places. */
    function collect(bytes: Buffer, cuts: readonly number[], limits: OutputLimits): string {
        const seen: string[] = [];
        const output = new OutputCollector(
            () => 0,
            ({ text }) => seen.push(text),
            limits,
        );
        const bounds = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
        bounds.slice(1).forEach((bound, index) => output.add("stderr", bytes.subarray(bounds[index], bound)));
        return JSON.stringify({ ...output.finish(), seen }, undefined, 1);
    }

    const piece = fc.oneof(
        fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
        fc
            .constantFrom("\n", "\r\n", "\r", "日本", "zoneadm: zone 'z': x\n", "\u202e", "é".repeat(20))
            .map((text) => Buffer.from(text)),
    );
    const printed = fc.array(piece, { maxLength: 20 }).map((pieces) => Buffer.concat(pieces));
    const cuts = fc.array(fc.nat(), { maxLength: 12 });

    it("comes out the same wherever the chunks were cut", () => {
        fc.assert(
            fc.property(printed, cuts, (bytes, at) => {
                expect(collect(bytes, at, usual)).toBe(collect(bytes, [], usual));
            }),
            { numRuns: 1000 },
        );
    });

    it("does so also where lines or streams are longer than what is kept", () => {
        const limits = fc.record({
            text: fc.integer({ min: 2, max: 60 }),
            lines: fc.integer({ min: 100, max: 600 }),
            line: fc.integer({ min: 2, max: 30 }),
        });
        fc.assert(
            fc.property(printed, cuts, limits, (bytes, at, small) => {
                expect(collect(bytes, at, small)).toBe(collect(bytes, [], small));
            }),
            { numRuns: 3000 },
        );
    });

    it("loses nothing within the limits", () => {
        fc.assert(
            fc.property(fc.string({ unit: "grapheme-composite", maxLength: 100 }), (text) => {
                const output = collector();
                output.add("stdout", Buffer.from(text));
                expect(output.finish()).toMatchObject({ stdout: text, cut: { stdout: 0, stderr: 0 } });
            }),
        );
    });
});

describe("output beyond what is kept", () => {
    const mark = /^\[\.\.\. (\d+) bytes cut out \.\.\.\]$/;
    const numbered = (count: number): string[] =>
        Array.from({ length: count }, (_, n) => `line ${n} ${"x".repeat(90)}`);

    it("keeps its beginning and its end, as text and as lines, and says what is missing between them", () => {
        const printed = numbered(100_000);
        const bytes = Buffer.from(`${printed.join("\n")}\n`);
        const seen: string[] = [];
        const output = collector(({ text }) => seen.push(text));
        for (let at = 0; at < bytes.length; at += 16_384) {
            output.add("stderr", bytes.subarray(at, at + 16_384));
        }
        const { stdout, stderr, lines, cut } = output.finish();
        expect(seen).toEqual(printed);
        const texts = lines.map(({ text }) => text);
        for (const kept of [stderr.trimEnd().split("\n"), texts]) {
            const at = kept.findIndex((line) => mark.test(line));
            expect(kept.slice(0, at)).toEqual(printed.slice(0, at));
            expect(kept.slice(at + 1)).toEqual(printed.slice(at + 1 - kept.length));
            const left = kept.filter((_, index) => index !== at).join("\n").length + 1;
            expect(Number(mark.exec(kept[at] ?? "")?.[1])).toBe(bytes.length - left);
            expect(left).toBeGreaterThan(1.9 * mebibyte);
        }
        expect(cut.stdout).toBe(0);
        expect(stderr).toContain(`\n[... ${cut.stderr} bytes cut out ...]\n`);
        expect(stderr.length).toBeLessThan(2.1 * mebibyte);
        expect(stdout).toBe("");
    });

    it("of one stream takes nothing from the other, and the lines stay in order", () => {
        const output = collector();
        output.add("stderr", Buffer.from("first\n"));
        output.add("stdout", Buffer.from(`${numbered(50_000).join("\n")}\n`));
        output.add("stderr", Buffer.from("last\n"));
        const { lines, stderr, cut } = output.finish();
        expect(stderr).toBe("first\nlast\n");
        expect(cut).toEqual({ stdout: expect.any(Number) as number, stderr: 0 });
        expect(lines[0]).toMatchObject({ stream: "stderr", text: "first" });
        expect(lines.at(-1)).toMatchObject({ stream: "stderr", text: "last" });
        expect(lines.findIndex(({ text }) => mark.test(text))).toBeGreaterThan(1000);
    });

    it("shows an overlong line as its beginning, what is missing and its end", () => {
        const texts = linesOf(Buffer.from(`before\n${"a".repeat(100_000)}${"z".repeat(100_000)}\r\nafter\n`));
        expect(texts).toHaveLength(5);
        expect(texts[1]).toMatch(/^a{32768}$/);
        expect(texts[3]).toMatch(/^z{32766}$/);
        expect(texts[2]).toMatch(mark);
        expect([texts[0], texts[4]]).toEqual(["before", "after"]);
    });

    it("without an end of a line is kept from both ends as well", () => {
        const output = collector();
        output.add("stdout", Buffer.alloc(3 * mebibyte, "日"));
        const { stdout, lines, cut } = output.finish();
        expect(stdout).toMatch(/^日+\n\[\.\.\. \d+ bytes cut out \.\.\.\]\n日+$/);
        expect(Buffer.byteLength(stdout.replaceAll(/[^日]/g, "")) + cut.stdout).toBe(3 * mebibyte);
        expect(lines).toHaveLength(3);
    });
});

describe("a host that floods us", () => {
    it.each([
        ["lines", 16, Buffer.from(`${"x".repeat(79)}\n`)],
        ["one endless line", 16, Buffer.from("x")],
        ["what looks like the beginning of prompts", 16, Buffer.from("password ")],
        ["blanks behind a prompt", 16, Buffer.from("password:      x")],
        ["what is no text", 8, Buffer.from([0xff, 0xfe])],
        ["empty lines", 4, Buffer.from("\n")],
    ])("with %s costs a time that grows with the bytes only, and little memory", (_what, mebibytes, pattern) => {
        const { kept, ms } = timeOf(mebibytes, pattern);
        expect(kept.stdout.length).toBeLessThan(9 * mebibyte);
        expect(kept.lines.length).toBeLessThan(70_000);
        expect(kept.cut.stdout).toBeGreaterThan((mebibytes - 2.1) * mebibyte);
        // It takes a fraction of a second, but what goes through everything again for each chunk takes minutes.
        expect(ms).toBeLessThan(20_000);
    });

    function timeOf(mebibytes: number, pattern: Buffer): { kept: ReturnType<OutputCollector["finish"]>; ms: number } {
        const output = collector();
        const chunk = Buffer.alloc(16_384, pattern);
        // The processor's time, which passes only while this process is at work.
        const started = process.cpuUsage();
        for (let sent = 0; sent < mebibytes * mebibyte; sent += chunk.length) {
            output.add("stdout", chunk);
        }
        const kept = output.finish();
        const { user, system } = process.cpuUsage(started);
        return { kept, ms: (user + system) / 1_000 };
    }
});
