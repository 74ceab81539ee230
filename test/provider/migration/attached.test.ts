import { SolarisError } from "../../../provider/errors/solarisError";
import { PartialFailure } from "../../../provider/kernelZone/partialFailure";
import { update } from "../../../provider/kernelZone/update";
import { runAttached } from "../../../provider/migration/attached";
import { timeLimits } from "../../../provider/migration/timeLimits";
import { SolarisHosts } from "../../../provider/solaris/hosts";
import { shutdownZone } from "../../../provider/solaris/zoneadmLifecycle";
import type { FleetSpec } from "../../solaris";
import { failureOf } from "../failureOf";
import { inputs, outputs } from "../kernelZone/bags";
import { exited, ScriptedRunner } from "../solaris/scriptedRunner";
import { inventoryOf } from "../transport/hostBuilder";
import { hurry } from "./hurry";
import { Recorder } from "./recorder";
import { changesMade, jobRecords, startWorld, statesOf, type World } from "./world";

let world: World;
afterEach(() => world.stop());

const both = ["global1", "global2"];
const fleet = (memory = "2G"): FleetSpec => ({
    hosts: both.map((name, index) => ({
        name,
        missingPrograms: ["/usr/bin/nohup"],
        zones: index === 0 ? [{ name: "kzone1", config: { memory } }] : [],
    })),
});

const moveBy = (migration: Record<string, unknown> = {}) =>
    update(
        "the-id",
        outputs("global1", { uuid: world.fleet.zone("global1", "kzone1")?.uuid }),
        inputs({ host: "global2", migration }),
        world.context,
    );
const way = { zone: "kzone1", from: "global1", to: "global2", limits: timeLimits(undefined, {}) };
const cold = { method: "cold", allowDowntime: true };
const everywhere = () => both.map((host) => statesOf(world, host));
const migrations = () => changesMade(world).filter((change) => change === "global1 zoneadm migrate");

