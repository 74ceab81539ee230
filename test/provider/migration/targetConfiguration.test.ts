import type { MovePlan } from "../../../provider/migration/plan";
import { prepareTarget, restoreTarget } from "../../../provider/migration/targetConfiguration";
import { seedFleet } from "../../solaris";
import { hurry } from "./hurry";
import type { ZoneState } from "../../solaris";
import { otherUuid, ourUuid } from "./sightings";
import { changesMade, planFor, startWorld, statesOf, type World } from "./world";

let world: World;
afterEach(() => world.stop());

const overrides = [{ id: 0, lowerLink: "net1" }];

/** The plan of example 47, and its script. */
async function example47(): Promise<{ plan: MovePlan; script: string }> {
    const plan = await planFor(world, "kzone1", "global1", "global2", { overrides });
    if (plan.targetConfiguration.kind !== "prepared") {
        throw new Error("nothing to prepare");
    }
    return { plan, script: plan.targetConfiguration.script };
}

describe("preparing the target (example 47)", () => {
    it("puts the running configuration there with the other link, in one command", async () => {
        world = await startWorld();
        world.fleet.setZone("global1", "kzone1", { liveConfig: { memory: "6G" } });
        const { plan, script } = await example47();
        await prepareTarget(world.context.hosts, plan, script);
        expect(world.fleet.zone("global2", "kzone1")).toMatchObject({
            state: "configured",
            config: { memory: "6G", anets: [{ id: 0, lowerLink: "net1" }] },
        });
        expect(changesMade(world)).toEqual(["global2 zonecfg -f"]);
    });

    it("that fails leaves nothing there, and says what Solaris said", async () => {
        const fleet = seedFleet();
        fleet.hosts[0]!.zones = [{ name: "kzone1", config: { cpuArch: "generic" } }];
        fleet.hosts[1]!.cpuArch = ["native"];
        world = await startWorld(fleet);
        const { plan, script } = await example47();
        await expect(prepareTarget(world.context.hosts, plan, script)).rejects.toMatchObject({
            code: "TARGET_PREPARE_FAILED",
            details: { host: "global2", message: expect.stringContaining("with hostOverrides") as string },
        });
        expect(statesOf(world, "global2")).toBeUndefined();
    });

    it("that fails after it has taken effect is taken back", async () => {
        world = await startWorld();
        const { plan, script } = await example47();
        world.fleet.addFault("global2", { kind: "exit-after-effect", command: "zonecfg -f" });
        await expect(prepareTarget(world.context.hosts, plan, script)).rejects.toMatchObject({
            code: "TARGET_PREPARE_FAILED",
        });
        expect(statesOf(world, "global2")).toBeUndefined();
        expect(changesMade(world)).toEqual(["global2 zonecfg -f", "global2 zonecfg delete"]);
    });
});

