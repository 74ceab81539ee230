import { describeSeconds } from "../../../provider/migration/describeSeconds";
import fc from "../../fuzz";

describe("seconds for a person", () => {
    it.each([
        [0, "0 ms"],
        [0.9994, "999 ms"],
        [1, "1 s"],
        [9.94, "9.9 s"],
        [59.4, "59 s"],
        [59.6, "1 min"],
        [3599.6, "1 h"],
        [86_400, "24 h"],
        [2_400, "40 min"],
    ])("%p s is %s", (seconds, text) => {
        expect(describeSeconds(seconds)).toBe(text);
    });

    it("never has sixty of anything, nor a thousand milliseconds, nor a long fraction", () => {
        fc.assert(
            fc.property(fc.double({ min: 0, max: 1e7, noNaN: true }), (seconds) => {
                const text = describeSeconds(seconds);
                expect(text).toMatch(/^\d+(\.\d)? (ms|s|min|h)( \d+ (s|min))?$/);
                expect(text).not.toMatch(/\b60 (s|min)|\b1000 ms/);
            }),
        );
    });
});
