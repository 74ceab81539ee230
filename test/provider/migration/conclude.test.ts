import { PartialFailure } from "../../../provider/kernelZone/partialFailure";
import { previewUpdate } from "../../../provider/kernelZone/previewUpdate";
import type { PropertyBag } from "../../../provider/kernelZone/state";
import { update } from "../../../provider/kernelZone/update";
import type { FleetSpec, ZoneSpec } from "../../solaris";
import { failureOf } from "../failureOf";
import { inputs, outputs } from "../kernelZone/bags";
import { hurry } from "./hurry";
import { changesMade, jobRecords, startWorld, statesOf, type World } from "./world";

let world: World;
afterEach(() => world.stop());

const both = ["global1", "global2"];
/** kzone1 on global1, with its suspended image on storage that both hosts see. */
function fleetWith(zone: Partial<ZoneSpec> = {}): FleetSpec {
    return {
        hosts: both.map((name, index) => ({
            name,
            zones:
                index === 0
                    ? [
                          {
                              name: "kzone1",
                              ...zone,
                              config: { memory: "2G", suspend: { storage: "nfs://user@filer/export/kz1.suspend" } },
                          },
                      ]
                    : [],
        })),
    };
}

const state = (more: PropertyBag = {}): PropertyBag =>
    outputs("global1", { uuid: world.fleet.zone("global1", "kzone1")?.uuid, ...more });
const moveBy = (method: string, allowDowntime = true, olds = state()) =>
    update("the-id", olds, inputs({ host: "global2", migration: { method, allowDowntime } }), world.context);
const everywhere = () => both.map((host) => statesOf(world, host));
const steps = () => changesMade(world).map((change) => change.replace(" zoneadm", "").replace(" zonecfg", ""));

describe("a warm move", () => {
    it("suspends the zone, moves it with its memory, and resumes it on the target", async () => {
        world = await startWorld(fleetWith());
        const { outs } = await moveBy("warm");
        expect(outs).toMatchObject({
            currentHost: "global2",
            zoneState: "running",
            warnings: [],
            lastMigration: { method: "warm", from: "global1", to: "global2", pause: expect.any(Number) as number },
        });
        expect(outs).not.toHaveProperty("unfinishedOn");
        expect(everywhere()).toEqual([undefined, "running"]);
        expect(steps().slice(-5)).toEqual([
            "global1 suspend",
            "global1 migrate -n",
            "global1 migrate",
            "global2 boot",
            "global1 delete",
        ]);
        expect(jobRecords(world, "global1")).toEqual([]);
    });

    it("whose migration is refused resumes the zone on the source, and says so", async () => {
        world = await startWorld(fleetWith());
        const lines = ["zoneadm: zone 'kzone1': attach failed: no such device"];
        world.fleet.addFault("global1", { kind: "refuse", command: "zoneadm migrate", lines });
        const error = await failureOf(moveBy("warm"));
        expect(error).toMatchObject({ code: "MIGRATION_FAILED" });
        expect(String(error)).toContain(lines[0]);
        expect(String(error)).toContain("runs on global1 as before");
        expect(everywhere()).toEqual(["running", undefined]);
    });

    it("whose dry run of the suspended zone is refused resumes it, and nothing was migrated", async () => {
        world = await startWorld(fleetWith());
        // The dry run of the running zone passes; the one that the job makes does not.
        const lines = ["zoneadm: zone 'kzone1': attach failed: changed since"];
        const shown = world.fleet.atPhase({ zone: "kzone1", phase: "cleanUp", dryRun: true }, () => {
            world.fleet.addFault("global1", { kind: "refuse", command: "zoneadm migrate -n", lines });
        });
        const error = await failureOf(moveBy("warm"));
        await shown;
        expect(error).toMatchObject({ code: "MIGRATION_FAILED", details: { command: "zoneadm migrate -n" } });
        expect(everywhere()).toEqual(["running", undefined]);
        expect(steps()).not.toContain("global1 migrate");
    });

    it("that cannot be suspended leaves it running", async () => {
        world = await startWorld(fleetWith());
        const lines = ["zoneadm: zone 'kzone1': suspend failed: no space"];
        world.fleet.addFault("global1", { kind: "refuse", command: "zoneadm suspend", lines });
        const error = await failureOf(moveBy("warm"));
        expect(error).toMatchObject({ code: "MIGRATION_FAILED", details: { command: "zoneadm suspend" } });
        expect(everywhere()).toEqual(["running", undefined]);
        expect(steps()).not.toContain("global1 boot");
    });

    it("of a zone that is suspended already takes it along and does not resume it", async () => {
        world = await startWorld(fleetWith({ state: "installed", auxiliary: ["suspended"] }));
        const { outs } = await moveBy("warm", false, state({ zoneState: "installed" }));
        expect(outs).toMatchObject({ currentHost: "global2", zoneState: "installed", warnings: [] });
        expect(everywhere()).toEqual([undefined, "installed suspended"]);
        expect(steps()).not.toContain("global2 boot");
        expect(world.reporter.kept).not.toContain("seen running");
    });
});

