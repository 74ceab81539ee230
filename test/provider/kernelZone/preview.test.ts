import { previewCreate } from "../../../provider/kernelZone/previewCreate";
import { previewUpdate } from "../../../provider/kernelZone/previewUpdate";
import type { PropertyBag } from "../../../provider/kernelZone/state";
import { seedFleet, type FleetSpec } from "../../solaris";
import { changesMade, hostsWithOneZone, startWorld, statesOf, type World } from "../migration/world";
import { inputs, outputs } from "./bags";

let world: World;
afterEach(() => world.stop());

const preview = (more: PropertyBag = {}, olds: PropertyBag = outputs("global1")) =>
    previewUpdate(olds, inputs({ host: "global2", ...more }), world.context);

const example47 = { hostOverrides: { global2: { anets: [{ id: 0, lowerLink: "net1" }] } } };
const takenApart: FleetSpec = hostsWithOneZone(["global1", "global2", "global3"]);

describe("the preview of a move", () => {
    it("shows the move, Solaris's lines and the verdict, and changes nothing", async () => {
        world = await startWorld();
        const before = world.fleet.state();
        await preview();
        expect(world.reporter.kept.split("\n")).toEqual([
            "live migration of kzone1 (8 GiB, 4 vCPUs): global1 -> global2",
            "  zoneadm: zone 'kzone1': Importing zone configuration.",
            "  zoneadm: zone 'kzone1': Attaching zone.",
            "  zoneadm: zone 'kzone1': Booting zone in 'migrating-in' mode.",
            "  zoneadm: zone 'kzone1': Checking migration compatibility.",
            "  zoneadm: zone 'kzone1': Cleaning up.",
            "  zoneadm: zone 'kzone1': Dry-run migration successful.",
            "  dry run passed; global2 is as it was before",
        ]);
        expect(changesMade(world)).toEqual(["global1 zoneadm migrate -n"]);
        expect(world.fleet.state()).toEqual(before);
    });

    it("is nothing at all where the host is the one where the zone was seen", async () => {
        world = await startWorld(takenApart);
        await preview({ host: "global1", migration: { dryRun: "warn" } });
        expect(world.reporter.reports).toEqual([]);
        expect(world.fleet.commands()).toEqual([]);
    });

    it("uses the configuration that is on the target already (example 45), and leaves it as it is", async () => {
        const fleet = hostsWithOneZone(["global1", "global2"], { wording: "seed-example-45" });
        fleet.hosts[1]!.zones = [
            { name: "kzone1", state: "configured", config: { memory: "2G" }, extra: ["set bootargs=-v"] },
        ];
        world = await startWorld(fleet);
        // The anet's generated address is the zone's own on both hosts, so the two configurations fit.
        const before = world.fleet.zone("global2", "kzone1");
        await preview();
        expect(world.reporter.kept).toContain("global2 already has a configuration of kzone1; it is used");
        expect(world.reporter.kept).toContain("Using zone configuration on destination.");
        expect(world.fleet.zone("global2", "kzone1")).toEqual(before);
    });

    it("fails for example 46, naming both numbers and both ways out; the target is unchanged", async () => {
        world = await startWorld(seedFleet());
        const before = world.fleet.state();
        const failed = preview({ zoneName: "kzone2" }, outputs("global1", { zoneName: "kzone2" }));
        await expect(failed).rejects.toMatchObject({ code: "DRY_RUN_REFUSED" });
        await expect(failed).rejects.toThrow(/8 active vCPUs.*allows 4[^]*set ncpus=8[^]*delete -F/);
        expect(world.reporter.kept).toContain("live migration of kzone2 (4 GiB, 8 vCPUs): global1 -> global2");
        expect(world.fleet.state()).toEqual(before);
    });

    it("prepares and dry-runs example 47, and takes it back although the dry run passed", async () => {
        world = await startWorld(takenApart);
        await preview(example47);
        expect(world.reporter.kept).toContain("with other links on global2: anet 0: lower-link=net1");
        expect(world.reporter.kept).toContain("dry run passed; global2 is as it was before");
        expect(changesMade(world)).toEqual([
            "global2 zonecfg -f",
            "global1 zoneadm migrate -n",
            "global2 zonecfg delete",
        ]);
        expect(statesOf(world, "global2")).toBeUndefined();
    });

    it("takes example 47 back where the dry run is refused, and where the source goes away", async () => {
        world = await startWorld(takenApart);
        const lines = ["zoneadm: zone 'kzone1': boot failed:"];
        world.fleet.addFault("global1", { kind: "refuse", command: "zoneadm migrate -n", lines, times: 1 });
        await expect(preview(example47)).rejects.toMatchObject({ code: "DRY_RUN_REFUSED" });
        expect(statesOf(world, "global2")).toBeUndefined();

        world.fleet.addFault("global1", { kind: "drop-connection", when: "before", command: "zoneadm migrate -n" });
        await expect(preview(example47)).rejects.toMatchObject({ code: "CONNECTION_LOST" });
        expect(statesOf(world, "global2")).toBeUndefined();
    });

    it("removes what a dry run that passed has left on the target", async () => {
        world = await startWorld(takenApart);
        world.fleet.addFault("global1", { kind: "leaves-target-config", command: "zoneadm migrate -n" });
        await preview();
        expect(statesOf(world, "global2")).toBeUndefined();
    });

    it("fails where the target is not as before, even if the dry run passed", async () => {
        world = await startWorld(takenApart);
        world.fleet.addFault("global1", { kind: "leaves-target-config", command: "zoneadm migrate -n" });
        world.fleet.addFault("global2", { kind: "refuse", command: "zonecfg delete", lines: ["zonecfg: no"] });
        await expect(preview()).rejects.toMatchObject({ code: "DRY_RUN_LEFTOVER" });
        expect(world.reporter.kept).toContain("Dry-run migration successful.");
    });

    it("shows a refusal as a warning under `warn`, and runs none under `skip`", async () => {
        world = await startWorld(takenApart);
        const lines = ["zoneadm: zone 'kzone1': boot failed:"];
        world.fleet.addFault("global1", { kind: "refuse", command: "zoneadm migrate -n", lines });
        await preview({ migration: { dryRun: "warn" } });
        expect(world.reporter.texts("warn")[0]).toMatch(/not stopped by this[^]*DRY_RUN_REFUSED/);
        world.fleet.clearLog();
        await preview({ migration: { dryRun: "skip" } });
        expect(world.fleet.commands().filter(({ name }) => name.startsWith("zoneadm migrate"))).toEqual([]);
        expect(world.reporter.kept).toContain('dry run skipped: migration.dryRun is "skip"');
    });

    it("does not let a dry run decide that judges the configuration which will be overwritten", async () => {
        const fleet = hostsWithOneZone(["global1", "global2"]);
        fleet.hosts[1]!.zones = [{ name: "kzone1", state: "configured", config: { memory: "1G" } }];
        world = await startWorld(fleet);
        const before = world.fleet.zone("global2", "kzone1");
        await preview({ migration: { overwriteTargetConfig: true } });
        expect(world.reporter.texts("warn")[0]).toMatch(/overwrites it \(zoneadm migrate -w\)[^]*does not decide/);
        expect(world.fleet.zone("global2", "kzone1")).toEqual(before);
    });

    it("says where the zone really is, and that there is nothing to move or nothing to try yet", async () => {
        world = await startWorld(takenApart);
        world.fleet.moveZone("kzone1", "global1", "global3");
        await preview();
        expect(world.reporter.kept).toContain("somebody has moved it to global3 since");
        world.fleet.moveZone("kzone1", "global3", "global2");
        world.fleet.clearLog();
        await preview();
        expect(world.reporter.kept).toContain("kzone1 is already on global2; `pulumi up` only records it");
        expect(changesMade(world)).toEqual([]);
    });

    it("waits for no migration that is under way", async () => {
        world = await startWorld(takenApart);
        world.fleet.markZone("global1", "kzone1", "migrating-out");
        await preview();
        expect(world.reporter.texts("warn")[0]).toContain("No dry run was made");
        expect(changesMade(world)).toEqual([]);
    });

    it("fails for what it finds without Solaris", async () => {
        world = await startWorld(takenApart);
        world.fleet.setZone("global1", "kzone1", { state: "installed" });
        await expect(preview()).rejects.toMatchObject({ code: "ZONE_NOT_RUNNING" });
        expect(changesMade(world)).toEqual([]);
    });
});

describe("the preview of a new resource", () => {
    it("shows what would be taken over", async () => {
        world = await startWorld(takenApart);
        await previewCreate(inputs(), world.context);
        expect(world.reporter.kept).toBe("takes over kzone1 on global1 as it is (running)");
    });

    it("fails as create would, unless the program wants no checks", async () => {
        world = await startWorld(takenApart);
        await expect(previewCreate(inputs({ host: "global2" }), world.context)).rejects.toMatchObject({
            code: "ZONE_ELSEWHERE",
        });
        await previewCreate(inputs({ host: "global2", migration: { dryRun: "warn" } }), world.context);
        expect(world.reporter.texts("warn")[0]).toContain("ZONE_ELSEWHERE");
        world.fleet.clearLog();
        await previewCreate(inputs({ migration: { dryRun: "skip" } }), world.context);
        expect(world.fleet.commands()).toEqual([]);
    });
});
