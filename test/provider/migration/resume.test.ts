import { PartialFailure } from "../../../provider/kernelZone/partialFailure";
import { previewUpdate } from "../../../provider/kernelZone/previewUpdate";
import type { PropertyBag } from "../../../provider/kernelZone/state";
import { update } from "../../../provider/kernelZone/update";
import type { FleetSpec } from "../../solaris";
import type { PhaseMoment } from "../../solaris/fleetHands";
import { failureOf } from "../failureOf";
import { inputs, outputs } from "../kernelZone/bags";
import { hurry } from "./hurry";
import { otherUuid } from "./sightings";
import { changesMade, jobBase, jobRecords, startRun, startWorld, statesOf, type MortalRun, type World } from "./world";

let world: World;
let calm: () => void = () => undefined;
afterEach(async () => {
    calm();
    await world.stop();
});

const three = ["global1", "global2", "global3"];
const start = async (more: Partial<FleetSpec> = {}): Promise<void> => {
    world = await startWorld({
        hosts: three.map((name, index) => ({
            name,
            zones: index === 0 ? [{ name: "kzone1", config: { memory: "2G" } }] : [],
        })),
        ...more,
    });
    calm = hurry(world.fleet);
};

const uuid = () => world.fleet.zone("global1", "kzone1")?.uuid;
const cold = { method: "cold", allowDowntime: true };
const updateBy = (run: Pick<MortalRun, "context">, olds: PropertyBag, host: string, migration: PropertyBag = {}) =>
    update("the-id", olds, inputs({ host, migration }), run.context);
const everywhere = () => three.map((host) => statesOf(world, host));
const migrations = () => changesMade(world).filter((change) => change.endsWith("zoneadm migrate"));

/** Whether global1's only job has left its end: nobody can follow it any more. */
function jobIsOver(): boolean {
    const { fileSystem } = world.fleet.host("global1").model;
    return jobRecords(world, "global1").some((job) => fileSystem.read(`${jobBase}/${job}/status`) !== undefined);
}

/** A run that moves kzone1 to global2 and is killed when that enters a phase, where the migration is held. */
async function killedAt(phase: PhaseMoment["phase"], olds: PropertyBag, migration: PropertyBag = {}) {
    const held = world.fleet.holdAt({ zone: "kzone1", phase });
    const first = startRun(world.fleet);
    void updateBy(first, olds, "global2", migration);
    await held.reached;
    await first.kill();
    return held;
}

