const smallestBuffer = 4096;

/** Bytes of which the first and the last are kept, up to a limit; what does not fit is taken out of the middle. */
export class HeadAndTail {
    readonly #half: number;
    #buffer = Buffer.alloc(0);
    #length = 0;

    /** @param limit How many bytes are kept at most: half of them from the beginning, half from the end. */
    constructor(limit: number) {
        this.#half = Math.floor(limit / 2);
    }

    /** The number of all bytes so far, kept or not. */
    get length(): number {
        return this.#length;
    }

    /** The number of bytes up to which nothing is lost. */
    get limit(): number {
        return 2 * this.#half;
    }

    add(bytes: Buffer): void {
        this.#makeRoom(bytes.length);
        for (let from = 0; from < bytes.length;) {
            const to = this.#placeOf(this.#length);
            const room = (to < this.#half ? this.#half : this.limit) - to;
            const copied = bytes.copy(this.#buffer, to, from, from + room);
            from += copied;
            this.#length += copied;
        }
    }

    /** The last bytes; at most half of the limit. Valid until bytes are added. */
    end(count: number): Buffer {
        const from = Math.max(this.#length - Math.min(count, this.#half), 0);
        if (from === this.#length) {
            return Buffer.alloc(0);
        }
        const start = this.#placeOf(from);
        const end = this.#placeOf(this.#length - 1) + 1;
        return start < end
            ? this.#buffer.subarray(start, end)
            : Buffer.concat([this.#buffer.subarray(start), this.#buffer.subarray(this.#half, end)]);
    }

    /** What is kept: everything, as the head, or both ends where bytes between them are gone. Valid until bytes are added. */
    ends(): { readonly head: Buffer; readonly tail: Buffer | undefined } {
        return this.#length <= this.limit
            ? { head: this.#buffer.subarray(0, this.#length), tail: undefined }
            : { head: this.#buffer.subarray(0, this.#half), tail: this.end(this.#half) };
    }

    clear(): void {
        this.#length = 0;
    }

    /** Where a byte is kept: the first half fills up once, the second goes round. */
    #placeOf(offset: number): number {
        return offset < this.#half ? offset : this.#half + ((offset - this.#half) % this.#half);
    }

    #makeRoom(more: number): void {
        const needed = Math.min(this.#length + more, this.limit);
        if (this.#buffer.length < needed) {
            const grown = Buffer.alloc(Math.min(Math.max(2 * needed, smallestBuffer), this.limit));
            this.#buffer.copy(grown);
            this.#buffer = grown;
        }
    }
}
