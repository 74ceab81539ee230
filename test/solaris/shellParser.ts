import {
    type Case,
    type Command,
    type If,
    type Pipeline,
    type Redirect,
    type Script,
    ShellSyntaxError,
    type SimpleCommand,
    type Statement,
    type Word,
} from "./shellSyntax";
import { Lexer } from "./shellWords";
import { literalOf, TokenReader } from "./tokenReader";

/** A script as a shell comes to know it: line by line. */
export interface Program {
    /** One entry for each line, or for each command that goes over several. */
    lines: Script[];
    /** What is wrong behind them; a shell runs the lines before. */
    error: ShellSyntaxError | undefined;
}

const closing = new Set(["then", "elif", "else", "fi", "do", "done", "esac", "}"]);

/** Builds commands from tokens (POSIX 2.10). */
class Parser extends TokenReader {
    constructor(text: string, at: number) {
        super(new Lexer(text, at, parseSubstitution));
    }

    program(): Program {
        const lines: Script[] = [];
        try {
            while (this.afterNewlines(() => this.peek().kind !== "end")) {
                lines.push(this.line());
            }
            return { lines, error: undefined };
        } catch (error) {
            if (error instanceof ShellSyntaxError) {
                return { lines, error };
            }
            throw error;
        }
    }

    /** What stands in parentheses; the first is taken already. */
    parenthesised(): { script: Script; end: number } {
        const script = this.list();
        if (!this.isOperator(")")) {
            throw new ShellSyntaxError("unmatched (");
        }
        const end = this.lexer.at;
        this.take();
        return { script, end };
    }

    private line(): Script {
        const line: Script = [];
        for (;;) {
            line.push(this.statement());
            if (this.isOperator("newline") || this.peek().kind === "end") {
                return line;
            }
        }
    }

    /** Statements up to a word or operator that ends them. */
    private list(): Script {
        const script: Script = [];
        for (;;) {
            this.skipNewlines();
            const reserved = this.reserved();
            const ended =
                this.peek().kind === "end" ||
                this.isOperator(")") ||
                this.isOperator(";;") ||
                (reserved !== undefined && closing.has(reserved));
            if (ended) {
                return script;
            }
            script.push(this.statement());
        }
    }

    private body(): Script {
        const script = this.list();
        if (script.length === 0) {
            throw this.unexpected();
        }
        return script;
    }

    private statement(): Statement {
        const first = this.pipeline();
        const others: Statement["others"] = [];
        for (;;) {
            const token = this.peek();
            if (token.kind !== "operator" || (token.text !== "&&" && token.text !== "||")) {
                break;
            }
            this.take();
            this.skipNewlines();
            others.push({ when: token.text, pipeline: this.pipeline() });
        }
        const background = this.isOperator("&");
        if (background || this.isOperator(";")) {
            this.take();
        } else if (!this.endsStatement()) {
            throw this.unexpected();
        }
        return { first, others, background };
    }

    private endsStatement(): boolean {
        return (
            this.peek().kind === "end" || this.isOperator("newline") || this.isOperator(")") || this.isOperator(";;")
        );
    }

    private pipeline(): Pipeline {
        const negated = this.reserved() === "!";
        if (negated) {
            this.take();
        }
        const commands = [this.command()];
        while (this.isOperator("|")) {
            this.take();
            this.skipNewlines();
            commands.push(this.command());
        }
        return { negated, commands };
    }

    private command(): Command {
        if (this.isOperator("(")) {
            this.take();
            const { script } = this.parenthesised();
            return { kind: "subshell", script, redirects: this.redirects() };
        }
        switch (this.reserved()) {
            case "{": {
                this.take();
                const script = this.body();
                this.expect("}");
                return { kind: "group", script, redirects: this.redirects() };
            }
            case "if":
                return this.ifCommand();
            case "while":
            case "until":
                return this.loop();
            case "for":
                return this.forCommand();
            case "case":
                return this.caseCommand();
            default:
                return this.simple();
        }
    }

    private ifCommand(): If {
        const branches: If["branches"] = [];
        do {
            this.take();
            const condition = this.body();
            this.expect("then");
            branches.push({ condition, body: this.body() });
        } while (this.reserved() === "elif");
        let otherwise: Script = [];
        if (this.reserved() === "else") {
            this.take();
            otherwise = this.body();
        }
        this.expect("fi");
        return { kind: "if", branches, otherwise, redirects: this.redirects() };
    }

