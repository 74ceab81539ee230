import { spawnSync } from "node:child_process";
import { writeSync } from "node:fs";
import { quoteArgument, quoteCommand } from "../../../../provider/transport/commands/quote";
import fc from "../../../fuzz";
import { absentShells, readVectors, ShellBench, shells, type LoginShell } from "../loginShells";

// Strings of the characters that shells treat specially, of arbitrary Unicode, and arbitrary bytes.
const special = fc.string({
    unit: fc.constantFrom(...Array.from(" \t\n\r'\"\\$`!*?[]{}()<>|&;#~=%^-+,:./@aZ0é∞\u{1f600}\u0001\u007f\u009b")),
    maxLength: 12,
});
const readable = fc.string({
    unit: fc.constantFrom(...Array.from(' "$`*?[]{}()<>|&;#~=%^-+,:./@aZ0')),
    maxLength: 12,
});
const unicode = fc.string({ unit: "binary", maxLength: 20 }).filter((text) => !text.includes("\0"));
const bytes = fc.uint8Array({ min: 1, max: 255, maxLength: 20 });
const argument = fc.oneof(special, unicode, bytes);
const vector = fc.oneof(fc.array(argument, { maxLength: 6 }), fc.array(readable, { maxLength: 6 }));

const locale = fc.constantFrom("C", "C.UTF-8");

const hex = (argument: string | Uint8Array): string => Buffer.from(argument).toString("hex");

const bench = new ShellBench();
const posix = shells.filter(({ name }) => !["zsh", "tcsh", "csh", "fish"].includes(name));
const sh: LoginShell = { name: "/bin/sh", start: ["/bin/sh"], isolate: (line) => `(${line})` };

for (const name of absentShells) {
    writeSync(process.stderr.fd, `SKIPPED quoting for ${name}: it is not installed here\n`);
    it.skip(`quoting for ${name} (skipped: it is not installed here)`, () => undefined);
}

describe.each(shells)("$name as the login's shell", (shell) => {
    it("gives a program exactly the arguments that went in", async () => {
        await fc.assert(
            fc.asyncProperty(fc.array(vector, { minLength: 250, maxLength: 250 }), locale, async (vectors, locale) => {
                const lines = vectors.map((argv) => quoteCommand([bench.printer, ...argv]));
                expect(readVectors(await bench.run(shell, "script", lines, locale))).toEqual(
                    vectors.map((argv) => argv.map(hex)),
                );
            }),
            { numRuns: 4, interruptAfterTimeLimit: 40_000 },
        );
    });

    it.each(["C", "C.UTF-8"])(
        "does so in the locale %s for every byte and for what is special somewhere",
        async (locale) => {
            const every = Array.from({ length: 255 }, (_, index) => Uint8Array.of(index + 1));
            const words = [
                "",
                "-n",
                "~",
                "=ls",
                "=1",
                "%self",
                "%1",
                "@",
                "!!",
                "a!b",
                "^a^b",
                "{a,b}",
                "*",
                "#",
                "\n",
                "'",
            ];
            const starts = [...words, ...words.map((word) => `${word}x`), ...words.map((word) => `x${word}`)];
            const ends = [
                "x\n",
                "x\n\n",
                "\\",
                "x\\",
                "x\\\n",
                "\\0101",
                "\\c",
                "%s",
                "-e",
                "A=b",
                "x'",
                "'x",
                "é",
                "\u{f600}",
            ];
            for (const argv of [every, starts, ...starts.map((word) => [word]), ends, ...ends.map((word) => [word])]) {
                const printed = await bench.run(shell, "-c", [quoteCommand([bench.printer, ...argv])], locale);
                expect(readVectors(printed)).toEqual([argv.map(hex)]);
            }
        },
    );

    it("gives its place to the program, whose signal and exit code come through", () => {
        const [program = "", ...args] = shell.start;
        const env = { PATH: process.env.PATH, HOME: bench.directory };
        const ended = (script: string): unknown => {
            const line = quoteCommand(["/bin/sh", "-c", script]);
            const { signal, status } = spawnSync(program, [...args, "-c", line], { env });
            return signal ?? status;
        };
        expect(ended("kill -s TERM $$")).toBe("SIGTERM");
        expect(ended("kill -s TERM $$ # it's")).toBe("SIGTERM");
        expect(ended("exit 3")).toBe(3);
        expect(ended("exit 3 # it's")).toBe(3);
    });

    it("leaves standard input to the program", () => {
        const [program = "", ...args] = shell.start;
        const input = "first\nsecond\n";
        const env = { PATH: process.env.PATH, HOME: bench.directory };
        for (const script of ["cat", "cat # it's"]) {
            const line = quoteCommand(["/bin/sh", "-c", script]);
            expect(spawnSync(program, [...args, "-c", line], { input, env }).stdout.toString()).toBe(input);
        }
    });
});

