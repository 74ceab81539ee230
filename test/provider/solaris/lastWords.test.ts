import { failureInWords, lastWords } from "../../../provider/solaris/lastWords";

describe("the last words of a program", () => {
    it("are the last line that says something", () => {
        expect(lastWords(["usage: x", "  zonecfg: no such zone ", "", " \t"])).toBe("zonecfg: no such zone");
        expect(lastWords(["", " "])).toBeUndefined();
        expect(lastWords([])).toBeUndefined();
        expect(lastWords(undefined)).toBeUndefined();
    });

    it("end with a whole word where they are too long for a sentence", () => {
        const line = Array.from({ length: 40 }, (_, index) => `word${index}`).join(" ");
        const words = lastWords([line]) ?? "";
        expect(words).toMatch(/^word0 word1 .* word\d+ \.\.\.$/);
        expect(words.length).toBeLessThanOrEqual(120);
        expect(line.startsWith(words.slice(0, -"...".length))).toBe(true);
        expect(lastWords([line.slice(0, 119)])).toBe(line.slice(0, 119));
    });

    it("cannot rewrite the reader's terminal", () => {
        expect(lastWords(["\u001b[2J"])).toBe("\\x1b[2J");
    });
});

it("a failure is told with the exit code, and with what was said if anything was", () => {
    expect(failureInWords("psrinfo -pv", 1, ["psrinfo: no"])).toBe("psrinfo -pv: exit code 1; psrinfo: no");
    expect(failureInWords("prtconf", "3", [])).toBe("prtconf: exit code 3");
});
