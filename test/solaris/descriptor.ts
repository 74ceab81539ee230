import { ByteChannel, type ByteSource } from "./byteChannel";
import { FileError } from "./fileNodes";

/** Why nothing was written: there is no reader any more, or the file refuses. */
export type WriteFailure = "broken-pipe" | FileError;

/**
 * What a file descriptor of a process stands for. Several descriptors, of several processes, can share one; when the last
 * of them is gone, `close` is called.
 */
export abstract class Descriptor {
    /** What can be read through it. */
    readonly source: ByteSource | undefined = undefined;
    /** Whether it is the SSH channel of a session. */
    readonly isChannel: boolean = false;
    private holders = 0;

    /** @returns why it failed, if it did. */
    abstract write(chunk: Buffer): WriteFailure | undefined;

    protected abstract close(): void;

    retain(): void {
        this.holders += 1;
    }

    release(): void {
        this.holders -= 1;
        if (this.holders === 0) {
            this.close();
        }
    }
}

/** A process's descriptors by number. */
export type DescriptorTable = readonly (Descriptor | undefined)[];

/** Something to read only. */
export class Input extends Descriptor {
    constructor(
        override readonly source: ByteSource,
        override readonly isChannel: boolean = false,
    ) {
        super();
    }

    write(): WriteFailure {
        return new FileError("EBADF");
    }

    protected close(): void {
        // Whoever writes at the other end of a channel is not told.
    }
}

/** Something to write only, that cannot fail: what a `$(command)` prints goes there. */
export class Output extends Descriptor {
    constructor(private readonly sink: (chunk: Buffer) => void) {
        super();
    }

    write(chunk: Buffer): undefined {
        this.sink(chunk);
        return undefined;
    }

    protected close(): void {
        // What was printed is there already.
    }
}

/** A stream of an SSH channel. */
export class ChannelOutput extends Descriptor {
    override readonly isChannel = true;

    /** @param closed Called when no process has it any more: only then does sshd close the channel. */
    constructor(
        private readonly sink: (chunk: Buffer) => void,
        private readonly gone: AbortSignal,
        private readonly closed: () => void,
    ) {
        super();
    }

    write(chunk: Buffer): WriteFailure | undefined {
        if (this.gone.aborted) {
            return "broken-pipe";
        }
        this.sink(chunk);
        return undefined;
    }

    protected close(): void {
        this.closed();
    }
}

/** A pipe's two ends: the reader sees the end when nobody can write any more, the writer when nobody can read. */
export function openPipe(): { reader: Descriptor; writer: Descriptor } {
    const channel = new ByteChannel();
    const reader = new PipeReader(channel);
    return { reader, writer: new PipeWriter(channel, reader) };
}

class PipeReader extends Input {
    closed = false;

    protected override close(): void {
        this.closed = true;
    }
}

class PipeWriter extends Descriptor {
    constructor(
        private readonly channel: ByteChannel,
        private readonly reader: PipeReader,
    ) {
        super();
    }

    write(chunk: Buffer): WriteFailure | undefined {
        if (this.reader.closed) {
            return "broken-pipe";
        }
        this.channel.write(chunk);
        return undefined;
    }

    protected close(): void {
        this.channel.end();
    }
}
