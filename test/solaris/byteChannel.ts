/** Bytes to be read once, in order: a command's standard input, whatever it comes from. */
export abstract class ByteSource {
    /** What is there now or arrives next; undefined at the end. Of a file that grows there can be more later. */
    abstract read(): Promise<Buffer | undefined>;

    /** Puts back what was read too much. */
    protected abstract putBack(rest: Buffer): void;

    async readAll(): Promise<string> {
        const all: Buffer[] = [];
        for (let chunk = await this.read(); chunk !== undefined; chunk = await this.read()) {
            all.push(chunk);
        }
        return Buffer.concat(all).toString("utf8");
    }

    /** What is left of the current line, without its newline; `complete`: whether there was one before the end. */
    async readThroughNewline(): Promise<{ text: string; complete: boolean }> {
        const pieces: Buffer[] = [];
        for (let chunk = await this.read(); chunk !== undefined; chunk = await this.read()) {
            const newline = chunk.indexOf("\n");
            if (newline < 0) {
                pieces.push(chunk);
                continue;
            }
            pieces.push(chunk.subarray(0, newline));
            if (newline + 1 < chunk.length) {
                this.putBack(chunk.subarray(newline + 1));
            }
            return { text: Buffer.concat(pieces).toString("utf8"), complete: true };
        }
        return { text: Buffer.concat(pieces).toString("utf8"), complete: false };
    }

    /** One line without its newline; undefined when the input ends before one. What follows it stays to be read. */
    async readLine(): Promise<string | undefined> {
        const { text, complete } = await this.readThroughNewline();
        return complete ? text : undefined;
    }
}

/** Bytes that one side writes and the other reads: a channel's standard input, or a pipe between two commands. */
export class ByteChannel extends ByteSource {
    private readonly chunks: Buffer[] = [];
    private ended = false;
    private readonly waiting: (() => void)[] = [];

    write(chunk: Buffer): void {
        if (!this.ended && chunk.length > 0) {
            this.chunks.push(chunk);
            this.wake();
        }
    }

    end(): void {
        this.ended = true;
        this.wake();
    }

    async read(): Promise<Buffer | undefined> {
        for (;;) {
            const chunk = this.chunks.shift();
            if (chunk !== undefined || this.ended) {
                return chunk;
            }
            await new Promise<void>((resolve) => {
                this.waiting.push(resolve);
            });
        }
    }

    protected putBack(rest: Buffer): void {
        this.chunks.unshift(rest);
    }

    private wake(): void {
        this.waiting.splice(0).forEach((resolve) => {
            resolve();
        });
    }
}
