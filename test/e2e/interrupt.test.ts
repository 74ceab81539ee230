import { describeEngine } from "../engine/describeEngine";
import { eventually } from "../eventually";
import { isAlive } from "../isAlive";
import { type Fleet, startFleet } from "../solaris";
import { ProgramProject } from "./support/childProgram";
import { cliProcess, providerProcess } from "./support/processes";
import { jobRecords } from "./support/records";
import { hostsWith, type Scene, startScene } from "./support/zones";

const zoneNames = ["once", "twice", "twicelate", "dryrun", "killed", "killedearly"];

/** What the state and both hosts say of a zone that has moved once, and of which nothing is left behind. */
async function expectMovedOnce(scene: Scene, zone: string): Promise<void> {
    expect((await scene.stack.resourceState(zone))?.outputs).toMatchObject({
        host: "global2",
        currentHost: "global2",
        zoneState: "running",
        warnings: [],
    });
    expect(scene.fleet.zone("global2", zone)).toMatchObject({ state: "running", auxiliary: [] });
    expect(scene.fleet.zone("global1", zone)).toBeUndefined();
    expect(scene.count("zoneadm migrate", zone)).toBe(1);
    expect(jobRecords(scene.fleet, "global1").filter((record) => record.startsWith(`${zone} `))).toEqual([]);
    expect((await scene.stack.exportState()).pending_operations ?? []).toEqual([]);
}

describeEngine("interrupted operations", () => {
    let scene: Scene;

    beforeAll(async () => {
        scene = await startScene({
            hosts: hostsWith(
                zoneNames.map((name) => ({ name, config: { memory: "1G" } })),
                [],
            ),
            zones: Object.fromEntries(zoneNames.map((name) => [name, { host: "global1" }])),
        });
    }, 60_000);

    afterAll(() => scene.stop());

    it("Ctrl-C once in mid-migration: the move goes on to its end and is recorded", async () => {
        const copying = scene.fleet.holdAt({ zone: "once", phase: "copy" });
        scene.change({ once: { host: "global2" } });
        const running = await scene.stack.start("up");
        await running.waitFor(/migrating: copying memory/);
        running.interrupt();
        await running.waitFor(/\^C received; cancelling/);
        copying.letGo();
        const result = await running.result;
        expect(result.exitCode).not.toBe(0);
        expect(result.stdout + result.stderr).toMatch(/cancel/i);
        expect(result.messagesOf("once").join("\n")).toContain("moved global1 -> global2");
        await expectMovedOnce(scene, "once");
        const preview = await scene.stack.preview();
        expect(preview).toMatchObject({ ok: true, resourceChanges: { same: zoneNames.length + 1 } });
        expect(preview.messagesOf("once")).toEqual([]);
    }, 60_000);

    it("Ctrl-C twice in mid-migration: the next up waits for the migration and makes no second one", async () => {
        const copying = scene.fleet.holdAt({ zone: "twice", phase: "copy" });
        scene.change({ twice: { host: "global2" } });
        const running = await scene.stack.start("up");
        await running.waitFor(/migrating: copying memory/);
        running.interrupt();
        await running.waitFor(/\^C received; cancelling/);
        running.interrupt();
        const result = await running.result;
        expect(result.exitCode).not.toBe(0);
        expect(await scene.stack.exportState()).toMatchObject({ pending_operations: [{ type: "updating" }] });
        expect((await scene.stack.resourceState("twice"))?.outputs).toMatchObject({ currentHost: "global1" });
        // Nobody follows it any more, and it goes on.
        expect(scene.fleet.zone("global1", "twice")?.auxiliary).toEqual(["migrating-out"]);

        const up = await scene.stack.start("up");
        await up.waitFor(/twice is being moved global1 -> global2 already/);
        copying.letGo();
        const next = await up.result;
        expect(next).toMatchObject({ exitCode: 0 });
        const said = next.messagesOf("twice").join("\n");
        expect(said).toContain("twice is being moved global1 -> global2 at this moment: copying memory");
        expect(said).toContain("`pulumi up` follows it and finishes the work");
        expect(said).toContain("twice is being moved global1 -> global2 already: started at ");
        expect(next.statusOf("twice").join("\n")).toContain("migrating: taking up the migration that is under way");
        await expectMovedOnce(scene, "twice");
    }, 60_000);

    it("Ctrl-C twice, and the zone has arrived by the next up: it is recorded and the source is tidied", async () => {
        const copying = scene.fleet.holdAt({ zone: "twicelate", phase: "copy" });
        scene.change({ twicelate: { host: "global2" } });
        const running = await scene.stack.start("up");
        await running.waitFor(/migrating: copying memory/);
        running.interrupt();
        await running.waitFor(/\^C received; cancelling/);
        running.interrupt();
        expect((await running.result).exitCode).not.toBe(0);
        copying.letGo();
        await eventually("the migration ends on its own", () => {
            return scene.fleet.zone("global1", "twicelate")?.state === "configured";
        });

        const next = await scene.stack.up();
        expect(next).toMatchObject({ exitCode: 0 });
        const said = next.messagesOf("twicelate").join("\n");
        expect(said).toContain("`pulumi up` looks what came of it and finishes the work");
        expect(said).toContain("a move of twicelate global1 -> global2 has ended and was not finished: started at ");
        expect(said).toContain("moved global1 -> global2");
        await expectMovedOnce(scene, "twicelate");
    }, 60_000);

    it("Ctrl-C in a preview's dry run: nothing has moved, nothing is pending, the target is as it was", async () => {
        const booting = scene.fleet.holdAt({ zone: "dryrun", phase: "boot", dryRun: true });
        scene.change({ dryrun: { host: "global2" } });
        const running = await scene.stack.start("preview");
        await booting.reached;
        running.interrupt();
        await running.waitFor(/\^C received; cancelling/);
        // The CLI waits for the program, in which the dry run is looked at.
        booting.letGo();
        expect((await running.result).exitCode).not.toBe(0);
        await eventually("the dry run has cleaned up", () => scene.fleet.zone("global2", "dryrun") === undefined);
        expect(scene.fleet.zone("global1", "dryrun")).toMatchObject({ state: "running", auxiliary: [] });
        expect(scene.count("zoneadm migrate", "dryrun")).toBe(0);
        expect((await scene.stack.exportState()).pending_operations ?? []).toEqual([]);

        expect(await scene.stack.up()).toMatchObject({ exitCode: 0 });
        await expectMovedOnce(scene, "dryrun");
    }, 60_000);

    it("the provider process is killed in mid-migration: an error, and the next up converges", async () => {
        const copying = scene.fleet.holdAt({ zone: "killed", phase: "copy" });
        scene.change({ killed: { host: "global2" } });
        const running = await scene.stack.start("up", { skipPreview: true });
        await running.waitFor(/migrating: copying memory/);
        process.kill(await providerProcess(running.pid), "SIGKILL");
        const result = await running.result;
        expect(result.exitCode).not.toBe(0);
        expect(result.diagnostics.filter(({ severity }) => severity === "error").length).toBeGreaterThan(0);
        expect((await scene.stack.resourceState("killed"))?.outputs).toMatchObject({ currentHost: "global1" });

        copying.letGo();
        expect(await scene.stack.up()).toMatchObject({ exitCode: 0 });
        await expectMovedOnce(scene, "killed");
    }, 60_000);

    it("the provider process is killed in the dry run of an up: nothing has moved, and the next up moves the zone", async () => {
        const booting = scene.fleet.holdAt({ zone: "killedearly", phase: "boot", dryRun: true });
        scene.change({ killedearly: { host: "global2" } });
        const running = await scene.stack.start("up", { skipPreview: true });
        await booting.reached;
        process.kill(await providerProcess(running.pid), "SIGKILL");
        expect((await running.result).exitCode).not.toBe(0);
        expect(scene.count("zoneadm migrate", "killedearly")).toBe(0);

        booting.letGo();
        expect(await scene.stack.up()).toMatchObject({ exitCode: 0 });
        await expectMovedOnce(scene, "killedearly");
    }, 60_000);
});

