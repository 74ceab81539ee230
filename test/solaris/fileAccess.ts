import { DirectoryNode, FileError, FileNode, type FileSystemNode, SymbolicLinkNode } from "./fileNodes";
import type { FileSystem } from "./fileSystem";
import { NullDevice, OpenFile } from "./openFile";
import { directoryAt, type Located, walkPath } from "./pathWalk";

/** Where a process is: the directory itself, which stays the same when its name changes, and the name it came by. */
export interface WorkingDirectory {
    path: string;
    node: DirectoryNode;
}

const read = 4;
const write = 2;
const search = 1;
/** How a file is opened for writing. */
export interface WriteOptions {
    append?: boolean;
    /** Fail if it is there (`set -C`, O_EXCL). */
    exclusive?: boolean;
}

/**
 * What a process of a user can do with a host's files: each method is a system call, with that user's permissions, from
 * that directory, under that umask. All throw FileError.
 */
export class FileAccess {
    constructor(
        private readonly fileSystem: FileSystem,
        readonly user: string,
        readonly cwd: WorkingDirectory,
        readonly umask: number,
    ) {}

    /** Finds a path's directory and entry; `follow`: through a symbolic link at its end. */
    locate(path: string, follow: boolean): Located {
        const { root } = this.fileSystem;
        const enter = (directory: DirectoryNode): void => {
            this.require(directory, search);
        };
        return walkPath(path, { root, start: this.cwd.node, follow, enter });
    }

    /** The attributes of what a path leads to. */
    stat(path: string, follow = true): FileSystemNode {
        return existing(this.locate(path, follow));
    }

    /** The same, or undefined where it cannot be had: what test(1) asks. */
    find(path: string, follow = true): FileSystemNode | undefined {
        try {
            return this.locate(path, follow).node;
        } catch (error) {
            if (error instanceof FileError) {
                return undefined;
            }
            throw error;
        }
    }

    /** Whether the user has these permissions (4 read, 2 write, 1 execute or search). Root has all. */
    may(node: FileSystemNode, wanted: number): boolean {
        if (this.user === "root") {
            return node.kind === "directory" || (wanted & search) === 0 || (node.mode & 0o111) !== 0;
        }
        // Everybody but root is in the group staff.
        const shift = node.owner === this.user ? 6 : node.owner === "root" ? 0 : 3;
        return ((node.mode >> shift) & wanted) === wanted;
    }

    openRead(path: string): OpenFile | NullDevice {
        const node = this.stat(path);
        if (node.kind === "device") {
            return new NullDevice();
        }
        if (node.kind !== "file") {
            throw new FileError("EISDIR");
        }
        this.require(node, read);
        return new OpenFile(this.fileSystem, node, "read");
    }

    openWrite(path: string, { append = false, exclusive = false }: WriteOptions = {}): OpenFile | NullDevice {
        const { directory, name, node } = this.locate(path, true);
        if (node?.kind === "device") {
            return new NullDevice();
        }
        if (node !== undefined && exclusive) {
            throw new FileError("EEXIST");
        }
        if (node !== undefined && node.kind !== "file") {
            throw new FileError("EISDIR");
        }
        requireWritable(directory);
        if (node !== undefined) {
            this.require(node, write);
            if (!append) {
                node.truncate();
                node.modified = this.fileSystem.now();
            }
            return new OpenFile(this.fileSystem, node, append ? "append" : "write");
        }
        const file = new FileNode(this.user, 0o666 & ~this.umask, this.fileSystem.now());
        this.enter(directory, name, file);
        return new OpenFile(this.fileSystem, file, append ? "append" : "write");
    }

    readText(path: string): string {
        const file = this.openRead(path);
        return file instanceof OpenFile ? file.node.from(0).toString("utf8") : "";
    }

    writeText(path: string, text: string): void {
        const failure = this.openWrite(path).write(Buffer.from(text));
        if (failure !== undefined) {
            throw failure === "broken-pipe" ? new FileError("EBADF") : failure;
        }
    }

    /** @param mode Default by the umask. */
    mkdir(path: string, mode = 0o777 & ~this.umask): DirectoryNode {
        const { directory, name } = this.free(path.replace(/(.)\/+$/, "$1"));
        const made = new DirectoryNode(this.user, mode, this.fileSystem.now(), directory);
        this.enter(directory, name, made);
        return made;
    }

    rmdir(path: string): void {
        const place = this.locate(path.replace(/(.)\/+$/, "$1"), false);
        const node = existing(place);
        if (node.kind !== "directory") {
            throw new FileError("ENOTDIR");
        }
        if (node.entries.size > 0) {
            throw new FileError("EEXIST");
        }
        this.leave(place.directory, place.name, node);
        node.parent = undefined;
    }

    unlink(path: string): void {
        const place = this.locate(path, false);
        const node = existing(place);
        if (node.kind === "directory") {
            throw new FileError("EPERM");
        }
        this.leave(place.directory, place.name, node);
    }

