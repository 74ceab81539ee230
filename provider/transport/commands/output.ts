import type { CommandOutput, OutputLine } from "../command";
import { cutText, joinWithMark } from "./cutText";
import { HeadAndTail } from "./headAndTail";
import { LineSplitter } from "./lineSplitter";
import { LineStore } from "./lineStore";
import { decodeUtf8 } from "./utf8";
import { makeVisible } from "./visible";

/** How much of each stream is kept, in bytes. */
export interface OutputLimits {
    /** Of the text. */
    readonly text: number;
    /** Of the memory that lines take up, which have their own weight besides their text. */
    readonly lines: number;
    /** Of one line. */
    readonly line: number;
}

// Far beyond what any Solaris command that we call prints; a host that floods us must not exhaust our memory. Where all
// of the text is kept, so are all lines, unless they are very short.
const usualLimits: OutputLimits = { text: 2 * 1024 * 1024, lines: 4 * 1024 * 1024, line: 64 * 1024 };

// How much of an unfinished line is looked at for a prompt; longer than any that the pattern matches.
const promptLength = 512;

const colon = 0x3a;

// A prompt stands at the end of an unfinished line: "Password: ", "Enter passphrase for key '...': ".
const promptPattern = /(?:password|passphrase|passwort|mot de passe|contrase(?:n|ñ)a|パスワード)[^\n]{0,200}[:：]\s*$/i;

/** What a command printed, with what had to be left out of it. */
export interface CollectedOutput extends CommandOutput {
    /** How many bytes were cut out of the middle of each stream's text; a line of its own says so there. */
    readonly cut: { readonly stdout: number; readonly stderr: number };
}

/**
 * Collects both streams of a command: text, lines with their times, and a prompt that nobody can answer.
 *
 * Of each stream the beginning and the end are kept, 2 MiB together: a command's errors stand at the end. Bytes that are no
 * UTF-8 are shown as `\xNN`; in lines, so are control characters.
 */
export class OutputCollector {
    readonly #streams: { readonly stdout: Stream; readonly stderr: Stream };
    #order = 0;

    /**
     * @param now Milliseconds on a monotonic clock.
     * @param onLine Gets every line as it comes, also those that are not kept.
     */
    constructor(
        private readonly now: () => number,
        private readonly onLine: ((line: OutputLine) => void) | undefined,
        limits: OutputLimits = usualLimits,
    ) {
        this.#streams = { stdout: new Stream(limits), stderr: new Stream(limits) };
    }

    /** Takes in what came; returns the text of a password prompt if the stream now ends in one. */
    add(stream: "stdout" | "stderr", chunk: Buffer): string | undefined {
        const { bytes, splitter } = this.#streams[stream];
        bytes.add(chunk);
        this.#keep(stream, splitter.add(chunk));
        return promptIn(splitter.tail(4 * promptLength));
    }

    /** What was printed, with a last line that had no newline. */
    finish(): CollectedOutput {
        this.#keep("stdout", this.#streams.stdout.splitter.end());
        this.#keep("stderr", this.#streams.stderr.splitter.end());
        const stdout = cutText(this.#streams.stdout.bytes);
        const stderr = cutText(this.#streams.stderr.bytes);
        const lines = [...this.#streams.stdout.lines.all(), ...this.#streams.stderr.lines.all()];
        return {
            stdout: joinWithMark(stdout),
            stderr: joinWithMark(stderr),
            lines: lines.sort((a, b) => a.order - b.order).map(({ line }) => line),
            cut: { stdout: stdout.cut, stderr: stderr.cut },
        };
    }

    #keep(stream: "stdout" | "stderr", lines: readonly string[]): void {
        if (lines.length === 0) {
            return;
        }
        const at = this.now();
        for (const text of lines) {
            const line = { stream, text, at };
            this.#streams[stream].lines.add({ order: this.#order, line });
            this.#order += 1;
            this.onLine?.(line);
        }
    }
}

/** One stream, as bytes and as lines. */
class Stream {
    readonly bytes: HeadAndTail;
    readonly lines: LineStore;
    readonly splitter: LineSplitter;

    constructor(limits: OutputLimits) {
        this.bytes = new HeadAndTail(limits.text);
        this.lines = new LineStore(limits.lines);
        this.splitter = new LineSplitter(limits.line);
    }
}

/** The prompt that an unfinished line ends in, as it may be shown. */
function promptIn(unfinished: Buffer): string | undefined {
    // Most chunks are done with here: the last byte is that of a letter.
    const last = unfinished.at(-1) ?? 0;
    if (last > 0x20 && last < 0x7f && last !== colon) {
        return undefined;
    }
    const tail = decodeUtf8(unfinished).slice(-promptLength);
    return promptPattern.test(tail) ? makeVisible(tail.trim()) : undefined;
}
