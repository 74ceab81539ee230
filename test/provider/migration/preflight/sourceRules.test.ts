import { seen } from "../sightings";
import { codesOf, configuration, findingOf, inputOf } from "./inputs";

it("nothing speaks against a move between two like hosts, by whatever method", () => {
    expect(codesOf(inputOf())).toEqual([]);
    expect(codesOf(inputOf({ sourceStoredConfiguration: configuration() }))).toEqual([]);
    expect(codesOf(inputOf({ method: "cold", source: seen("global1", "installed") }))).toEqual([]);
});

describe("the zone on the source", () => {
    it("of another brand is named, and nothing else about such a zone's state and configuration (#3)", () => {
        const zone = { ...seen("global1", "installed").zone, brand: "solaris" };
        const input = inputOf({
            source: { kind: "seen", host: "global1", zone },
            sourceConfiguration: configuration({ devices: "add device\nset match=/dev/rdsk/c0t0d0s0\nend" }),
        });
        expect(codesOf(input)).toEqual(["error ZONE_WRONG_BRAND"]);
        const finding = findingOf(input, "ZONE_WRONG_BRAND");
        expect(finding.message).toContain("kzone1 on global1 has the brand solaris, not solaris-kz");
        expect(finding).toMatchObject({ host: "global1", property: "zoneName" });
    });

    it.each(["installed", "installed suspended", "unavailable", "incomplete", "shutting_down", "ready"])(
        "that is %s cannot move live (#2)",
        (states) => {
            const finding = findingOf(inputOf({ source: seen("global1", states) }), "ZONE_NOT_RUNNING");
            expect(finding.severity).toBe("error");
            expect(finding.message).toContain(
                `is ${states.replace(" ", ", ")}; a live move needs it running and sound`,
            );
        },
    );

    it.each(["panicked", "debugging", "no-config"])(
        "that runs and is %s cannot move by any method (#33)",
        (auxiliary) => {
            const source = seen("global1", `running ${auxiliary}`);
            const live = findingOf(inputOf({ source }), "ZONE_NOT_RUNNING");
            expect(live.remedy).toContain(`it is ${auxiliary}`);
            for (const method of ["warm", "cold"] as const) {
                const input = inputOf({ source, method, stopsFirst: true });
                expect(findingOf(input, "ZONE_STATE_UNFIT").message).toContain(
                    `is running, ${auxiliary}; a ${method} move`,
                );
            }
        },
    );

    it.each(["incomplete", "unavailable", "incomplete no-config", "shutting_down", "ready", "hibernating"])(
        "that is %s cannot move cold or warm either (#53)",
        (states) => {
            for (const method of ["warm", "cold"] as const) {
                const finding = findingOf(inputOf({ source: seen("global1", states), method }), "ZONE_STATE_UNFIT");
                expect(finding).toMatchObject({ severity: "error", host: "global1", property: "zoneName" });
            }
        },
    );

    it("is never to be booted, uninstalled or taken over by advice that loses it", () => {
        const remedyOf = (states: string): string =>
            findingOf(inputOf({ source: seen("global1", states) }), "ZONE_NOT_RUNNING").remedy;
        expect(remedyOf("installed")).toContain("zoneadm -z ZONE boot");
        expect(remedyOf("unavailable")).toMatch(/Never force a takeover before/);
        expect(remedyOf("unavailable")).not.toContain("boot`");
        expect(remedyOf("incomplete")).toContain("that destroys what is on the zone's own disks");
    });
});

describe("a running configuration that is not the stored one (#44)", () => {
    const sourceConfiguration = configuration({ memory: "add capped-memory\nset physical=12G\nend" });
    const sourceStoredConfiguration = configuration({ more: "add keysource\nset raw=5ecret\nend" });

    it("is told property by property, without secrets", () => {
        const finding = findingOf(inputOf({ sourceConfiguration, sourceStoredConfiguration }), "LIVE_CONFIG_DIFFERS");
        expect(finding).toMatchObject({ severity: "warning", host: "global1" });
        expect(finding.lines).toEqual(["capped-memory physical: 12G running, 8G stored", "keysource: stored only"]);
        expect(finding.message).toContain("the one that runs moves");
    });

    it("is lost where the zone is shut down for the move", () => {
        const input = inputOf({ sourceConfiguration, sourceStoredConfiguration, method: "cold", stopsFirst: true });
        expect(findingOf(input, "LIVE_CONFIG_DIFFERS").message).toContain("comes up under the stored one");
    });
});
