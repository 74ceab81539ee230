import { atMost, median, ratios, spread } from "./figure";

describe("figures", () => {
    it("finds the middle, of an odd and of an even number of samples", () => {
        expect(spread([9, 1, 5])).toEqual({ min: 1, median: 5, max: 9 });
        expect(spread([4, 1, 2, 3])).toEqual({ min: 1, median: 2.5, max: 4 });
        expect(median([7])).toBe(7);
        expect(() => spread([])).toThrow(RangeError);
    });

    it("judges by the median, so that one slow repetition decides nothing", () => {
        expect(atMost(2, [1, 2, 90])).toEqual({ text: "at most 2", met: true });
        expect(atMost(2, [1, 3, 90], "at most 2 each")).toEqual({ text: "at most 2 each", met: false });
    });

    it("compares round for round", () => {
        expect(ratios([30, 9], [20, 10])).toEqual([1.5, 0.9]);
        expect(() => ratios([1, 2], [1])).toThrow("2 samples against 1");
    });
});