    /** A hard link. Never replaces. */
    link(path: string, newPath: string): void {
        const node = this.stat(path, false);
        if (node.kind === "directory") {
            throw new FileError("EPERM");
        }
        const { directory, name } = this.free(newPath);
        this.enter(directory, name, node);
    }

    symlink(target: string, path: string): SymbolicLinkNode {
        const { directory, name } = this.free(path);
        const link = new SymbolicLinkNode(this.user, this.fileSystem.now(), target);
        this.enter(directory, name, link);
        return link;
    }

    /** rename(2): replaces a file, or an empty directory by a directory. */
    rename(path: string, newPath: string): void {
        const from = this.locate(path, false);
        const node = existing(from);
        const to = this.locate(newPath, false);
        if (to.node === node) {
            return;
        }
        this.requireRemovable(from.directory, node);
        this.require(to.directory, write | search);
        requireWritable(to.directory);
        if (to.node !== undefined) {
            replaceable(node, to.node);
            this.leave(to.directory, to.name, to.node);
        }
        from.directory.entries.delete(from.name);
        from.directory.modified = this.fileSystem.now();
        to.directory.entries.set(to.name, node);
        to.directory.modified = this.fileSystem.now();
        if (node.kind === "directory") {
            node.parent = to.directory;
        }
    }

    chmod(path: string, mode: number): void {
        const { directory, node } = this.locate(path, true);
        if (node === undefined) {
            throw new FileError("ENOENT");
        }
        this.requireOwner(node);
        requireWritable(node.kind === "directory" ? node : directory);
        if (node.kind === "file" || node.kind === "directory") {
            node.mode = mode & 0o7777;
        }
    }

    /** Makes the file if it is not there, and sets its time. */
    touch(path: string): void {
        const { node } = this.locate(path, true);
        if (node === undefined) {
            this.openWrite(path);
            return;
        }
        if (node.owner !== this.user) {
            this.require(node, write);
        }
        node.modified = this.fileSystem.now();
    }

    /** Names in a directory, in the order of their bytes. */
    list(path: string): string[] {
        const node = directoryAt(this.stat(path));
        this.require(node, read);
        return [...node.entries.keys()].sort();
    }

    /** The same process in another directory. */
    enterDirectory(path: string): WorkingDirectory {
        const node = directoryAt(this.stat(path));
        this.require(node, search);
        const names: string[] = [];
        for (const name of (path.startsWith("/") ? path : `${this.cwd.path}/${path}`).split("/")) {
            if (name === "..") {
                names.pop();
            } else if (name !== "" && name !== ".") {
                names.push(name);
            }
        }
        return { path: `/${names.join("/")}`, node };
    }

    private free(path: string): Located {
        const place = this.locate(path, false);
        if (place.node !== undefined) {
            throw new FileError("EEXIST");
        }
        return place;
    }

    private enter(directory: DirectoryNode, name: string, node: FileSystemNode): void {
        if (directory !== this.fileSystem.root && directory.parent === undefined) {
            // A directory that was removed while somebody was in it takes no new names.
            throw new FileError("ENOENT");
        }
        this.require(directory, write | search);
        requireWritable(directory);
        this.fileSystem.requireSpace();
        directory.entries.set(name, node);
        directory.modified = this.fileSystem.now();
        node.links += 1;
    }

    private leave(directory: DirectoryNode, name: string, node: FileSystemNode): void {
        this.requireRemovable(directory, node);
        directory.entries.delete(name);
        directory.modified = this.fileSystem.now();
        node.links -= 1;
    }

    /** In a sticky directory only one's own, or what one may write [A: sticky(5), of a file that is writable]. */
    private requireRemovable(directory: DirectoryNode, node: FileSystemNode): void {
        this.require(directory, write | search);
        requireWritable(directory);
        const sticky = (directory.mode & 0o1000) !== 0 && this.user !== "root";
        const own = node.owner === this.user || directory.owner === this.user;
        if (sticky && !own && !(node.kind === "file" && this.may(node, write))) {
            throw new FileError("EACCES");
        }
    }

    private require(node: FileSystemNode, wanted: number): void {
        if (!this.may(node, wanted)) {
            throw new FileError("EACCES");
        }
    }

    private requireOwner(node: FileSystemNode): void {
        if (this.user !== "root" && node.owner !== this.user) {
            throw new FileError("EPERM");
        }
    }
}

function existing({ node }: Located): FileSystemNode {
    if (node === undefined) {
        throw new FileError("ENOENT");
    }
    return node;
}

/** @throws FileError unless rename(2) would let `node` take the place of `old`. */
function replaceable(node: FileSystemNode, old: FileSystemNode): void {
    if (old.kind !== "directory") {
        if (node.kind === "directory") {
            throw new FileError("ENOTDIR");
        }
    } else if (node.kind !== "directory") {
        throw new FileError("EISDIR");
    } else if (old.entries.size > 0) {
        throw new FileError("EEXIST");
    }
}

function requireWritable(directory: DirectoryNode): void {
    for (let at: DirectoryNode | undefined = directory; at !== undefined; at = at.parent) {
        if (at.readOnly) {
            throw new FileError("EROFS");
        }
    }
}
