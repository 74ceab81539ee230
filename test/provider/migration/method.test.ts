import { chooseMethod, type WishedMethod } from "../../../provider/migration/method";
import { primaryStates, auxiliaryStates, seen } from "./sightings";

const choose = (states: string, wish: WishedMethod, allowDowntime = false) =>
    chooseMethod(seen("global1", states), "kzone1", wish, allowDowntime);

const wishes: readonly WishedMethod[] = ["live", "warm", "cold", "auto"];

describe("the method of a move", () => {
    it.each([
        ["live", { method: "live", bootAfterwards: false }],
        ["warm", { method: "warm", stop: "suspend", bootAfterwards: true }],
        ["cold", { method: "cold", stop: "shutdown", bootAfterwards: true }],
        ["auto", { method: "live", bootAfterwards: false }],
    ] as const)("%s of a zone that runs, where downtime is allowed", (wish, choice) => {
        expect(choose("running", wish, true)).toEqual({ choice });
    });

    it.each(["warm", "cold", "auto"] as const)("%s of a zone that runs is refused without allowDowntime", (wish) => {
        const { choice, finding } = choose("running", wish);
        expect(finding).toMatchObject({
            code: "DOWNTIME_NOT_ALLOWED",
            severity: "error",
            property: "migration.allowDowntime",
            host: "global1",
        });
        expect(finding?.remedy).toContain(`method: "${wish}", allowDowntime: true`);
        // Everything else about the move is found at the same time, by the method that was asked for.
        expect(choice).toEqual(choose("running", wish, true).choice);
    });

    it.each([
        ["installed", "cold"],
        ["installed suspended", "warm"],
    ] as const)("of a zone that is %s is %s, and it is not booted; no downtime has to be allowed", (states, method) => {
        for (const wish of ["warm", "cold", "auto"] as const) {
            expect(choose(states, wish)).toEqual({ choice: { method, bootAfterwards: false } });
        }
        expect(choose(states, "live", true)).toMatchObject({
            finding: { code: "ZONE_NOT_RUNNING", property: "migration.method", severity: "error" },
        });
    });

    it("never stops a zone without allowDowntime unless a finding is in the way, and live never degrades", () => {
        for (const state of primaryStates) {
            for (const auxiliary of auxiliaryStates) {
                const states = `${state} ${auxiliary}`.trim();
                for (const wish of wishes) {
                    const { choice, finding } = choose(states, wish);
                    expect([states, wish, choice.stop === undefined || finding?.severity === "error"]).toEqual([
                        states,
                        wish,
                        true,
                    ]);
                    expect([states, choice.stop !== undefined]).toEqual([states, choice.bootAfterwards]);
                }
                const { choice, finding } = choose(states, "live", true);
                expect([states, choice.method === "live" || finding !== undefined]).toEqual([states, true]);
            }
        }
    });
});
