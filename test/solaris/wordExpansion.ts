import type { Script, Word } from "./shellWords";

/** What words are expanded with. */
export interface ExpansionSource {
    /** The value of `$NAME`, `$?`, `$0`; empty where there is none. */
    parameter: (name: string) => string;
    /** `$1` and on: what `$@` stands for. */
    positional: readonly string[];
    /** What a `$(command)` printed when it was run. */
    printed: (script: Script) => string;
}

/**
 * The fields that a word becomes: one, or several where an unquoted value holds blanks or it is `"$@"`, or none where it
 * is empty.
 */
export function expandWord(word: Word, source: ExpansionSource): string[] {
    const fields = new Fields();
    for (const part of word) {
        if (part.kind === "text") {
            fields.append(part.text);
        } else if (part.kind === "parameter" && part.name === "@") {
            fields.appendAll(part.quoted ? source.positional : source.positional.flatMap(splitAtBlanks));
        } else {
            const value =
                part.kind === "parameter"
                    ? source.parameter(part.name)
                    : source.printed(part.script).replace(/\n+$/, "");
            if (part.quoted) {
                fields.append(value);
            } else {
                fields.appendSplit(value);
            }
        }
    }
    return fields.all();
}

function splitAtBlanks(value: string): string[] {
    return value.split(/[ \t\n]+/).filter((piece) => piece !== "");
}

class Fields {
    private readonly finished: string[] = [];
    private current: string | undefined;

    append(text: string): void {
        this.current = (this.current ?? "") + text;
    }

    /** Several values, each a field of its own but for the ends, which join what stands beside them. */
    appendAll(values: readonly string[]): void {
        // Quotes around nothing but an empty `$@` leave no field.
        if (values.length === 0 && this.current === "") {
            this.current = undefined;
        }
        values.forEach((value, index) => {
            if (index > 0) {
                this.end();
            }
            this.append(value);
        });
    }

    /** A value that is split at its blanks. */
    appendSplit(value: string): void {
        value.split(/[ \t\n]+/).forEach((piece, index) => {
            if (index > 0) {
                this.end();
            }
            if (piece !== "") {
                this.append(piece);
            }
        });
    }

    all(): string[] {
        this.end();
        return this.finished;
    }

    private end(): void {
        if (this.current !== undefined) {
            this.finished.push(this.current);
            this.current = undefined;
        }
    }
}