describe.each(posix)("$name as /bin/sh", (shell) => {
    it.each(["C", "C.UTF-8"])("decodes what was encoded for it, in the locale %s", async (locale) => {
        const program = bench.asProgram(shell);
        await fc.assert(
            fc.asyncProperty(fc.array(fc.array(bytes, { maxLength: 8 }), { maxLength: 60 }), async (vectors) => {
                // A quote in each makes all of them be encoded.
                const argvs = vectors.map((argv) => [...argv, "'"]);
                const lines = argvs.map((argv) =>
                    quoteCommand([bench.printer, ...argv]).replace(/^exec \/bin\/sh /, `exec ${program} `),
                );
                expect(readVectors(await bench.run(sh, "script", lines, locale))).toEqual(
                    argvs.map((argv) => argv.map(hex)),
                );
            }),
            { numRuns: 8 },
        );
    });
});

describe("quoteCommand", () => {
    it.each([
        [["/usr/bin/env", "LC_ALL=C", "/usr/sbin/zoneadm"], "exec /usr/bin/env LC_ALL=C /usr/sbin/zoneadm"],
        [["/x", "-n", "ssh://zadm@global2:22", "a@b%c+d,e_f.g-h"], "exec /x -n ssh://zadm@global2:22 a@b%c+d,e_f.g-h"],
        [["/x", "", "a b", '"$HOME"', "~root"], `exec /x '' 'a b' '"$HOME"' '~root'`],
        [["/x", "=a", "%1", "a=b", "a%b"], "exec /x '=a' '%1' a=b a%b"],
        [["/my programs/x"], "exec '/my programs/x'"],
        [["/x", Buffer.from("ab")], "exec /x ab"],
    ])("leaves %p readable", (argv, line) => {
        expect(quoteCommand(argv)).toBe(line);
    });

    it("encodes the whole command where an argument cannot be written alike for all shells", () => {
        expect(quoteCommand(["/x", "it's", "a b"])).toBe(
            `exec /bin/sh -c 'eval "exec $(printf %b "$@")"' sh '/x \\0047it\\0047\\0134\\0047\\0047s\\0047 \\0047a b\\0047'`,
        );
    });

    // Also of characters each of which is encoded.
    const long = fc.string({ unit: fc.constantFrom("a", "é", "'"), minLength: 900, maxLength: 3000 });

    it("is one line of printable ASCII, with no word that is too long for csh", () => {
        fc.assert(
            fc.property(fc.array(fc.oneof(argument, bytes, long)), (argv) => {
                fc.pre(argv.every((each) => typeof each !== "string" || !each.includes("\0")));
                const line = quoteCommand(["/x", ...argv]);
                expect(line).toMatch(/^exec [ -~]*$/);
                expect(Math.max(...(line.match(/'[^']*'|[^ ]+/g) ?? []).map(({ length }) => length))).toBeLessThan(
                    1024,
                );
            }),
        );
    });

    it("refuses a NUL, which would cut the command short", () => {
        expect(() => quoteCommand(["/x", "kzone1\0; reboot"])).toThrow(RangeError);
        expect(() => quoteCommand(["/x", Uint8Array.of(0)])).toThrow(RangeError);
    });

    it("refuses half of a surrogate pair, which has no bytes", () => {
        expect(() => quoteCommand(["/x", "a\ud800b"])).toThrow(RangeError);
        expect(() => quoteCommand(["/x", "\u{1f600}"])).not.toThrow();
    });

    it.each([[[]], [["zoneadm"]], [["A=b", "/x"]], [["if"]], [["./x"]], [[""]]])(
        "refuses %p, which names no program by an absolute path",
        (argv) => {
            expect(() => quoteCommand(argv)).toThrow(RangeError);
        },
    );
});

describe("quoteArgument", () => {
    it.each([
        ["plain", "plain"],
        ["", "''"],
        ["a b", "'a b'"],
        ["it's", `'it'\\''s'`],
        ["$(reboot)", "'$(reboot)'"],
        ["a\nb é", "'a\nb é'"],
    ])("quotes %p as %p for a POSIX shell's script", (raw, quoted) => {
        expect(quoteArgument(raw)).toBe(quoted);
    });

    it("refuses a NUL", () => {
        expect(() => quoteArgument("a\0b")).toThrow(RangeError);
    });
});
