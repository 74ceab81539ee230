import { describeMove } from "../../../provider/kernelZone/describe";
import type { MigrationRecord } from "../../../provider/kernelZone/state";

const zone = { name: "kzone1", state: "running", auxiliary: [], brand: "solaris-kz", zonepath: "" } as const;
const told = (more: Partial<MigrationRecord> = {}, unwatched?: true): string =>
    describeMove({
        record: {
            from: "global1",
            to: "global2",
            method: "live",
            start: "2026-01-01T10:00:00.000Z",
            end: "2026-01-01T10:00:26.000Z",
            phases: {},
            ...more,
        },
        zone,
        ...(unwatched === undefined ? {} : { unwatched }),
    });

describe("a move that has been made is told", () => {
    it.each<[string, Partial<MigrationRecord>, string]>([
        ["with how long it took", {}, "moved global1 -> global2 in 26 s; seen running on global2"],
        ["with its pause", { pause: 0.2 }, "in 26 s, paused for about 200 ms; seen"],
        ["with a pause too short to be told", { pause: 0.05 }, "in 26 s, paused for less than 0.1 s; seen"],
        ["a warm one as a pause: the memory is kept", { method: "warm", pause: 7.3 }, ", paused for about 7.3 s; seen"],
        ["a cold one as down: the zone was shut down", { method: "cold", pause: 7.3 }, ", down for about 7.3 s; seen"],
    ])("%s", (_name, record, text) => {
        expect(told(record)).toContain(text);
    });

    it("without a claim how long it took, where nobody watched it end", () => {
        expect(told({}, true)).toBe("moved global1 -> global2 (begun 26 s ago); seen running on global2");
    });

    it("without a time, where the clock that it was begun by went ahead of this one", () => {
        const ahead = { start: "2026-01-01T10:00:27.000Z" };
        expect(told(ahead)).toBe("moved global1 -> global2; seen running on global2");
        expect(told(ahead, true)).toBe("moved global1 -> global2; seen running on global2");
    });
});