describe("a source that does not let the migration run detached", () => {
    it("runs it in our own session, says so, and leaves no record", async () => {
        world = await startWorld(fleet());
        const { outs } = await moveBy();
        expect(outs).toMatchObject({ currentHost: "global2", lastMigration: { method: "live" } });
        expect(Object.keys((outs["lastMigration"] as { phases: object }).phases)).toContain("suspend");
        expect(world.reporter.texts("warn")).toEqual([
            expect.stringMatching(/^global1 does not let the migration run detached \(.*nohup/) as string,
        ]);
        expect(everywhere()).toEqual([undefined, "running"]);
        expect(migrations()).toHaveLength(1);
        expect(jobRecords(world, "global1")).toEqual([]);
    });

    it("runs all steps of a cold move so", async () => {
        world = await startWorld(fleet());
        const { outs } = await moveBy(cold);
        expect(outs).toMatchObject({ currentHost: "global2", zoneState: "running", lastMigration: { method: "cold" } });
    });

    it("tells Solaris's own refusal and boots the zone again", async () => {
        world = await startWorld(fleet());
        world.fleet.addFault("global1", { kind: "refuse", command: "zoneadm migrate", lines: ["zoneadm: no way"] });
        const error = await failureOf(moveBy(cold));
        expect(error).toMatchObject({ code: "MIGRATION_FAILED", details: { exitCode: 1 } });
        expect(String(error)).toContain("no way");
        expect(everywhere()).toEqual(["running", undefined]);
    });

    it.each([1, 3, 5])("waits for a live move that goes on after the link was lost at line %i", async (lines) => {
        world = await startWorld(fleet());
        world.fleet.addFault("global1", { kind: "drop-connection", when: "during", lines, command: "zoneadm migrate" });
        const calm = hurry(world.fleet);
        const { outs } = await moveBy().finally(calm);
        expect(outs).toMatchObject({ currentHost: "global2" });
        expect(everywhere()).toEqual([undefined, "running"]);
        expect(migrations()).toHaveLength(1);
    });

    it.each(["import", "attach", "copy"] as const)(
        "takes nothing away while zoneadm goes on by itself, its link lost in %s",
        async (phase) => {
            world = await startWorld(fleet());
            const held = world.fleet.holdAt({ zone: "kzone1", phase });
            const calm = hurry(world.fleet);
            const moving = moveBy().catch((error: unknown) => error);
            await held.reached;
            world.fleet.host("global1").dropConnections();
            // Long enough for what would be done at once.
            await new Promise((resolve) => setTimeout(resolve, 20_000));
            const before = changesMade(world).filter((change) => !change.includes("migrate"));
            held.letGo();
            await moving.finally(calm);
            expect(before).toEqual([]);
            expect(everywhere().filter((states) => states === "running")).toHaveLength(1);
        },
    );

    it.each(["import", "attach"] as const)(
        "boots nothing while a cold migration goes on by itself, its link lost in %s",
        async (phase) => {
            world = await startWorld(fleet());
            const held = world.fleet.holdAt({ zone: "kzone1", phase });
            const calm = hurry(world.fleet);
            const moving = moveBy(cold).catch((error: unknown) => error);
            await held.reached;
            world.fleet.host("global1").dropConnections();
            await new Promise((resolve) => setTimeout(resolve, 20_000));
            const booted = changesMade(world).filter((change) => change.endsWith("boot"));
            held.letGo();
            await moving.finally(calm);
            expect(booted).toEqual([]);
        },
    );

    it("says where the zone is when the link is lost for good between two steps", async () => {
        world = await startWorld(fleet());
        world.fleet.addFault("global1", { kind: "drop-connection", when: "after", command: "zoneadm shutdown" });
        const down = new Promise<void>((resolve) => {
            const ticker = setInterval(() => {
                if (statesOf(world, "global1") === "installed") {
                    clearInterval(ticker);
                    void world.fleet.loseNetwork("global1").then(resolve);
                }
            }, 1);
        });
        const calm = hurry(world.fleet);
        const error = await failureOf(moveBy(cold)).finally(calm);
        await down;
        expect(String(error instanceof PartialFailure ? error.message : error)).toMatch(/MIGRATION_UNCERTAIN/);
        expect(everywhere()).toEqual(["installed", undefined]);
    });

    it("takes it for an end, and not for nothing begun, that a later step's connection cannot be made", async () => {
        const unreachable = new SolarisError("HOST_UNREACHABLE", { message: "no SSH connection to global1" });
        const runner = new ScriptedRunner({ "zoneadm shutdown": exited(0), "zoneadm migrate": unreachable });
        const hosts = new SolarisHosts(inventoryOf({ global1: {}, global2: {} }), runner);
        const attempt = await runAttached(
            hosts,
            way,
            [
                { name: "shutdown", call: shutdownZone("kzone1") },
                { name: "migrate", call: { ...shutdownZone("kzone1"), name: "zoneadm migrate" } },
            ],
            new Recorder(),
        );
        expect(runner.ran).toEqual(["global1: zoneadm shutdown", "global1: zoneadm migrate"]);
        expect(attempt.end.kind).not.toBe("notStarted");
        expect(JSON.stringify(attempt.end)).toContain("no SSH connection to global1");
    });

    it("says that nothing was begun where the first step's connection cannot be made", async () => {
        const unreachable = new SolarisError("HOST_UNREACHABLE", { message: "no SSH connection to global1" });
        const runner = new ScriptedRunner({ "zoneadm shutdown": unreachable });
        const hosts = new SolarisHosts(inventoryOf({ global1: {}, global2: {} }), runner);
        const steps = [{ name: "shutdown" as const, call: shutdownZone("kzone1") }];
        const attempt = await runAttached(hosts, way, steps, new Recorder());
        expect(attempt.end).toEqual({ kind: "notStarted", error: unreachable });
    });
});
