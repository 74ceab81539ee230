import type { CommandOutput, OutputLine } from "./command";

// Far beyond what any Solaris command that we call prints; a host that floods us must not exhaust our memory.
const maximumBytes = 4 * 1024 * 1024;

// A prompt stands at the end of an unfinished line: "Password: ", "Enter passphrase for key '...': ".
const promptPattern = /(?:password|passphrase|passwort|mot de passe|contrase(?:n|ñ)a|パスワード)[^\n]{0,200}[:：]\s*$/i;

/** Collects both streams of a command: text, lines with their times, and a prompt that nobody can answer. */
export class OutputCollector {
    readonly #streams = { stdout: new StreamText(), stderr: new StreamText() };
    readonly #lines: OutputLine[] = [];
    #bytes = 0;

    constructor(
        private readonly now: () => number,
        private readonly onLine: ((line: OutputLine) => void) | undefined,
    ) {}

    /** Takes in what came; returns the text of a password prompt if the stream now ends in one. */
    add(stream: "stdout" | "stderr", chunk: Buffer): string | undefined {
        this.#bytes += chunk.length;
        if (this.#bytes > maximumBytes) {
            return undefined;
        }
        const text = this.#streams[stream];
        for (const line of text.add(chunk)) {
            this.#emit(stream, line);
        }
        return promptPattern.test(text.unfinished) ? text.unfinished.trim() : undefined;
    }

    /** What was printed, with a last line that had no newline. */
    finish(): CommandOutput {
        for (const stream of ["stdout", "stderr"] as const) {
            const rest = this.#streams[stream].end();
            if (rest !== "") {
                this.#emit(stream, rest);
            }
        }
        if (this.#bytes > maximumBytes) {
            this.#emit("stderr", `[output beyond ${maximumBytes} bytes not kept]`);
        }
        return { stdout: this.#streams.stdout.all, stderr: this.#streams.stderr.all, lines: [...this.#lines] };
    }

    #emit(stream: "stdout" | "stderr", text: string): void {
        const line = { stream, text: makeVisible(text), at: this.now() };
        this.#lines.push(line);
        this.onLine?.(line);
    }
}

class StreamText {
    // Not fatal: bytes that are no UTF-8 become U+FFFD, which is visible and does no harm.
    readonly #decoder = new TextDecoder("utf-8");
    #all = "";
    unfinished = "";

    get all(): string {
        return this.#all;
    }

    add(chunk: Buffer): string[] {
        return this.#take(this.#decoder.decode(chunk, { stream: true }));
    }

    end(): string {
        const lines = this.#take(this.#decoder.decode());
        const rest = [...lines, this.unfinished].join("\n");
        this.unfinished = "";
        return rest;
    }

    #take(text: string): string[] {
        this.#all += text;
        const parts = (this.unfinished + text).split(/\r?\n/);
        this.unfinished = parts.pop() ?? "";
        return parts;
    }
}

/** Control characters could rewrite the terminal of whoever reads the line, so they are shown instead of sent. */
function makeVisible(text: string): string {
    return text.replace(/\p{Cc}/gu, (character) =>
        character === "\t" ? character : `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
    );
}