// An inline program outlives the CLI; that of `pulumi preview` is killed by the first Ctrl-C, as here.
describeEngine("a preview whose program is killed in the dry run", () => {
    const program = { name: "commonjs-javascript", file: "index.cjs", nodeArguments: [] };
    const zones = ["plain", "onnet1"];
    let fleet: Fleet;
    let project: ProgramProject;

    beforeAll(async () => {
        fleet = await startFleet({
            hosts: hostsWith(
                zones.map((name) => ({ name })),
                [],
            ),
        });
        project = await ProgramProject.create("linked");
    }, 60_000);

    afterAll(async () => {
        await project.remove();
        await fleet.stop();
    });

    const start = (steps: string) => project.start(program, "plain", fleet, { STEPS: steps, ZONE_ON_NET1: "onnet1" });

    it("leaves at most the configuration for hostOverrides on the target, which the next run uses", async () => {
        const booting = zones.map((zone) => fleet.holdAt({ zone, phase: "boot", dryRun: true }));
        const run = await start("create,preview");
        await Promise.all(booting.map(({ reached }) => reached));
        const cli = await cliProcess(run.pid, "preview");
        const provider = await providerProcess(cli);
        process.kill(cli, "SIGINT");
        process.kill(run.pid, "SIGKILL");
        await run.ended;
        await eventually("the CLI ends", () => !isAlive(cli));
        // The CLI writes to its program, which is gone, and may die of that before it has ended its plugins.
        if (isAlive(provider)) {
            process.kill(provider, "SIGKILL");
        }
        // Solaris goes on by itself, and takes apart what is its own.
        booting.forEach(({ letGo }) => {
            letGo();
        });
        const dryRuns = () => fleet.commands().filter(({ name }) => name === "zoneadm migrate -n");
        await eventually("the dry runs end", () => dryRuns().every(({ exitCode }) => exitCode !== undefined));
        expect(dryRuns().map(({ exitCode }) => exitCode)).toEqual([0, 0]);
        expect(fleet.zone("global2", "plain")).toBeUndefined();
        expect(fleet.zone("global2", "onnet1")).toMatchObject({ state: "configured" });
        const { deployment, resource } = await project.stored("plain");
        expect(deployment.pending_operations ?? []).toEqual([]);
        expect(resource?.outputs?.currentHost).toBe("global1");

        const { steps } = await (await start("preview,up")).ended;
        expect(steps).toMatchObject({ preview: { ok: true }, up: { ok: true } });
        expect(steps.preview?.text).toContain("global2 already has a configuration of onnet1; it is used");
        for (const zone of zones) {
            expect(fleet.zone("global2", zone)?.state).toBe("running");
            expect(fleet.zone("global1", zone)).toBeUndefined();
        }
        expect(fleet.zone("global2", "onnet1")?.config.anets[0]?.lowerLink).toBe("net1");
    }, 90_000);
});
