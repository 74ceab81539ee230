import { shorten } from "../transport/commands/shorten";
import { makeVisible } from "../transport/commands/visible";

const longestQuote = 120;

/** The last line in which a program said something, as it may stand in a sentence; undefined where it said nothing. */
export function lastWords(lines: readonly string[] = []): string | undefined {
    const line = lines
        .map((each) => each.trim())
        .filter((each) => each !== "")
        .at(-1);
    return line === undefined ? undefined : shorten(makeVisible(line), longestQuote);
}

/** Why a question that ended with another exit code than 0 was not answered, in one line. */
export function failureInWords(name: string, exitCode: number | string, lines: readonly string[] = []): string {
    const ended = `${name}: exit code ${exitCode}`;
    const said = lastWords(lines);
    return said === undefined ? ended : `${ended}; ${said}`;
}
