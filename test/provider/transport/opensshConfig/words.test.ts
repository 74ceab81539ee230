import { spawnSync } from "node:child_process";
import { splitArguments, takeWord } from "../../../../provider/transport/opensshConfig/words";

describe("takeWord", () => {
    it.each([
        ["host a", "host", "a"],
        ["host=a b", "host", "a b"],
        ["host = a", "host", "a"],
        ["host == a", "host", "= a"],
        ['"a b" c', "a b", "c"],
        ['a"b c" d', "ab c", "d"],
        ['"a"=b', "a", "=b"],
        ["alone", "alone", undefined],
        ["", "", undefined],
        ['"open', undefined, undefined],
    ])("takes the first word off %p", (text, word, rest) => {
        expect(takeWord(text)).toEqual({ word, rest });
    });
});

describe("splitArguments", () => {
    it.each([
        ["a b\tc", ["a", "b", "c"]],
        ["a # b", ["a"]],
        ["a#b", ["a#b"]],
        [`"a b" 'c "d'`, ["a b", 'c "d']],
        [`a"b c"d`, ["ab cd"]],
        [`"" ''`, ["", ""]],
        [String.raw`a\ b \"c\" \\ \n "d\ e"`, ["a b", '"c"', "\\", "\\n", "d\\ e"]],
        ["", []],
        ['"open', undefined],
        ["'open", undefined],
    ])("splits %p", (text, words) => {
        expect(splitArguments(text)).toEqual(words);
    });

    it("splits simple words as a shell does", () => {
        const text = `one "two three" 'four "five' si\\"x`;
        const { stdout } = spawnSync("sh", ["-c", `printf '%s\\n' ${text}`]);
        expect(splitArguments(text)).toEqual(stdout.toString().trimEnd().split("\n"));
    });
});
