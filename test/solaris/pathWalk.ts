import { type DirectoryNode, FileError, type FileSystemNode } from "./fileNodes";

/** A place in the tree: the directory, the name in it, and what has the name. */
export interface Located {
    directory: DirectoryNode;
    name: string;
    node: FileSystemNode | undefined;
}

/** How a path is walked. */
export interface Walk {
    root: DirectoryNode;
    /** Where a path begins that has no slash at its start. */
    start: DirectoryNode;
    /** Whether a symbolic link at the end is followed. */
    follow: boolean;
    /** Called for each directory that is searched. @throws FileError where it must not be. */
    enter: (directory: DirectoryNode) => void;
}

/** As Solaris has it [A]. */
const maximalSymlinks = 20;

/**
 * Walks a path through the tree.
 *
 * @throws FileError for a directory that is missing or closed, or symbolic links in a circle.
 */
export function walkPath(path: string, walk: Walk, depth = 0): Located {
    if (path === "") {
        throw new FileError("ENOENT");
    }
    if (depth > maximalSymlinks) {
        throw new FileError("ELOOP");
    }
    const names = path.split("/").filter((name) => name !== "");
    const onlyDirectory = path.endsWith("/");
    let directory = path.startsWith("/") ? walk.root : walk.start;
    for (const [index, name] of names.entries()) {
        const last = index === names.length - 1;
        walk.enter(directory);
        const node = entryOf(directory, name);
        if (node?.kind === "symlink" && (!last || walk.follow || onlyDirectory)) {
            const end = walkPath(node.target, { ...walk, start: directory, follow: true }, depth + 1);
            if (last) {
                return end;
            }
            directory = directoryAt(end.node);
        } else if (last) {
            if (onlyDirectory && node !== undefined) {
                directoryAt(node);
            }
            return { directory, name, node };
        } else {
            directory = directoryAt(node);
        }
    }
    return { directory, name: ".", node: directory };
}

/** @throws FileError for anything but a directory. */
export function directoryAt(node: FileSystemNode | undefined): DirectoryNode {
    if (node?.kind !== "directory") {
        throw new FileError(node === undefined ? "ENOENT" : "ENOTDIR");
    }
    return node;
}

function entryOf(directory: DirectoryNode, name: string): FileSystemNode | undefined {
    if (name === ".") {
        return directory;
    }
    return name === ".." ? (directory.parent ?? directory) : directory.entries.get(name);
}
