import { durationSchema } from "../../../provider/kernelZone/duration";
import { describeSeconds } from "../../../provider/migration/describeSeconds";

describe("a duration", () => {
    it.each([
        [90, 90],
        [0.5, 0.5],
        ["90s", 90],
        ["10m", 600],
        ["2h", 7200],
        ["1.5h", 5400],
        [" 10 m ", 600],
        ["168h", 604800],
    ])("%p is %p seconds", (written, seconds) => {
        expect(durationSchema.parse(written)).toBe(seconds);
    });

    it.each(["", "10", "10 minutes", "-1m", "1d", "0s", "NaNs", 0, -1, Number.NaN, Infinity, 604801, null, {}, true])(
        "%p is none",
        (written) => {
            expect(durationSchema.safeParse(written).success).toBe(false);
        },
    );
});

describe("seconds for a person", () => {
    it.each([
        [0, "0 ms"],
        [0.08, "80 ms"],
        [4.23, "4.2 s"],
        [9.99, "10 s"],
        [42.4, "42 s"],
        [59.7, "1 min"],
        [310, "5 min 10 s"],
        [3600, "1 h"],
        [7380, "2 h 3 min"],
    ])("%p s is %s", (seconds, text) => {
        expect(describeSeconds(seconds)).toBe(text);
    });
});
