import { PartialFailure } from "../../../provider/kernelZone/partialFailure";
import type { PropertyBag } from "../../../provider/kernelZone/state";
import { update } from "../../../provider/kernelZone/update";
import type { FleetSpec } from "../../solaris";
import { failureOf } from "../failureOf";
import { inputs, outputs } from "../kernelZone/bags";
import { hurry } from "./hurry";
import { changesMade, jobBase, jobRecords, startRun, startWorld, statesOf, type World } from "./world";

let world: World;
let calm: () => void = () => undefined;
afterEach(async () => {
    calm();
    calm = () => undefined;
    await world.stop();
});

const both = ["global1", "global2"];
const start = async (more: Partial<FleetSpec> = {}, busyPace?: number): Promise<PropertyBag> => {
    world = await startWorld({
        hosts: both.map((name, index) => ({
            name,
            zones: index === 0 ? [{ name: "kzone1", config: { memory: "2G" } }] : [],
        })),
        ...more,
    });
    calm = hurry(world.fleet, busyPace);
    return outputs("global1", { uuid: world.fleet.zone("global1", "kzone1")?.uuid });
};
const updateBy = (run: ReturnType<typeof startRun>, olds: PropertyBag, migration: PropertyBag = {}) =>
    update("the-id", olds, inputs({ host: "global2", migration }), run.context);
const everywhere = () => both.map((host) => statesOf(world, host));
const migrations = () => changesMade(world).filter((change) => change.endsWith("zoneadm migrate"));
const phasesOf = (outs: Record<string, unknown>): string[] =>
    Object.keys((outs["lastMigration"] as { phases: object }).phases);
const allPhases = ["configure", "attach", "boot", "check", "migrate", "suspend", "finish", "complete", "detach"];
const textOf = (error: unknown): string => (error instanceof PartialFailure ? error.message : String(error));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
async function until(holds: () => boolean): Promise<void> {
    for (let waited = 0; !holds(); waited += 20) {
        if (waited > 120_000) {
            throw new Error("in vain");
        }
        await pause(20);
    }
}

describe("a link that is lost while a job runs", () => {
    it("is dialled again: the migration goes on, is followed to its end, and it is said for how long nobody heard", async () => {
        const olds = await start();
        const held = world.fleet.holdAt({ zone: "kzone1", phase: "copy" });
        const run = startRun(world.fleet);
        const moving = updateBy(run, olds);
        await held.reached;
        world.fleet.host("global1").dropConnections();
        await until(() => run.reporter.kept.includes("is followed again"));
        held.letGo();
        const { outs } = await moving;
        expect(outs).toMatchObject({ currentHost: "global2", zoneState: "running" });
        expect(run.reporter.texts("info")[0]).toMatch(
            /^the link to global1 was lost \(.+\); asked again after [\d.]+ m?s, the migration is followed again$/,
        );
        const statuses = run.reporter.texts("status");
        const lost = statuses.indexOf("migrating: link to global1 lost, dialling again");
        expect(lost).toBeGreaterThan(0);
        // Heard again, it is shown where it stands.
        expect(statuses.slice(lost + 1)).toContain("migrating: copying memory");
        expect(phasesOf(outs)).toEqual(allPhases);
        expect(migrations()).toHaveLength(1);
        expect(jobRecords(world, "global1")).toEqual([]);
    });

    it("may be lost again and again", async () => {
        const olds = await start({ latency: { copyPerGiB: 5_000 } });
        const run = startRun(world.fleet);
        const moving = updateBy(run, olds);
        await until(() => migrations().length === 1);
        for (let times = 0; times < 6; times++) {
            world.fleet.host("global1").dropConnections();
            await pause(700);
        }
        expect((await moving).outs).toMatchObject({ currentHost: "global2", warnings: [] });
        expect(migrations()).toHaveLength(1);
        expect(everywhere()).toEqual([undefined, "running"]);
    });

    it.each(["import", "attach", "boot", "check", "start", "copy", "suspend", "finish", "detach"] as const)(
        "loses no line and tells none twice when it is cut in %s",
        async (phase) => {
            const olds = await start();
            const cut = world.fleet.atPhase({ zone: "kzone1", phase }, () => {
                world.fleet.host("global1").dropConnections();
            });
            const { outs } = await updateBy(startRun(world.fleet), olds);
            await cut;
            expect(outs).toMatchObject({ currentHost: "global2", warnings: [] });
            expect(phasesOf(outs)).toEqual(allPhases);
            expect(migrations()).toHaveLength(1);
        },
    );

    it("for longer than patience lasts ends in an error that says so; the next update finishes the work", async () => {
        const olds = await start();
        const held = world.fleet.holdAt({ zone: "kzone1", phase: "copy" });
        const run = startRun(world.fleet);
        const failing = failureOf(updateBy(run, olds));
        await held.reached;
        // The hosts reach each other; only from here the source cannot be reached.
        world.fleet.addFault("global1", { kind: "refuse-connection" });
        world.fleet.host("global1").dropConnections();
        const error = await failing;
        expect(textOf(error)).toMatch(/MIGRATION_UNCERTAIN|MIGRATION_IN_PROGRESS/);
        expect(textOf(error)).toMatch(/on global1: cannot be asked/);
        expect(changesMade(world).filter((change) => !change.includes("migrate"))).toEqual([]);
        world.fleet.clearFaults();
        const next = startRun(world.fleet);
        const joined = updateBy(next, olds);
        await until(() => next.reporter.kept.includes("following it"));
        held.letGo();
        expect((await joined).outs).toMatchObject({ currentHost: "global2", warnings: [] });
        expect(migrations()).toHaveLength(1);
        expect(jobRecords(world, "global1")).toEqual([]);
    });

    it.each([
        ["before", "id"],
        ["after", "id"],
        ["before", "date"],
        ["after", "date"],
    ] as const)(
        "%s the start script's `%s` leaves no second job, whether or not the first one began",
        async (when, command) => {
            const olds = await start();
            const afterDryRun = world.fleet.atPhase({ zone: "kzone1", phase: "cleanUp", dryRun: true }, () => {
                world.fleet.addFault("global1", { kind: "drop-connection", when, command, times: 1 });
            });
            const end = await updateBy(startRun(world.fleet), olds).catch((error: unknown) => error);
            await afterDryRun;
            expect(migrations().length).toBeLessThanOrEqual(1);
            const moved = everywhere()[1] === "running";
            expect(end instanceof Error).toBe(!moved);
            expect(everywhere()).toEqual(moved ? [undefined, "running"] : ["running", undefined]);
        },
    );
});

