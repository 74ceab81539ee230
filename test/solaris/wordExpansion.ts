import { evaluateArithmetic } from "./arithmetic";
import { isPattern, quotePattern, withoutPrefix, withoutSuffix } from "./shellPattern";
import type { ParameterOperation, Script, Word, WordPart } from "./shellSyntax";

/** What words are expanded with. */
export interface ExpansionSource {
    /** The value of `$NAME`, `$?`, `$0`; undefined where it is not set. */
    parameter: (name: string) => string | undefined;
    /** `${NAME:=word}` sets it. */
    assign: (name: string, value: string) => void;
    /** `$1` and on: what `$@` stands for. */
    positional: readonly string[];
    /** Runs a `$(command)`. @returns what it prints. */
    run: (script: Script) => Promise<string>;
    /** The characters at which values are split; undefined: blank, tab and newline. */
    separators: string | undefined;
    /** The file names that a pattern stands for; empty where there are none. Absent: no file names are looked for. */
    pathnames?: (pattern: string) => string[];
}

/** `${name?message}` of a parameter that is not set. */
export class ParameterNotSet extends Error {
    constructor(name: string, message: string) {
        super(`${name}: ${message === "" ? "parameter null or not set" : message}`);
        this.name = "ParameterNotSet";
    }
}

/** The only field of a word in which there is nothing to expand; undefined for another one. Most words are such. */
export function literalOf(word: Word): string | undefined {
    const [only] = word;
    return only?.kind === "text" && word.length === 1 && (only.quoted || !isPattern(only.text)) ? only.text : undefined;
}

/**
 * The fields that a word becomes: one, or several where an unquoted value holds blanks or it is `"$@"` or a pattern, or
 * none where it is empty.
 *
 * @throws ParameterNotSet, ArithmeticError
 */
export async function expandWord(word: Word, source: ExpansionSource): Promise<string[]> {
    const fields = new Fields(source.separators);
    await expandInto(word, source, fields, true);
    return fields.all().flatMap(({ text, pattern }) => {
        const names = source.pathnames !== undefined && isPattern(pattern) ? source.pathnames(pattern) : [];
        return names.length > 0 ? names : [text];
    });
}

/** A word where no fields are made of it: the value of an assignment, a redirection's target, the subject of `case`. */
export async function expandText(word: Word, source: ExpansionSource): Promise<string> {
    return (await expandWhole(word, source)).text;
}

/** A word as a pattern, with what is quoted in it standing for itself. */
export async function expandPattern(word: Word, source: ExpansionSource): Promise<string> {
    return (await expandWhole(word, source)).pattern;
}

async function expandWhole(word: Word, source: ExpansionSource): Promise<Field> {
    const fields = new Fields(source.separators);
    await expandInto(word, source, fields, false);
    return fields.all()[0] ?? { text: "", pattern: "" };
}

/** @param splitText Whether literal text is split, too: that of a default in `${name-default}` is. */
async function expandInto(
    word: Word,
    source: ExpansionSource,
    fields: Fields,
    split: boolean,
    splitText = false,
): Promise<void> {
    for (const part of word) {
        if (part.kind === "text" && splitText && !part.quoted) {
            fields.appendSplit(part.text);
        } else if (part.kind === "text") {
            fields.append(part.text, part.quoted);
        } else if (part.kind === "parameter" && part.operation !== undefined) {
            await expandOperation(part, part.operation, source, fields, split);
        } else {
            addValue(part, await valueOf(part, source), source, fields, split);
        }
    }
}

async function valueOf(part: WordPart, source: ExpansionSource): Promise<string> {
    switch (part.kind) {
        case "text":
            return part.text;
        case "parameter":
            return source.parameter(part.name) ?? "";
        case "substitution":
            return (await source.run(part.script)).replace(/\n+$/, "");
        case "arithmetic": {
            const expression = await expandText(part.expression, source);
            return String(evaluateArithmetic(expression, source.parameter));
        }
    }
}

