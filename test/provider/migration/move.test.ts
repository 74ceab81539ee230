import { move, type DryRunPolicy } from "../../../provider/migration/move";
import type { MoveOutcome } from "../../../provider/migration/moveOutcome";
import type { MoveSettings } from "../../../provider/migration/plan";
import { seedFleet, type Fault, type FleetSpec, type HostSpec } from "../../solaris";
import { hurry } from "./hurry";
import { otherUuid } from "./sightings";
import { changesMade, hostsWithOneZone, planFor, startWorld, statesOf, type World } from "./world";

let world: World;
afterEach(() => world.stop());

const bothHosts = ["global1", "global2"];

/** Plans a move of kzone1 from global1 to global2, lets something go wrong, and makes the move. */
async function moveWith({
    faults = [],
    meanwhile,
    policy = "required",
    settings,
    hosts = {},
    fleet = hostsWithOneZone(bothHosts, hosts),
}: {
    faults?: readonly Fault[];
    /** Happens between plan and move. */
    meanwhile?: () => void;
    policy?: DryRunPolicy;
    settings?: Partial<MoveSettings>;
    hosts?: Partial<HostSpec>;
    fleet?: FleetSpec;
} = {}): Promise<MoveOutcome> {
    world = await startWorld(fleet);
    const plan = await planFor(world, "kzone1", "global1", "global2", settings);
    faults.forEach((fault) => world.fleet.addFault("global1", fault));
    meanwhile?.();
    return move(world.context.hosts, plan, policy, world.reporter);
}

const refused = ["zoneadm: zone 'kzone1': migration failed: connection to destination lost."];
const codeOf = (outcome: MoveOutcome): string => (outcome.kind === "moved" ? "moved" : outcome.error.code);
const everywhere = () => bothHosts.map((host) => statesOf(world, host));

describe("a move", () => {
    it("is a dry run, the migration, a look at both hosts, and the removal of what is left on the source", async () => {
        const outcome = await moveWith();
        expect(outcome).toMatchObject({
            kind: "moved",
            zone: { state: "running" },
            warnings: [],
            record: { from: "global1", to: "global2", method: "live", pause: expect.any(Number) as number },
        });
        expect(outcome.kind === "moved" && Object.keys(outcome.record.phases)).toEqual([
            "configure",
            "attach",
            "boot",
            "check",
            "migrate",
            "suspend",
            "finish",
            "complete",
            "detach",
        ]);
        expect(everywhere()).toEqual([undefined, "running"]);
        expect(changesMade(world)).toEqual([
            "global1 zoneadm migrate -n",
            "global1 zoneadm migrate",
            "global1 zonecfg delete",
        ]);
    });

    it("brings its own configuration where the target needs another link (example 47)", async () => {
        const settings = { overrides: [{ id: 0, lowerLink: "net1" }] };
        expect(codeOf(await moveWith({ settings }))).toBe("moved");
        expect(world.fleet.zone("global2", "kzone1")?.config.anets).toMatchObject([{ lowerLink: "net1" }]);
        expect(changesMade(world)[0]).toBe("global2 zonecfg -f");
    });

    it("overwrites the target's configuration only where the program says so", async () => {
        const fleet = hostsWithOneZone(bothHosts);
        fleet.hosts[1]!.zones = [{ name: "kzone1", state: "configured", config: { memory: "1G" } }];
        expect(codeOf(await moveWith({ fleet }))).toBe("DRY_RUN_REFUSED");
        expect(world.fleet.zone("global2", "kzone1")?.config.memory).toBe("1G");
        await world.stop();

        expect(codeOf(await moveWith({ fleet, settings: { overwriteTargetConfig: true } }))).toBe("moved");
        expect(world.reporter.kept).toContain("the dry run does not pass, and the move is tried all the same");
        expect(world.fleet.zone("global2", "kzone1")?.config.memory).toBe("2G");
    });
});

describe("a move whose dry run cannot be made", () => {
    it("is not begun, even if the target's configuration is to be overwritten", async () => {
        const fleet = hostsWithOneZone(bothHosts, { trustedBy: [] });
        fleet.hosts[1]!.zones = [{ name: "kzone1", state: "configured", config: { memory: "1G" } }];
        const outcome = await moveWith({ fleet, settings: { overwriteTargetConfig: true } });
        expect(outcome).toMatchObject({ kind: "refused", error: { code: "PASSWORD_PROMPT" } });
        expect(changesMade(world)).toEqual(["global1 zoneadm migrate -n"]);
    });
});

