import type { Shell } from "./shell";

/**
 * `read [-r] name...`: one line, cut at the separators, the rest of it in the last name. At the end of the input it
 * returns 1 with what there was in the names; from a file that has grown since, it goes on there.
 */
export async function readBuiltin(shell: Shell, args: readonly string[]): Promise<number> {
    const raw = args[0] === "-r";
    const names = raw ? args.slice(1) : args;
    const source = shell.descriptors[0]?.source;
    if (source === undefined) {
        shell.complain("read: bad file unit number");
        return 1;
    }
    let { text, complete } = await source.readThroughNewline();
    shell.process.check();
    if (!raw) {
        while (complete && /(^|[^\\])(\\\\)*\\$/.test(text)) {
            const next = await source.readThroughNewline();
            text = `${text.slice(0, -1)}${next.text}`;
            ({ complete } = next);
        }
        text = text.replace(/\\(.)/gs, "$1");
    }
    const values = cut(text, names.length, shell.variables.get("IFS") ?? " \t\n");
    names.forEach((name, index) => {
        shell.variables.set(name, values[index] ?? "");
    });
    return complete ? 0 : 1;
}

/** At most `count` fields, the last one with all that is left, but for a separator that only ends it (POSIX `read`). */
function cut(line: string, count: number, separators: string): string[] {
    const isSeparator = (character: string): boolean => character !== "" && separators.includes(character);
    const isBlank = (character: string): boolean => isSeparator(character) && " \t\n".includes(character);
    const afterBlanks = (at: number): number => {
        let next = at;
        while (isBlank(line.charAt(next))) {
            next += 1;
        }
        return next;
    };
    const fieldEnd = (at: number): number => {
        let end = at;
        while (end < line.length && !isSeparator(line.charAt(end))) {
            end += 1;
        }
        return end;
    };
    /** Behind blanks, one other separator, and blanks again. */
    const afterSeparator = (at: number): number => {
        const next = afterBlanks(at);
        return isSeparator(line.charAt(next)) ? afterBlanks(next + 1) : next;
    };
    const fields: string[] = [];
    let at = afterBlanks(0);
    while (fields.length < count - 1 && at < line.length) {
        const end = fieldEnd(at);
        fields.push(line.slice(at, end));
        at = afterSeparator(end);
    }
    let end = fieldEnd(at);
    if (afterSeparator(end) < line.length) {
        end = line.length;
        while (end > at && isBlank(line.charAt(end - 1))) {
            end -= 1;
        }
    }
    fields.push(line.slice(at, end));
    return fields;
}