describe("a cold move", () => {
    it("shuts the zone down, moves it, and boots it on the target", async () => {
        world = await startWorld(fleetWith());
        const { outs } = await moveBy("cold");
        expect(outs).toMatchObject({
            currentHost: "global2",
            zoneState: "running",
            lastMigration: { method: "cold", pause: expect.any(Number) as number },
        });
        expect(everywhere()).toEqual([undefined, "running"]);
        expect(steps()).toEqual([
            "global1 migrate -n",
            "global1 shutdown",
            "global1 migrate -n",
            "global1 migrate",
            "global2 boot",
            "global1 delete",
        ]);
    });

    it("whose migration fails boots the zone on the source again", async () => {
        world = await startWorld(fleetWith());
        const lines = ["zoneadm: zone 'kzone1': attach failed: no such device"];
        world.fleet.addFault("global1", { kind: "refuse", command: "zoneadm migrate", lines });
        const error = await failureOf(moveBy("cold"));
        expect(error).toMatchObject({ code: "MIGRATION_FAILED" });
        expect(String(error)).toContain(lines[0]);
        expect(everywhere()).toEqual(["running", undefined]);
        expect(steps().at(-1)).toBe("global1 boot");
        expect(jobRecords(world, "global1")).toHaveLength(1);
    });

    it("that cannot be booted on the target is recorded there, and the next update boots it", async () => {
        world = await startWorld(fleetWith());
        const olds = state();
        const lines = ["zoneadm: zone 'kzone1': Not enough contiguous free memory pages"];
        world.fleet.addFault("global2", { kind: "refuse", command: "zoneadm boot", lines, times: 1 });
        const error = await failureOf(moveBy("cold", true, olds));
        expect(error).toBeInstanceOf(PartialFailure);
        const { properties, message } = error as PartialFailure;
        expect(message).toContain("ZONE_NOT_BOOTED");
        expect(message).toContain(lines[0]);
        expect(properties).toMatchObject({ currentHost: "global2", zoneState: "installed", unfinishedOn: "global1" });
        expect(everywhere()).toEqual(["configured", "installed"]);

        const { outs } = await moveBy("cold", true, properties);
        expect(outs).toMatchObject({ currentHost: "global2", zoneState: "running", warnings: [] });
        expect(outs).not.toHaveProperty("unfinishedOn");
        expect(everywhere()).toEqual([undefined, "running"]);
        expect(steps().filter((step) => step === "global1 migrate")).toHaveLength(1);
        expect(jobRecords(world, "global1")).toEqual([]);
    });

    it("that can neither move nor be booted again says where the zone is; the next update boots it and moves it", async () => {
        world = await startWorld(fleetWith());
        const olds = state();
        world.fleet.addFault("global1", { kind: "refuse", command: "zoneadm migrate", lines: ["no way"], times: 1 });
        world.fleet.addFault("global1", { kind: "refuse", command: "zoneadm boot", lines: ["no boot"], times: 1 });
        const error = await failureOf(moveBy("cold", true, olds));
        expect(error).toBeInstanceOf(PartialFailure);
        const { properties, message } = error as PartialFailure;
        expect(message).toMatch(/ZONE_NOT_BOOTED[^]*could not be booted again on global1[^]*no boot/);
        expect(properties).toMatchObject({ currentHost: "global1", zoneState: "installed", unfinishedOn: "global1" });
        expect(everywhere()[0]).toBe("installed");

        const { outs } = await moveBy("cold", true, properties);
        expect(outs).toMatchObject({ currentHost: "global2", zoneState: "running" });
        expect(everywhere()).toEqual([undefined, "running"]);
    });

    it("of a halted zone needs no downtime allowed, and leaves it halted", async () => {
        world = await startWorld(fleetWith({ state: "installed" }));
        const { outs } = await moveBy("cold", false, state({ zoneState: "installed" }));
        expect(outs).toMatchObject({ currentHost: "global2", zoneState: "installed", warnings: [] });
        expect(everywhere()).toEqual([undefined, "installed"]);
        expect(steps()).toEqual(["global1 migrate -n", "global1 migrate", "global1 delete"]);
        expect(world.reporter.kept).not.toContain("seen running");
    });

    it("of a halted zone that fails leaves it halted where it was", async () => {
        world = await startWorld(fleetWith({ state: "installed" }));
        world.fleet.addFault("global1", { kind: "refuse", command: "zoneadm migrate", lines: ["no way"] });
        const error = await failureOf(moveBy("cold", false, state({ zoneState: "installed" })));
        expect(error).toMatchObject({ code: "MIGRATION_FAILED" });
        expect(String(error)).toContain("on global1 as before, not running");
        expect(everywhere()).toEqual(["installed", undefined]);
    });

    it("whose guest does not shut down is not moved, and is not cut off", async () => {
        const guest = { shutdownHangs: "shutting_down" as const };
        world = await startWorld(fleetWith({ guest }));
        const calm = hurry(world.fleet, 400);
        const error = await failureOf(
            update(
                "the-id",
                state(),
                inputs({
                    host: "global2",
                    migration: { method: "cold", allowDowntime: true, onTimeout: "leave", timeouts: { migrate: 60 } },
                }),
                world.context,
            ),
        ).finally(calm);
        expect(String(error)).toMatch(/kzone1/);
        expect(everywhere()).toEqual(["shutting_down", undefined]);
        expect(steps()).not.toContain("global1 halt");
        expect(steps()).not.toContain("global1 migrate");
    });
});

