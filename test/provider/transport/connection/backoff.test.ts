import { backoffMs } from "../../../../provider/transport/connection/backoff";
import fc from "../../../fuzz";

const backoff = { firstMs: 200, maximumMs: 4_000 };

it("doubles with each repeat, up to the maximum", () => {
    expect([0, 1, 2, 3, 4, 5, 50].map((repeats) => backoffMs(backoff, repeats, 1))).toEqual([
        200, 400, 800, 1_600, 3_200, 4_000, 4_000,
    ]);
});

it("is scattered between a half and the whole", () => {
    fc.assert(
        fc.property(
            fc.nat(10_000),
            fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
            (repeats, random) => {
                const whole = backoffMs(backoff, repeats, 1);
                const wait = backoffMs(backoff, repeats, random);
                expect(wait).toBeGreaterThanOrEqual(whole / 2);
                expect(wait).toBeLessThan(whole + 1e-9);
            },
        ),
    );
});

it("differs from one call to the next", () => {
    expect(new Set(Array.from({ length: 20 }, () => backoffMs(backoff, 5))).size).toBeGreaterThan(1);
});
