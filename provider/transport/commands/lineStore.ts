import type { OutputLine } from "../command";
import { cutBytesOf, cutMark } from "./cutText";

// What a line takes up in memory besides its text, roughly, in bytes.
const overhead = 64;

/** A line with its place among those of both streams. */
export interface ArrivedLine {
    readonly order: number;
    readonly line: OutputLine;
}

/** The lines of one stream: the first and the last, up to a limit of memory, with a line that says what is missing. */
export class LineStore {
    readonly #half: number;
    readonly #head: ArrivedLine[] = [];
    #headSize = 0;
    #tail: ArrivedLine[] = [];
    #tailStart = 0;
    #tailSize = 0;
    #firstCut: ArrivedLine | undefined;
    #cutBytes = 0;

    /** @param limit In bytes, counting a fixed amount for each line besides its text. */
    constructor(limit: number) {
        this.#half = limit / 2;
    }

    add(arrived: ArrivedLine): void {
        const size = sizeOf(arrived);
        if (this.#tail.length === 0 && this.#headSize + size <= this.#half) {
            this.#head.push(arrived);
            this.#headSize += size;
            return;
        }
        this.#tail.push(arrived);
        this.#tailSize += size;
        while (this.#tailSize > this.#half) {
            this.#dropFirstOfTail();
        }
        // In one go now and then: to move all of them for each line would take a time that grows with the square.
        if (this.#tailStart * 2 > this.#tail.length) {
            this.#tail = this.#tail.slice(this.#tailStart);
            this.#tailStart = 0;
        }
    }

    /** The lines that are kept, in order. */
    all(): ArrivedLine[] {
        const tail = this.#tail.slice(this.#tailStart);
        const cut = this.#firstCut;
        if (cut === undefined) {
            return [...this.#head, ...tail];
        }
        const mark = { ...cut, line: { ...cut.line, text: cutMark(this.#cutBytes) } };
        return [...this.#head, mark, ...tail];
    }

    #dropFirstOfTail(): void {
        const dropped = this.#tail[this.#tailStart];
        if (dropped === undefined) {
            return;
        }
        this.#tailStart += 1;
        this.#tailSize -= sizeOf(dropped);
        this.#firstCut ??= dropped;
        const { text } = dropped.line;
        this.#cutBytes += cutBytesOf(text) ?? Buffer.byteLength(text) + 1;
    }
}

function sizeOf({ line }: ArrivedLine): number {
    return line.text.length + overhead;
}
