import { parseDirectives } from "../../../../provider/transport/opensshConfig/directive";

function parsed(text: string): string[] {
    return parseDirectives(text, "config").map(({ keyword, words, place }) =>
        [place.line, keyword, ...(words ?? ["(open quotation mark)"])].join("|"),
    );
}

describe("parseDirectives", () => {
    it("counts lines from 1, and passes over comments and empty lines", () => {
        expect(parsed("# c\n\nHost a # d\n\t User = b\n  #e\nPort 1")).toEqual(["3|host|a", "4|user|b", "6|port|1"]);
    });

    it("reads a quoted keyword", () => {
        expect(parsed('"Host" a\nUs"er" b')).toEqual(["1|host|a", "2|user|b"]);
    });

    it("passes over a line whose keyword has an open quotation mark, as OpenSSH does", () => {
        expect(parsed('"Host a\nPort 1')).toEqual(["2|port|1"]);
    });

    it("tells an open quotation mark in the value", () => {
        expect(parsed('User "a\nUser \'b\nUser "c" # d"')).toEqual([
            "1|user|(open quotation mark)",
            "2|user|(open quotation mark)",
            "3|user|c",
        ]);
    });

    it("keeps a keyword without a value", () => {
        expect(parsed("Host\nMatch\nUser #")).toEqual(["1|host", "2|match", "3|user"]);
    });

    it("ends a line at a NUL byte, and takes off white space at its end", () => {
        expect(parsed("User a\0b\r\nUser c \f\t\r\n")).toEqual(["1|user|a", "2|user|c"]);
    });

    it("takes neither a no-break space nor a byte order mark for white space", () => {
        expect(parsed("\ufeffHost a\nUser\u00a0b c\n\u00a0User d")).toEqual([
            "1|\ufeffhost|a",
            "2|user\u00a0b|c",
            "3|\u00a0user|d",
        ]);
    });
});