describe("a migration that takes longer than allowed", () => {
    const slow = { latency: { copyPerGiB: 60_000 } };

    it("is watched on under `wait`: said once, and recorded when it has moved", async () => {
        const olds = await start(slow, 100);
        const run = startRun(world.fleet);
        const { outs } = await updateBy(run, olds, { timeouts: { migrate: "40s" } });
        expect(outs).toMatchObject({ currentHost: "global2", zoneState: "running" });
        const late = run.reporter.texts("warn").filter((text) => text.includes("takes longer than the 40 s allowed"));
        expect(late).toHaveLength(1);
        expect(late[0]).toContain("it is not stopped; watched until 2 min 40 s have passed");
        expect(run.reporter.texts("status").filter((text) => text.length > 60)).toEqual([]);
    });

    it("is said to be stalled where nothing changes for too long", async () => {
        const olds = await start(slow, 100);
        const run = startRun(world.fleet);
        await updateBy(run, olds, { timeouts: { migrate: "1h", stall: "20s" } });
        expect(run.reporter.texts("warn").filter((text) => text.includes("nothing has changed for 20 s"))).toHaveLength(
            1,
        );
    });

    it("is left alone under `leave`: the state says what there is to finish, and the next update finishes it", async () => {
        const olds = await start(slow, 100);
        const error = await failureOf(
            updateBy(startRun(world.fleet), olds, { timeouts: { migrate: "30s" }, onTimeout: "leave" }),
        );
        expect(error).toBeInstanceOf(PartialFailure);
        const { properties, message } = error as PartialFailure;
        expect(message).toMatch(/MIGRATION_IN_PROGRESS[^]*it goes on/);
        expect(properties).toMatchObject({ currentHost: "global1", zoneState: "running", unfinishedOn: "global1" });
        expect(everywhere()).toEqual(["running migrating-out", "running migrating-in"]);
        const { outs } = await updateBy(startRun(world.fleet), properties);
        expect(outs).toMatchObject({ currentHost: "global2", warnings: [] });
        expect(outs).not.toHaveProperty("unfinishedOn");
        expect(migrations()).toHaveLength(1);
        expect(jobRecords(world, "global1")).toEqual([]);
    });

    it("fails under `fail` and leaves the state as it was; the next update finishes it", async () => {
        const olds = await start(slow, 100);
        const error = await failureOf(
            updateBy(startRun(world.fleet), olds, { timeouts: { migrate: "30s" }, onTimeout: "fail" }),
        );
        expect(error).toMatchObject({ code: "MIGRATION_IN_PROGRESS" });
        expect(error).not.toBeInstanceOf(PartialFailure);
        const { outs } = await updateBy(startRun(world.fleet), olds);
        expect(outs).toMatchObject({ currentHost: "global2" });
        expect(migrations()).toHaveLength(1);
    });

    it("under `fail` begins no further step: a zone that is being shut down is not moved after the failure was told", async () => {
        const olds = await start({ latency: { shutdown: 120_000 } }, 100);
        const cold = { method: "cold", allowDowntime: true };
        const error = await failureOf(
            updateBy(startRun(world.fleet), olds, { ...cold, timeouts: { migrate: "30s" }, onTimeout: "fail" }),
        );
        expect(textOf(error)).toContain("MIGRATION_IN_PROGRESS");
        await until(() => statesOf(world, "global1") === "installed");
        await pause(30_000);
        expect(migrations()).toEqual([]);
        // The zone was stopped for a move that is not to be any more: whoever comes next puts it right.
        const { outs } = await updateBy(startRun(world.fleet), olds, cold);
        expect(outs).toMatchObject({ currentHost: "global2", zoneState: "running" });
    });

    it("has its bounds from customTimeouts.update and solaris:migration too", async () => {
        const olds = await start(slow, 100);
        const news = inputs({ host: "global2", __updateTimeout: "0m30s" });
        const run = startRun(world.fleet, { onTimeout: "leave", timeouts: { migrate: "10h" } });
        const error = await failureOf(update("the-id", olds, news, run.context));
        expect(textOf(error)).toContain("MIGRATION_IN_PROGRESS");
    });
});