/** Waits for something that a killed run's job does by itself. */
async function until(holds: () => boolean): Promise<void> {
    for (let waited = 0; !holds(); waited += 50) {
        if (waited > 120_000) {
            throw new Error(`in vain: ${everywhere().join("; ")}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

describe.each(["import", "attach", "check", "copy", "suspend", "finish", "detach"] as const)(
    "a run that was killed in the phase %s",
    (phase) => {
        it("leaves a job that the next preview tells of, and that the next update joins and finishes", async () => {
            await start();
            const olds = outputs("global1", { uuid: uuid() });
            const held = await killedAt(phase, olds);

            const preview = startRun(world.fleet);
            await previewUpdate(olds, inputs({ host: "global2" }), preview.context);
            expect(preview.reporter.texts("warn")).toEqual([
                expect.stringMatching(
                    /^kzone1 is being moved global1 -> global2 at this moment: .*\n {2}started at .* by .*@.*, login from 127\.0\.0\.1\n {2}`pulumi up` follows it/,
                ) as string,
            ]);
            expect(migrations()).toHaveLength(1);

            const second = startRun(world.fleet);
            const joined = updateBy(second, olds, "global2");
            await until(() => second.reporter.kept.includes("following it"));
            held.letGo();
            const { outs } = await joined;
            expect(outs).toMatchObject({
                currentHost: "global2",
                zoneState: "running",
                warnings: [],
                lastMigration: { from: "global1", to: "global2", method: "live" },
            });
            expect(everywhere()).toEqual([undefined, "running", undefined]);
            expect(migrations()).toHaveLength(1);
            expect(jobRecords(world, "global1")).toEqual([]);
        });

        it("is finished by the next update even if nobody watched the end", async () => {
            await start();
            const olds = outputs("global1", { uuid: uuid() });
            const held = await killedAt(phase, olds);
            held.letGo();
            await until(() => statesOf(world, "global2") === "running" && statesOf(world, "global1") === "configured");
            await until(jobIsOver);

            const preview = startRun(world.fleet);
            await previewUpdate(olds, inputs({ host: "global2" }), preview.context);
            expect(preview.reporter.kept).toMatch(/kzone1/);
            const next = startRun(world.fleet);
            const { outs } = await updateBy(next, olds, "global2");
            expect(outs).toMatchObject({ currentHost: "global2", zoneState: "running", warnings: [] });
            expect(next.reporter.kept).toMatch(
                /moved global1 -> global2 \(begun .*\d m?s ago\); seen running on global2$/m,
            );
            expect(everywhere()).toEqual([undefined, "running", undefined]);
            expect(migrations()).toHaveLength(1);
            expect(jobRecords(world, "global1")).toEqual([]);
        });
    },
);

describe("a run that was killed in a cold move", () => {
    it("before the migration: the job goes on, and the next update boots the zone on the target", async () => {
        await start({ latency: { shutdown: 2_000 } });
        const olds = outputs("global1", { uuid: uuid() });
        const first = startRun(world.fleet);
        void updateBy(first, olds, "global2", cold);
        await until(() => changesMade(world).includes("global1 zoneadm shutdown"));
        await first.kill();
        await until(() => statesOf(world, "global2") === "installed" && statesOf(world, "global1") === "configured");
        const { outs } = await updateBy(startRun(world.fleet), olds, "global2", cold);
        expect(outs).toMatchObject({ currentHost: "global2", zoneState: "running", lastMigration: { method: "cold" } });
        expect(everywhere()).toEqual([undefined, "running", undefined]);
        expect(migrations()).toHaveLength(1);
    });

    it("finishes the same whatever the program wishes by then for a move: what was begun is ended as it was begun", async () => {
        await start();
        const olds = outputs("global1", { uuid: uuid() });
        (await killedAt("attach", olds, cold)).letGo();
        await until(() => statesOf(world, "global2") === "installed" && statesOf(world, "global1") === "configured");
        const { outs } = await updateBy(startRun(world.fleet), olds, "global2", {});
        expect(outs).toMatchObject({ currentHost: "global2", zoneState: "running" });
    });
});

describe("a job of somebody else", () => {
    it("that leads elsewhere is told: who, since when, from where; nothing is begun", async () => {
        await start();
        const olds = outputs("global1", { uuid: uuid() });
        const held = world.fleet.holdAt({ zone: "kzone1", phase: "copy" });
        const first = startRun(world.fleet);
        const moving = updateBy(first, olds, "global2");
        await held.reached;
        const second = startRun(world.fleet);
        const before = changesMade(world);
        const error = await failureOf(updateBy(second, olds, "global3"));
        expect(error).toMatchObject({ code: "ZONE_BUSY" });
        expect(String(error)).toMatch(/being moved global1 -> global2 at this moment \(.*\), and shall be on global3/);
        expect(String(error)).toMatch(/started at 20\S+ by \S+@\S+, login from 127\.0\.0\.1/);
        expect(changesMade(world)).toEqual(before);
        await previewUpdate(olds, inputs({ host: "global3" }), second.context);
        expect(second.reporter.kept).toContain("`pulumi up` refuses to move it to global3 until that has ended");
        held.letGo();
        expect((await moving).outs).toMatchObject({ currentHost: "global2" });
    });

    it("that leads here is joined; both finish, and the zone has moved once", async () => {
        await start();
        const olds = outputs("global1", { uuid: uuid() });
        const held = world.fleet.holdAt({ zone: "kzone1", phase: "copy" });
        const moving = updateBy(startRun(world.fleet), olds, "global2");
        await held.reached;
        const second = startRun(world.fleet);
        const joined = updateBy(second, olds, "global2");
        await until(() => second.reporter.kept.includes("following it"));
        held.letGo();
        for (const { outs } of await Promise.all([moving, joined])) {
            expect(outs).toMatchObject({ currentHost: "global2", zoneState: "running", warnings: [] });
        }
        expect(everywhere()).toEqual([undefined, "running", undefined]);
        expect(migrations()).toHaveLength(1);
        expect(jobRecords(world, "global1")).toEqual([]);
    });

    it("lets exactly one of two that begin at the same moment move the zone; both tell the truth", async () => {
        await start();
        const olds = outputs("global1", { uuid: uuid() });
        const ends = await Promise.all(
            ["global2", "global3"].map((host) =>
                updateBy(startRun(world.fleet), olds, host).catch((error: unknown) => error),
            ),
        );
        expect(everywhere().filter((states) => states === "running")).toHaveLength(1);
        expect(migrations().length).toBeLessThanOrEqual(2);
        for (const end of ends) {
            if (end instanceof Error) {
                expect(String(end instanceof PartialFailure ? end.message : end)).toMatch(
                    /ZONE_BUSY|DRY_RUN_REFUSED|MIGRATION_FAILED|MIGRATION_IN_PROGRESS|TARGET_NAME_TAKEN/,
                );
            }
        }
    });
});

describe("a job that died", () => {
    /** Kills the job and its zoneadm in a phase, lets its run fail, and makes the move again. */
    const killInPhase = async (phase: PhaseMoment["phase"]) => {
        await start();
        const olds = outputs("global1", { uuid: uuid() });
        const held = world.fleet.holdAt({ zone: "kzone1", phase });
        const failing = failureOf(updateBy(startRun(world.fleet), olds, "global2"));
        await held.reached;
        expect(world.fleet.host("global1").killProcesses(/job-|zoneadm/)).toBeGreaterThan(0);
        held.letGo();
        expect(String(await failing)).toMatch(/MIGRATION_FAILED/);
        return updateBy(startRun(world.fleet), olds, "global2").catch((error: unknown) => error);
    };

    it("with no more than a configuration on the target: that is removed, and the next update moves the zone", async () => {
        expect(await killInPhase("import")).toMatchObject({ outs: { currentHost: "global2" } });
        expect(everywhere()).toEqual([undefined, "running", undefined]);
    });

    it("with the zone attached on the target: that is not touched, and the next update says what to do there", async () => {
        expect(await killInPhase("attach")).toMatchObject({ code: "TARGET_NAME_TAKEN" });
        expect(everywhere()).toEqual(["running", "installed", undefined]);
    });

    it.each(["import", "attach"] as const)(
        "while its zoneadm lives on in %s: nothing is taken away and nothing is booted until that has ended",
        async (phase) => {
            await start();
            const olds = outputs("global1", { uuid: uuid() });
            const held = world.fleet.holdAt({ zone: "kzone1", phase });
            const moving = updateBy(startRun(world.fleet), olds, "global2").catch((error: unknown) => error);
            await held.reached;
            expect(world.fleet.host("global1").killProcesses(/^\/bin\/sh \.\/job-/)).toBe(1);
            await new Promise((resolve) => setTimeout(resolve, 6_000));
            const meanwhile = changesMade(world).filter((change) => !change.includes("zoneadm migrate"));
            held.letGo();
            await moving;
            expect(meanwhile).toEqual([]);
            const { outs } = await updateBy(startRun(world.fleet), olds, "global2");
            expect(outs).toMatchObject({ currentHost: "global2", zoneState: "running" });
            expect(everywhere()).toEqual([undefined, "running", undefined]);
            expect(migrations()).toHaveLength(1);
        },
    );

    it.each(["import", "attach"] as const)(
        "of a cold move while its zoneadm lives on in %s: the zone is booted nowhere until that has ended",
        async (phase) => {
            await start();
            const olds = outputs("global1", { uuid: uuid() });
            const held = world.fleet.holdAt({ zone: "kzone1", phase });
            const moving = updateBy(startRun(world.fleet), olds, "global2", cold).catch((error: unknown) => error);
            await held.reached;
            expect(world.fleet.host("global1").killProcesses(/^\/bin\/sh \.\/job-/)).toBe(1);
            await new Promise((resolve) => setTimeout(resolve, 6_000));
            const booted = changesMade(world).filter((change) => change.endsWith("boot"));
            held.letGo();
            await moving;
            expect(booted).toEqual([]);
        },
    );

    it("with its host: the next update starts from what is seen", async () => {
        await start();
        const olds = outputs("global1", { uuid: uuid() });
        await killedAt("copy", olds);
        await world.fleet.reboot("global1", { downMs: 5_000 });
        const states = everywhere();
        const end = await updateBy(startRun(world.fleet), olds, "global2").catch((error: unknown) => error);
        // The zone does not boot by itself, so what a live move has lost is told and not mended.
        expect(end).toBeInstanceOf(PartialFailure);
        const { message, properties } = end as PartialFailure;
        expect(message).toMatch(/on global1: installed[^]*on global2: running, migrating-in/);
        // Nothing is under way any more: to wait, as MIGRATION_IN_PROGRESS has it, would lead nowhere.
        expect(message).not.toContain("is still under way");
        expect(message).toContain("zoneadm -z kzone1 halt");
        expect(properties).toMatchObject({ currentHost: "global1", zoneState: "installed", unfinishedOn: "global1" });
        expect(everywhere()).toEqual(states);
        expect(migrations()).toHaveLength(1);
    });
});

describe("what an earlier job has left", () => {
    it("is recorded where it moved the zone elsewhere and the wished move is then refused", async () => {
        await start();
        const olds = outputs("global1", { uuid: uuid() });
        (await killedAt("copy", olds)).letGo();
        await until(() => statesOf(world, "global2") === "running" && statesOf(world, "global1") === "configured");
        world.fleet.addFault("global2", { kind: "refuse", command: "zoneadm migrate -n", lines: ["no way on"] });
        const error = await failureOf(updateBy(startRun(world.fleet), olds, "global3"));
        expect(error).toBeInstanceOf(PartialFailure);
        expect((error as PartialFailure).properties).toMatchObject({
            currentHost: "global2",
            zoneState: "running",
            lastMigration: { from: "global1", to: "global2" },
        });
        expect((error as PartialFailure).message).toContain("DRY_RUN_REFUSED");
        expect(everywhere()).toEqual([undefined, "running", undefined]);
        expect(jobRecords(world, "global1")).toEqual([]);
    });

    it("is finished before a move back to where the zone came from", async () => {
        await start();
        const olds = outputs("global1", { uuid: uuid() });
        (await killedAt("copy", olds)).letGo();
        await until(() => statesOf(world, "global2") === "running" && statesOf(world, "global1") === "configured");
        const { outs } = await updateBy(startRun(world.fleet), { ...olds, unfinishedOn: "global1" }, "global1");
        expect(outs).toMatchObject({ currentHost: "global1", zoneState: "running" });
        expect(everywhere()).toEqual(["running", undefined, undefined]);
        expect(jobRecords(world, "global1")).toEqual([]);
        expect(jobRecords(world, "global2")).toEqual([]);
    });

    it("is not taken for what somebody has left who has brought the zone back by hand", async () => {
        await start();
        const olds = outputs("global1", { uuid: uuid() });
        (await killedAt("copy", olds)).letGo();
        await until(() => statesOf(world, "global2") === "running" && statesOf(world, "global1") === "configured");
        await world.fleet.typed("global2", "zoneadm", "-z", "kzone1", "migrate", "ssh://global1");
        await until(() => statesOf(world, "global1") === "running" && statesOf(world, "global2") === "configured");
        await updateBy(startRun(world.fleet), olds, "global1");
        expect(everywhere()).toEqual(["running", "configured", undefined]);
        expect(changesMade(world).filter((change) => change.startsWith("global2 zonecfg delete"))).toEqual([]);
    });

    it("is no obstacle where somebody has since moved the zone to a third host by hand", async () => {
        await start();
        const olds = outputs("global1", { uuid: uuid() });
        const held = await killedAt("attach", olds);
        world.fleet.host("global1").killProcesses(/job-|zoneadm/);
        held.letGo();
        await until(() => statesOf(world, "global1") === "running");
        world.fleet.removeZone("global2", "kzone1");
        world.fleet.moveZone("kzone1", "global1", "global3");
        const { outs } = await updateBy(startRun(world.fleet), olds, "global2");
        expect(outs).toMatchObject({ currentHost: "global2", lastMigration: { from: "global3" } });
        expect(everywhere().filter((states) => states === "running")).toHaveLength(1);
    });

    it("is not believed of another zone of that name", async () => {
        await start();
        const olds = outputs("global1", { uuid: uuid() });
        const held = await killedAt("attach", olds);
        world.fleet.host("global1").killProcesses(/job-|zoneadm/);
        held.letGo();
        await until(() => statesOf(world, "global1") === "running");
        world.fleet.removeZone("global2", "kzone1");
        world.fleet.setZone("global1", "kzone1", { uuid: otherUuid });
        const error = await failureOf(updateBy(startRun(world.fleet), olds, "global2"));
        expect(error).toMatchObject({ code: "ZONE_FOREIGN" });
    });

    it("is not taken up by one who does not know the job's target", async () => {
        await start();
        const olds = outputs("global1", { uuid: uuid() });
        const held = await killedAt("copy", olds);
        const stranger = startRun(world.fleet, undefined, ["global1", "global3"]);
        const error = await failureOf(updateBy(stranger, olds, "global3"));
        expect(String(error)).toMatch(/ZONE_BUSY|HOST_UNKNOWN/);
        held.letGo();
    });
});
