import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A shell that a login may have. */
export interface LoginShell {
    readonly name: string;
    /** How it is started, up to its options. */
    readonly start: readonly string[];
    /** Runs one command line by itself within a script, so that `exec` in it does not end the script. */
    readonly isolate: (line: string) => string;
}

const subshell = (line: string): string => `(${line})`;
// fish has no subshells; a command substitution is none either, so `exec` is taken away.
const withoutExec = (line: string): string => line.replace(/^exec /, "");

const candidates: readonly LoginShell[] = [
    { name: "/bin/sh", start: ["/bin/sh"], isolate: subshell },
    { name: "dash", start: ["dash"], isolate: subshell },
    { name: "bash", start: ["bash"], isolate: subshell },
    { name: "zsh", start: ["zsh"], isolate: subshell },
    { name: "ksh93", start: ["ksh93"], isolate: subshell },
    { name: "mksh", start: ["mksh"], isolate: subshell },
    { name: "busybox sh", start: ["busybox", "sh"], isolate: subshell },
    { name: "tcsh", start: ["tcsh"], isolate: subshell },
    // Debian's csh is another program than tcsh.
    { name: "csh", start: ["csh"], isolate: subshell },
    { name: "fish", start: ["fish"], isolate: withoutExec },
];

function isInstalled({ start: [program = "", ...args] }: LoginShell): boolean {
    const probe = spawnSync(program, [...args, "-c", "exit 7"], {
        env: { PATH: process.env.PATH, HOME: "/nonexistent" },
    });
    return probe.status === 7;
}

/** The shells that are installed here, and the names of those that are not. */
export const shells: readonly LoginShell[] = candidates.filter(isInstalled);
export const absentShells: readonly string[] = candidates.filter((shell) => !shells.includes(shell)).map((s) => s.name);

/** A program that prints its arguments, and shells to run it with, in a directory that is removed after the tests. */
export class ShellBench {
    readonly directory = mkdtempSync(join(tmpdir(), "pulumi-solaris-shells-"));
    /** Prints how many arguments it got, and each of them, all ended by NUL. */
    readonly printer = join(this.directory, "arguments");

    constructor() {
        writeFileSync(this.printer, `#!/bin/sh\nprintf '%s\\0' "$#" "$@"\n`);
        chmodSync(this.printer, 0o755);
        afterAll(() => {
            rmSync(this.directory, { recursive: true, force: true });
        });
    }

    /** A name for a shell under which it is a program without arguments, such as busybox's. */
    asProgram(shell: LoginShell): string {
        const [program = "", applet] = shell.start;
        if (applet === undefined) {
            return program.startsWith("/") ? program : `/usr/bin/env ${program}`;
        }
        const link = join(this.directory, applet);
        const found = spawnSync("/bin/sh", ["-c", `command -v ${program}`])
            .stdout.toString()
            .trim();
        if (!existsSync(link)) {
            symlinkSync(found, link);
        }
        return link;
    }

    /** Gives lines to a shell, as a script or by `-c`; what they print. Fails on anything on standard error. */
    async run(shell: LoginShell, how: "script" | "-c", lines: readonly string[], locale = "C"): Promise<Buffer> {
        const [program = "", ...args] = shell.start;
        const script = join(this.directory, `script-${shell.name.replaceAll(/\W/g, "-")}`);
        if (how === "script") {
            writeFileSync(script, lines.map((line) => `${shell.isolate(line)}\n`).join(""));
        }
        const child = spawn(program, [...args, ...(how === "script" ? [script] : ["-c", lines.join("\n")])], {
            env: { PATH: process.env.PATH, HOME: this.directory, LC_ALL: locale },
            stdio: ["ignore", "pipe", "pipe"],
        });
        const printed: Buffer[] = [];
        const complaints: Buffer[] = [];
        child.stdout.on("data", (chunk: Buffer) => printed.push(chunk));
        child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
        await new Promise((resolve) => child.on("close", resolve));
        if (complaints.length > 0) {
            throw new Error(`${shell.name} complains: ${Buffer.concat(complaints).toString().slice(0, 2000)}`);
        }
        return Buffer.concat(printed);
    }
}

/** The argument vectors that the printer was started with, one after the other, as hexadecimal bytes. */
export function readVectors(printed: Buffer): string[][] {
    const fields = splitAtNul(printed);
    const vectors: string[][] = [];
    for (let at = 0; at < fields.length;) {
        const count = Number(fields[at]?.toString("latin1"));
        vectors.push(fields.slice(at + 1, at + 1 + count).map((field) => field.toString("hex")));
        at += 1 + count;
    }
    return vectors;
}

function splitAtNul(printed: Buffer): Buffer[] {
    const fields: Buffer[] = [];
    let start = 0;
    for (let end = printed.indexOf(0); end >= 0; end = printed.indexOf(0, start)) {
        fields.push(printed.subarray(start, end));
        start = end + 1;
    }
    return fields;
}
