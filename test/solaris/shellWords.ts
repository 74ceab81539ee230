import { type ParameterOperation, type Redirect, type Script, ShellSyntaxError, type Word } from "./shellSyntax";

export type OperatorText = ";" | ";;" | "&" | "&&" | "||" | "|" | "(" | ")" | "newline";

export type Token =
    | { kind: "word"; word: Word }
    | { kind: "operator"; text: OperatorText }
    | { kind: "redirect"; descriptor: number; operator: Redirect["operator"] | "<<-" }
    | { kind: "end" };

/** A here-document whose text is still to come, behind the end of the line. */
interface PendingDocument {
    delimiter: string;
    /** Whether nothing is expanded in it, because the delimiter has quotes. */
    literal: boolean;
    withoutTabs: boolean;
    target: Word;
}

const parameterName = /^(?:[A-Za-z_][A-Za-z0-9_]*|[?!$#@*0-9-])/;
const bracedName = /^(?:[A-Za-z_][A-Za-z0-9_]*|[0-9]+|[?!$#@*-])/;
const operation = /^(?::?[-+=?]|##?|%%?)/;
const redirection = /^(\d*)(<<-|<<|<&|<|>>|>&|>\||>)/;
const operator = /^(?:;;|;|&&|&|\|\||\||\(|\)|\n)/;

/** Parses what stands in a `$( )`, from the place behind the parenthesis to its partner. */
export type SubstitutionParser = (text: string, at: number) => { script: Script; end: number };

/** Cuts a script into words and operators as a POSIX shell does (2.3 Token Recognition), without expansion. */
export class Lexer {
    /** The place behind the last token. */
    at: number;
    private word: Word | undefined;
    private documents: PendingDocument[] = [];

    constructor(
        private readonly text: string,
        at: number,
        private readonly substitution: SubstitutionParser,
    ) {
        this.at = at;
    }

    next(): Token {
        for (;;) {
            const character = this.text.charAt(this.at);
            if (character === " " || character === "\t" || character === "\r") {
                this.at += 1;
            } else if (this.text.startsWith("\\\n", this.at)) {
                this.at += 2;
            } else if (character === "#") {
                const end = this.text.indexOf("\n", this.at);
                this.at = end < 0 ? this.text.length : end;
            } else {
                break;
            }
        }
        if (this.at >= this.text.length) {
            this.readDocuments();
            return { kind: "end" };
        }
        return this.operator() ?? { kind: "word", word: this.readWord() };
    }

    /** Registers a here-document; its text is put into the returned word when the line is at its end. */
    expectDocument(delimiter: Word, withoutTabs: boolean): Word {
        const target: Word = [];
        const text = delimiter.map((part) => (part.kind === "text" ? part.text : "")).join("");
        const literal = delimiter.some(({ quoted }) => quoted);
        this.documents.push({ delimiter: text, literal, withoutTabs, target });
        return target;
    }

    private operator(): Token | undefined {
        // The longest operator has three characters; a descriptor's number stands before it.
        const ahead = this.text.slice(this.at, this.at + 8);
        const redirect = redirection.exec(ahead);
        if (redirect !== null) {
            const [all, digits = "", symbol = ""] = redirect;
            this.at += all.length;
            const descriptor = digits === "" ? (symbol.startsWith("<") ? 0 : 1) : Number(digits);
            return { kind: "redirect", descriptor, operator: symbol as Redirect["operator"] | "<<-" };
        }
        const symbol = operator.exec(ahead)?.[0];
        if (symbol === undefined) {
            return undefined;
        }
        this.at += symbol.length;
        if (symbol === "\n") {
            this.readDocuments();
            return { kind: "operator", text: "newline" };
        }
        return { kind: "operator", text: symbol as OperatorText };
    }

    private readWord(): Word {
        const word: Word = [];
        this.word = word;
        for (;;) {
            const plain = /^[^\s'"\\$`;&|()<>]+/.exec(this.text.slice(this.at, this.at + 256))?.[0];
            if (plain !== undefined) {
                this.append(plain, false);
                this.at += plain.length;
                continue;
            }
            const character = this.text.charAt(this.at);
            if (character === "" || /[\s;&|()<>]/.test(character)) {
                break;
            }
            this.special(character, false);
        }
        return word;
    }

    /** Quotes, escapes and expansions outside of double quotes. */
    private special(character: string, quoted: boolean): void {
        if (character === "'") {
            this.singleQuoted();
        } else if (character === '"') {
            this.append("", true);
            this.at += 1;
            this.doubleQuoted('"');
        } else if (character === "\\") {
            if (this.text.charAt(this.at + 1) !== "\n") {
                this.append(this.text.charAt(this.at + 1), true);
            }
            this.at += 2;
        } else if (character === "$") {
            this.dollar(quoted);
        } else {
            throw new ShellSyntaxError("command substitution by ` is not simulated");
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

    /** Up to a `"` or, in a here-document, where a `"` means nothing, to the end of the text. */
    private doubleQuoted(end: '"' | ""): void {
        for (;;) {
            const character = this.text.charAt(this.at);
            if (character === end) {
                this.at += 1;
                return;
            }
            if (character === "") {
                throw new ShellSyntaxError('unterminated "');
            }
            const next = this.text.charAt(this.at + 1);
            if (character === "\\" && next !== "" && `$\`\\\n${end}`.includes(next)) {
                if (next !== "\n") {
                    this.append(next, true);
                }
                this.at += 2;
            } else if (character === "$") {
                this.dollar(true);
            } else if (character === "`") {
                throw new ShellSyntaxError("command substitution by ` is not simulated");
            } else {
                this.append(character, true);
                this.at += 1;
            }
        }
    }

    private dollar(quoted: boolean): void {
        if (this.text.startsWith("$((", this.at)) {
            this.at += 3;
            this.push({ kind: "arithmetic", expression: this.nested(() => this.arithmetic()), quoted });
        } else if (this.text.startsWith("$(", this.at)) {
            const { script, end } = this.substitution(this.text, this.at + 2);
            this.push({ kind: "substitution", script, quoted });
            this.at = end;
        } else if (this.text.startsWith("${", this.at)) {
            this.at += 2;
            this.braced(quoted);
        } else {
            const name = parameterName.exec(this.text.slice(this.at + 1, this.at + 128))?.[0];
            if (name === undefined) {
                this.append("$", quoted);
            } else {
                this.push({ kind: "parameter", name, quoted });
            }
            this.at += 1 + (name?.length ?? 0);
        }
    }

    /** `${name}`, `${#name}`, `${name%pattern}`; the place is behind the brace. */
    private braced(quoted: boolean): void {
        const rest = this.text.slice(this.at, this.at + 128);
        const length = /^#([A-Za-z_][A-Za-z0-9_]*|[0-9]+)\}/.exec(rest);
        if (length !== null) {
            this.at += length[0].length;
            this.push({
                kind: "parameter",
                name: length[1] ?? "",
                quoted,
                operation: { operator: "length", word: [] },
            });
            return;
        }
        const name = bracedName.exec(rest)?.[0];
        if (name === undefined) {
            throw new ShellSyntaxError("bad substitution");
        }
        this.at += name.length;
        if (this.text.charAt(this.at) === "}") {
            this.at += 1;
            this.push({ kind: "parameter", name, quoted });
            return;
        }
        const symbol = operation.exec(this.text.slice(this.at, this.at + 2))?.[0];
        if (symbol === undefined) {
            throw new ShellSyntaxError("bad substitution");
        }
        this.at += symbol.length;
        // Quotes around the whole do not quote a pattern, but they do quote a default.
        const quotedInside = quoted && !/^[#%]/.test(symbol);
        const word = this.nested(() => {
            this.untilBrace(quotedInside);
        });
        this.push({
            kind: "parameter",
            name,
            quoted,
            operation: { operator: symbol as ParameterOperation["operator"], word },
        });
    }

    private untilBrace(quoted: boolean): void {
        for (;;) {
            const character = this.text.charAt(this.at);
            if (character === "}") {
                this.at += 1;
                return;
            }
            if (character === "") {
                throw new ShellSyntaxError("unterminated ${");
            }
            if ('"\\$`'.includes(character) || (character === "'" && !quoted)) {
                this.special(character, quoted);
            } else {
                this.append(character, quoted);
                this.at += 1;
            }
        }
    }

    private arithmetic(): void {
        for (let depth = 0; ;) {
            const character = this.text.charAt(this.at);
            if (character === "") {
                throw new ShellSyntaxError("unterminated $((");
            }
            if (depth === 0 && this.text.startsWith("))", this.at)) {
                this.at += 2;
                return;
            }
            if (character === "$") {
                this.dollar(true);
                continue;
            }
            depth += character === "(" ? 1 : character === ")" ? -1 : 0;
            this.append(character, true);
            this.at += 1;
        }
    }

    /** Reads a word within a word. */
    private nested(read: () => void): Word {
        const outer = this.word;
        const inner: Word = [];
        this.word = inner;
        read();
        this.word = outer;
        return inner;
    }

    private readDocuments(): void {
        const documents = this.documents;
        this.documents = [];
        for (const { delimiter, literal, withoutTabs, target } of documents) {
            const lines: string[] = [];
            for (;;) {
                if (this.at >= this.text.length) {
                    throw new ShellSyntaxError(`here-document without ${delimiter}`);
                }
                const end = this.text.indexOf("\n", this.at);
                const whole = this.text.slice(this.at, end < 0 ? this.text.length : end);
                const line = withoutTabs ? whole.replace(/^\t+/, "") : whole;
                this.at = end < 0 ? this.text.length : end + 1;
                if (line === delimiter) {
                    break;
                }
                lines.push(`${line}\n`);
            }
            const text = lines.join("");
            target.push(
                ...(literal
                    ? [{ kind: "text" as const, text, quoted: true }]
                    : new Lexer(text, 0, this.substitution).document()),
            );
        }
    }

    private document(): Word {
        return this.nested(() => {
            this.append("", true);
            this.doubleQuoted("");
        });
    }

    private append(text: string, quoted: boolean): void {
        const last = this.word?.at(-1);
        if (last?.kind === "text" && last.quoted === quoted) {
            last.text += text;
        } else {
            this.push({ kind: "text", text, quoted });
        }
    }

    private push(part: Word[number]): void {
        this.word?.push(part);
    }
}
