import type { HeadAndTail } from "./headAndTail";
import { decodeUtf8 } from "./utf8";

// How far from a cut the end of a line is looked for, in bytes, so that no half line is left standing beside it.
const lineSearch = 64 * 1024;
const newline = 0x0a;

/** A text that may have had its middle cut out. */
export interface CutText {
    readonly head: string;
    /** How many bytes are missing between head and tail; 0 where the head is all. */
    readonly cut: number;
    readonly tail: string;
}

/** The line that stands where bytes were cut out. */
export function cutMark(bytes: number): string {
    return `[... ${bytes} bytes cut out ...]`;
}

/** How many bytes a line says were cut out where it stands; undefined for any other line. */
export function cutBytesOf(line: string): number | undefined {
    const bytes = /^\[\.\.\. (\d+) bytes cut out \.\.\.\]$/.exec(line)?.[1];
    return bytes === undefined ? undefined : Number(bytes);
}

/** What is kept of a stream, as text. Whole lines are left at the cut where lines are not too long, else whole characters. */
export function cutText(kept: HeadAndTail): CutText {
    const ends = kept.ends();
    if (ends.tail === undefined) {
        return { head: decodeUtf8(ends.head), cut: 0, tail: "" };
    }
    const head = ends.head.subarray(0, endOfHead(ends.head));
    const tail = ends.tail.subarray(startOfTail(ends.tail));
    return { head: decodeUtf8(head), cut: kept.length - head.length - tail.length, tail: decodeUtf8(tail) };
}

/** Head and tail as one text, with the mark on a line of its own between them. */
export function joinWithMark({ head, cut, tail }: CutText): string {
    if (cut === 0) {
        return head;
    }
    return `${head}${head.endsWith("\n") ? "" : "\n"}${cutMark(cut)}\n${tail}`;
}

function endOfHead(head: Buffer): number {
    const lineEnd = head.lastIndexOf(newline) + 1;
    if (lineEnd > 0 && lineEnd >= head.length - lineSearch) {
        return lineEnd;
    }
    // The last character is left out where its bytes do not end here.
    for (let back = 1; back <= Math.min(3, head.length); back += 1) {
        const byte = head[head.length - back] ?? 0;
        if (byte >= 0xc0) {
            const length = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
            return length > back ? head.length - back : head.length;
        }
        if (byte < 0x80) {
            break;
        }
    }
    return head.length;
}

function startOfTail(tail: Buffer): number {
    const lineStart = tail.indexOf(newline) + 1;
    if (lineStart > 0 && lineStart <= lineSearch && lineStart < tail.length) {
        return lineStart;
    }
    let start = 0;
    while (start < 3 && ((tail[start] ?? 0) & 0xc0) === 0x80) {
        start += 1;
    }
    return start;
}