    private loop(): Command {
        const until = this.reserved() === "until";
        this.take();
        const condition = this.body();
        return { kind: "loop", until, condition, ...this.doGroup() };
    }

    private doGroup(): { body: Script; redirects: Redirect[] } {
        this.expect("do");
        const body = this.body();
        this.expect("done");
        return { body, redirects: this.redirects() };
    }

    private forCommand(): Command {
        this.take();
        const name = literalOf(this.takeWord());
        if (name === undefined || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
            throw new ShellSyntaxError("bad for loop variable");
        }
        let words: Word[] | undefined;
        this.skipNewlines();
        if (this.reserved() === "in") {
            this.take();
            words = [];
            while (this.peek().kind === "word") {
                words.push(this.takeWord());
            }
        }
        if (this.isOperator(";")) {
            this.take();
        }
        this.skipNewlines();
        return { kind: "for", name, words, ...this.doGroup() };
    }

    private caseCommand(): Case {
        this.take();
        const subject = this.takeWord();
        this.skipNewlines();
        this.expect("in");
        const items: Case["items"] = [];
        while (this.afterNewlines(() => this.reserved() !== "esac")) {
            if (this.isOperator("(")) {
                this.take();
            }
            const patterns = [this.takeWord()];
            while (this.isOperator("|")) {
                this.take();
                patterns.push(this.takeWord());
            }
            if (!this.isOperator(")")) {
                throw this.unexpected();
            }
            this.take();
            items.push({ patterns, body: this.list() });
            if (this.isOperator(";;")) {
                this.take();
            } else if (this.reserved() !== "esac") {
                throw this.unexpected();
            }
        }
        this.expect("esac");
        return { kind: "case", subject, items, redirects: this.redirects() };
    }

    private simple(): Command {
        const command: SimpleCommand = { kind: "simple", assignments: [], words: [], redirects: [] };
        for (;;) {
            command.redirects.push(...this.redirects());
            if (this.peek().kind !== "word") {
                break;
            }
            const word = this.takeWord();
            const assigned = command.words.length === 0 ? assignmentOf(word) : undefined;
            if (assigned !== undefined) {
                command.assignments.push(assigned);
                continue;
            }
            command.words.push(word);
            if (command.words.length === 1 && this.isOperator("(")) {
                return this.functionDefinition(literalOf(word));
            }
        }
        if (command.words.length + command.assignments.length + command.redirects.length === 0) {
            throw this.unexpected();
        }
        const first = literalOf(command.words[0]);
        if (first !== undefined && closing.has(first)) {
            throw new ShellSyntaxError(`unexpected \`${first}'`);
        }
        return command;
    }

    private functionDefinition(name: string | undefined): Command {
        this.take();
        if (name === undefined || !this.isOperator(")")) {
            throw this.unexpected();
        }
        this.take();
        this.skipNewlines();
        return { kind: "function", name, body: this.command(), redirects: [] };
    }

    private redirects(): Redirect[] {
        const redirects: Redirect[] = [];
        for (let token = this.peek(); token.kind === "redirect"; token = this.peek()) {
            const { descriptor, operator } = token;
            this.take();
            if (this.peek().kind !== "word") {
                throw new ShellSyntaxError("redirection without a target");
            }
            const target = this.takeWord();
            redirects.push(
                operator === "<<" || operator === "<<-"
                    ? { descriptor, operator: "<<", target: this.lexer.expectDocument(target, operator === "<<-") }
                    : { descriptor, operator, target },
            );
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
        : { name: match[1] ?? "", value: [{ kind: "text", text: match[2] ?? "", quoted: true }, ...others] };
}

function parseSubstitution(text: string, at: number): { script: Script; end: number } {
    return new Parser(text, at).parenthesised();
}

// Scripts come back, the command lines that carry their arguments hardly: the cache is emptied when it is full.
const cachedCharacters = 2_000_000;
const programs = new Map<string, Program>();
let characters = 0;

/** Parses a script once: the same text again gives the same program. */
export function parseProgram(text: string): Program {
    let program = programs.get(text);
    if (program === undefined) {
        program = new Parser(text, 0).program();
        if (characters > cachedCharacters) {
            programs.clear();
            characters = 0;
        }
        programs.set(text, program);
        characters += text.length;
    }
    return program;
}

/**
 * Parses a POSIX script as a whole.
 *
 * @throws ShellSyntaxError
 */
export function parseScript(text: string): Script {
    const { lines, error } = parseProgram(text);
    if (error !== undefined) {
        throw error;
    }
    return lines.flat();
}
