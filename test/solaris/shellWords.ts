/** A piece of a shell word, quoted or not: literal text, a parameter such as `$HOME`, or a `$(command)`. */
export type WordPart =
    | { kind: "text"; text: string; quoted: boolean }
    | { kind: "parameter"; name: string; quoted: boolean }
    | { kind: "substitution"; script: Script; quoted: boolean };
export type Word = WordPart[];

export interface Redirect {
    descriptor: number;
    operator: ">" | ">>" | "<" | ">&";
    target: Word;
}

export interface SimpleCommand {
    kind: "simple";
    assignments: { name: string; value: Word }[];
    words: Word[];
    redirects: Redirect[];
}

export interface Subshell {
    kind: "subshell";
    script: Script;
    redirects: Redirect[];
}

export interface Pipeline {
    negated: boolean;
    commands: (SimpleCommand | Subshell)[];
    /** What follows the pipeline. */
    connector: ";" | "&" | "&&" | "||";
}

export type Script = Pipeline[];

export class ShellSyntaxError extends Error {
    constructor(what: string) {
        super(`syntax error: ${what}`);
        this.name = "ShellSyntaxError";
    }
}

type Token =
    | { kind: "word"; word: Word }
    | { kind: "operator"; text: ";" | "&" | "&&" | "||" | "|" | "(" | ")" }
    | { kind: "redirect"; descriptor: number; operator: Redirect["operator"] };

