/** A piece of a shell word, quoted or not: literal text, a parameter such as `$HOME`, `$(command)` or `$((sum))`. */
export type WordPart =
    | { kind: "text"; text: string; quoted: boolean }
    | { kind: "parameter"; name: string; quoted: boolean; operation?: ParameterOperation }
    | { kind: "substitution"; script: Script; quoted: boolean }
    | { kind: "arithmetic"; expression: Word; quoted: boolean };
export type Word = WordPart[];

/** What stands behind the name in `${name%word}`; "length" for `${#name}`. */
export interface ParameterOperation {
    operator: "#" | "##" | "%" | "%%" | "-" | ":-" | "+" | ":+" | "=" | ":=" | "?" | ":?" | "length";
    word: Word;
}

export interface Redirect {
    descriptor: number;
    /** `<<` is a here-document: its target is the text. */
    operator: ">" | ">>" | ">|" | "<" | ">&" | "<&" | "<<";
    target: Word;
}

export interface SimpleCommand {
    kind: "simple";
    assignments: { name: string; value: Word }[];
    words: Word[];
    redirects: Redirect[];
}

/** `( )` or `{ }`. */
export interface Grouping {
    kind: "subshell" | "group";
    script: Script;
    redirects: Redirect[];
}

export interface If {
    kind: "if";
    branches: { condition: Script; body: Script }[];
    otherwise: Script;
    redirects: Redirect[];
}

export interface Loop {
    kind: "loop";
    until: boolean;
    condition: Script;
    body: Script;
    redirects: Redirect[];
}

export interface For {
    kind: "for";
    name: string;
    /** Absent: over the positional parameters. */
    words: Word[] | undefined;
    body: Script;
    redirects: Redirect[];
}

export interface Case {
    kind: "case";
    subject: Word;
    items: { patterns: Word[]; body: Script }[];
    redirects: Redirect[];
}

export interface FunctionDefinition {
    kind: "function";
    name: string;
    body: Command;
    redirects: Redirect[];
}

export type CompoundCommand = Grouping | If | Loop | For | Case | FunctionDefinition;
export type Command = SimpleCommand | CompoundCommand;

export interface Pipeline {
    negated: boolean;
    commands: Command[];
}

/** Pipelines joined by `&&` and `||`, up to a `;`, a newline or a `&`. */
export interface Statement {
    first: Pipeline;
    others: { when: "&&" | "||"; pipeline: Pipeline }[];
    background: boolean;
}

export type Script = Statement[];

export class ShellSyntaxError extends Error {
    constructor(what: string) {
        super(`syntax error: ${what}`);
        this.name = "ShellSyntaxError";
    }
}
