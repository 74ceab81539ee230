import { cutMark, cutText } from "./cutText";
import { HeadAndTail } from "./headAndTail";
import { decodeUtf8 } from "./utf8";
import { makeVisible } from "./visible";

const newline = 0x0a;

/**
 * Cuts a stream into lines as they may be shown, ended by LF or CR LF, wherever the chunks were cut. An overlong
 * line comes as three: its beginning, a line that says how much is missing, and its end.
 */
export class LineSplitter {
    readonly #unfinished: HeadAndTail;

    /** @param longestLine In bytes, with its end: one that never ends must not fill the memory. */
    constructor(longestLine: number) {
        this.#unfinished = new HeadAndTail(longestLine);
    }

    /** The lines that a chunk completes. */
    add(chunk: Buffer): string[] {
        const lines: string[] = [];
        // In slices that cannot hold an overlong line.
        for (let at = 0; at < chunk.length; at += this.#unfinished.limit) {
            this.#addSlice(chunk.subarray(at, at + this.#unfinished.limit), lines);
        }
        return lines;
    }

    /** The last line, where it had no end. */
    end(): string[] {
        return this.#unfinished.length === 0 ? [] : this.#takeUnfinished();
    }

    /** The end of the unfinished line, as it came. */
    tail(bytes: number): Buffer {
        return this.#unfinished.end(bytes);
    }

    #addSlice(slice: Buffer, lines: string[]): void {
        let start = 0;
        if (this.#unfinished.length > 0) {
            const end = slice.indexOf(newline) + 1;
            this.#unfinished.add(slice.subarray(0, end === 0 ? slice.length : end));
            if (end === 0) {
                return;
            }
            lines.push(...this.#takeUnfinished());
            start = end;
        }
        const end = slice.lastIndexOf(newline) + 1;
        if (start < end) {
            for (const line of linesOf(decodeUtf8(slice.subarray(start, end)))) {
                lines.push(line);
            }
            start = end;
        }
        this.#unfinished.add(slice.subarray(start));
    }

    #takeUnfinished(): string[] {
        const { head, cut, tail } = cutText(this.#unfinished);
        this.#unfinished.clear();
        return cut === 0 ? linesOf(head) : [...linesOf(head), cutMark(cut), ...linesOf(tail)];
    }
}

/** The lines of a text; all at once, which is far quicker than line by line. */
function linesOf(text: string): string[] {
    const lines = makeVisible(text.replaceAll("\r\n", "\n")).split("\n");
    if (lines.at(-1) === "") {
        // What follows the last newline of a text that ends in one: nothing.
        lines.pop();
    }
    return lines;
}
