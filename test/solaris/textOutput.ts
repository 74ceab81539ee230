/** What `echo words` prints. */
export function echoed(args: readonly string[]): string {
    return `${args.join(" ")}\n`;
}

const escapes: Record<string, string> = { n: "\n", t: "\t", r: "\r", "\\": "\\" };

/**
 * What `printf format words` prints, with %s, %d, %% and %b, whose words have escapes in them (`\0NNN` for a byte); the
 * format is used again while words are left, as POSIX has it.
 */
export function formatted(args: readonly string[]): Buffer {
    // As bytes, one character each, since an escape names a byte.
    const [format = "", ...left] = args.map((argument) => Buffer.from(argument).toString("latin1"));
    const convert = (conversion: string): string => {
        if (conversion === "%") {
            return "%";
        }
        const word = left.shift() ?? (conversion === "d" ? "0" : "");
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
    return Buffer.from(output, "latin1");
}

function byteOf(code: string): string {
    return escapes[code] ?? String.fromCharCode(Number.parseInt(code, 8) & 0xff);
}
