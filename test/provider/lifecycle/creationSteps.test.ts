import { nextCreationStep } from "../../../provider/lifecycle/creationSteps";
import type { CreationWish } from "../../../provider/lifecycle/creationWish";
import type { ZoneView } from "../../../provider/lifecycle/zoneView";
import { absent, ended, installJob, moveJob, otherUuid, silent, there, token, uuid } from "./views";

const wish: CreationWish = {
    zone: "kzone1",
    host: "global1",
    token,
    state: "running",
    fresh: false,
    document: { properties: new Map(), resources: [] },
    isWished: () => true,
};
const none = absent("global2");
const making = { ownership: "making" as const };
const installed = { ownership: "installed" as const };
const made = { ownership: "made" as const };

/** The step's kind, with the error's code where it is a refusal. */
function decide(views: readonly ZoneView[], more: Partial<CreationWish> = {}): string {
    const step = nextCreationStep(views, { ...wish, ...more });
    return step.kind === "refuse" ? `refuse ${step.error.code}` : step.kind;
}

describe("the next step of a creation", () => {
    it.each<[what: string, views: ZoneView[], next: string, more?: Partial<CreationWish>]>([
        ["runs on two hosts", [there("global1", "running"), there("global2", "running")], "refuse SPLIT_BRAIN"],
        [
            "is not there, and two of other UUIDs run elsewhere",
            [
                absent("global1"),
                there("global2", "running", { zone: { uuid } }),
                there("global3", "running", { zone: { uuid: otherUuid } }),
            ],
            "refuse ZONE_EXISTS",
        ],
        [
            "is ours and runs, and another one runs elsewhere",
            [
                there("global1", "running", { ...made, zone: { uuid } }),
                there("global2", "running", { zone: { uuid: otherUuid } }),
            ],
            "refuse ZONE_EXISTS",
        ],
        [
            "is of another brand, elsewhere",
            [absent("global1"), there("global2", "installed", { zone: { brand: "solaris" } })],
            "refuse ZONE_WRONG_BRAND",
        ],
        [
            "is of another brand, on two hosts",
            [
                there("global1", "running", { zone: { brand: "solaris" } }),
                there("global2", "running", { zone: { brand: "solaris" } }),
            ],
            "refuse ZONE_WRONG_BRAND",
        ],
        [
            "is being migrated",
            [there("global1", "running", { ...made, zone: { auxiliary: ["migrating-out"] } }), none],
            "refuse MIGRATION_IN_PROGRESS",
        ],
        ["may be on the wished host, which does not answer", [silent("global1"), none], "refuse HOST_UNREACHABLE"],
        [
            "is being moved",
            [there("global1", "running", { ...made, moves: [moveJob({ kind: "alive" })] }), none],
            "refuse ZONE_BUSY",
        ],
        [
            "is being installed for somebody else",
            [there("global1", "incomplete", { ...making, installs: [installJob({ kind: "alive" }, { token: "x" })] })],
            "refuse ZONE_BUSY",
        ],
        [
            "is not there, and is being installed",
            [absent("global1", { installs: [installJob({ kind: "alive" })] })],
            "refuse ZONE_BUSY",
        ],
        ["is ours, elsewhere", [absent("global1"), there("global2", "installed", made)], "refuse ZONE_ELSEWHERE"],
        [
            "is half-made elsewhere",
            [absent("global1"), there("global2", "incomplete", making)],
            "refuse ZONE_ELSEWHERE",
        ],
        ["is foreign, elsewhere", [absent("global1"), there("global2", "running")], "refuse ZONE_EXISTS"],
        ["is nowhere, and a host is silent", [absent("global1"), silent("global2")], "refuse HOST_UNREACHABLE"],
        [
            "is configured, and a host is silent",
            [there("global1", "configured", making), silent("global2")],
            "refuse HOST_UNREACHABLE",
        ],
        ["is installed, and a host is silent", [there("global1", "installed", made), silent("global2")], "start"],
        ["is foreign, configured elsewhere", [absent("global1"), there("global2", "configured")], "refuse ZONE_EXISTS"],
        [
            "was installed, configured elsewhere",
            [absent("global1"), there("global2", "configured", made)],
            "refuse INSTALL_UNSAFE",
        ],
        [
            "is ours, configured elsewhere",
            [absent("global1"), there("global2", "configured", making)],
            "removeLeftover",
        ],
        ["is nowhere", [absent("global1"), none], "configure"],
        ["is nowhere, with an old record", [absent("global1", { installs: [installJob(ended.badly)] })], "configure"],
        ...["configured", "incomplete", "unavailable", "installed", "running"].flatMap(
            (state): [string, ZoneView[], string][] => [
                [`is there ${state}, unmarked`, [there("global1", state), none], "refuse ZONE_EXISTS"],
                [
                    `is there ${state}, of another resource`,
                    [there("global1", state, { ownership: "other" }), none],
                    "refuse ZONE_EXISTS",
                ],
            ],
        ),
        ...(["alive", "starting"] as const).map((kind): [string, ZoneView[], string] => [
            `is being installed by us (${kind})`,
            [there("global1", "incomplete", { ...making, installs: [installJob({ kind })] }), none],
            "follow",
        ]),
        [
            "is about to be installed by us",
            [there("global1", "configured", { ...making, installs: [installJob({ kind: "alive" })] }), none],
            "follow",
        ],
        ["was installed once", [there("global1", "configured", made), none], "refuse INSTALL_UNSAFE"],
        [
            "was installed once, by the job's record",
            [there("global1", "configured", { ...making, installs: [installJob(ended.well)] }), none],
            "refuse INSTALL_UNSAFE",
        ],
        [
            "is configured otherwise than wished",
            [there("global1", "configured", making), none],
            "reconfigure",
            { isWished: () => false },
        ],
        ["is configured", [there("global1", "configured", making), none], "install"],
        [
            "is configured after an installation that failed",
            [there("global1", "configured", { ...making, installs: [installJob(ended.badly)] }), none],
            "install",
        ],
        [
            "is incomplete after an installation that failed",
            [there("global1", "incomplete", { ...making, installs: [installJob(ended.badly)] }), none],
            "uninstall",
        ],
        [
            "is incomplete after an installation that died",
            [there("global1", "incomplete", { ...making, installs: [installJob({ kind: "dead" })] }), none],
            "uninstall",
        ],
        ["is incomplete, without a record", [there("global1", "incomplete", making), none], "refuse INSTALL_UNSAFE"],
        [
            "is incomplete, with somebody else's record",
            [there("global1", "incomplete", { ...making, installs: [installJob(ended.badly, { token: "x" })] }), none],
            "refuse INSTALL_UNSAFE",
        ],
        [
            "is incomplete, with the record of one that was kept out",
            [
                there("global1", "incomplete", {
                    ...making,
                    installs: [installJob({ kind: "ended", status: { kind: "held", by: "x" } })],
                }),
                none,
            ],
            "refuse INSTALL_UNSAFE",
        ],
        [
            "is incomplete, with a record of success",
            [
                there("global1", "incomplete", {
                    ...making,
                    installs: [installJob(ended.badly), installJob(ended.well)],
                }),
                none,
            ],
            "refuse INSTALL_UNSAFE",
        ],
        [
            "was made, and is incomplete",
            [there("global1", "incomplete", { ...made, installs: [installJob(ended.badly)] }), none],
            "refuse INSTALL_UNSAFE",
        ],
        ["is unavailable", [there("global1", "unavailable", made), none], "refuse STATE_NOT_REACHABLE"],
        ["is installed, which its mark does not say", [there("global1", "installed", making), none], "noteInstalled"],
        ["is installed, as its mark says", [there("global1", "installed", installed), none], "start"],
        ["runs, and its mark says that it is installed", [there("global1", "running", installed), none], "start"],
        [
            "has been installed, and is only configured",
            [there("global1", "configured", installed), none],
            "refuse INSTALL_UNSAFE",
        ],
        [
            "has been installed, and is incomplete",
            [there("global1", "incomplete", { ...installed, installs: [installJob(ended.badly)] }), none],
            "refuse INSTALL_UNSAFE",
        ],
        [
            "has been installed, and is configured elsewhere",
            [absent("global1"), there("global2", "configured", installed)],
            "refuse INSTALL_UNSAFE",
        ],
        ["runs, not recorded", [there("global1", "running", making), none], "start"],
        [
            "is installed and shall be, not recorded",
            [there("global1", "installed", making), none],
            "record",
            { state: "installed" },
        ],
        [
            "is installed, other than wished",
            [there("global1", "installed", made), none],
            "reconfigure",
            { isWished: () => false },
        ],
        ["runs, other than wished", [there("global1", "running", making), none], "start", { isWished: () => false }],
        ...(["installed", "running", "incomplete", "unavailable"] as const).map(
            (state): [string, ZoneView[], string, Partial<CreationWish>] => [
                `was made before the resource, and is ${state}`,
                [there("global1", state, made), none],
                "refuse ZONE_EXISTS",
                { fresh: true },
            ],
        ),
        [
            "was made before the resource, elsewhere",
            [absent("global1"), there("global2", "running", made)],
            "refuse ZONE_EXISTS",
            { fresh: true },
        ],
        [
            "was made before the resource, and is only configured",
            [there("global1", "configured", made), none],
            "refuse INSTALL_UNSAFE",
            { fresh: true },
        ],
        ["was begun before the resource", [there("global1", "running", making), none], "start", { fresh: true }],
        [
            "is ours, configured elsewhere, where it was installed once",
            [absent("global1"), there("global2", "configured", { ...making, installs: [installJob(ended.well)] })],
            "refuse INSTALL_UNSAFE",
        ],
        ["is installed", [there("global1", "installed", made), none], "start"],
        ["is coming up", [there("global1", "ready", made), none], "start"],
        ["runs", [there("global1", "running", made), none], "start"],
        ["is installed, and shall be", [there("global1", "installed", made), none], "done", { state: "installed" }],
    ])("of a zone that %s", (_what, views, next, more = {}) => {
        expect(decide(views, more)).toBe(next);
        expect(decide([...views].reverse(), more)).toBe(next);
    });

    it("never installs or uninstalls a zone without our mark, whatever else is seen", () => {
        const jobs = [[], [installJob(ended.badly)], [installJob({ kind: "dead" })]];
        for (const state of ["configured", "incomplete", "installed", "unavailable", "running", "down"]) {
            for (const ownership of ["unmarked", "other"] as const) {
                for (const installs of jobs) {
                    expect(decide([there("global1", state, { ownership, installs }), none])).toBe("refuse ZONE_EXISTS");
                }
            }
        }
    });

    it("says what to type where it refuses", () => {
        const step = nextCreationStep([absent("global1"), there("global2", "running")], wish);
        expect(step).toMatchObject({ kind: "refuse" });
        const text = step.kind === "refuse" ? step.error.message : "";
        expect(text).toContain('adopt: true, host: "global2"');
    });
});
