import { SolarisError } from "../../../provider/errors/solarisError";
import { PartialFailure } from "../../../provider/kernelZone/partialFailure";
import { PlacementState } from "../../../provider/kernelZone/placementState";
import type { KernelZoneObservation } from "../../../provider/kernelZone/state";
import type { MoveRecord, SeenThere } from "../../../provider/migration/moveOutcome";

const uuid = "29be88cb-e61a-4204-8d9b-f4a61bf0efdd";
const error = new SolarisError("MIGRATION_FAILED", { message: "kzone1 did not move to global3" });

function seenOn(host: string, state: "running" | "installed" = "running"): SeenThere {
    return { host, zone: { name: "kzone1", state, auxiliary: [], uuid, zonepath: "/x", brand: "solaris-kz" } };
}

function recordOf(from: string, to: string): MoveRecord {
    const [start, end] = [`2026-11-23T10:00:00Z of ${from}`, "2026-11-23T10:01:00Z"];
    return { from, to, method: "live", start, end, phases: {} };
}

/** The state of a zone that was on global1 and shall be on global3. */
function stateOf(more: Partial<KernelZoneObservation> = {}): PlacementState {
    const last = { currentHost: "global1", zoneState: "running", uuid, ...more } as const;
    return new PlacementState("id", { zoneName: "kzone1", host: "global3" }, last, "global3");
}

/** The outputs that the engine is to keep with a failure; undefined where it keeps those that it has. */
function kept(failure: unknown): PartialFailure["properties"] | undefined {
    return failure instanceof PartialFailure ? failure.properties : undefined;
}

describe("a move that has failed", () => {
    it("is a plain error where the state says already what is known", () => {
        const state = stateOf();
        expect(state.failure({ kind: "failed", error })).toBe(error);
        expect(state.failure({ kind: "failed", error, seen: seenOn("global1") })).toBe(error);
        expect(state.failureAfter(error)).toBe(error);
    });

    it("brings the host and the state in which the zone was seen", () => {
        const state = stateOf();
        const elsewhere = state.failure({ kind: "failed", error, seen: seenOn("global2") });
        expect(kept(elsewhere)).toMatchObject({ currentHost: "global2", zoneState: "running", host: "global3" });
        const halted = state.failure({ kind: "failed", error, seen: seenOn("global1", "installed") });
        expect(kept(halted)).toMatchObject({ currentHost: "global1", zoneState: "installed" });
    });

    it("brings what is to be finished, also where the zone was not seen", () => {
        const failure = stateOf().failure({ kind: "failed", error, unfinishedOn: "global1" });
        expect(kept(failure)).toMatchObject({ currentHost: "global1", zoneState: "running", unfinishedOn: "global1" });
    });
});

describe("a zone that an earlier move has brought elsewhere", () => {
    const earlier = recordOf("global1", "global2");
    const recorded = { currentHost: "global2", lastMigration: earlier };
    const noted = (): PlacementState => {
        const state = stateOf({ lastMigration: recordOf("global0", "global1") });
        state.note(seenOn("global2"), { lastMigration: earlier });
        return state;
    };

    it("is recorded there with that move, whatever comes to nothing afterwards", () => {
        expect(kept(noted().failureAfter(error))).toMatchObject(recorded);
        const defect = new TypeError("not ours to explain");
        expect(noted().failureAfter(defect)).toBe(defect);
        expect(kept(noted().failure({ kind: "failed", error, seen: seenOn("global2") }))).toMatchObject(recorded);
        const uncertain = noted().failure({ kind: "failed", error, unfinishedOn: "global2" });
        expect(kept(uncertain)).toMatchObject({ ...recorded, unfinishedOn: "global2" });
        const state = noted();
        state.note(seenOn("global2"));
        expect(kept(state.failureAfter(error))).toMatchObject(recorded);
    });

    it("is recorded with the move that came after, where that has brought it on", () => {
        const record = recordOf("global2", "global3");
        const { zone } = seenOn("global3");
        expect(noted().moved({ kind: "moved", zone, record, warnings: [] }, [])).toMatchObject({
            currentHost: "global3",
            lastMigration: record,
        });
    });
});
