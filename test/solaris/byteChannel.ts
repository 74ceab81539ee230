/** Bytes that one side writes and the other reads: a command's standard input, or a pipe between two commands. */
export class ByteChannel {
    private chunks: Buffer[] = [];
    private ended = false;
    private wake: (() => void) | undefined;

    write(chunk: Buffer): void {
        if (!this.ended) {
            this.chunks.push(chunk);
            this.wake?.();
        }
    }

    end(): void {
        this.ended = true;
        this.wake?.();
    }

    /** What is there now or arrives next; undefined at the end. */
    async read(): Promise<Buffer | undefined> {
        for (;;) {
            const chunk = this.chunks.shift();
            if (chunk !== undefined || this.ended) {
                return chunk;
            }
            await new Promise<void>((resolve) => {
                this.wake = resolve;
            });
            this.wake = undefined;
        }
    }

    async readAll(): Promise<string> {
        const all: Buffer[] = [];
        for (let chunk = await this.read(); chunk !== undefined; chunk = await this.read()) {
            all.push(chunk);
        }
        return Buffer.concat(all).toString("utf8");
    }

    /** One line without its newline; undefined when the input ends before one. What follows it stays to be read. */
    async readLine(): Promise<string | undefined> {
        let text = "";
        for (let chunk = await this.read(); chunk !== undefined; chunk = await this.read()) {
            const newline = chunk.indexOf("\n");
            if (newline < 0) {
                text += chunk.toString("utf8");
                continue;
            }
            this.chunks.unshift(chunk.subarray(newline + 1));
            return text + chunk.subarray(0, newline).toString("utf8");
        }
        return undefined;
    }
}