const parameterName = /^(?:\{([A-Za-z_][A-Za-z0-9_]*|[?!$#@*0-9])\}|([A-Za-z_][A-Za-z0-9_]*|[?!$#@*0-9]))/;

/** Cuts a command line into words and operators as a POSIX shell does (2.3 Token Recognition), without expansion. */
class Lexer {
    private word: Word | undefined;
    private readonly tokens: Token[] = [];
    private depth = 0;

    constructor(
        private readonly text: string,
        private at = 0,
    ) {}

    run(): Token[] {
        while (this.at < this.text.length) {
            this.step(this.text.charAt(this.at));
        }
        this.endWord();
        return this.tokens;
    }

    /** The tokens up to the `)` that ends a command substitution, and the place behind it. */
    runSubstitution(): { tokens: Token[]; end: number } {
        while (this.depth > 0 || this.text.charAt(this.at) !== ")") {
            if (this.at >= this.text.length) {
                throw new ShellSyntaxError("unterminated $(");
            }
            this.step(this.text.charAt(this.at));
        }
        this.endWord();
        return { tokens: this.tokens, end: this.at + 1 };
    }

    private step(character: string): void {
        const rest = this.text.slice(this.at);
        const redirect = /^(\d?)(>>|>&|>|<)/.exec(rest);
        if (redirect !== null && (redirect[1] === "" || this.word === undefined)) {
            this.endWord();
            this.at += redirect[0].length;
            const operator = redirect[2] as Redirect["operator"];
            const descriptor = redirect[1] === "" ? (operator === "<" ? 0 : 1) : Number(redirect[1]);
            this.tokens.push({ kind: "redirect", descriptor, operator });
        } else if (character === "'") {
            this.singleQuoted();
        } else if (character === '"') {
            this.doubleQuoted();
        } else if (character === "\\") {
            this.append(this.text.charAt(this.at + 1), true);
            this.at += 2;
        } else if (character === "$") {
            this.parameter(false);
        } else if (character === "`") {
            throw new ShellSyntaxError("command substitution by ` is not simulated");
        } else if (character === "#" && this.word === undefined) {
            const end = this.text.indexOf("\n", this.at);
            this.at = end < 0 ? this.text.length : end;
        } else {
            this.plain(character, rest);
        }
    }

    private plain(character: string, rest: string): void {
        const operator = /^(&&|\|\||[;&|()\n])/.exec(rest)?.[0];
        if (operator !== undefined) {
            this.endWord();
            this.at += operator.length;
            this.depth += operator === "(" ? 1 : operator === ")" ? -1 : 0;
            this.tokens.push({
                kind: "operator",
                text: (operator === "\n" ? ";" : operator) as ";" | "&" | "&&" | "||" | "|" | "(" | ")",
            });
        } else if (character === " " || character === "\t" || character === "\r") {
            this.endWord();
            this.at += 1;
        } else {
            this.append(character, false);
            this.at += 1;
        }
    }

    private singleQuoted(): void {
        const end = this.text.indexOf("'", this.at + 1);
        if (end < 0) {
            throw new ShellSyntaxError("unterminated '");
        }
        this.append(this.text.slice(this.at + 1, end), true);
        this.at = end + 1;
    }

    private doubleQuoted(): void {
        this.append("", true);
        this.at += 1;
        while (this.text.charAt(this.at) !== '"') {
            const character = this.text.charAt(this.at);
            if (character === "") {
                throw new ShellSyntaxError('unterminated "');
            }
            if (character === "\\" && '$`"\\\n'.includes(this.text.charAt(this.at + 1))) {
                this.append(this.text.charAt(this.at + 1), true);
                this.at += 2;
            } else if (character === "$") {
                this.parameter(true);
            } else {
                this.append(character, true);
                this.at += 1;
            }
        }
        this.at += 1;
    }

    private parameter(quoted: boolean): void {
        if (this.text.startsWith("$(", this.at)) {
            const { tokens, end } = new Lexer(this.text, this.at + 2).runSubstitution();
            this.word ??= [];
            this.word.push({ kind: "substitution", script: new Parser(tokens).script(false), quoted });
            this.at = end;
            return;
        }
        const match = parameterName.exec(this.text.slice(this.at + 1));
        if (match === null) {
            this.append("$", quoted);
            this.at += 1;
            return;
        }
        this.word ??= [];
        this.word.push({ kind: "parameter", name: match[1] ?? match[2] ?? "", quoted });
        this.at += 1 + match[0].length;
    }

    private append(text: string, quoted: boolean): void {
        this.word ??= [];
        const last = this.word.at(-1);
        if (last?.kind === "text" && last.quoted === quoted) {
            last.text += text;
        } else {
            this.word.push({ kind: "text", text, quoted });
        }
    }

    private endWord(): void {
        if (this.word !== undefined) {
            this.tokens.push({ kind: "word", word: this.word });
            this.word = undefined;
        }
    }
}

/** Builds pipelines and lists from tokens. */
class Parser {
    private at = 0;

    constructor(private readonly tokens: Token[]) {}

    script(closing: boolean): Script {
        const script: Script = [];
        for (;;) {
            while (this.operator(";")) {
                this.at += 1;
            }
            if (this.at >= this.tokens.length) {
                if (closing) {
                    throw new ShellSyntaxError("unmatched (");
                }
                return script;
            }
            if (this.operator(")")) {
                if (!closing) {
                    throw new ShellSyntaxError("unexpected )");
                }
                this.at += 1;
                return script;
            }
            script.push(this.pipeline());
        }
    }

    private operator(text: string): boolean {
        const token = this.tokens[this.at];
        return token?.kind === "operator" && token.text === text;
    }

    private pipeline(): Pipeline {
        const commands = [this.command()];
        const negated = commands[0]?.kind === "simple" && this.stripBang(commands[0]);
        while (this.operator("|")) {
            this.at += 1;
            commands.push(this.command());
        }
        let connector: Pipeline["connector"] = ";";
        for (const candidate of ["&&", "||", "&", ";"] as const) {
            if (this.operator(candidate)) {
                this.at += 1;
                connector = candidate;
                break;
            }
        }
        return { negated, commands, connector };
    }

    private stripBang(command: SimpleCommand): boolean {
        const first = command.words[0]?.[0];
        if (command.words.length > 1 && first?.kind === "text" && first.text === "!" && !first.quoted) {
            command.words.shift();
            return true;
        }
        return false;
    }

    private command(): SimpleCommand | Subshell {
        if (this.operator("(")) {
            this.at += 1;
            const script = this.script(true);
            return { kind: "subshell", script, redirects: this.redirects() };
        }
        const command: SimpleCommand = { kind: "simple", assignments: [], words: [], redirects: [] };
        for (;;) {
            command.redirects.push(...this.redirects());
            const token = this.tokens[this.at];
            if (token?.kind !== "word") {
                break;
            }
            this.at += 1;
            const assigned = command.words.length === 0 ? assignmentOf(token.word) : undefined;
            if (assigned === undefined) {
                command.words.push(token.word);
            } else {
                command.assignments.push(assigned);
            }
        }
        if (command.words.length + command.assignments.length + command.redirects.length === 0) {
            const token = this.tokens[this.at];
            throw new ShellSyntaxError(
                token?.kind === "operator" ? `unexpected \`${token.text}'` : "unexpected end of command",
            );
        }
        return command;
    }

    private redirects(): Redirect[] {
        const redirects: Redirect[] = [];
        for (let token = this.tokens[this.at]; token?.kind === "redirect"; token = this.tokens[this.at]) {
            const target = this.tokens[this.at + 1];
            if (target?.kind !== "word") {
                throw new ShellSyntaxError("redirection without a target");
            }
            redirects.push({ descriptor: token.descriptor, operator: token.operator, target: target.word });
            this.at += 2;
        }
        return redirects;
    }
}

function assignmentOf(word: Word): { name: string; value: Word } | undefined {
    const [first, ...others] = word;
    if (first?.kind !== "text" || first.quoted) {
        return undefined;
    }
    const match = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(first.text);
    return match === null
        ? undefined
        : {
              name: match[1] ?? "",
              value: [{ kind: "text", text: match[2] ?? "", quoted: true }, ...others],
          };
}

/**
 * Parses a POSIX command line: quotes, `$NAME`, `$(command)`, redirections, `;`, `&`, `&&`, `||`, `|`, `( )`. No
 * globbing, here-documents or compound commands.
 *
 * @throws ShellSyntaxError
 */
export function parseScript(commandLine: string): Script {
    return new Parser(new Lexer(commandLine).run()).script(false);
}
