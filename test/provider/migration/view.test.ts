import { isOtherZone, isSettledRunning } from "../../../provider/migration/sighting";
import { hostViews, viewOf, type HostView } from "../../../provider/migration/view";
import { absent, allSightings, otherUuid, ourUuid, seen, unreachable } from "./sightings";

const view = (states: string, uuid?: string): HostView => viewOf(seen("global1", states, uuid), ourUuid);

describe("what a host shows of a zone", () => {
    it.each([
        ["configured", "configured"],
        ["incomplete", "incomplete"],
        ["incomplete no-config", "incomplete"],
        ["unavailable", "unavailable"],
        ["installed", "installed"],
        ["installed suspended", "suspended"],
        ["ready", "starting"],
        ["mounted", "starting"],
        ["running", "running"],
        ["running migrating-out", "migratingOut"],
        ["running migrating-in", "migratingIn"],
        ["running panicked", "unsound"],
        ["running debugging", "unsound"],
        ["running no-config", "unsound"],
        ["shutting_down", "stopping"],
        ["down", "stopping"],
    ] as const)("%s is %s", (states, word) => {
        expect(view(states)).toBe(word);
    });

    it.each(["running aging", "installed resting", "configured anew", "down under"])(
        "is not changed by an auxiliary state that is not known: %s",
        (states) => {
            expect(view(states)).toBe(view(states.split(" ")[0] ?? ""));
        },
    );

    it("is something that goes on, and nothing certain, in a primary state that is not known", () => {
        expect(view("hibernating")).toBe("starting");
        expect(view("hibernating suspended")).toBe("starting");
    });

    it("says first which end of a migration the zone is, also of one that is unsound or in both", () => {
        expect(view("running panicked migrating-out")).toBe("migratingOut");
        expect(view("running migrating-out suspended")).toBe("migratingOut");
        expect(view("running migrating-in debugging")).toBe("migratingIn");
    });

    it("is absent or unreachable as it was seen, and never one for the other", () => {
        expect(viewOf(absent("global1"), ourUuid)).toBe("absent");
        expect(viewOf(unreachable("global1"), ourUuid)).toBe("unreachable");
    });

    it("is foreign by another UUID, but for a mere configuration; by name where either is not known", () => {
        expect(view("running", otherUuid)).toBe("foreign");
        expect(view("incomplete", otherUuid)).toBe("foreign");
        expect(view("configured", otherUuid)).toBe("configured");
        expect(view("running", "")).toBe("running");
        expect(viewOf(seen("global1", "running", otherUuid), undefined)).toBe("running");
    });

    it("is one of the closed set of words whatever is seen, and running only where the zone is settled there", () => {
        for (const uuid of [ourUuid, undefined]) {
            for (const sighting of allSightings("global1")) {
                const word = viewOf(sighting, uuid);
                expect(hostViews).toContain(word);
                if (word === "running" || word === "unsound") {
                    expect(isSettledRunning(sighting) && !isOtherZone(sighting, uuid)).toBe(true);
                }
            }
        }
    });
});
