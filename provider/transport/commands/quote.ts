// Bytes are held as strings of one character a byte ("latin1"), on which patterns work as on text.
type Bytes = string;

// Characters that no shell treats specially anywhere in an argument, nor at its start: there `=` has a meaning in zsh
// and tcsh, `%` in fish, `~` in all of them.
const bare = /^[A-Za-z0-9_@+:,./-][A-Za-z0-9_@%+=:,./-]*$/;

// What single quotes keep as it is in every shell: printable ASCII but `'`, `!` (history in csh, also within quotes) and
// `\` (an escape within quotes in fish). Not a byte beyond ASCII: shells take those by the login's locale.
const quotable = /^[ "-&(-[\]-~]*$/;

// csh(1) of Solaris: "Words can be no longer than 1024 characters" [U: from memory of its manual page].
const longestWord = 1000;

// Decodes its arguments (`printf %b` joins them) and runs the command that they spell. The command takes the shell's
// place, so that standard input, exit code and signal are its own. It never ends in a newline, which `$(...)` would cut.
const wrapper = `exec /bin/sh -c 'eval "exec $(printf %b "$@")"' sh`;

/**
 * The command line that gives a program exactly these arguments, whichever shell it is that the server hands it to: a
 * POSIX shell (sh, ksh93, bash, dash, zsh) as well as csh, tcsh and fish, in which quotes mean something else.
 *
 * Printable ASCII stays readable, bare or in single quotes. A command with anything else goes as a whole, encoded,
 * through `/bin/sh`, for there is no way to write such an argument that all shells understand alike. The line begins
 * with `exec`: not every shell gives up its place to the last command by itself, and one that stays reports a signal as
 * an exit code. It is always one line of printable ASCII.
 *
 * @param argv Program and arguments, text as UTF-8. The program by its absolute path: a word without a slash could be
 *     an alias, a function or a keyword.
 * @throws RangeError for a NUL, which no argument of a process can hold; for half of a surrogate pair, which has no
 *     UTF-8; and for a program that is not an absolute path.
 */
export function quoteCommand(argv: readonly (string | Uint8Array)[]): string {
    const words = argv.map(bytesOf);
    if (words[0]?.startsWith("/") !== true) {
        throw new RangeError("a command must name its program by an absolute path");
    }
    const line = words.map(quoteForPosix).join(" ");
    return words.every((word) => quotable.test(word) && word.length <= longestWord)
        ? `exec ${line}`
        : [wrapper, ...encode(line)].join(" ");
}

/**
 * Quotes one argument for a script that a POSIX shell reads, such as one that is fed to `/bin/sh` on standard input. In
 * single quotes nothing is special there but the quote itself. For a command line to be run on a host: quoteCommand.
 *
 * @throws RangeError for a NUL, and for half of a surrogate pair.
 */
export function quoteArgument(argument: string): string {
    return Buffer.from(quoteForPosix(bytesOf(argument)), "latin1").toString("utf8");
}

function quoteForPosix(word: Bytes): Bytes {
    return bare.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** As arguments of `printf %b`, each in single quotes: what these cannot hold in every shell as `\0NNN`, in octal. */
function encode(text: Bytes): string[] {
    const encoded = text.replace(/[^ "-&(-[\]-~]/g, (byte) => `\\0${byte.charCodeAt(0).toString(8).padStart(3, "0")}`);
    // No escape is cut in two.
    const pieces = encoded.match(/(?:\\0[0-7]{3}|[^\\]){1,180}/g) ?? [];
    return pieces.map((piece) => `'${piece}'`);
}

function bytesOf(argument: string | Uint8Array): Bytes {
    if (typeof argument === "string" && /\p{Surrogate}/u.test(argument)) {
        throw new RangeError("a command argument cannot contain half of a surrogate pair");
    }
    const bytes = Buffer.from(argument).toString("latin1");
    if (bytes.includes("\0")) {
        throw new RangeError("a command argument cannot contain a NUL character");
    }
    return bytes;
}
