import { pause } from "../latency";
import type { CommandContext } from "./command";
import { exitError, exitOk } from "./zoneadmErrors";

/** `echo words`, joined by blanks. */
export function echo(context: CommandContext): number {
    context.print(`${context.args.join(" ")}\n`);
    return exitOk;
}

const escapes: Record<string, string> = { n: "\n", t: "\t", r: "\r", "\\": "\\" };

/** `printf format words`, with %s, %d and %%; the format is used again while words are left, as POSIX has it. */
export function printf(context: CommandContext): number {
    const [format = "", ...words] = context.args;
    const left = [...words];
    let output = "";
    do {
        const before = left.length;
        output += format
            .replace(/\\([ntr\\])/g, (_match, letter: string) => escapes[letter] ?? letter)
            .replace(/%([sd%])/g, (_match, letter: string) => (letter === "%" ? "%" : (left.shift() ?? "")));
        if (left.length === before) {
            break;
        }
    } while (left.length > 0);
    context.print(output);
    return exitOk;
}

/** `cat [file...]`: standard input is passed on as it comes. */
export async function cat(context: CommandContext): Promise<number> {
    let status = exitOk;
    for (const name of context.args.length === 0 ? ["-"] : context.args) {
        const file = context.host.files.get(name);
        if (name === "-") {
            for (let chunk = await context.stdin.read(); chunk !== undefined; chunk = await context.stdin.read()) {
                context.out(chunk);
            }
        } else if (file === undefined) {
            context.printError(`cat: cannot open ${name}: No such file or directory`);
            status = exitError;
        } else {
            context.print(file);
        }
    }
    return status;
}

/** `grep [-v] [-i] [-c] pattern`, on standard input, so that a person can narrow a list. */
export async function grep(context: CommandContext): Promise<number> {
    const flags = context.args.filter((argument) => argument.startsWith("-")).join("");
    const pattern = context.args.find((argument) => !argument.startsWith("-")) ?? "";
    const expression = new RegExp(pattern, flags.includes("i") ? "i" : "");
    const lines = (await context.stdin.readAll()).split("\n").filter((line) => line !== "");
    const found = lines.filter((line) => expression.test(line) !== flags.includes("v"));
    context.print(flags.includes("c") ? `${found.length}\n` : found.map((line) => `${line}\n`).join(""));
    return found.length > 0 ? exitOk : exitError;
}

/** `rm [-f] file...` on the host's few files. */
export function rm(context: CommandContext): number {
    context.args.forEach((name) => context.host.files.delete(name));
    return exitOk;
}

export function id(context: CommandContext): number {
    const number = context.user === "root" ? 0 : 100;
    context.print(`uid=${number}(${context.user}) gid=${number === 0 ? "0(root)" : "10(staff)"}\n`);
    return exitOk;
}

/** `sleep seconds`. */
export async function sleep(context: CommandContext): Promise<number> {
    await pause(Number(context.args[0] ?? "0") * 1000, context.fleet.stopSignal);
    return exitOk;
}