describe("a method that may take the zone down", () => {
    it.each(["warm", "cold", "auto"])(
        "%s is refused for a zone that runs, by preview and by update",
        async (method) => {
            world = await startWorld(fleetWith());
            const news = inputs({ host: "global2", migration: { method } });
            for (const verb of [
                () => previewUpdate(state(), news, world.context),
                () => update("the-id", state(), news, world.context),
            ]) {
                const error = await failureOf(verb());
                expect(error).toMatchObject({
                    code: "DOWNTIME_NOT_ALLOWED",
                    details: { property: "migration.allowDowntime" },
                });
                expect(String(error)).toContain(`migration: { method: "${method}", allowDowntime: true }`);
            }
            expect(changesMade(world)).toEqual([]);
            expect(everywhere()).toEqual(["running", undefined]);
        },
    );

    it("auto moves a running zone live and a halted one as it is, and the preview says which", async () => {
        world = await startWorld(fleetWith());
        const news = inputs({ host: "global2", migration: { method: "auto", allowDowntime: true } });
        await previewUpdate(state(), news, world.context);
        expect(world.reporter.kept).toContain("live migration of kzone1");
        const { outs } = await moveBy("auto");
        expect(outs).toMatchObject({ lastMigration: { method: "live" } });
        await world.stop();

        world = await startWorld(fleetWith({ state: "installed" }));
        await previewUpdate(state({ zoneState: "installed" }), news, world.context);
        expect(world.reporter.kept).toContain("cold migration of kzone1");
        expect(world.reporter.kept).toContain("does not run; it is moved as it is and not booted");
        expect((await moveBy("auto", false, state({ zoneState: "installed" }))).outs).toMatchObject({
            lastMigration: { method: "cold" },
        });
    });

    it("is previewed with its downtime", async () => {
        world = await startWorld(fleetWith());
        const news = inputs({ host: "global2", migration: { method: "warm", allowDowntime: true } });
        await previewUpdate(state(), news, world.context);
        expect(world.reporter.kept).toContain("with downtime: the zone is suspended, moved and resumed");
        expect(world.reporter.kept).toContain("dry run passed");
        expect(everywhere()).toEqual(["running", undefined]);
    });
});
