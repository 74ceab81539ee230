import {
    endsWatching,
    judgeTime,
    timeLimits,
    type OnTimeout,
    type TimeSettings,
} from "../../../provider/migration/timeLimits";
import fc from "../../fuzz";

const gib = 1024 ** 3;
// Beyond this a timer would go off at once.
const longestTimerMs = 2 ** 31 - 1;
// As much as the largest machine that runs Solaris has.
const memory = fc.double({ min: 0, max: 32 * 1024 * gib, noNaN: true });
const seconds = fc.double({ min: 0.001, max: 7 * 24 * 3600, noNaN: true });
const settings: fc.Arbitrary<TimeSettings> = fc.record(
    {
        dryRun: seconds,
        migrate: seconds,
        stall: seconds,
        queue: seconds,
        onTimeout: fc.constantFrom("wait", "leave", "fail"),
    },
    { requiredKeys: [] },
);

describe("the bounds of a move", () => {
    it("are by default far beyond a real one: three times nine seconds per GiB, for the silence of its copy too", () => {
        fc.assert(
            fc.property(memory, (bytes) => {
                const { totalMs, stallMs, dryRunMs, hardMs } = timeLimits(bytes, {});
                const copyMs = 3 * 9_000 * (bytes / gib);
                expect(Math.min(totalMs, stallMs, dryRunMs)).toBeGreaterThanOrEqual(copyMs);
                expect(totalMs).toBeGreaterThanOrEqual(300_000);
                expect(stallMs).toBeGreaterThanOrEqual(600_000);
                expect(hardMs).toBeGreaterThanOrEqual(totalMs);
            }),
        );
    });

    it("grow with the memory and never shrink", () => {
        fc.assert(
            fc.property(memory, memory, (one, other) => {
                const [small, large] = one < other ? [one, other] : [other, one];
                const [less, more] = [timeLimits(small, {}), timeLimits(large, {})];
                expect(more.totalMs).toBeGreaterThanOrEqual(less.totalMs);
                expect(more.stallMs).toBeGreaterThanOrEqual(less.stallMs);
                expect(more.dryRunMs).toBeGreaterThanOrEqual(less.dryRunMs);
                expect(more.hardMs).toBeGreaterThanOrEqual(less.hardMs);
            }),
        );
    });

    it("of no wait overflow a timer, for any zone that a machine could have and any setting", () => {
        fc.assert(
            fc.property(fc.option(memory, { nil: undefined }), settings, (bytes, set) => {
                const { dryRunMs, totalMs, stallMs, hardMs, queueMs } = timeLimits(bytes, set);
                for (const ms of [dryRunMs, totalMs, stallMs, hardMs + 60_000, queueMs]) {
                    expect(ms).toBeGreaterThan(0);
                    expect(ms).toBeLessThanOrEqual(longestTimerMs);
                }
            }),
        );
    });

    it("are the program's own where it sets them, each for itself", () => {
        const own = timeLimits(8 * gib, { migrate: 100, onTimeout: "leave" });
        expect(own).toMatchObject({ totalMs: 100_000, hardMs: 400_000, dryRunMs: 780_000, onTimeout: "leave" });
        expect(timeLimits(8 * gib, { dryRun: 20, stall: 30, queue: 40 })).toMatchObject({
            dryRunMs: 20_000,
            stallMs: 30_000,
            queueMs: 40_000,
            totalMs: 780_000,
            onTimeout: "wait",
        });
    });

    it("are ample where the memory is not known", () => {
        expect(timeLimits(undefined, {}).totalMs).toBeGreaterThanOrEqual(3_600_000);
    });
});

describe("where a migration stands in time", () => {
    const limits = timeLimits(undefined, { migrate: 100, stall: 50 });

    it.each([
        [0, 0, "inTime"],
        [99_999, 49_999, "inTime"],
        [99_999, 50_000, "stalled"],
        [100_000, 0, "late"],
        [100_000, 90_000, "late"],
        [399_999, 399_999, "late"],
        [400_000, 0, "over"],
    ] as const)("after %i ms, %i ms since a change: %s", (elapsed, sinceChange, verdict) => {
        expect(judgeTime(elapsed, sinceChange, limits)).toBe(verdict);
    });

    it.each<[OnTimeout, boolean]>([
        ["wait", false],
        ["leave", true],
        ["fail", true],
    ])("under `%s` watching ends before the hard bound: %s; at that bound it always ends", (onTimeout, ends) => {
        const set = { ...limits, onTimeout };
        expect(endsWatching("inTime", set)).toBe(false);
        expect([endsWatching("late", set), endsWatching("stalled", set)]).toEqual([ends, ends]);
        expect(endsWatching("over", set)).toBe(true);
    });
});