function addValue(part: WordPart, value: string, source: ExpansionSource, fields: Fields, split: boolean): void {
    if (part.kind === "parameter" && (part.name === "@" || part.name === "*")) {
        if (!split || (part.name === "*" && part.quoted)) {
            const separator = part.name === "*" ? (source.separators ?? " ").slice(0, 1) : " ";
            fields.append(source.positional.join(separator), part.quoted);
        } else if (part.quoted) {
            fields.appendAll(source.positional);
        } else {
            source.positional.forEach((each, index) => {
                if (index > 0) {
                    fields.end();
                }
                fields.appendSplit(each);
            });
        }
    } else if (part.quoted || !split) {
        fields.append(value, part.quoted);
    } else {
        fields.appendSplit(value);
    }
}

async function expandOperation(
    part: WordPart & { kind: "parameter" },
    { operator, word }: ParameterOperation,
    source: ExpansionSource,
    fields: Fields,
    split: boolean,
): Promise<void> {
    const { name } = part;
    const value = name === "@" || name === "*" ? source.positional.join(" ") : source.parameter(name);
    const plain: WordPart & { kind: "parameter" } = { kind: "parameter", name, quoted: part.quoted };
    if (operator === "length") {
        addValue(plain, String(Array.from(value ?? "").length), source, fields, split);
        return;
    }
    if (/^[#%]/.test(operator)) {
        const pattern = await expandPattern(word, source);
        const cut = operator.startsWith("#") ? withoutPrefix : withoutSuffix;
        addValue(plain, cut(value ?? "", pattern, operator.length === 2), source, fields, split);
        return;
    }
    const present = value !== undefined && (value !== "" || !operator.startsWith(":"));
    const action = operator.at(-1);
    if (action === "+") {
        if (present) {
            await expandInto(word, source, fields, split && !part.quoted, split && !part.quoted);
        }
        return;
    }
    if (present) {
        addValue(plain, value, source, fields, split);
        return;
    }
    if (action === "?") {
        throw new ParameterNotSet(name, await expandText(word, source));
    }
    if (action === "=") {
        const assigned = await expandText(word, source);
        source.assign(name, assigned);
        addValue(plain, assigned, source, fields, split);
        return;
    }
    await expandInto(word, source, fields, split && !part.quoted, split && !part.quoted);
}

interface Field {
    text: string;
    /** The same with backslashes before what is quoted and special in patterns. */
    pattern: string;
}

const blanks = " \t\n";

/** The fields of a word as they come to be. */
class Fields {
    private readonly finished: Field[] = [];
    private current: Field | undefined;
    private readonly separators: string;

    constructor(separators: string | undefined) {
        this.separators = separators ?? blanks;
    }

    append(text: string, quoted: boolean): void {
        this.current ??= { text: "", pattern: "" };
        this.current.text += text;
        this.current.pattern += quoted ? quotePattern(text) : text;
    }

    /** Several values, each a field of its own but for the ends, which join what stands beside them. */
    appendAll(values: readonly string[]): void {
        // Quotes around nothing but an empty `$@` leave no field.
        if (values.length === 0 && this.current?.text === "") {
            this.current = undefined;
        }
        values.forEach((value, index) => {
            if (index > 0) {
                this.end();
            }
            this.append(value, true);
        });
    }

    /** A value that is split at the separators: blanks among them count as one, each other ends a field (POSIX 2.6.5). */
    appendSplit(value: string): void {
        let piece = "";
        let pending = false;
        const finishPiece = (even: boolean): void => {
            if (piece !== "" || even) {
                this.append(piece, false);
            }
            piece = "";
        };
        for (const character of value) {
            if (!this.separators.includes(character)) {
                if (pending) {
                    this.end();
                    pending = false;
                }
                piece += character;
            } else if (blanks.includes(character)) {
                finishPiece(false);
                pending = true;
            } else {
                finishPiece(this.current === undefined);
                this.end();
                pending = false;
            }
        }
        finishPiece(false);
        if (pending) {
            this.end();
        }
    }

    end(): void {
        if (this.current !== undefined) {
            this.finished.push(this.current);
            this.current = undefined;
        }
    }

    all(): Field[] {
        this.end();
        return this.finished;
    }
}
