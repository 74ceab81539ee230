import { FileAccess, type WorkingDirectory } from "./fileAccess";
import { DirectoryNode, FileError, FileNode, type FileSystemNode, NullDeviceNode } from "./fileNodes";

/** Owner and permissions of a file that a test puts on a host. */
export interface FileAttributes {
    /** A user's name; default "root". */
    owner?: string;
    /** Default 0o644 for a file, 0o755 for a directory. */
    mode?: number;
}

/** What is in a directory, for a test to look at. */
export interface FileStatus {
    kind: FileSystemNode["kind"];
    owner: string;
    mode: number;
    size: number;
    links: number;
    /** Milliseconds since the epoch by the host's clock. */
    modified: number;
}

/** A host's files: one tree in memory. What a process may do with them is in fileAccess.ts. */
export class FileSystem {
    readonly root: DirectoryNode;
    /** Whether nothing more can be written: every write and every new name fails for lack of space. */
    full = false;
    private latest = 0;
    private readonly userIds = new Map([["root", 0]]);

    /**
     * @param clock The host's time, milliseconds since the epoch.
     * @param users Those who have a home directory, besides root.
     */
    constructor(
        private readonly clock: () => number,
        users: readonly string[],
    ) {
        this.root = new DirectoryNode("root", 0o755, this.now(), undefined);
        for (const path of ["/dev", "/etc", "/export", "/export/home", "/var", "/var/run"]) {
            this.mkdir(path);
        }
        this.mkdir("/root", { mode: 0o700 });
        this.mkdir("/tmp", { mode: 0o1777 });
        this.mkdir("/var/tmp", { mode: 0o1777 });
        this.directory("/dev").entries.set("null", new NullDeviceNode());
        users
            .filter((user) => user !== "root")
            .forEach((user) => {
                this.userId(user);
                this.mkdir(`/export/home/${user}`, { owner: user });
            });
    }

    /** Home directory of a user, whether it exists or not. */
    static home(user: string): string {
        return user === "root" ? "/root" : `/export/home/${user}`;
    }

    /** The time for a change: never twice the same and never going back, so that files have an order. */
    now(): number {
        const now = this.clock();
        this.latest = now > this.latest ? now : this.latest + 0.001;
        return this.latest;
    }

    /** Numeric user id: 0 for root, from 100 on for the others, in the order in which the host gets to know them. */
    userId(user: string): number {
        const known = this.userIds.get(user) ?? 99 + this.userIds.size;
        this.userIds.set(user, known);
        return known;
    }

    /** What a process of this user can do. */
    access(user: string, cwd?: WorkingDirectory, umask = 0o022): FileAccess {
        return new FileAccess(this, user, cwd ?? { path: "/", node: this.root }, umask);
    }

    /** @throws FileError with ENOSPC while the file system is full. */
    requireSpace(): void {
        if (this.full) {
            throw new FileError("ENOSPC");
        }
    }

    /** Puts a file, in place of one that may be there. @throws FileError, for example without its directory. */
    write(path: string, content: string | Buffer, attributes: FileAttributes = {}): void {
        this.unhindered(() => {
            const { directory, name } = this.access("root").locate(path, true);
            const file = new FileNode(attributes.owner ?? "root", attributes.mode ?? 0o644, this.now());
            file.put(Buffer.from(content), 0);
            file.links = 1;
            directory.entries.set(name, file);
            directory.modified = this.now();
        });
    }

    /** Puts a file, and makes the directories on the way to it. */
    writeDeep(path: string, content: string): void {
        const names = path.split("/").slice(1, -1);
        names.forEach((_name, index) => {
            const directory = `/${names.slice(0, index + 1).join("/")}`;
            if (this.find(directory, true) === undefined) {
                this.mkdir(directory);
            }
        });
        this.write(path, content);
    }

    /** Puts a simulated program there. */
    writeProgram(path: string, program: string): void {
        this.write(path, "", { mode: 0o555 });
        const node = this.find(path, false);
        if (node?.kind === "file") {
            node.program = program;
        }
    }

    /** @throws FileError, for example where the name is taken. */
    mkdir(path: string, { owner = "root", mode = 0o755 }: FileAttributes = {}): void {
        this.unhindered(() => {
            const directory = this.access("root").mkdir(path, mode);
            directory.owner = owner;
            directory.mode = mode;
        });
    }

    /** @throws FileError, for example where the name is taken. */
    symlink(path: string, target: string, { owner = "root" }: Pick<FileAttributes, "owner"> = {}): void {
        this.unhindered(() => {
            this.access("root").symlink(target, path).owner = owner;
        });
    }

    /** Removes a file, or a directory with all that is in it. */
    remove(path: string): void {
        const { directory, name } = this.access("root").locate(path, false);
        directory.entries.delete(name);
        directory.modified = this.now();
    }

    /** The text of a file; undefined where there is none. Symbolic links are followed. */
    read(path: string): string | undefined {
        const node = this.find(path, true);
        return node?.kind === "file" ? node.from(0).toString("utf8") : undefined;
    }

    /** Names in a directory, sorted; empty where there is none. */
    list(path: string): string[] {
        const node = this.find(path, true);
        return node?.kind === "directory" ? [...node.entries.keys()].sort() : [];
    }

    /** A file's attributes, a symbolic link's own; undefined where there is none. */
    status(path: string): FileStatus | undefined {
        const node = this.find(path, false);
        if (node === undefined) {
            return undefined;
        }
        const { kind, owner, mode, size, links, modified } = node;
        return { kind, owner, mode, size, links, modified };
    }

    /** Makes a directory and all below it read-only, or writable again. @throws FileError where there is none. */
    setReadOnly(path: string, readOnly = true): void {
        this.directory(path).readOnly = readOnly;
    }

    /** What a restart of the host does: /tmp and /var/run are in memory [C]. */
    restart(): void {
        for (const path of ["/tmp", "/var/run"]) {
            this.directory(path).entries.clear();
        }
    }

    private directory(path: string): DirectoryNode {
        const node = this.find(path, true);
        if (node?.kind !== "directory") {
            throw new FileError(node === undefined ? "ENOENT" : "ENOTDIR");
        }
        return node;
    }

    private find(path: string, follow: boolean): FileSystemNode | undefined {
        try {
            return this.access("root").locate(path, follow).node;
        } catch (error) {
            if (error instanceof FileError) {
                return undefined;
            }
            throw error;
        }
    }

    /** A test can put files whether or not the host could. */
    private unhindered(action: () => void): void {
        const { full } = this;
        this.full = false;
        try {
            action();
        } finally {
            this.full = full;
        }
    }
}
