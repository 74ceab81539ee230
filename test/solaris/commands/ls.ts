import { FileError, type FileSystemNode } from "../fileNodes";
import { type CommandContext, getopt } from "./command";
import { exitOk, exitUsage } from "./zoneadmErrors";

interface Listed {
    name: string;
    node: FileSystemNode;
}

/** `ls [-1adlnrt] [path...]`; exit status 2 where a path is not there [A]. */
export function ls(context: CommandContext): number {
    const { options, operands, illegal } = getopt(context.args, "1adlnrtA");
    if (illegal !== undefined) {
        context.printError(`ls: illegal option -- ${illegal}`);
        return exitUsage;
    }
    const long = options.has("l") || options.has("n");
    const paths = operands.length === 0 ? ["."] : operands;
    const single: Listed[] = [];
    const directories: { path: string; entries: Listed[] }[] = [];
    let status = exitOk;
    for (const path of paths) {
        try {
            // Without -l a symbolic link to a directory is that directory.
            const node = context.files.stat(path, !long && !options.has("d"));
            if (node.kind === "directory" && !options.has("d")) {
                directories.push({ path, entries: entriesOf(context, path, options) });
            } else {
                single.push({ name: path, node });
            }
        } catch (error) {
            if (!(error instanceof FileError)) {
                throw error;
            }
            context.printError(`${path}: ${error.message}`);
            status = exitUsage;
        }
    }
    const print = (listed: Listed[]): void => {
        sorted(listed, options).forEach((each) => {
            context.print(`${long ? longLine(context, each, options.has("n")) : each.name}\n`);
        });
    };
    print(single);
    directories.forEach(({ path, entries }, index) => {
        if (paths.length > 1) {
            context.print(`${index > 0 || single.length > 0 ? "\n" : ""}${path}:\n`);
        }
        if (long) {
            context.print(`total ${entries.length}\n`);
        }
        print(entries);
    });
    return status;
}

function entriesOf({ files }: CommandContext, path: string, options: Map<string, string>): Listed[] {
    const names = files.list(path).filter((name) => !name.startsWith(".") || options.has("a") || options.has("A"));
    return [...(options.has("a") ? [".", ".."] : []), ...names].map((name) => ({
        name,
        node: files.stat(`${path}/${name}`, false),
    }));
}

function sorted(listed: Listed[], options: Map<string, string>): Listed[] {
    const byName = [...listed].sort((left, right) => (left.name < right.name ? -1 : left.name > right.name ? 1 : 0));
    if (options.has("t")) {
        byName.sort((left, right) => right.node.modified - left.node.modified);
    }
    return options.has("r") ? byName.reverse() : byName;
}

const kinds = { file: "-", directory: "d", symlink: "l", device: "c" } as const;

/** Mode bits as letters; the blank behind them stands for no ACL [A]. */
function letters({ kind, mode }: FileSystemNode): string {
    const bits = Array.from("rwxrwxrwx", (letter, index) => ((mode & (0o400 >> index)) === 0 ? "-" : letter));
    if ((mode & 0o1000) !== 0) {
        bits[8] = (mode & 1) === 0 ? "T" : "t";
    }
    return `${kinds[kind]}${bits.join("")} `;
}

const halfAYear = 180 * 24 * 3600 * 1000;

function longLine({ host }: CommandContext, { name, node }: Listed, numeric: boolean): string {
    const { owner } = node;
    const uid = host.fileSystem.userId(owner);
    const user = numeric ? String(uid) : owner;
    const group = numeric ? (uid === 0 ? "0" : "10") : uid === 0 ? "root" : "staff";
    const date = dateOf(node.modified, Math.abs(host.now() - node.modified) < halfAYear);
    const target = node.kind === "symlink" ? ` -> ${node.target}` : "";
    const links = String(node.links).padStart(3);
    const size = String(node.size).padStart(7);
    return `${letters(node)}${links} ${user.padEnd(8)} ${group.padEnd(8)} ${size} ${date} ${name}${target}`;
}

/** As ls prints it in the C locale: with the time, or for older files with the year. */
function dateOf(milliseconds: number, recent: boolean): string {
    const match = /^\w+, (\d+) (\w+) (\d+) (\d+:\d+)/.exec(new Date(milliseconds).toUTCString());
    const [, day = "", month = "", year = "", time = ""] = match ?? [];
    return `${month} ${String(Number(day)).padStart(2)} ${(recent ? time : year).padStart(5)}`;
}
