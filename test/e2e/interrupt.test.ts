import { describeEngine } from "../engine/describeEngine";
import { type Fleet, startFleet } from "../solaris";
import { ProgramProject } from "./support/childProgram";
import { eventually } from "./support/eventually";
import { cliProcess, isAlive, providerProcess } from "./support/processes";
import { jobRecords } from "./support/records";
import { hostsWith, type Scene, startScene } from "./support/zones";

// Gigabytes of memory, which are seconds of copying.
const zoneSizes = { once: 3, twice: 1, twicelate: 3, dryrun: 1, killed: 3, killedearly: 1 };
const zoneNames = Object.keys(zoneSizes);

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
                Object.entries(zoneSizes).map(([name, size]) => ({ name, config: { memory: `${size}G` } })),
                [],
            ),
            latency: { copyPerGiB: 1_000, cleanup: 100 },
            zones: Object.fromEntries(zoneNames.map((name) => [name, { host: "global1" }])),
        });
    }, 60_000);

    afterAll(() => scene.stop());

    it("Ctrl-C once in mid-migration: the move goes on to its end and is recorded", async () => {
        scene.change({ once: { host: "global2" } });
        const running = await scene.stack.start("up");
        await running.waitFor(/migrating: copying memory/);
        running.interrupt();
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
        scene.change({ twicelate: { host: "global2" } });
        const running = await scene.stack.start("up");
        await running.waitFor(/migrating: copying memory/);
        running.interrupt();
        await running.waitFor(/\^C received; cancelling/);
        running.interrupt();
        expect((await running.result).exitCode).not.toBe(0);
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
        scene.change({ dryrun: { host: "global2" } });
        const running = await scene.stack.start("preview");
        await running.waitFor(/dry run: /);
        running.interrupt();
        expect((await running.result).exitCode).not.toBe(0);
        await eventually("the dry run has cleaned up", () => scene.fleet.zone("global2", "dryrun") === undefined);
        expect(scene.fleet.zone("global1", "dryrun")).toMatchObject({ state: "running", auxiliary: [] });
        expect(scene.count("zoneadm migrate", "dryrun")).toBe(0);
        expect((await scene.stack.exportState()).pending_operations ?? []).toEqual([]);

        expect(await scene.stack.up()).toMatchObject({ exitCode: 0 });
        await expectMovedOnce(scene, "dryrun");
    }, 60_000);

    it("the provider process is killed in mid-migration: an error, and the next up converges", async () => {
        scene.change({ killed: { host: "global2" } });
        const running = await scene.stack.start("up", { skipPreview: true });
        await running.waitFor(/migrating: copying memory/);
        process.kill(await providerProcess(running.pid), "SIGKILL");
        const result = await running.result;
        expect(result.exitCode).not.toBe(0);
        expect(result.diagnostics.filter(({ severity }) => severity === "error").length).toBeGreaterThan(0);
        expect((await scene.stack.resourceState("killed"))?.outputs).toMatchObject({ currentHost: "global1" });

        expect(await scene.stack.up()).toMatchObject({ exitCode: 0 });
        await expectMovedOnce(scene, "killed");
    }, 60_000);

    it("the provider process is killed in the dry run of an up: nothing has moved, and the next up moves the zone", async () => {
        scene.change({ killedearly: { host: "global2" } });
        const running = await scene.stack.start("up", { skipPreview: true });
        await running.waitFor(/dry run: /);
        process.kill(await providerProcess(running.pid), "SIGKILL");
        expect((await running.result).exitCode).not.toBe(0);
        expect(scene.count("zoneadm migrate", "killedearly")).toBe(0);

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
            latency: { boot: 1_500, cleanup: 400 },
        });
        project = await ProgramProject.create("linked");
    }, 60_000);

    afterAll(async () => {
        await project.remove();
        await fleet.stop();
    });

    const start = (steps: string) => project.start(program, "plain", fleet, { STEPS: steps, ZONE_ON_NET1: "onnet1" });

    it("leaves at most the configuration for hostOverrides on the target, which the next run uses", async () => {
        const run = await start("create,preview");
        const dryRuns = () => fleet.commands().filter(({ name }) => name === "zoneadm migrate -n");
        await eventually("both dry runs have begun", () => dryRuns().length === 2, 30_000);
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
        await eventually("the dry runs end", () => dryRuns().every(({ exitCode }) => exitCode === 0));
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