describe("the directory for jobs", () => {
    it.each([
        [
            "a link",
            (world: World) => world.fleet.host("global1").model.fileSystem.symlink(jobBase, "/tmp", { owner: "zadm" }),
        ],
        [
            "another user's",
            (world: World) =>
                world.fleet.host("global1").model.fileSystem.mkdir(jobBase, { owner: "eve", mode: 0o700 }),
        ],
        [
            "open to others",
            (world: World) =>
                world.fleet.host("global1").model.fileSystem.mkdir(jobBase, { owner: "zadm", mode: 0o755 }),
        ],
    ] as const)("that is %s stops a move before anything is done", async (_, prepare) => {
        const olds = await start();
        prepare(world);
        const error = await failureOf(updateBy(startRun(world.fleet), olds));
        expect(error).toMatchObject({ code: "JOB_DIRECTORY_UNSAFE" });
        expect(String(error)).toContain(jobBase);
        expect(changesMade(world)).toEqual([]);
        expect(everywhere()).toEqual(["running", undefined]);
    });

    it("keeps the records of five failed jobs of a zone, and none of those that moved it", async () => {
        const olds = await start();
        world.fleet.addFault("global1", { kind: "refuse", command: "zoneadm migrate", lines: ["no way"], times: 7 });
        for (let times = 0; times < 7; times++) {
            expect(await failureOf(updateBy(startRun(world.fleet), olds))).toMatchObject({ code: "MIGRATION_FAILED" });
        }
        expect(jobRecords(world, "global1")).toHaveLength(5);
        expect((await updateBy(startRun(world.fleet), olds)).outs).toMatchObject({ currentHost: "global2" });
        expect(jobRecords(world, "global1")).toHaveLength(5);
    });
});

describe("a dry run that another zoneadm keeps out", () => {
    it("is repeated until that is done", async () => {
        const olds = await start();
        const release = world.fleet.holdLock("global1", "kzone1");
        const run = startRun(world.fleet);
        const moving = updateBy(run, olds);
        await until(() => run.reporter.texts("status").includes("waits for another zoneadm that works on the zone"));
        release();
        expect((await moving).outs).toMatchObject({ currentHost: "global2" });
    });

    it("is given up after a while, in Solaris's own words", async () => {
        const olds = await start();
        const release = world.fleet.holdLock("global1", "kzone1");
        const error = await failureOf(updateBy(startRun(world.fleet), olds));
        release();
        expect(error).toMatchObject({ code: "DRY_RUN_REFUSED" });
        expect(String(error)).toContain("somebody else is working on kzone1");
        expect(migrations()).toEqual([]);
    });
});