describe("restoring the target", () => {
    /** What a dry run puts on the target: the source's configuration. */
    const addCopy = (state: ZoneState, more: { readonly uuid?: string; readonly auxiliary?: string[] } = {}): void => {
        const { config } = world.fleet.zone("global1", "kzone1")!;
        world.fleet.addZone("global2", { name: "kzone1", state, config, ...more });
    };

    it("does nothing where nothing was there and nothing is", async () => {
        world = await startWorld();
        const plan = await planFor(world, "kzone1", "global1", "global2");
        expect(await restoreTarget(world.context.hosts, plan)).toBeUndefined();
        expect(changesMade(world)).toEqual([]);
    });

    it("removes a configuration that was not there before", async () => {
        world = await startWorld();
        const plan = await planFor(world, "kzone1", "global1", "global2");
        addCopy("configured");
        expect(await restoreTarget(world.context.hosts, plan)).toBeUndefined();
        expect(statesOf(world, "global2")).toBeUndefined();
    });

    it("leaves one that is not the source's, whichever UUID it shows: somebody has put it there meanwhile", async () => {
        for (const uuid of [undefined, otherUuid, ourUuid]) {
            world = await startWorld();
            const plan = await planFor(world, "kzone1", "global1", "global2");
            const identity = uuid === undefined ? {} : { uuid };
            world.fleet.addZone("global2", {
                name: "kzone1",
                state: "configured",
                config: { memory: "3G" },
                ...identity,
            });
            const leftover = await restoreTarget(world.context.hosts, plan);
            expect(leftover?.message).toContain("has a configuration of that name which this move has not made");
            expect(changesMade(world)).toEqual([]);
            await world.stop();
        }
    });

    it("removes a copy of the source's configuration, whichever UUID and lower-link it shows", async () => {
        world = await startWorld();
        const plan = await planFor(world, "kzone1", "global1", "global2");
        const { config } = world.fleet.zone("global1", "kzone1")!;
        const anets = config.anets.map((anet) => ({ ...anet, lowerLink: "net1" }));
        const copy = { name: "kzone1", state: "configured", uuid: otherUuid, config: { ...config, anets } } as const;
        world.fleet.addZone("global2", copy);
        expect(await restoreTarget(world.context.hosts, plan)).toBeUndefined();
        expect(statesOf(world, "global2", "kzone1")).toBeUndefined();
    });

    it("leaves the configuration that was there before, if it is the same", async () => {
        world = await startWorld();
        const plan = await planFor(world, "kzone2", "global1", "global2");
        expect(await restoreTarget(world.context.hosts, plan)).toBeUndefined();
        expect(statesOf(world, "global2", "kzone2")).toBe("configured");
        expect(changesMade(world)).toEqual([]);
    });

    it("says so where the configuration that was there before has changed, or is gone", async () => {
        world = await startWorld();
        const plan = await planFor(world, "kzone2", "global1", "global2");
        world.fleet.setZone("global2", "kzone2", { config: { memory: "2G" } });
        expect(await restoreTarget(world.context.hosts, plan)).toMatchObject({
            code: "DRY_RUN_LEFTOVER",
            details: { message: expect.stringContaining("another configuration of the zone than before") as string },
        });
        world.fleet.removeZone("global2", "kzone2");
        expect((await restoreTarget(world.context.hosts, plan))?.message).toContain("has lost the configuration");
        expect(changesMade(world)).toEqual([]);
    });

    it("says so where the configuration cannot be removed", async () => {
        world = await startWorld();
        const plan = await planFor(world, "kzone1", "global1", "global2");
        addCopy("configured");
        world.fleet.addFault("global2", {
            kind: "refuse",
            command: "zonecfg delete",
            lines: ["zonecfg: could not delete zone"],
        });
        expect(await restoreTarget(world.context.hosts, plan)).toMatchObject({
            code: "DRY_RUN_LEFTOVER",
            details: { lines: ["zonecfg: could not delete zone"] },
        });
    });

    it("says so where the target cannot be looked at", async () => {
        world = await startWorld();
        const plan = await planFor(world, "kzone1", "global1", "global2");
        await world.fleet.host("global2").down();
        expect((await restoreTarget(world.context.hosts, plan))?.message).toContain("cannot be checked");
    });

    it("gives Solaris time to take the zone of the dry run apart, then removes what is left", async () => {
        world = await startWorld();
        const plan = await planFor(world, "kzone1", "global1", "global2");
        addCopy("installed");
        const calm = hurry(world.fleet);
        try {
            setTimeout(() => world.fleet.setZone("global2", "kzone1", { state: "configured" }), 5_000);
            expect(await restoreTarget(world.context.hosts, plan)).toBeUndefined();
        } finally {
            calm();
        }
        expect(statesOf(world, "global2")).toBeUndefined();
    });

    it("touches nothing beyond a configuration, and says so after half a minute", async () => {
        world = await startWorld();
        const plan = await planFor(world, "kzone1", "global1", "global2");
        world.fleet.addZone("global2", { name: "kzone1", state: "running", auxiliary: ["migrating-in"] });
        const calm = hurry(world.fleet);
        const leftover = await restoreTarget(world.context.hosts, plan).finally(calm);
        expect(leftover?.message).toContain("still holds the zone of the dry run");
        expect(leftover?.details.lines?.[0]).toContain("running, migrating-in");
        expect(changesMade(world)).toEqual([]);
    });
});
