import { FileError } from "../fileNodes";
import { type CommandContext, getopt } from "./command";
import { exitError, exitOk, exitUsage } from "./zoneadmErrors";

/*
 * Messages are those of the programs' ancestors where they are known [A: "ln: b: File exists" also in the release notes of
 * Solaris 10 10/08], else invented in their manner [U].
 */

/** Does something with each operand. @returns 1 if it failed for one of them. */
function forEachOperand(context: CommandContext, operands: readonly string[], action: (path: string) => void): number {
    let status = exitOk;
    for (const operand of operands) {
        try {
            action(operand);
        } catch (error) {
            if (!(error instanceof FileError)) {
                throw error;
            }
            context.printError(`${nameOf(context)}: ${operand}: ${error.message}`);
            status = exitError;
        }
    }
    return status;
}

function nameOf({ process }: CommandContext): string {
    return process.args[0]?.split("/").at(-1) ?? "";
}

function usage(context: CommandContext, text: string): number {
    context.printError(`usage: ${text}`);
    return exitUsage;
}

/** `mkdir [-p] [-m mode] directory...` */
export function mkdir(context: CommandContext): number {
    const { options, operands, illegal } = getopt(context.args, "pm:");
    const mode = modeOf(options.get("m"));
    if (illegal !== undefined || operands.length === 0 || (options.has("m") && mode === undefined)) {
        return usage(context, "mkdir [-m mode] [-p] dirname ...");
    }
    return forEachOperand(context, operands, (path) => {
        if (options.has("p")) {
            makeParents(context, path);
            if (context.files.find(path)?.kind === "directory") {
                return;
            }
        }
        context.files.mkdir(path, mode);
    });
}

function makeParents({ files }: CommandContext, path: string): void {
    const parts = path.split("/").filter((part) => part !== "");
    for (let count = 1; count < parts.length; count += 1) {
        const parent = `${path.startsWith("/") ? "/" : ""}${parts.slice(0, count).join("/")}`;
        if (files.find(parent) === undefined) {
            files.mkdir(parent);
        }
    }
}

/** Octal, or `[ugoa]*[+-=][rwxt]*` over what there is. */
function modeOf(text: string | undefined, before = 0o777): number | undefined {
    if (text === undefined) {
        return undefined;
    }
    if (/^[0-7]{1,4}$/.test(text)) {
        return Number.parseInt(text, 8);
    }
    let mode = before;
    for (const clause of text.split(",")) {
        const [, who = "", operator = "", letters = ""] = /^([ugoa]*)([-+=])([rwxt]*)$/.exec(clause) ?? [];
        if (operator === "") {
            return undefined;
        }
        const classes = who === "" || who.includes("a") ? "ugo" : who;
        const shifts = Array.from(classes, (each) => ({ u: 6, g: 3, o: 0 })[each] ?? 0);
        const bits = Array.from(letters, (letter) => ({ r: 4, w: 2, x: 1 })[letter] ?? 0).reduce((a, b) => a | b, 0);
        const chosen = shifts.reduce((sum, shift) => sum | (bits << shift), letters.includes("t") ? 0o1000 : 0);
        const all = shifts.reduce((sum, shift) => sum | (7 << shift), 0);
        mode = operator === "+" ? mode | chosen : operator === "-" ? mode & ~chosen : (mode & ~all) | chosen;
    }
    return mode;
}

/** `chmod mode file...` */
export function chmod(context: CommandContext): number {
    const [text = "", ...operands] = context.args;
    if (modeOf(text) === undefined || operands.length === 0) {
        return usage(context, "chmod mode file ...");
    }
    return forEachOperand(context, operands, (path) => {
        context.files.chmod(path, modeOf(text, context.files.stat(path).mode) ?? 0);
    });
}

export function rmdir(context: CommandContext): number {
    return forEachOperand(context, context.args, (path) => {
        context.files.rmdir(path);
    });
}

export function touch(context: CommandContext): number {
    return forEachOperand(context, context.args, (path) => {
        context.files.touch(path);
    });
}

/** `rm [-f] [-r] file...` */
export function rm(context: CommandContext): number {
    const { options, operands, illegal } = getopt(context.args, "rRfi");
    if (illegal !== undefined || (operands.length === 0 && !options.has("f"))) {
        return usage(context, "rm [-fiRr] file ...");
    }
    const recursive = options.has("r") || options.has("R");
    return forEachOperand(context, operands, (path) => {
        try {
            remove(context, path, recursive);
        } catch (error) {
            if (!(error instanceof FileError && error.code === "ENOENT" && options.has("f"))) {
                throw error;
            }
        }
    });
}

function remove(context: CommandContext, path: string, recursive: boolean): void {
    const { files } = context;
    const node = files.stat(path, false);
    if (node.kind !== "directory") {
        files.unlink(path);
        return;
    }
    if (!recursive) {
        throw new FileError("EPERM");
    }
    files.list(path).forEach((name) => {
        remove(context, `${path}/${name}`, recursive);
    });
    files.rmdir(path);
}

/** Where `mv` and `ln` put something: in a directory that is there, under its own name. */
function destination({ files }: CommandContext, source: string, target: string): string {
    return files.find(target)?.kind === "directory"
        ? `${target.replace(/\/+$/, "")}/${source.replace(/\/+$/, "").split("/").at(-1) ?? ""}`
        : target;
}

/** `mv [-f] source... target` */
export function mv(context: CommandContext): number {
    const { operands, illegal } = getopt(context.args, "fi");
    const target = operands.at(-1);
    if (illegal !== undefined || target === undefined || operands.length < 2) {
        return usage(context, "mv [-fi] source ... target");
    }
    return forEachOperand(context, operands.slice(0, -1), (source) => {
        context.files.rename(source, destination(context, source, target));
    });
}

/** `ln [-f] [-s] [-n] source target`. Without -f nothing is ever replaced [C, release notes of Solaris 10 10/08]. */
export function ln(context: CommandContext): number {
    const { options, operands, illegal } = getopt(context.args, "fsn");
    const [source, target, ...others] = operands;
    if (illegal !== undefined || source === undefined || target === undefined || others.length > 0) {
        return usage(context, "ln [-f] [-n] [-s] source target");
    }
    const { files } = context;
    const path = destination(context, source, target);
    // What is complained about is the new name when it is there, and else the old one.
    const about = files.find(path, false) !== undefined ? path : options.has("s") ? path : source;
    return forEachOperand(context, [about], () => {
        if (options.has("f") && files.find(path, false) !== undefined) {
            files.unlink(path);
        }
        if (options.has("s")) {
            files.symlink(source, path);
        } else {
            files.link(source, path);
        }
    });
}