describe("a move whose dry run is refused", () => {
    const faults: Fault[] = [
        {
            kind: "refuse",
            command: "zoneadm migrate -n",
            afterPhase: "check",
            leavesTargetConfig: true,
            lines: ["zoneadm: zone 'kzone1': configuration check failed:", "zone 'kzone1': error: no"],
        },
    ];

    it("is not begun, and what the dry run left on the target is removed", async () => {
        const outcome = await moveWith({ faults });
        expect(outcome).toMatchObject({ kind: "refused", error: { code: "DRY_RUN_REFUSED" } });
        expect(everywhere()).toEqual(["running", undefined]);
        expect(changesMade(world)).toEqual(["global1 zoneadm migrate -n", "global2 zonecfg delete"]);
    });

    it("takes the prepared configuration back", async () => {
        const settings = { overrides: [{ id: 0, lowerLink: "net1" }] };
        expect(codeOf(await moveWith({ faults, settings }))).toBe("DRY_RUN_REFUSED");
        expect(everywhere()).toEqual(["running", undefined]);
    });

    it("leaves the target as it was where that already had a configuration (example 46)", async () => {
        world = await startWorld(seedFleet());
        const plan = await planFor(world, "kzone2", "global1", "global2");
        const before = world.fleet.zone("global2", "kzone2");
        const outcome = await move(world.context.hosts, plan, "required", world.reporter);
        expect(outcome.kind === "refused" && outcome.error.message).toMatch(/8 active vCPUs.* allows 4/);
        expect(world.fleet.zone("global2", "kzone2")).toEqual(before);
        expect(world.fleet.zone("global1", "kzone2")?.state).toBe("running");
    });

    it("tells of a left-over that it cannot remove, besides the refusal", async () => {
        const outcome = await moveWith({
            faults,
            meanwhile: () =>
                world.fleet.addFault("global2", { kind: "refuse", command: "zonecfg delete", lines: ["zonecfg: no"] }),
        });
        expect(outcome.kind === "refused" && outcome.error.message).toMatch(
            /DRY_RUN_REFUSED[^]*error: no[^]*global2 keeps the configuration that the dry run made[^]*zonecfg: no/,
        );
    });

    it("is tried all the same under `warn`, and not asked for under `skip`", async () => {
        const once: Fault[] = [{ kind: "refuse", command: "zoneadm migrate -n", lines: refused }];
        expect(codeOf(await moveWith({ faults: once, policy: "warn" }))).toBe("moved");
        expect(world.reporter.texts("warn")[0]).toContain("DRY_RUN_REFUSED");
        await world.stop();

        expect(codeOf(await moveWith({ faults: once, policy: "skip" }))).toBe("moved");
        expect(changesMade(world)).not.toContain("global1 zoneadm migrate -n");
    });
});

