import { readFileSync, type Stats } from "node:fs";

const writableByGroup = 0o020;
const writableByOthers = 0o002;

/**
 * Whether nobody but the user and root can write a file.
 *
 * OpenSSH itself allows no group to write it. Debian's and its descendants' builds, where each user has a group of their
 * own and new files are writable by it, allow that group if nobody else is in it; so it is done here.
 */
export function isOnlyOurs({ uid, gid, mode }: Stats): boolean {
    const user = process.getuid?.();
    if (user === undefined) {
        // No such thing as an owner or a mode here.
        return true;
    }
    if ((uid !== 0 && uid !== user) || (mode & writableByOthers) !== 0) {
        return false;
    }
    return (mode & writableByGroup) === 0 || isGroupOf(uid, user, gid, readDatabases());
}

/** passwd(5) and group(5), line by line, field by field. */
interface Databases {
    readonly passwd: readonly (readonly string[])[];
    readonly group: readonly (readonly string[])[];
}

function isGroupOf(owner: number, user: number, gid: number, { passwd, group }: Databases): boolean {
    const ownerName = passwd.find(([, , uid]) => uid === String(owner))?.[0];
    const entry = group.find(([, , id]) => id === String(gid));
    if (ownerName === undefined || entry === undefined) {
        return false;
    }
    const byPrimaryGroup = passwd.filter(([, , , primary]) => primary === String(gid));
    const byName = (entry[3] ?? "").split(",").filter((name) => name !== "");
    return (
        byPrimaryGroup.length + byName.length > 0 &&
        byPrimaryGroup.every(([, , uid]) => uid === String(user)) &&
        byName.every((name) => name === ownerName)
    );
}

function readDatabases(): Databases {
    return { passwd: readFields("/etc/passwd"), group: readFields("/etc/group") };
}

function readFields(file: string): string[][] {
    let text: string;
    try {
        text = readFileSync(file, "utf8");
    } catch {
        // Who is in the group is not known then, so that it counts as others.
        return [];
    }
    return text.split("\n").map((line) => line.split(":"));
}
