import type { CommandOutput, OutputLine } from "./command";

// Far beyond what any Solaris command that we call prints; a host that floods us must not exhaust our memory.
const maximumBytes = 4 * 1024 * 1024;
const maximumLines = 100_000;

// How much of an unfinished line is looked at for a prompt; longer than any that the pattern matches.
const promptLength = 512;

// A prompt stands at the end of an unfinished line: "Password: ", "Enter passphrase for key '...': ".
const promptPattern = /(?:password|passphrase|passwort|mot de passe|contrase(?:n|ñ)a|パスワード)[^\n]{0,200}[:：]\s*$/i;

/** Collects both streams of a command: text, lines with their times, and a prompt that nobody can answer. */
export class OutputCollector {
    readonly #streams = { stdout: new StreamText(), stderr: new StreamText() };
    readonly #lines: OutputLine[] = [];
    #bytes = 0;
    #cutOff = false;

    constructor(
        private readonly now: () => number,
        private readonly onLine: ((line: OutputLine) => void) | undefined,
    ) {}

    /** Takes in what came; returns the text of a password prompt if the stream now ends in one. */
    add(stream: "stdout" | "stderr", chunk: Buffer): string | undefined {
        this.#bytes += chunk.length;
        if (this.#bytes > maximumBytes) {
            this.#cutOff = true;
            return undefined;
        }
        const text = this.#streams[stream];
        for (const line of text.add(chunk)) {
            this.#emit(stream, line);
        }
        return promptPattern.test(text.tail) ? text.tail.trim() : undefined;
    }

    /** What was printed, with a last line that had no newline. */
    finish(): CommandOutput {
        for (const stream of ["stdout", "stderr"] as const) {
            const rest = this.#streams[stream].end();
            if (rest !== "") {
                this.#emit(stream, rest);
            }
        }
        if (this.#cutOff) {
            this.#keep("stderr", `[output beyond ${maximumBytes} bytes or ${maximumLines} lines not kept]`);
        }
        return { stdout: this.#streams.stdout.all, stderr: this.#streams.stderr.all, lines: [...this.#lines] };
    }

    #emit(stream: "stdout" | "stderr", text: string): void {
        if (this.#lines.length < maximumLines) {
            this.#keep(stream, text);
        } else {
            this.#cutOff = true;
        }
    }

    #keep(stream: "stdout" | "stderr", text: string): void {
        const line = { stream, text: makeVisible(text), at: this.now() };
        this.#lines.push(line);
        this.onLine?.(line);
    }
}

class StreamText {
    // Not fatal: bytes that are no UTF-8 become U+FFFD, which is visible and does no harm.
    readonly #decoder = new TextDecoder("utf-8");
    #all = "";
    #unfinished = "";
    /** The end of the unfinished line. */
    tail = "";

    get all(): string {
        return this.#all;
    }

    add(chunk: Buffer): string[] {
        return this.#take(this.#decoder.decode(chunk, { stream: true }));
    }

    end(): string {
        const lines = this.#take(this.#decoder.decode());
        const rest = [...lines, this.#unfinished].join("\n");
        this.#unfinished = "";
        this.tail = "";
        return rest;
    }

    /** Looks at new text only: a line without an end, in many pieces, must not be gone through again for each piece. */
    #take(text: string): string[] {
        this.#all += text;
        const afterLastLine = text.lastIndexOf("\n") + 1;
        if (afterLastLine === 0) {
            this.#unfinished += text;
            this.tail = (this.tail + text).slice(-promptLength);
            return [];
        }
        const lines = (this.#unfinished + text.slice(0, afterLastLine)).split(/\r?\n/);
        // What follows the last newline of a text that ends in one: nothing.
        lines.pop();
        this.#unfinished = text.slice(afterLastLine);
        this.tail = this.#unfinished.slice(-promptLength);
        return lines;
    }
}

/** Control characters could rewrite the terminal of whoever reads the line, so they are shown instead of sent. */
function makeVisible(text: string): string {
    return text.replace(/\p{Cc}/gu, (character) =>
        character === "\t" ? character : `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
    );
}
