import { editDistance, nearestMatch } from "../../../provider/errors/nearest";
import fc from "../../fuzz";

describe("editDistance", () => {
    it.each([
        ["", "", 0],
        ["", "abc", 3],
        ["global1", "global2", 1],
        ["global1", "globa1", 1],
        ["kitten", "sitting", 3],
    ])("between %p and %p is %i", (a, b, distance) => {
        expect(editDistance(a, b)).toBe(distance);
    });

    it("is a metric", () => {
        const word = fc.string({ maxLength: 8 });
        fc.assert(
            fc.property(word, word, word, (a, b, c) => {
                expect(editDistance(a, b)).toBe(editDistance(b, a));
                expect(editDistance(a, b) === 0).toBe(a === b);
                expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
            }),
        );
    });
});

describe("nearestMatch", () => {
    const known = ["global1", "global2", "storage-east"];

    it.each([
        ["global3", "global1"],
        ["globl2", "global2"],
        ["GLOBAL2", "global2"],
        ["storage-est", "storage-east"],
    ])("takes %p for %p", (typed, meant) => {
        expect(nearestMatch(typed, known)).toBe(meant);
    });

    it("suggests nothing where nothing is near", () => {
        expect(nearestMatch("database", known)).toBeUndefined();
        expect(nearestMatch("global1", [])).toBeUndefined();
    });

    it("only ever suggests a candidate, and a candidate itself for its own name", () => {
        fc.assert(
            fc.property(fc.string(), fc.array(fc.string({ minLength: 1 }), { maxLength: 5 }), (word, candidates) => {
                const match = nearestMatch(word, candidates);
                expect(match === undefined || candidates.includes(match)).toBe(true);
                for (const candidate of candidates) {
                    expect(nearestMatch(candidate, candidates)?.toLowerCase()).toBe(candidate.toLowerCase());
                }
            }),
        );
    });
});
