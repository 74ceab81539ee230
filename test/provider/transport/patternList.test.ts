import { matchesPattern, matchesPatternList } from "../../../provider/transport/patternList";
import fc from "../../fuzz";

describe("matchesPatternList", () => {
    it.each([
        ["global1", "global1", true],
        ["global1", "global10", false],
        ["global1", "xglobal1", false],
        ["GLOBAL1", "global1", false],
        ["global?", "global7", true],
        ["global?", "global", false],
        ["*.example.com", "a.b.example.com", true],
        ["*.example.com", "example.com", false],
        ["*.example.com,!secret.example.com", "secret.example.com", false],
        ["!secret.example.com,*.example.com", "secret.example.com", false],
        ["!secret.example.com", "other.example.com", false],
        ["!secret.example.com,*", "other.example.com", true],
        ["other,global1", "global1", true],
        ["other, global1", "global1", false],
        ["", "global1", false],
        ["", "", true],
        ["*", "", true],
        ["?", "", false],
        ["!", "", false],
        ["a**b", "ab", true],
        ["*?*", "a", true],
        ["*?*", "", false],
        ["a*a", "a", false],
        ["*aab", "aaaab", true],
        ["a.c", "abc", false],
        ["(global1|x)", "global1", false],
        ["a*", "a\nb", true],
        ["*\\*", "a*", false],
    ])("%p covers %p: %p", (patterns, name, covered) => {
        expect(matchesPatternList(patterns, name)).toBe(covered);
    });

    it("takes a list with a pattern of more than 1022 characters for one that covers nothing, as OpenSSH does", () => {
        expect(matchesPatternList(`a,${"b".repeat(1022)}`, "a")).toBe(true);
        expect(matchesPatternList(`a,${"b".repeat(1023)}`, "a")).toBe(false);
        expect(matchesPatternList(`a,!${"b".repeat(1022)}`, "a")).toBe(true);
    });
});

describe("matchesPattern", () => {
    /** The definition, in so many words; exponential. */
    function covers(pattern: string, name: string): boolean {
        const [first, rest] = [pattern[0], pattern.slice(1)];
        if (first === undefined) {
            return name === "";
        }
        if (first === "*") {
            return covers(rest, name) || (name !== "" && covers(pattern, name.slice(1)));
        }
        return name !== "" && (first === "?" || first === name[0]) && covers(rest, name.slice(1));
    }

    it("agrees with the definition", () => {
        const text = (characters: string, maxLength: number): fc.Arbitrary<string> =>
            fc.array(fc.constantFrom(...Array.from(characters)), { maxLength }).map((each) => each.join(""));
        fc.assert(
            fc.property(text("ab*?", 6), text("ab", 8), (pattern, name) => {
                expect(matchesPattern(pattern, name)).toBe(covers(pattern, name));
            }),
            { numRuns: 3_000 },
        );
    });

    it("ends also for a pattern that would keep a regular expression busy for ever", () => {
        const name = "a".repeat(5_000);
        expect(matchesPattern(`${"*a".repeat(500)}b`, name)).toBe(false);
        expect(matchesPattern(`${"*a".repeat(500)}*`, name)).toBe(true);
        expect(matchesPatternList(`${"*a".repeat(30)}b,`.repeat(500), name)).toBe(false);
    });
});
