import { parseGoDuration, updateTimeoutKey } from "../../../provider/kernelZone/customTimeouts";
import { parseMigrationDefaults } from "../../../provider/kernelZone/migrationDefaults";
import { moveSettings, timeSettings } from "../../../provider/kernelZone/moveSettings";
import { parseInputs, type PropertyBag } from "../../../provider/kernelZone/state";
import fc from "../../fuzz";
import { inputs } from "./bags";

const timeOf = (migration: PropertyBag, more: PropertyBag = {}, defaults: unknown = {}) => {
    const news = inputs({ migration, ...more });
    return timeSettings(parseInputs(news), news, parseMigrationDefaults(defaults));
};

describe("bounds on waiting", () => {
    const forAll = { timeouts: { dryRun: 1, migrate: 2, stall: 3, queue: 4 }, onTimeout: "fail" };

    it("are nobody's where nobody sets them, so that the zone's size decides", () => {
        expect(timeOf({})).toEqual({ onTimeout: "wait" });
    });

    it("come from the zone, then from customTimeouts.update, then from those for all zones", () => {
        const custom = { [updateTimeoutKey]: "30m" };
        expect(timeOf({}, {}, forAll)).toEqual({ dryRun: 1, migrate: 2, stall: 3, queue: 4, onTimeout: "fail" });
        expect(timeOf({}, custom, forAll)).toMatchObject({ migrate: 1800, dryRun: 1, stall: 3, queue: 4 });
        const own = { timeouts: { dryRun: 10, migrate: "20s", stall: 30, queue: 40 }, onTimeout: "leave" };
        expect(timeOf(own, custom, forAll)).toEqual({
            dryRun: 10,
            migrate: 20,
            stall: 30,
            queue: 40,
            onTimeout: "leave",
        });
        expect(timeOf({ timeouts: { stall: 30 } }, {}, forAll)).toMatchObject({ migrate: 2, stall: 30 });
    });

    it("are not taken from a customTimeouts that cannot be read", () => {
        for (const value of ["soon", "", 1800, null, "-5m"]) {
            expect(timeOf({}, { [updateTimeoutKey]: value }, forAll)).toMatchObject({ migrate: 2 });
        }
    });
});

describe("a duration of customTimeouts", () => {
    it.each([
        ["30m", 1800],
        ["1h30m", 5400],
        ["1.5h", 5400],
        ["1h0m0s", 3600],
        ["90s", 90],
        ["500ms", 0.5],
        ["2m500ms", 120.5],
    ])("%s is %d s", (text, seconds) => {
        expect(parseGoDuration(text)).toBeCloseTo(seconds);
    });

    it.each(["", "30", "m", "1d", "-1m", "1h 30m", "0s", "1h30", "NaN", "1e3s"])("%j is none", (text) => {
        expect(parseGoDuration(text)).toBeUndefined();
    });

    it("is a positive number or none, whatever is written", () => {
        fc.assert(
            fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9.hms]{0,12}$/)), (text) => {
                const seconds = parseGoDuration(text);
                expect(seconds === undefined || seconds > 0).toBe(true);
            }),
        );
    });
});

describe("what shapes a move", () => {
    it("is the zone's own method, route and overrides for the host it goes to", () => {
        const news = inputs({
            host: "global2",
            hostOverrides: {
                global1: { anets: [{ id: 0, lowerLink: "net0" }] },
                global2: { anets: [{ id: 0, lowerLink: "net1" }] },
            },
            migration: { method: "warm", allowDowntime: true, user: "mig", port: 22, cipher: "none" },
        });
        expect(moveSettings(parseInputs(news), "global2", { migrate: 5 })).toEqual({
            method: "warm",
            allowDowntime: true,
            route: { user: "mig", port: 22 },
            cipher: "none",
            overwriteTargetConfig: false,
            overrides: [{ id: 0, lowerLink: "net1" }],
            declaredLinks: [],
            time: { migrate: 5 },
        });
        expect(moveSettings(parseInputs(inputs({})), "global1", {})).toMatchObject({
            method: "live",
            allowDowntime: false,
            route: {},
        });
    });
});
