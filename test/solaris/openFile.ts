import { ByteSource } from "./byteChannel";
import { Descriptor, type WriteFailure } from "./descriptor";
import { FileError, type FileNode } from "./fileNodes";
import type { FileSystem } from "./fileSystem";

/** An open file description: the file and a place in it, which all who inherited the descriptor share. */
export class OpenFile extends Descriptor {
    override readonly source: ByteSource | undefined;
    private offset = 0;

    constructor(
        private readonly fileSystem: FileSystem,
        readonly node: FileNode,
        private readonly use: "read" | "write" | "append",
    ) {
        super();
        const take = (): Buffer => {
            const bytes = node.from(this.offset);
            this.offset += bytes.length;
            return bytes;
        };
        const goBack = (length: number): void => {
            this.offset -= length;
        };
        this.source = use === "read" ? new FileSource(take, goBack) : undefined;
    }

    write(chunk: Buffer): WriteFailure | undefined {
        if (this.use === "read") {
            return new FileError("EBADF");
        }
        if (this.fileSystem.full && chunk.length > 0) {
            return new FileError("ENOSPC");
        }
        const at = this.use === "append" ? this.node.size : this.offset;
        this.node.put(chunk, at);
        this.offset = at + chunk.length;
        this.node.modified = this.fileSystem.now();
        return undefined;
    }

    protected close(): void {
        // The file stays, for its names and for others who have it open.
    }
}

/** At the end of the file nothing is read; when it has grown since, reading goes on there. */
class FileSource extends ByteSource {
    constructor(
        private readonly take: () => Buffer,
        private readonly goBack: (length: number) => void,
    ) {
        super();
    }

    read(): Promise<Buffer | undefined> {
        const bytes = this.take();
        return Promise.resolve(bytes.length === 0 ? undefined : bytes);
    }

    protected putBack(rest: Buffer): void {
        this.goBack(rest.length);
    }
}

/** /dev/null, opened. */
export class NullDevice extends Descriptor {
    override readonly source: ByteSource = new FileSource(
        () => Buffer.alloc(0),
        () => undefined,
    );

    write(): undefined {
        return undefined;
    }

    protected close(): void {
        // There is nothing to close.
    }
}
