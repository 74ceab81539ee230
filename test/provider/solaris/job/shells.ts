import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/** A shell that a host's /bin/sh can be. */
export interface HostShell {
    readonly name: string;
    /** Absolute path. */
    readonly program: string;
    /** Name under which it is to be called, where that decides what it is. */
    readonly applet?: string;
}

// ksh93 is what Solaris 11 has as /bin/sh; its packages differ in the program's name.
const candidates: readonly { readonly name: string; readonly programs: readonly string[]; readonly applet?: string }[] =
    [
        { name: "sh", programs: ["/bin/sh"] },
        { name: "dash", programs: ["dash"] },
        { name: "bash", programs: ["bash"] },
        { name: "ksh93", programs: ["ksh93", "ksh93u+m", "ksh"] },
        { name: "mksh", programs: ["mksh"] },
        { name: "busybox sh", programs: ["busybox"], applet: "sh" },
        { name: "yash", programs: ["yash"] },
    ];

function find(program: string): string | undefined {
    const directories = isAbsolute(program) ? [""] : (process.env["PATH"] ?? "").split(delimiter);
    return directories
        .map((directory) => (directory === "" ? program : join(directory, program)))
        .find((path) => spawnSync(path, ["--help"], { stdio: "ignore" }).error === undefined);
}

const found = candidates.map(({ name, programs, applet }) => ({
    name,
    applet,
    program: programs.map(find).find((path) => path !== undefined),
}));

/** The shells that are installed here, each once: what /bin/sh is has a name of its own. */
export const hostShells: readonly HostShell[] = found.flatMap(({ name, program, applet }, index) => {
    if (program === undefined) {
        return [];
    }
    const same = found
        .slice(index + 1)
        .find((other) => other.program !== undefined && realpathSync(other.program) === realpathSync(program));
    return same === undefined ? [{ name, program, ...(applet === undefined ? {} : { applet }) }] : [];
});

/** Those that are not, by name. */
export const absentHostShells: readonly string[] = found
    .filter(({ program }) => program === undefined)
    .map(({ name }) => name);
