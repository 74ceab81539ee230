import { cutText, joinWithMark } from "../../../../provider/transport/commands/cutText";
import { HeadAndTail } from "../../../../provider/transport/commands/headAndTail";
import fc from "../../../fuzz";

function kept(limit: number, ...chunks: (string | Uint8Array)[]): HeadAndTail {
    const held = new HeadAndTail(limit);
    chunks.forEach((chunk) => held.add(Buffer.from(chunk)));
    return held;
}

describe("the first and the last bytes", () => {
    it("are those of all bytes, however they came", () => {
        const half = fc.integer({ min: 1, max: 20 });
        const chunks = fc.array(fc.uint8Array({ maxLength: 30 }), { maxLength: 12 });
        fc.assert(
            fc.property(half, chunks, fc.nat(30), (size, pieces, count) => {
                const all = Buffer.concat(pieces);
                const held = kept(2 * size, ...pieces);
                const { head, tail } = held.ends();
                expect(held.length).toBe(all.length);
                const last = all.subarray(Math.max(0, all.length - Math.min(count, size)));
                expect(held.end(count).toString("hex")).toBe(last.toString("hex"));
                const whole = all.length <= 2 * size;
                expect(head.toString("hex")).toBe((whole ? all : all.subarray(0, size)).toString("hex"));
                expect(tail?.toString("hex")).toBe(whole ? undefined : all.subarray(-size).toString("hex"));
            }),
            { numRuns: 1000 },
        );
    });

    it("begin anew once cleared", () => {
        const held = kept(4, "abcdefg");
        held.clear();
        held.add(Buffer.from("xyz"));
        expect(held.ends()).toEqual({ head: Buffer.from("xyz"), tail: undefined });
    });
});

describe("a text with its middle cut out", () => {
    it.each([
        ["all of it where it fits", 8, "abcdefgh", "abcdefgh"],
        ["whole characters only", 8, "ab日本語é", "ab\n[... 9 bytes cut out ...]\né"],
        [
            "what is no text as it is",
            4,
            Buffer.from([0x61, 0xff, 0xff, 0xff, 0xff]),
            "a\n[... 2 bytes cut out ...]\n\\xff\\xff",
        ],
        [
            "whole lines only",
            20,
            "one\ntwo\nthree\nfour\nfive\nsix\n",
            "one\ntwo\n[... 11 bytes cut out ...]\nfive\nsix\n",
        ],
        [
            "a last line that is longer than what is kept",
            8,
            "0123456789abcdefgh\n",
            "0123\n[... 11 bytes cut out ...]\nfgh\n",
        ],
    ])("keeps %s", (_what, limit, text, expected) => {
        expect(joinWithMark(cutText(kept(limit, text)))).toBe(expected);
    });

    it("says exactly how many bytes are missing", () => {
        const piece = fc.oneof(
            fc.uint8Array({ maxLength: 9 }),
            fc.string({ unit: "binary", maxLength: 9 }),
            fc.constant("\n"),
        );
        fc.assert(
            fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
                const all = Buffer.concat(pieces.map((each) => Buffer.from(each)));
                const held = kept(16, all);
                const { head, cut, tail } = cutText(held);
                const { head: first, tail: last } = held.ends();
                expect(cut).toBeGreaterThanOrEqual(Math.max(0, all.length - 16));
                expect(cut > 0).toBe(all.length > 16);
                expect(cut).toBeLessThanOrEqual(all.length);
                if (cut === 0) {
                    expect(tail).toBe("");
                } else if (!/[^\p{ASCII}]|\\x/u.test(head + tail)) {
                    expect(head.length + cut + tail.length).toBe(all.length);
                    expect(first.toString().startsWith(head)).toBe(true);
                    expect(last?.toString().endsWith(tail)).toBe(true);
                }
            }),
            { numRuns: 1000 },
        );
    });
});
