/**
 * Quotes one argument for a POSIX shell.
 *
 * Arguments made only of characters that no shell treats specially stay as they are, so that command lines in logs and
 * in `ps` on the host remain readable; everything else goes into single quotes, where nothing but the quote itself is
 * special.
 *
 * @throws RangeError for a NUL character, which no argument of a process can hold.
 */
export function quoteArgument(argument: string): string {
    if (argument.includes("\0")) {
        throw new RangeError("a command argument cannot contain a NUL character");
    }
    if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(argument)) {
        return argument;
    }
    return `'${argument.replaceAll("'", `'\\''`)}'`;
}

/** The command line for an argument vector: every argument quoted, one blank between. */
export function quoteCommand(argv: readonly string[]): string {
    return argv.map(quoteArgument).join(" ");
}
