import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { quoteArgument, quoteCommand } from "../../../provider/transport/quote";

/** What /bin/sh makes of a command line: the arguments that a program started by it gets. */
function argumentsInShell(commandLine: string): string[] {
    const shell = spawnSync("/bin/sh", ["-s"], { input: commandLine, env: { LC_ALL: "C", HOME: "/home/of/nobody" } });
    expect(shell.stderr.toString()).toBe("");
    return shell.stdout.toString("utf8").split("\0").slice(0, -1);
}

// Strings of arbitrary Unicode, and of the characters that shells treat specially.
const hostile = fc.string({
    unit: fc.constantFrom(...Array.from(" \t\n\r'\"\\$`!*?[]{}()<>|&;#~=%^-+,:./@aZ0é∞\u{1f600}\u0001\u007f")),
    maxLength: 12,
});
const argument = fc.oneof(
    hostile,
    fc.string({ unit: "grapheme", maxLength: 20 }).filter((text) => !text.includes("\0")),
);

describe("quoteArgument", () => {
    it("gives a real shell exactly the arguments that went in", () => {
        fc.assert(
            fc.property(fc.array(argument, { minLength: 50, maxLength: 400 }), (argv) => {
                expect(argumentsInShell(quoteCommand(["printf", "%s\\0", ...argv]))).toEqual(argv);
            }),
            { numRuns: 15 },
        );
    });

    it.each(["-n", "ssh://zadm@global2:22", "kzone1", "LC_ALL=C", "/usr/sbin/zoneadm", "a@b%c+d,e_f.g-h"])(
        "leaves %p readable",
        (plain) => {
            expect(quoteArgument(plain)).toBe(plain);
        },
    );

    it.each([
        ["", "''"],
        ["a b", "'a b'"],
        ["it's", `'it'\\''s'`],
        ["$(reboot)", "'$(reboot)'"],
        ["~root", "'~root'"],
        ["a\nb", "'a\nb'"],
    ])("quotes %p as %p", (raw, quoted) => {
        expect(quoteArgument(raw)).toBe(quoted);
    });

    it("refuses a NUL character, which would cut the command short", () => {
        expect(() => quoteCommand(["zoneadm", "-z", "kzone1\0; reboot"])).toThrow(RangeError);
    });
});
