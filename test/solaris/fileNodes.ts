/** Why a file operation failed, as errno names it. */
export type FileErrorCode =
    | "EACCES"
    | "EBADF"
    | "EEXIST"
    | "EINVAL"
    | "EISDIR"
    | "ELOOP"
    | "ENOENT"
    | "ENOSPC"
    | "ENOTDIR"
    | "ENOTEMPTY"
    | "EPERM"
    | "EROFS";

/** strerror(3C) as Solaris has it [A: its ancestor's message catalogue]. */
const messages: Record<FileErrorCode, string> = {
    EACCES: "Permission denied",
    EBADF: "Bad file number",
    EEXIST: "File exists",
    EINVAL: "Invalid argument",
    EISDIR: "Is a directory",
    ELOOP: "Number of symbolic links encountered during path name traversal exceeds MAXSYMLINKS",
    ENOENT: "No such file or directory",
    ENOSPC: "No space left on device",
    ENOTDIR: "Not a directory",
    ENOTEMPTY: "Directory not empty",
    EPERM: "Not owner",
    EROFS: "Read-only file system",
};

/** A system call on a file failed; the message is the system's words for it. */
export class FileError extends Error {
    constructor(readonly code: FileErrorCode) {
        super(messages[code]);
        this.name = "FileError";
    }
}

/** What every kind of file has. */
interface NodeAttributes {
    /** A user's name. */
    owner: string;
    /** Permission bits with the sticky bit (0o1000). */
    mode: number;
    /** Milliseconds since the epoch by the host's clock. */
    modified: number;
    /** Names that it has; 0 once the last one is removed. */
    links: number;
}

/** A regular file. Its bytes stay readable for those who have it open when its last name is gone. */
export class FileNode implements NodeAttributes {
    readonly kind = "file";
    links = 0;
    size = 0;
    /** The simulated program that it is, by its name; its bytes do not matter then. */
    program: string | undefined;
    private bytes: Buffer = Buffer.alloc(0);

    constructor(
        public owner: string,
        public mode: number,
        public modified: number,
    ) {}

    /** A copy of the bytes from an offset to the end. */
    from(offset: number): Buffer {
        return Buffer.from(this.bytes.subarray(offset, this.size));
    }

    truncate(): void {
        this.size = 0;
    }

    put(chunk: Buffer, offset: number): void {
        const end = offset + chunk.length;
        if (end > this.bytes.length) {
            // Doubled, so that a log that grows line by line is not copied for each.
            const grown = Buffer.alloc(Math.max(end, 2 * this.bytes.length));
            this.bytes.copy(grown, 0, 0, this.size);
            this.bytes = grown;
        }
        if (offset > this.size) {
            this.bytes.fill(0, this.size, offset);
        }
        chunk.copy(this.bytes, offset);
        this.size = Math.max(this.size, end);
    }
}

export class DirectoryNode implements NodeAttributes {
    readonly kind = "directory";
    readonly entries = new Map<string, FileSystemNode>();
    links = 1;
    /** Whether nothing in and below it can be changed, as on a file system that is mounted read-only. */
    readOnly = false;

    constructor(
        public owner: string,
        public mode: number,
        public modified: number,
        /** Itself for the root. */
        public parent: DirectoryNode | undefined,
    ) {}

    /** As ZFS counts: its entries with `.` and `..` [A]. */
    get size(): number {
        return this.entries.size + 2;
    }
}

export class SymbolicLinkNode implements NodeAttributes {
    readonly kind = "symlink";
    readonly mode = 0o777;
    links = 0;

    constructor(
        public owner: string,
        public modified: number,
        readonly target: string,
    ) {}

    get size(): number {
        return Buffer.byteLength(this.target);
    }
}

/** /dev/null. */
export class NullDeviceNode implements NodeAttributes {
    readonly kind = "device";
    readonly owner = "root";
    readonly mode = 0o666;
    readonly size = 0;
    modified = 0;
    links = 1;
}

export type FileSystemNode = FileNode | DirectoryNode | SymbolicLinkNode | NullDeviceNode;