describe("a migration that ends in doubt is judged by what both hosts show", () => {
    it("moved: the link was lost in mid-migration and zoneadm went on", async () => {
        const outcome = await moveWith({
            faults: [{ kind: "drop-connection", when: "during", lines: 4, command: "zoneadm migrate" }],
        });
        expect(codeOf(outcome)).toBe("moved");
        expect(everywhere()).toEqual([undefined, "running"]);
        expect(changesMade(world).filter((change) => change === "global1 zoneadm migrate")).toHaveLength(1);
    });

    it.each(["before", "after"] as const)("the link was lost %s the command took effect", async (when) => {
        const outcome = await moveWith({ faults: [{ kind: "drop-connection", when, command: "zoneadm migrate" }] });
        expect(codeOf(outcome)).toBe(when === "before" ? "MIGRATION_FAILED" : "moved");
        expect(everywhere()).toEqual(when === "before" ? ["running", undefined] : [undefined, "running"]);
    });

    it("moved: exit 1 although the zone is there", async () => {
        const outcome = await moveWith({ faults: [{ kind: "exit-after-effect", command: "zoneadm migrate" }] });
        expect(codeOf(outcome)).toBe("moved");
        expect(everywhere()).toEqual([undefined, "running"]);
    });

    it("not moved: exit 0 and Solaris's own word for it, but the zone is where it was", async () => {
        const outcome = await moveWith({
            faults: [
                {
                    kind: "no-effect",
                    command: "zoneadm migrate",
                    stderr: "zoneadm: zone 'kzone1': Migration successful.\n",
                },
            ],
        });
        expect(codeOf(outcome)).toBe("MIGRATION_FAILED");
        expect(outcome.kind === "failed" && outcome.error.message).toContain(
            "zoneadm migrate says that it succeeded, but the zone still runs on the source",
        );
        expect(outcome).toMatchObject({ seen: { host: "global1", zone: { state: "running" } } });
    });

    it.each(["attach", "boot", "check", "start", "copy", "suspend"] as const)(
        "not moved: refused after %s; what it left on the target is removed",
        async (afterPhase) => {
            const outcome = await moveWith({
                faults: [
                    {
                        kind: "refuse",
                        command: "zoneadm migrate",
                        afterPhase,
                        leavesTargetConfig: true,
                        lines: refused,
                    },
                ],
            });
            expect(outcome).toMatchObject({
                kind: "failed",
                error: { code: "MIGRATION_FAILED", details: { exitCode: 1 } },
                seen: { host: "global1" },
            });
            expect(outcome.kind === "failed" && outcome.error.details.lines).toContain(refused[0]);
            expect(everywhere()).toEqual(["running", undefined]);
        },
    );

    it("still under way: a password was asked for, which nobody can give to a detached job", async () => {
        world = await startWorld(hostsWithOneZone(bothHosts, { trustedBy: [] }));
        const plan = await planFor(world, "kzone1", "global1", "global2");
        const calm = hurry(world.fleet, 500);
        const outcome = await move(world.context.hosts, plan, "skip", world.reporter).finally(calm);
        expect(codeOf(outcome)).toBe("MIGRATION_IN_PROGRESS");
        expect(everywhere()).toEqual(["running", undefined]);
    });

    it("not moved, for lack of rights", async () => {
        const lines = ["zoneadm: zone 'kzone1': only a privileged user may migrate a zone."];
        const outcome = await moveWith({ faults: [{ kind: "refuse", command: "zoneadm migrate", lines }] });
        expect(outcome.kind === "failed" && outcome.error.message).toContain("lacks the rights");
    });

    it("still under way: stuck in migrating-in. The zone is reported where it runs, and nothing is touched", async () => {
        world = await startWorld(hostsWithOneZone(bothHosts));
        const plan = await planFor(world, "kzone1", "global1", "global2");
        world.fleet.addFault("global1", { kind: "stuck-migrating-in", command: "zoneadm migrate" });
        const calm = hurry(world.fleet);
        const outcome = await move(world.context.hosts, plan, "required", world.reporter).finally(calm);
        expect(codeOf(outcome)).toBe("MIGRATION_IN_PROGRESS");
        expect(outcome).toMatchObject({ seen: { host: "global1", zone: { state: "running" } } });
        expect(everywhere()).toEqual(["running", "running migrating-in"]);
        expect(changesMade(world)).toEqual(["global1 zoneadm migrate -n", "global1 zoneadm migrate"]);
        expect(world.reporter.texts("status")).toContain("waiting for the target to give up");
    });

    it("moved, but not detached: said after a minute, and nothing is removed", async () => {
        world = await startWorld(hostsWithOneZone(bothHosts));
        const plan = await planFor(world, "kzone1", "global1", "global2");
        world.fleet.addFault("global1", {
            kind: "refuse",
            command: "zoneadm migrate",
            afterPhase: "finish",
            lines: ["zoneadm: zone 'kzone1': detach failed:"],
        });
        const calm = hurry(world.fleet);
        const outcome = await move(world.context.hosts, plan, "required", world.reporter).finally(calm);
        expect(outcome).toMatchObject({
            kind: "moved",
            warnings: ["kzone1 runs on global2, but global1 has not detached it; look there with: zoneadm list -cv"],
        });
        expect(everywhere()).toEqual(["installed", "running"]);
    });

    it("moved, and the source does not answer any more: nothing is removed, and that is said", async () => {
        world = await startWorld(hostsWithOneZone(bothHosts));
        const plan = await planFor(world, "kzone1", "global1", "global2");
        world.fleet.addFault("global1", { kind: "drop-connection", when: "after", command: "zoneadm migrate" });
        world.fleet.addFault("global1", { kind: "refuse-connection" });
        const calm = hurry(world.fleet);
        const outcome = await move(world.context.hosts, plan, "required", world.reporter).finally(calm);
        expect(outcome).toMatchObject({
            kind: "moved",
            warnings: ["kzone1 runs on global2, but global1 cannot be asked; nothing was removed there"],
        });
        expect(everywhere()).toEqual(["configured", "running"]);
    });

    it("running on both: nothing is touched", async () => {
        const outcome = await moveWith({
            faults: [{ kind: "no-effect", command: "zoneadm migrate" }],
            policy: "skip",
            meanwhile: () => {
                const uuid = world.fleet.zone("global1", "kzone1")?.uuid ?? "";
                world.fleet.addZone("global2", { name: "kzone1", uuid });
            },
        });
        expect(codeOf(outcome)).toBe("SPLIT_BRAIN");
        expect(everywhere()).toEqual(["running", "running"]);
        expect(changesMade(world)).toEqual(["global1 zoneadm migrate"]);
    });

    it("another zone of that name on the target: it is not taken for ours", async () => {
        const outcome = await moveWith({
            faults: [{ kind: "no-effect", command: "zoneadm migrate" }],
            policy: "skip",
            meanwhile: () => world.fleet.addZone("global2", { name: "kzone1", uuid: otherUuid }),
        });
        expect(codeOf(outcome)).toBe("ZONE_FOREIGN");
        expect(outcome).toMatchObject({ seen: { host: "global1" } });
    });

    it("suspended on the source and running nowhere: it is not booted", async () => {
        world = await startWorld(hostsWithOneZone(bothHosts));
        const plan = await planFor(world, "kzone1", "global1", "global2");
        world.fleet.addFault("global1", { kind: "no-effect", command: "zoneadm migrate" });
        world.fleet.setZone("global1", "kzone1", { state: "installed", auxiliary: ["suspended"] });
        const calm = hurry(world.fleet);
        const outcome = await move(world.context.hosts, plan, "skip", world.reporter).finally(calm);
        expect(codeOf(outcome)).toBe("MIGRATION_UNCERTAIN");
        expect(outcome.kind === "failed" && outcome.error.message).toContain("It has not been booted");
        expect(outcome).toMatchObject({ seen: { host: "global1", zone: { state: "installed" } } });
        expect(changesMade(world)).toEqual(["global1 zoneadm migrate"]);
    });

    it("on neither host: said, with what to look at", async () => {
        world = await startWorld(hostsWithOneZone(bothHosts));
        const plan = await planFor(world, "kzone1", "global1", "global2");
        world.fleet.addFault("global1", { kind: "slow", milliseconds: 500, command: "zoneadm migrate" });
        world.fleet.addFault("global1", { kind: "no-effect", command: "zoneadm migrate" });
        const calm = hurry(world.fleet);
        const ticker = setInterval(() => {
            if (changesMade(world).includes("global1 zoneadm migrate")) {
                world.fleet.removeZone("global1", "kzone1");
            }
        }, 20);
        const outcome = await move(world.context.hosts, plan, "skip", world.reporter).finally(() => {
            clearInterval(ticker);
            calm();
        });
        expect(codeOf(outcome)).toBe("MIGRATION_UNCERTAIN");
        expect(outcome).not.toHaveProperty("seen");
    });
});

