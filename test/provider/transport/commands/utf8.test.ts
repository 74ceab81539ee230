import { decodeUtf8 } from "../../../../provider/transport/commands/utf8";
import fc from "../../../fuzz";

const decode = (...bytes: number[]): string => decodeUtf8(Buffer.from(bytes));

describe("bytes as text", () => {
    it("are unchanged where they are UTF-8, a byte order mark included", () => {
        fc.assert(
            fc.property(fc.string({ unit: "binary" }), (text) => {
                expect(decodeUtf8(Buffer.from(text))).toBe(text);
            }),
            { numRuns: 1000 },
        );
        expect(decode(0xef, 0xbb, 0xbf, 0x61)).toBe("\ufeffa");
        expect(decode()).toBe("");
    });

    it.each([
        ["a byte that begins nothing", [0x61, 0xff, 0xfe, 0x62], "a\\xff\\xfeb"],
        ["a continuation by itself", [0x80, 0x61], "\\x80a"],
        ["a character that breaks off", [0xe6, 0x97], "\\xe6\\x97"],
        ["a character that breaks off before another", [0xf0, 0x9f, 0x98, 0xc3, 0xa9], "\\xf0\\x9f\\x98é"],
        ["an overlong form", [0xc0, 0xaf, 0xe0, 0x80, 0xaf], "\\xc0\\xaf\\xe0\\x80\\xaf"],
        ["half of a surrogate pair", [0xed, 0xa0, 0x80], "\\xed\\xa0\\x80"],
        ["what is beyond Unicode", [0xf4, 0x90, 0x80, 0x80], "\\xf4\\x90\\x80\\x80"],
        ["a low byte with a zero", [0x61, 0x0a, 0xff, 0x00], "a\n\\xff\u0000"],
    ])("show %s byte by byte", (_what, bytes, text) => {
        expect(decode(...bytes)).toBe(text);
    });

    it("show everything that is no UTF-8, and nothing else, wherever it stands", () => {
        // The decoder of the platform says where characters end and what is none.
        const invalid = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
        const isText = (bytes: Buffer): boolean => {
            try {
                invalid.decode(bytes);
                return true;
            } catch {
                return false;
            }
        };
        const piece = fc.oneof(
            fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes)),
            fc.string({ unit: "binary", maxLength: 4 }).map((text) => Buffer.from(text)),
        );
        const slowly = (bytes: Buffer): string => {
            let text = "";
            for (let at = 0; at < bytes.length;) {
                const length = [1, 2, 3, 4].find(
                    (size) => isText(bytes.subarray(at, at + size)) && at + size <= bytes.length,
                );
                const character = bytes.subarray(at, at + (length ?? 1));
                text += length === undefined ? `\\x${character.toString("hex")}` : character.toString();
                at += length ?? 1;
            }
            return text;
        };
        fc.assert(
            fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
                const bytes = Buffer.concat(pieces);
                expect(decodeUtf8(bytes)).toBe(slowly(bytes));
            }),
            { numRuns: 1000 },
        );
    });
});
