import type { Answer } from "../../../provider/hostCheck/answer";
import { clockRows, type ClockReading } from "../../../provider/hostCheck/clockRows";
import { answered, missing, none } from "./answers";

const start = Date.UTC(2026, 10, 23, 10, 0, 0);

/** A reading that took a second, of a clock that is so much ahead. */
function reading(aheadMs: number, tookMs = 1_000): ClockReading {
    // The host's time in the middle, cut off to the second as `date` does.
    const time = new Date(start + tookMs / 2 + aheadMs).toISOString().replace(/\.\d+Z$/, "Z");
    return { answer: answered(`${time}\n`), before: start, after: start + tookMs };
}

function rows(own: ClockReading, ...targets: ClockReading[]): string[] {
    const named = targets.map((theirs, index) => ({ target: `global${index + 2}`, reading: theirs }));
    return clockRows(own, named).map(({ outcome, detail }) => `${outcome}: ${detail}`);
}

it.each([
    [0, "ok: 0.0 s ahead of this machine (+/- 1.0 s)"],
    [5_900, "ok: 6.0 s ahead of this machine (+/- 1.0 s)"],
    [-5_900, "ok: 6.0 s behind this machine (+/- 1.0 s)"],
    [7_000, "warning: 7.0 s ahead of this machine (+/- 1.0 s)"],
    [-7_000, "warning: 7.0 s behind this machine (+/- 1.0 s)"],
    [3_600_000, "warning: 3600.0 s ahead of this machine (+/- 1.0 s)"],
])("a clock %i ms ahead is %j", (ahead, row) => {
    expect(rows(reading(ahead))).toEqual([row]);
});

it("half of the round trip is allowed for", () => {
    expect(rows(reading(8_000, 7_000))[0]).toMatch(/^ok: /);
    expect(rows(reading(8_000, 1_000))[0]).toMatch(/^warning: /);
});

it("a slow answer tells nothing, unless the clock is further off than that", () => {
    expect(rows(reading(0, 20_000))[0]).toMatch(/^warning: .*too slow an answer/);
    expect(rows(reading(60_000, 20_000))[0]).toMatch(/^warning: 60\.5 s ahead of this machine \(\+\/- 10\.5 s\)$/);
});

it("targets are compared with the host itself, with both uncertainties", () => {
    expect(rows(reading(-20_000), reading(-20_000), reading(20_000))).toEqual([
        "warning: 20.0 s behind this machine (+/- 1.0 s)",
        "ok: 0.0 s ahead of global2 (+/- 2.0 s)",
        "warning: 40.0 s behind global3 (+/- 2.0 s)",
    ]);
});

it.each<[string, Answer, string]>([
    ["no date", missing("/usr/bin/date"), "warning: /usr/bin/date is not there, so this cannot be told"],
    ["another form", answered("Mon Nov 23\n"), "warning: the answer of date -u is not understood; Mon Nov 23"],
    ["no answer", none("CONNECTION_LOST"), "failed: what has happened"],
])("with %s on the host there is one row, with it on a target its row is skipped", (_what, answer, row) => {
    const broken = { answer, before: start, after: start };
    expect(rows(broken, reading(0))).toEqual([row]);
    expect(rows(reading(0), broken)[1]).toBe("skipped: of global2: no time from there");
});