describe("a move that no dry run has vouched for", () => {
    it.each(["absent", "configured", "another zone"])(
        "is not begun where the source shows it %s by then",
        async (found) => {
            const outcome = await moveWith({
                policy: "skip",
                meanwhile: () => {
                    if (found === "absent") {
                        world.fleet.removeZone("global1", "kzone1");
                    } else {
                        const changes = found === "configured" ? { state: "configured" as const } : { uuid: otherUuid };
                        world.fleet.setZone("global1", "kzone1", changes);
                    }
                },
            });
            expect(outcome).toMatchObject({ kind: "refused", error: { code: "ZONE_BUSY" } });
            expect(outcome.kind === "refused" && outcome.error.message).toContain("nothing was begun");
            expect(changesMade(world)).toEqual([]);
        },
    );
});

describe("a move whose dry run fails because somebody else has moved the zone", () => {
    it("says so, and not that something is wrong with the target", async () => {
        const outcome = await moveWith({
            meanwhile: () => {
                world.fleet.moveZone("kzone1", "global1", "global2");
            },
        });
        expect(outcome).toMatchObject({ kind: "refused", error: { code: "ZONE_BUSY", details: { host: "global1" } } });
        const text = outcome.kind === "refused" ? outcome.error.message : "";
        expect(text).toContain("kzone1 has left global1 since it was looked at; nothing was begun");
        expect(text).toContain("on global2: running, UUID ");
        expect(text).not.toContain("the zone of the dry run");
        expect(everywhere()).toEqual(["configured", "running"]);
    });
});

describe("tidying up the source", () => {
    it("is done only where the UUID proves whose the configuration is", async () => {
        const fleet = hostsWithOneZone(bothHosts);
        fleet.hosts[1]!.list = { uuids: false };
        const outcome = await moveWith({ fleet });
        expect(outcome).toMatchObject({ kind: "moved" });
        expect(outcome.kind === "moved" && outcome.warnings[0]).toContain("zonecfg -z kzone1 delete -F");
        expect(everywhere()).toEqual(["configured", "running"]);
    });

    it("is no reason to fail: what cannot be removed is a warning", async () => {
        const lines = ["zonecfg: Could not delete zone kzone1"];
        const outcome = await moveWith({ faults: [{ kind: "refuse", command: "zonecfg delete", lines }] });
        expect(outcome.kind === "moved" && outcome.warnings[0]).toContain(lines[0]);
        expect(everywhere()).toEqual(["configured", "running"]);
    });
});
