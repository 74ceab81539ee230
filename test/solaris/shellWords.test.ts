import { evaluateArithmetic } from "./arithmetic";
import { parseProgram, parseScript } from "./shellParser";
import { matchesPattern, withoutPrefix, withoutSuffix } from "./shellPattern";
import { type Command, type SimpleCommand, ShellSyntaxError } from "./shellSyntax";
import { expandWord, type ExpansionSource } from "./wordExpansion";

function firstCommand(text: string): Command {
    return parseScript(text)[0]!.first.commands[0]!;
}

/** The arguments of a one-command line. What a substitution prints is the words of its first command. */
async function argv(
    line: string,
    variables: Record<string, string> = {},
    positional: string[] = [],
): Promise<string[]> {
    const source: ExpansionSource = {
        parameter: (name) => variables[name],
        assign: (name, value) => {
            variables[name] = value;
        },
        positional,
        run: (script) => {
            const { words } = script[0]?.first.commands[0] as SimpleCommand;
            return Promise.resolve(`${words.map(([part]) => (part?.kind === "text" ? part.text : "")).join(" ")}\n\n`);
        },
        separators: variables.IFS,
    };
    const fields: string[] = [];
    for (const word of (firstCommand(line) as SimpleCommand).words) {
        fields.push(...(await expandWord(word, source)));
    }
    return fields;
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
        ["echo $(a $(b)) d", ["echo", "a", "d"]],
        ["echo $(a ')') \"$(b ')' # )\n)\"", ["echo", "a", ")", "b )"]],
        ["a\\\nb c\\\n d", ["ab", "c", "d"]],
        ['${HOME%b}x ${HOME#/} "${HOME#/}"', ["/a", "x", "a", "b", "a b"]],
        ['${NONE:-"a b" c} "${NONE-a b}" ${HOME:+yes} ${NONE:+no} ${#HOME}', ["a b", "c", "a b", "yes", "4"]],
        ["${NONE:=set} $NONE", ["set", "set"]],
        ["$((1 + 2 * 3)) $(( (1+2) * 3 ))x", ["7", "9x"]],
    ])("cuts %s", async (line, expected) => {
        expect(await argv(line, { HOME: "/a b" })).toEqual(expected);
    });

    it.each([
        [" \t\n", "  a  b ", ["a", "b"]],
        [",", "a,,b,", ["a", "", "b"]],
        [" ,", " a , b  c ", ["a", "b", "c"]],
        ["", " a b ", [" a b "]],
        [",", ",", [""]],
    ])("splits at %j", async (IFS, x, expected) => {
        expect(await argv("$x", { IFS, x })).toEqual(expected);
    });

    it.each([
        ['x "$@"', ["a b", "", "c"], ["x", "a b", "", "c"]],
        ["x $@", ["a b", "", "c"], ["x", "a", "b", "c"]],
        ['x "<$@>"', ["a b", "c"], ["x", "<a b", "c>"]],
        ['x "$*"', ["a b", "c"], ["x", "a b c"]],
        ['x "$@"', [], ["x"]],
        ['x "<$@>"', [], ["x", "<>"]],
    ])("puts the parameters of a script in %s", async (line, positional, expected) => {
        expect(await argv(line, {}, positional)).toEqual(expected);
    });

    it("separates assignments, redirections and connectors", () => {
        const script = parseScript("A=1 b c 2>&1 >f; d && e || (g | h) &");
        expect(script).toMatchObject([
            { background: false, others: [] },
            { background: true, others: [{ when: "&&" }, { when: "||" }] },
        ]);
        expect(script[0]?.first.commands[0]).toMatchObject({
            assignments: [{ name: "A" }],
            redirects: [
                { descriptor: 2, operator: ">&" },
                { descriptor: 1, operator: ">" },
            ],
        });
        expect(script[1]?.others[1]?.pipeline.commands[0]?.kind).toBe("subshell");
    });

    it("reads here-documents, with and without expansion", () => {
        const literal = firstCommand("cat <<'EOF' && echo\n$x \"\\\nEOF\n") as SimpleCommand;
        expect(literal.redirects).toEqual([
            { descriptor: 0, operator: "<<", target: [{ kind: "text", text: '$x "\\\n', quoted: true }] },
        ]);
        const expanded = firstCommand('cat <<-EOF\n\ta "$x" \\$x\n\tEOF\n') as SimpleCommand;
        expect(expanded.redirects[0]?.target).toMatchObject([
            { kind: "text", text: 'a "' },
            { kind: "parameter", name: "x" },
            { kind: "text", text: '" $x\n' },
        ]);
    });

    it.each([
        ["if a; then b; elif c; then d; else e; fi", "if"],
        ["while a; do b; done <f", "loop"],
        ["until a\ndo b\ndone", "loop"],
        ["for x in a b; do c; done", "for"],
        ["for x\ndo c\ndone", "for"],
        ["case $x in\n  a|b) c ;;\n  (*) d\nesac", "case"],
        ["f() { a; }", "function"],
        ["f $(case x in (x) ;; y) ;; esac)", "simple"],
        ["{ a; b; } >f 2>&1 &", "group"],
    ])("knows %j", (text, kind) => {
        expect(firstCommand(text).kind).toBe(kind);
    });

    it.each([
        "'open",
        '"open',
        "a &&& b",
        "| a",
        "(a",
        "a)",
        "a >",
        "a $(b",
        "a $(b))",
        'a "$(b"',
        "`a`",
        "${a",
        "${a!b}",
        "$((1",
        "if a; then b",
        "if a; fi",
        "fi",
        "while a; do b",
        "for 1 in a; do b; done",
        "case a in b) c",
        "{ a",
        "a; }",
        "cat <<EOF\nopen",
        "a;; b",
    ])("refuses %j", (line) => {
        expect(() => parseScript(line)).toThrow(ShellSyntaxError);
    });

    it("takes the lines before an error, as a shell does that reads a script that was cut off", () => {
        const { lines, error } = parseProgram("a\nb; c\nd; if e; then\n");
        expect(lines.map((line) => line.length)).toEqual([1, 2]);
        expect(error).toBeInstanceOf(ShellSyntaxError);
    });
});

