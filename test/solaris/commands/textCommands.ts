import { FileError } from "../fileNodes";
import { evaluateTest, TestError } from "../shellTest";
import { echoed, formatted } from "../textOutput";
import type { CommandContext } from "./command";
import { exitError, exitOk, exitUsage } from "./zoneadmErrors";

/** `echo words`, joined by blanks. */
export function echo(context: CommandContext): number {
    context.print(echoed(context.args));
    return exitOk;
}

/** `printf format words`. */
export function printf(context: CommandContext): number {
    context.out(formatted(context.args));
    return exitOk;
}

/** `test` as a program. */
export function test(context: CommandContext): number {
    try {
        return evaluateTest(context.args, context.files) ? exitOk : exitError;
    } catch (error) {
        if (error instanceof TestError) {
            context.printError(`test: ${error.message}`);
            return exitUsage;
        }
        throw error;
    }
}

/** Reads operands one after the other; `-`, or none, is standard input. @returns 0, or `failed` if one could not be. */
async function eachInput(
    context: CommandContext,
    operands: readonly string[],
    complain: (name: string, error: FileError) => void,
    use: (read: () => Promise<Buffer | undefined>, name: string) => Promise<void> | void,
): Promise<number> {
    let status = exitOk;
    for (const name of operands.length === 0 ? ["-"] : operands) {
        try {
            const source = name === "-" ? context.stdin : context.files.openRead(name).source;
            await use(() => source?.read() ?? Promise.resolve(undefined), name);
        } catch (error) {
            if (!(error instanceof FileError)) {
                throw error;
            }
            complain(name, error);
            status = exitError;
        }
    }
    return status;
}

async function allOf(read: () => Promise<Buffer | undefined>): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for (let chunk = await read(); chunk !== undefined; chunk = await read()) {
        chunks.push(chunk);
    }
    return Buffer.concat(chunks);
}

/** `cat [file...]`: what comes in is passed on as it comes. */
export function cat(context: CommandContext): Promise<number> {
    const complain = (name: string, error: FileError): void => {
        context.printError(`cat: cannot open ${name}: ${error.message}`);
    };
    return eachInput(context, context.args, complain, async (read) => {
        for (let chunk = await read(); chunk !== undefined && context.process.alive; chunk = await read()) {
            context.out(chunk);
        }
    });
}

/** The lines of a text, each with its newline, but for a last one that has none. */
function linesOf(text: string): string[] {
    return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

/** `-N` or `-n N`. */
function lineCount(args: readonly string[]): { count: number; operands: readonly string[] } {
    const [first = "", second = ""] = args;
    if (first === "-n") {
        return { count: Math.abs(Number(second)), operands: args.slice(2) };
    }
    return /^-n?\d+$/.test(first)
        ? { count: Number(first.replace(/^-n?/, "")), operands: args.slice(1) }
        : { count: 10, operands: args };
}

function someLines(choose: (lines: string[], count: number) => string[], name: string) {
    return (context: CommandContext): Promise<number> => {
        const { count, operands } = lineCount(context.args);
        const complain = (file: string, error: FileError): void => {
            context.printError(`${name}: cannot open ${file}: ${error.message}`);
        };
        return eachInput(context, operands, complain, async (read) => {
            // As bytes, one character each: a log can hold what is not UTF-8.
            const lines = linesOf((await allOf(read)).toString("latin1"));
            context.out(Buffer.from(choose(lines, count).join(""), "latin1"));
        });
    };
}

/** `head [-n N] [file...]` */
export const head = someLines((lines, count) => lines.slice(0, count), "head");

/** `tail [-n N] [file...]` */
export const tail = someLines((lines, count) => (count === 0 ? [] : lines.slice(-count)), "tail");

/** `wc [-lwc] [file...]`; widths as on Solaris [A]. */
export function wc(context: CommandContext): Promise<number> {
    const flags = context.args.filter((argument) => /^-[lwc]+$/.test(argument)).join("");
    const operands = context.args.filter((argument) => !/^-[lwc]+$/.test(argument));
    const complain = (name: string, error: FileError): void => {
        context.printError(`wc: ${name}: ${error.message}`);
    };
    return eachInput(context, operands, complain, async (read, name) => {
        const bytes = await allOf(read);
        const text = bytes.toString("latin1");
        const counts = {
            l: text.split("\n").length - 1,
            w: text.split(/\s+/).filter((word) => word !== "").length,
            c: bytes.length,
        };
        const wanted = (["l", "w", "c"] as const).filter((letter) => flags === "" || flags.includes(letter));
        const numbers = wanted.map((letter) => String(counts[letter]).padStart(8)).join("");
        context.print(`${numbers}${name === "-" ? "" : ` ${name}`}\n`);
    });
}

/** `grep [-v] [-i] [-c] [-q] pattern [file...]`, so that a person can narrow a list. */
export async function grep(context: CommandContext): Promise<number> {
    const flags = context.args.filter((argument) => argument.startsWith("-")).join("");
    const [pattern = "", ...operands] = context.args.filter((argument) => !argument.startsWith("-"));
    const expression = new RegExp(pattern, flags.includes("i") ? "i" : "");
    let found = 0;
    const complain = (name: string, error: FileError): void => {
        context.printError(`grep: can't open ${name}: ${error.message}`);
    };
    const status = await eachInput(context, operands, complain, async (read) => {
        const lines = (await allOf(read)).toString("utf8").split("\n");
        const matching = lines.filter((line) => line !== "" && expression.test(line) !== flags.includes("v"));
        found += matching.length;
        if (flags.includes("c")) {
            context.print(`${matching.length}\n`);
        } else if (!flags.includes("q")) {
            context.print(matching.map((line) => `${line}\n`).join(""));
        }
    });
    if (status !== exitOk) {
        return exitUsage;
    }
    return found > 0 ? exitOk : exitError;
}
