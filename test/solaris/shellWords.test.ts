import { parseScript, ShellSyntaxError, type SimpleCommand } from "./shellWords";
import { expandWord, type ExpansionSource } from "./wordExpansion";

/** The arguments of a one-command line. What a substitution prints is the words of its first command. */
function argv(line: string, variables: Record<string, string> = {}, positional: string[] = []): string[] {
    const command = parseScript(line)[0]?.commands[0] as SimpleCommand;
    const source: ExpansionSource = {
        parameter: (name) => variables[name] ?? "",
        positional,
        printed: (script) => {
            const { words } = script[0]?.commands[0] as SimpleCommand;
            return `${words.map(([part]) => (part?.kind === "text" ? part.text : "")).join(" ")}\n\n`;
        },
    };
    return command.words.flatMap((word) => expandWord(word, source));
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
        ["echo $(a  b) \"x$(a  b)y\" '$(a)'", ["echo", "a", "b", "xa by", "$(a)"]],
        ["echo $(a $(b) (c)) d", ["echo", "a", "d"]],
    ])("cuts %s", (line, expected) => {
        expect(argv(line, { HOME: "/a b" })).toEqual(expected);
    });

    it.each([
        ['x "$@"', ["a b", "", "c"], ["x", "a b", "", "c"]],
        ["x $@", ["a b", "", "c"], ["x", "a", "b", "c"]],
        ['x "<$@>"', ["a b", "c"], ["x", "<a b", "c>"]],
        ['x "$@"', [], ["x"]],
        ['x "<$@>"', [], ["x", "<>"]],
    ])("puts the parameters of a script in %s", (line, positional, expected) => {
        expect(argv(line, {}, positional)).toEqual(expected);
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

    it.each(["'open", '"open', "a &&& b", "| a", "(a", "a)", "a >", "a $(b", "a $(b))", 'a "$(b"', "`a`"])(
        "refuses %s",
        (line) => {
            expect(() => parseScript(line)).toThrow(ShellSyntaxError);
        },
    );
});
