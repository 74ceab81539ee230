import { ShellSyntaxError, type Word } from "./shellSyntax";
import type { Lexer, OperatorText, Token } from "./shellWords";

/** The text of a word in which nothing is quoted or expanded: only such a word can be a reserved one. */
export function literalOf(word: Word | undefined): string | undefined {
    const [first, ...others] = word ?? [];
    return first?.kind === "text" && !first.quoted && others.length === 0 ? first.text : undefined;
}

/** A parser's view of its tokens: the next one, and what it may be. */
export class TokenReader {
    private ahead: Token | undefined;

    constructor(protected readonly lexer: Lexer) {}

    protected peek(): Token {
        this.ahead ??= this.lexer.next();
        return this.ahead;
    }

    protected take(): Token {
        const token = this.peek();
        this.ahead = undefined;
        return token;
    }

    protected takeWord(): Word {
        const token = this.peek();
        if (token.kind !== "word") {
            throw this.unexpected();
        }
        this.ahead = undefined;
        return token.word;
    }

    protected isOperator(text: OperatorText): boolean {
        const token = this.peek();
        return token.kind === "operator" && token.text === text;
    }

    protected reserved(): string | undefined {
        const token = this.peek();
        return token.kind === "word" ? literalOf(token.word) : undefined;
    }

    protected expect(word: string): void {
        if (this.reserved() !== word) {
            throw this.unexpected();
        }
        this.take();
    }

    /** Passes over newlines. @returns whether what comes then is as it should be. */
    protected afterNewlines(condition: () => boolean): boolean {
        this.skipNewlines();
        return condition();
    }

    protected skipNewlines(): void {
        while (this.isOperator("newline")) {
            this.take();
        }
    }

    protected unexpected(): ShellSyntaxError {
        const token = this.peek();
        if (token.kind === "end") {
            return new ShellSyntaxError("unexpected end of file");
        }
        const text = token.kind === "word" ? literalOf(token.word) : token.kind === "operator" ? token.text : "<";
        return new ShellSyntaxError(`unexpected \`${text ?? "word"}'`);
    }
}
