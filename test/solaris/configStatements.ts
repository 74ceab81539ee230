/** A zonecfg error; `message` is the line zonecfg prints (without the "On line N:" that introduces it). */
export class ConfigError extends Error {
    constructor(message: string) {
        super(message);
        this.name = "ConfigError";
    }
}

/** What cannot be read at all: `syntax error on line N` and a `usage:` [A]. */
export class ConfigSyntaxError extends ConfigError {
    constructor() {
        super("syntax error");
        this.name = "ConfigSyntaxError";
    }
}

/** One command of a zonecfg input, and the line it begins on. */
export interface Statement {
    text: string;
    line: number;
}

/**
 * The commands of an input. `;` and newline separate them, `#` begins a comment; in double quotes both are ordinary. That
 * a `#` in the middle of a word begins one, too, is [U].
 */
export function statementsOf(text: string): Statement[] {
    const statements: Statement[] = [];
    text.split("\n").forEach((content, index) => {
        let quoted = false;
        let current = "";
        const push = (): void => {
            if (current.trim() !== "") {
                statements.push({ text: current.trim(), line: index + 1 });
            }
            current = "";
        };
        for (const character of content) {
            if (character === '"') {
                quoted = !quoted;
            }
            if (character === "#" && !quoted) {
                break;
            }
            if (character === ";" && !quoted) {
                push();
            } else {
                current += character;
            }
        }
        push();
    });
    return statements;
}

/** A value: pieces in quotes, in brackets, or without blanks. */
const valuePattern = String.raw`(?:"[^"]*"|\([^()"]*\)|\[[^[\]"]*\]|[^\s"()[\]])+`;
const assignmentPattern = new RegExp(String.raw`([\w.-]+)\s*=\s*(${valuePattern})\s*`, "y");
const wholeValue = new RegExp(`^${valuePattern}$`);

/** One `name=value`. The value is without quotes, and as it was written otherwise. */
export interface Assignment {
    name: string;
    value: string;
}

/** `name=value name=value ...`. @throws ConfigSyntaxError for anything else. */
export function assignmentsOf(text: string): Assignment[] {
    const found: Assignment[] = [];
    let at = 0;
    while (at < text.length) {
        assignmentPattern.lastIndex = at;
        const match = assignmentPattern.exec(text);
        if (match?.[1] === undefined || match[2] === undefined) {
            throw new ConfigSyntaxError();
        }
        found.push({ name: match[1], value: withoutQuotes(match[2]) });
        at = assignmentPattern.lastIndex;
    }
    return found;
}

/** The one value behind `add property`. @throws ConfigSyntaxError */
export function valueOf(text: string): string {
    if (!wholeValue.test(text)) {
        throw new ConfigSyntaxError();
    }
    return withoutQuotes(text);
}

/** Whether a value needs no quotes to be read as it is. */
export function isPlainValue(value: string): boolean {
    return wholeValue.test(value) && !/[;#"()]/.test(value);
}

function withoutQuotes(value: string): string {
    return value.replaceAll('"', "");
}
