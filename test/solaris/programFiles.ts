import { commandNames, directoryOf } from "./commands/registry";
import type { FileAccess } from "./fileAccess";
import { FileError } from "./fileNodes";
import type { HostModel } from "./model";

/** Programs in /usr/bin that run other ones; programs.ts has them. */
export const wrapperNames = ["bash", "env", "ksh", "nohup", "pfbash", "pfexec", "sh", "sudo"];

const furnished = new WeakSet<HostModel["fileSystem"]>();

/** Puts the programs of a host into its file system, but for those that its spec calls missing. Once for each host. */
export function furnishPrograms({ fileSystem, spec }: HostModel): void {
    if (furnished.has(fileSystem)) {
        return;
    }
    furnished.add(fileSystem);
    for (const directory of ["/usr", "/usr/bin", "/usr/sbin"]) {
        fileSystem.mkdir(directory);
    }
    fileSystem.symlink("/bin", "./usr/bin");
    fileSystem.symlink("/sbin", "./usr/sbin");
    const missing = new Set(spec.missingPrograms?.map((path) => path.replace(/^\/(s?bin)\//, "/usr/$1/")));
    const place = (directory: string, name: string): void => {
        if (!missing.has(`${directory}/${name}`)) {
            fileSystem.writeProgram(`${directory}/${name}`, name);
        }
    };
    wrapperNames.forEach((name) => {
        place("/usr/bin", name);
    });
    commandNames().forEach((name) => {
        place(directoryOf(name), name);
    });
}

/** What a name or path on a command line runs: a simulated program, or a script that a shell reads. */
export type FoundProgram =
    { kind: "program"; name: string } | { kind: "script"; path: string } | { kind: "not found" } | { kind: "denied" };

const searchPath = ["/usr/bin", "/usr/sbin"];

/** Finds a program as execvp(3C) does; the path that is searched does not depend on the environment. */
export function findProgram(program: string, files: FileAccess): FoundProgram {
    const paths = program.includes("/") ? [program] : searchPath.map((directory) => `${directory}/${program}`);
    let denied = false;
    for (const path of paths) {
        try {
            const node = files.stat(path);
            if (node.kind === "file" && files.may(node, 1)) {
                return node.program === undefined ? { kind: "script", path } : { kind: "program", name: node.program };
            }
            denied = true;
        } catch (error) {
            if (!(error instanceof FileError)) {
                throw error;
            }
            denied ||= error.code === "EACCES";
        }
    }
    return { kind: denied ? "denied" : "not found" };
}

/** The path under which a bare name is found; undefined where it is not. */
export function pathOfProgram(program: string, files: FileAccess): string | undefined {
    if (findProgram(program, files).kind === "not found") {
        return undefined;
    }
    const paths = searchPath.map((directory) => `${directory}/${program}`);
    return program.includes("/") ? program : paths.find((path) => files.find(path) !== undefined);
}
