import { pause } from "../latency";
import type { CommandContext } from "./command";
import { exitError, exitOk } from "./zoneadmErrors";

/** `echo words`, joined by blanks. */
export function echo(context: CommandContext): number {
    context.print(`${context.args.join(" ")}\n`);
    return exitOk;
}

const escapes: Record<string, string> = { n: "\n", t: "\t", r: "\r", "\\": "\\" };

/**
 * `printf format words`, with %s, %d, %% and %b, whose words have escapes in them (`\0NNN` for a byte); the format is
 * used again while words are left, as POSIX has it.
 */
export function printf(context: CommandContext): number {
    // As bytes, one character each, since an escape names a byte.
    const [format = "", ...left] = context.args.map((argument) => Buffer.from(argument).toString("latin1"));
    const convert = (conversion: string): string => {
        const word = conversion === "%" ? "%" : (left.shift() ?? "");
        return conversion === "b"
            ? word.replace(/\\(0[0-7]{0,3}|[ntr\\])/g, (_match, code: string) => byteOf(code))
            : word;
    };
    let output = "";
    do {
        const before = left.length;
        output += format.replace(/\\([0-7]{1,3}|[ntr\\])|%([sdb%])/g, (_match, code?: string, conversion?: string) =>
            code === undefined ? convert(conversion ?? "") : byteOf(code),
        );
        if (left.length === before) {
            break;
        }
    } while (left.length > 0);
    context.out(Buffer.from(output, "latin1"));
    return exitOk;
}

function byteOf(code: string): string {
    return escapes[code] ?? String.fromCharCode(Number.parseInt(code, 8) & 0xff);
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
