import { SolarisError } from "../../../provider/errors/solarisError";
import { parseMigrationDefaults } from "../../../provider/kernelZone/migrationDefaults";
import { defaultLimits } from "../../../provider/migration/limits";

/** The faults that a value has, line by line. */
function faultsOf(value: unknown): readonly string[] {
    try {
        parseMigrationDefaults(value);
    } catch (error) {
        if (SolarisError.isInstance(error)) {
            expect(error.code).toBe("MIGRATION_CONFIG_INVALID");
            return error.details.lines ?? [error.details.message];
        }
        throw error;
    }
    return [];
}

describe("solaris:migration", () => {
    it.each([undefined, {}, "{}", { limits: {} }, { timeouts: {} }])(
        "has every default where %j says nothing",
        (value) => {
            expect(parseMigrationDefaults(value)).toEqual({ limits: defaultLimits, timeouts: {}, onTimeout: "wait" });
        },
    );

    it("is read as JSON text, as Pulumi hands it on, or as an object, with its durations normalised", () => {
        const value = {
            limits: { perSource: 1, perTarget: 3, total: 40 },
            timeouts: { dryRun: "90s", migrate: "2h", stall: 1200, queue: "24h" },
            onTimeout: "leave",
        };
        const read = {
            limits: value.limits,
            timeouts: { dryRun: 90, migrate: 7200, stall: 1200, queue: 86400 },
            onTimeout: "leave",
        };
        expect(parseMigrationDefaults(value)).toEqual(read);
        expect(parseMigrationDefaults(JSON.stringify(value))).toEqual(read);
    });

    it.each([
        [{ limits: { perSource: 0 } }, /^solaris:migration\.limits\.perSource: must be 1 or more/],
        [{ limits: { perTarget: 1.5 } }, /^solaris:migration\.limits\.perTarget: must be a whole number/],
        [{ limits: { total: "8" } }, /^solaris:migration\.limits\.total: /],
        [{ limits: 2 }, /^solaris:migration\.limits: /],
        [{ limits: { perHost: 2 } }, /^solaris:migration\.limits\.perHost: is not known/],
        [{ timeouts: { migrate: "soon" } }, /^solaris:migration\.timeouts\.migrate: must be a number of seconds/],
        [{ timeouts: { queue: 0 } }, /^solaris:migration\.timeouts\.queue: .*more than 0/],
        [{ timeouts: { stall: "8000h" } }, /^solaris:migration\.timeouts\.stall: .*at most 7 days/],
        [{ onTimeout: "kill" }, /^solaris:migration\.onTimeout: /],
        [{ method: "cold" }, /^solaris:migration\.method: is not known/],
        [[], /^solaris:migration: /],
        ["7", /^solaris:migration: /],
        ["{", /is not JSON/],
        ["", /is not JSON/],
    ])("names the fault of %j with its path", (value, fault) => {
        const faults = faultsOf(value);
        expect(faults).toHaveLength(1);
        expect(faults[0]).toMatch(fault);
    });

    it("names all faults at once", () => {
        expect(faultsOf({ limits: { perSource: 0, total: -1, x: 1 }, onTimeout: 1, y: 2 })).toHaveLength(5);
    });
});
