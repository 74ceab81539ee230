import { expandWord, parseScript, ShellSyntaxError, type SimpleCommand } from "./shellWords";

/** The arguments of a one-command line. */
function argv(line: string, variables: Record<string, string> = {}): string[] {
    const command = parseScript(line)[0]?.commands[0] as SimpleCommand;
    return command.words.flatMap((word) => expandWord(word, (name) => variables[name] ?? ""));
}

describe("the shell's words", () => {
    it.each([
        ["zoneadm  list\t-cp", ["zoneadm", "list", "-cp"]],
        ["a 'b c' \"d e\" f\\ g", ["a", "b c", "d e", "f g"]],
        [`'it'\\''s' "say \\"x\\" \\n"`, ["it's", 'say "x" \\n']],
        ["a '' \"\"", ["a", "", ""]],
        ["echo 'a;b' 'c&&d' 'e|f' # rest", ["echo", "a;b", "c&&d", "e|f"]],
        ["echo a#b x=1", ["echo", "a#b", "x=1"]],
        ["echo '$HOME' \"$HOME\" $HOME $NONE", ["echo", "$HOME", "/a b", "/a", "b"]],
        ['echo "${HOME}/x" $', ["echo", "/a b/x", "$"]],
    ])("cuts %s", (line, expected) => {
        expect(argv(line, { HOME: "/a b" })).toEqual(expected);
    });

    it("separates assignments, redirections and connectors", () => {
        const script = parseScript("A=1 b c 2>&1 >f; d && e || (g | h) &");
        expect(script.map(({ connector }) => connector)).toEqual([";", "&&", "||", "&"]);
        expect(script[0]?.commands[0]).toMatchObject({
            assignments: [{ name: "A" }],
            redirects: [
                { descriptor: 2, operator: ">&" },
                { descriptor: 1, operator: ">" },
            ],
        });
        expect(script[3]?.commands[0]?.kind).toBe("subshell");
    });

    it.each(["'open", '"open', "a &&& b", "| a", "(a", "a)", "a >", "a $(b)", "`a`"])("refuses %s", (line) => {
        expect(() => parseScript(line)).toThrow(ShellSyntaxError);
    });
});
