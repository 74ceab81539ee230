import { SolarisError } from "../../../provider/errors/solarisError";
import { nextStartStep, nextStopStep, type StateStep, type StateView } from "../../../provider/lifecycle/stateSteps";
import { parseGuestState, type GuestState } from "../../../provider/solaris/zoneService";
import { otherUuid, seenZone, uuid } from "./views";

const place = { zone: "kzone1", host: "global1", uuid };
const seen = (state: string, guest: GuestState = "untold", auxiliary: string[] = []): StateView => ({
    sighting: { kind: "seen", host: "global1", zone: seenZone(state, { uuid, auxiliary }) },
    guest,
});
const kindOf = (step: StateStep): string => (step.kind === "refuse" ? `refuse ${step.error.code}` : step.kind);
const start = (view: StateView, asked = false, timeIsUp = false): string =>
    kindOf(nextStartStep(view, place, { asked, timeIsUp }));
const stop = (
    view: StateView,
    more: { asked?: boolean; halted?: boolean; timeIsUp?: boolean; allowHalt?: boolean } = {},
) => kindOf(nextStopStep(view, place, { asked: false, timeIsUp: false, allowHalt: false, ...more }));

describe("a zone that can be neither started nor stopped", () => {
    const error = new SolarisError("LOGIN_REFUSED", { message: "no" });
    const views: [string, StateView, string][] = [
        [
            "on a host that is silent",
            { sighting: { kind: "unreachable", host: "h", error }, guest: "untold" },
            "LOGIN_REFUSED",
        ],
        ["that is gone", { sighting: { kind: "absent", host: "h" }, guest: "untold" }, "ZONE_NOT_FOUND"],
        [
            "that is another one",
            { sighting: { kind: "seen", host: "h", zone: seenZone("running", { uuid: otherUuid }) }, guest: "up" },
            "ZONE_FOREIGN",
        ],
        ["that migrates away", seen("running", "up", ["migrating-out"]), "MIGRATION_IN_PROGRESS"],
        ["that arrives", seen("running", "up", ["migrating-in"]), "MIGRATION_IN_PROGRESS"],
        ["that is configured", seen("configured"), "STATE_NOT_REACHABLE"],
        ["that is incomplete", seen("incomplete"), "STATE_NOT_REACHABLE"],
        ["that is unavailable", seen("unavailable"), "STATE_NOT_REACHABLE"],
    ];
    it.each(views)("%s", (_what, view, code) => {
        for (const timeIsUp of [false, true]) {
            expect(start(view, false, timeIsUp)).toBe(`refuse ${code}`);
            expect(stop(view, { timeIsUp, allowHalt: true })).toBe(`refuse ${code}`);
        }
    });
});

describe("the next step towards a zone that is up", () => {
    it.each<[what: string, view: StateView, asked: boolean, next: string, late: string]>([
        ["installed", seen("installed"), false, "boot", "boot"],
        ["suspended", seen("installed", "untold", ["suspended"]), false, "boot", "boot"],
        ["installed again", seen("installed"), true, "refuse BOOT_FAILED", "refuse BOOT_FAILED"],
        ["panicked", seen("running", "up", ["panicked"]), true, "refuse ZONE_NOT_UP", "refuse ZONE_NOT_UP"],
        ["in the debugger", seen("running", "up", ["debugging"]), false, "refuse ZONE_NOT_UP", "refuse ZONE_NOT_UP"],
        ["in maintenance", seen("running", "failed"), true, "refuse ZONE_NOT_UP", "refuse ZONE_NOT_UP"],
        ["online", seen("running", "up"), false, "done", "done"],
        ["running, with nothing to tell more", seen("running", "untold"), false, "done", "done"],
        ["degraded", seen("running", "degraded"), false, "done", "done"],
        ["on its way", seen("running", "coming"), true, "wait", "refuse ZONE_NOT_UP"],
        ...["ready", "mounted", "shutting_down", "down"].map((state): [string, StateView, boolean, string, string] => [
            state,
            seen(state),
            true,
            "wait",
            "refuse ZONE_NOT_UP",
        ]),
    ])("of one that is %s", (_what, view, asked, next, late) => {
        expect(start(view, asked)).toBe(next);
        expect(start(view, asked, true)).toBe(late);
    });

    it("says so where the service is degraded", () => {
        const step = nextStartStep(seen("running", "degraded"), place, { asked: true, timeIsUp: false });
        expect(step).toMatchObject({ kind: "done", warning: expect.stringContaining("degraded") as unknown });
    });
});

describe("the next step towards a zone that does not run", () => {
    it("of one that is installed, suspended or not, is none", () => {
        expect(stop(seen("installed"))).toBe("done");
        expect(stop(seen("installed", "untold", ["suspended"]), { timeIsUp: true })).toBe("done");
    });

    it("of one that runs is its shutdown, and then to wait for it", () => {
        expect(stop(seen("running"))).toBe("shutdown");
        expect(stop(seen("running"), { asked: true })).toBe("wait");
    });

    it.each(["ready", "mounted", "shutting_down", "down"])("of one that is %s is to wait", (state) => {
        expect(stop(seen(state))).toBe("wait");
    });

    it("when time is up is a halt only where that is allowed", () => {
        for (const state of ["running", "ready", "shutting_down", "down"]) {
            const late = { asked: true, timeIsUp: true };
            expect(stop(seen(state), late)).toBe("refuse SHUTDOWN_TIMEOUT");
            expect(stop(seen(state), { ...late, allowHalt: true })).toBe("halt");
            expect(stop(seen(state), { ...late, allowHalt: true, halted: true })).toBe("refuse SHUTDOWN_TIMEOUT");
            expect(stop(seen(state), { asked: true, allowHalt: true, halted: true })).toBe("wait");
        }
    });

    it.each(["panicked", "debugging"])("of one that is %s is a halt at once, where that is allowed", (auxiliary) => {
        const view = seen("running", "untold", [auxiliary]);
        expect(stop(view)).toBe("refuse STATE_NOT_REACHABLE");
        expect(stop(view, { allowHalt: true })).toBe("halt");
        expect(stop(view, { allowHalt: true, halted: true })).toBe("wait");
        expect(stop(view, { allowHalt: true, halted: true, timeIsUp: true })).toBe("refuse SHUTDOWN_TIMEOUT");
    });

    it("is never a halt without allowHalt", () => {
        for (const state of ["running", "ready", "mounted", "shutting_down", "down"]) {
            for (const auxiliary of [[], ["panicked"], ["debugging"]]) {
                for (const asked of [false, true]) {
                    for (const timeIsUp of [false, true]) {
                        expect(stop(seen(state, "untold", auxiliary), { asked, timeIsUp })).not.toBe("halt");
                    }
                }
            }
        }
    });
});

describe("what a zone's service tells of its guest", () => {
    it.each<[string, GuestState]>([
        ["online\n", "up"],
        ["Welcome!\nonline         \nBye.\n", "up"],
        ["offline*\n", "coming"],
        ["offline\n", "coming"],
        ["online*\n", "coming"],
        ["degraded\n", "degraded"],
        ["maintenance\n", "failed"],
        ["disabled\n", "untold"],
        ["", "untold"],
        ["the zone is online\n", "untold"],
    ])("%j: %s", (text, guest) => {
        expect(parseGuestState(text)).toBe(guest);
    });
});