describe("patterns", () => {
    it.each([
        ["*", "", true],
        ["a*c", "abbc", true],
        ["a?c", "ac", false],
        ["[!0-9]*", "x1", true],
        ["[!0-9]*", "1x", false],
        ["*[!0-9]*", "123", false],
        ["[a-c].txt", "b-txt", false],
        ["\\*", "*", true],
        ["\\*", "x", false],
        ["[]]", "]", true],
        ["[", "[", true],
        ["[[:digit:]]", "5", true],
        ["d????????[tT]*", "drwxrwxrwt", true],
        ["a.b$", "a.b$", true],
    ])("%s against %j", (pattern, text, expected) => {
        expect(matchesPattern(pattern, text)).toBe(expected);
    });

    it("cut at both ends", () => {
        expect(withoutPrefix("a/b/c", "*/", false)).toBe("b/c");
        expect(withoutPrefix("a/b/c", "*/", true)).toBe("c");
        expect(withoutSuffix("a/b/c", "/*", false)).toBe("a/b");
        expect(withoutSuffix("a/b/c", "/*", true)).toBe("a");
        expect(withoutSuffix("abc", "x", true)).toBe("abc");
    });
});

describe("arithmetic", () => {
    it.each([
        ["n + 1", 8],
        ["-7 / 2", -3],
        ["-7 % 2", -1],
        ["(n > 3) + (n == 7) * 10", 11],
        ["!0 && 2 || 0", 1],
        ["none", 0],
        ["", 0],
    ])("%s", (expression, expected) => {
        expect(evaluateArithmetic(expression, (name) => (name === "n" ? "7" : undefined))).toBe(expected);
    });

    it.each(["1 / 0", "1 +", "(1", "1 1", "@"])("refuses %s", (expression) => {
        expect(() => evaluateArithmetic(expression, () => undefined)).toThrow("arithmetic syntax error");
    });
});
