import { providerShim } from "../../provider/dynamic/shim";
import { describeEngine } from "../engine/describeEngine";
import type { RunResult } from "../engine/runResult";
import { plannedMoves, Uncertain } from "./support/uncertainMoves";
import { hostsWith, type Scene, startScene } from "./support/zones";

const zoneNames = ["refused", "rolledback", "grumbling", "cutoff", "slow", "east", "middle", "west"];
const refusal = "zoneadm: zone 'refused': migration failed: the destination gave up.";

describeEngine("a migration that does not go as it should", () => {
    let scene: Scene;
    let uncertain: Uncertain;

    beforeAll(async () => {
        uncertain = await Uncertain.start();
        scene = await startScene({
            hosts: hostsWith(
                zoneNames.map((name) => ({ name, config: { memory: "1G" } })),
                [],
            ),
            zones: Object.fromEntries(zoneNames.map((name) => [name, { host: "global1" }])),
        });
    }, 60_000);

    afterAll(async () => {
        await scene.stop();
        await uncertain.scene.stop();
    });

    function expectOn(host: string, other: string, zone: string): void {
        expect(scene.fleet.zone(host, zone)).toMatchObject({ state: "running", auxiliary: [] });
        expect(scene.fleet.zone(other, zone)).toBeUndefined();
    }

    it("is refused after a passed dry run: a clear error, nothing changed, and the next up works", async () => {
        scene.fleet.addFault("global1", {
            kind: "refuse",
            command: "zoneadm migrate",
            zone: "refused",
            times: 1,
            lines: [refusal],
        });
        const before = await scene.stack.resourceState("refused");
        scene.change({ refused: { host: "global2" } });
        const failed = await scene.stack.up();
        expect(failed.exitCode).toBe(1);
        expect(failed.messagesOf("refused").join("\n")).toMatch(
            /MIGRATION_FAILED: refused did not move to global2.*it runs on global1 as before/,
        );
        expect(failed.stdout).toContain(refusal);
        expect(await scene.stack.resourceState("refused")).toEqual(before);
        expectOn("global1", "global2", "refused");

        expect(await scene.stack.up()).toMatchObject({ exitCode: 0 });
        expectOn("global2", "global1", "refused");
        expect((await scene.stack.resourceState("refused"))?.outputs?.currentHost).toBe("global2");
    }, 60_000);

    it("rolls back and leaves its configuration on the target: that is removed", async () => {
        scene.fleet.addFault("global1", {
            kind: "refuse",
            command: "zoneadm migrate",
            zone: "rolledback",
            times: 1,
            afterPhase: "copy",
            leavesTargetConfig: true,
            lines: ["zoneadm: zone 'rolledback': migration failed: connection to destination lost."],
        });
        scene.change({ rolledback: { host: "global2" } });
        const failed = await scene.stack.up({ skipPreview: true });
        expect(failed.exitCode).toBe(1);
        expect(failed.messagesOf("rolledback").join("\n")).toContain("MIGRATION_FAILED");
        expectOn("global1", "global2", "rolledback");
        scene.change({ rolledback: { host: "global1" } });
        expect(await scene.stack.preview()).toMatchObject({ exitCode: 0, resourceChanges: { same: 9 } });
    }, 60_000);

    it("exits with 1 although the zone has moved: a success, for only the hosts decide", async () => {
        scene.fleet.addFault("global1", {
            kind: "exit-after-effect",
            command: "zoneadm migrate",
            zone: "grumbling",
            times: 1,
            lines: ["zoneadm: zone 'grumbling': something about logging"],
        });
        scene.change({ grumbling: { host: "global2" } });
        const result = await scene.stack.up({ skipPreview: true });
        expect(result.exitCode).toBe(0);
        expect(result.messagesOf("grumbling").join("\n")).toContain("moved global1 -> global2");
        expectOn("global2", "global1", "grumbling");
    }, 60_000);

    it("loses its connection on the way: the hosts are watched until the zone has moved", async () => {
        scene.fleet.addFault("global1", {
            kind: "drop-connection",
            when: "during",
            lines: 5,
            command: "zoneadm migrate",
            zone: "cutoff",
            times: 1,
        });
        scene.change({ cutoff: { host: "global2" } });
        const result = await scene.stack.up({ skipPreview: true });
        expect(result.exitCode).toBe(0);
        expect(result.statusOf("cutoff").join("\n")).toContain("migrating: link to global1 lost, dialling again");
        expect(result.messagesOf("cutoff").join("\n")).toContain("the link to global1 was lost");
        expect(result.messagesOf("cutoff").join("\n")).toContain("moved global1 -> global2");
        expect(scene.count("zoneadm migrate", "cutoff")).toBe(1);
        expectOn("global2", "global1", "cutoff");
    }, 60_000);

    it("takes longer than migration.timeouts.migrate: nothing is killed, and the next up finishes it", async () => {
        const copying = scene.fleet.holdAt({ zone: "slow", phase: "copy" });
        scene.change({ slow: { host: "global2", migration: { timeouts: { migrate: "0.5s" } } } });
        const result = await scene.stack.up({ skipPreview: true });
        expect(result.exitCode).toBe(1);
        expect(result.stdout).toContain("MIGRATION_IN_PROGRESS");
        expect(scene.fleet.zone("global1", "slow")?.auxiliary).toEqual(["migrating-out"]);
        // It is still on the source, and the state says so.
        expect((await scene.stack.resourceState("slow"))?.outputs).toMatchObject({
            currentHost: "global1",
            zoneState: "running",
        });

        scene.change({ slow: { migration: { timeouts: { migrate: "10m" } } } });
        const joining = await scene.stack.start("up", { skipPreview: true });
        await joining.waitFor(/slow is being moved global1 -> global2 already/);
        copying.letGo();
        const next = await joining.result;
        expect(next.exitCode).toBe(0);
        expect(next.messagesOf("slow").join("\n")).toContain(
            "slow is being moved global1 -> global2 already: started at ",
        );
        expect(scene.count("zoneadm migrate", "slow")).toBe(1);
        expectOn("global2", "global1", "slow");
        expect((await scene.stack.resourceState("slow"))?.outputs?.currentHost).toBe("global2");
    }, 60_000);

    it("fails for one zone of three: the others move", async () => {
        scene.fleet.addFault("global1", {
            kind: "refuse",
            command: "zoneadm migrate",
            zone: "middle",
            times: 1,
            lines: ["zoneadm: zone 'middle': migration failed."],
        });
        scene.change({ east: { host: "global2" }, middle: { host: "global2" }, west: { host: "global2" } });
        const result = await scene.stack.up();
        expect(result.exitCode).toBe(1);
        expect(result.messagesOf("middle").join("\n")).toContain("MIGRATION_FAILED");
        for (const zone of ["east", "west"]) {
            expectOn("global2", "global1", zone);
            expect((await scene.stack.resourceState(zone))?.outputs?.currentHost).toBe("global2");
        }
        expectOn("global1", "global2", "middle");
        expect((await scene.stack.resourceState("middle"))?.outputs?.currentHost).toBe("global1");
    }, 60_000);

    describe("and whose end stays unclear for as long as one can wait", () => {
        let result: RunResult;

        beforeAll(async () => {
            result = await uncertain.running.result;
        }, 200_000);

        const outputsOf = async (zone: string) => (await uncertain.scene.stack.resourceState(zone))?.outputs;

        it("fails as a whole", () => {
            expect(result.exitCode).toBe(1);
        });

        it("says of a zone that ended suspended what each host shows, and has the truth in the state", async () => {
            const said = result.messagesOf("suspended").join("\n");
            expect(said).toContain("MIGRATION_UNCERTAIN");
            expect(said).toContain("is suspended on global1: its pause began and did not end well");
            expect(said).toMatch(/on global1: installed, suspended.*\n.*on global2: not there/);
            expect(await outputsOf("suspended")).toMatchObject({
                host: "global2",
                currentHost: "global1",
                zoneState: "installed",
                __provider: providerShim,
            });
        });

        it("says of a zone that runs nowhere where it is, and has the truth in the state", async () => {
            const said = result.messagesOf("halted").join("\n");
            expect(said).toContain("MIGRATION_UNCERTAIN");
            expect(said).toContain("is halted on global2, and does not run");
            expect(said).toMatch(/on global1: configured.*\n.*on global2: installed/);
            expect(await outputsOf("halted")).toMatchObject({
                currentHost: "global2",
                zoneState: "installed",
                __provider: providerShim,
            });
        });

        it("says of a zone that is on neither host that it is not there; the state keeps what was seen last", async () => {
            const said = result.messagesOf("lost").join("\n");
            expect(said).toContain("MIGRATION_UNCERTAIN");
            expect(said).toMatch(/on global5: not there\n.*on global6: not there/);
            expect(await outputsOf("lost")).toMatchObject({
                host: "global6",
                currentHost: "global5",
                zoneState: "running",
                unfinishedOn: "global5",
            });
        });

        it("does not take a zone for moved while the target still waits for its memory", async () => {
            expect(result.messagesOf("stuck").join("\n")).toContain("MIGRATION_IN_PROGRESS");
            expect(await outputsOf("stuck")).toMatchObject({ currentHost: "global7", zoneState: "running" });
        });

        it("takes a zone seen on the target for moved where the source cannot be asked, with a warning", async () => {
            expect(result.messagesOf("orphan").join("\n")).toContain("moved global3 -> global4");
            expect(await outputsOf("orphan")).toMatchObject({
                currentHost: "global4",
                zoneState: "running",
                warnings: [expect.stringContaining("global3 cannot be asked; nothing was removed there")],
            });
        });

        it("takes a zone seen on the target for moved where the source does not detach it, with a warning", async () => {
            expect(await outputsOf("undetached")).toMatchObject({
                currentHost: "global6",
                warnings: [expect.stringContaining("global5 has not detached it")],
            });
            expect(uncertain.scene.fleet.zone("global5", "undetached")?.state).toBe("installed");
        });

        it("can be destroyed: the provider's code is in the state", async () => {
            const { stack, fleet } = uncertain.scene;
            const urn = (await stack.resourceState("halted"))!.urn;
            expect(await stack.destroy({ target: [urn] })).toMatchObject({ exitCode: 0 });
            expect(await stack.resourceState("halted")).toBeUndefined();
            expect(fleet.zone("global2", "halted")?.state).toBe("installed");
        }, 60_000);

        it("is healed by refresh and the next up, once somebody has seen to the hosts", async () => {
            const { stack, fleet } = uncertain.scene;
            const urn = (await stack.resourceState("suspended"))!.urn;
            const preview = await stack.preview({ target: [urn] });
            expect(preview.messagesOf("suspended").join("\n")).toContain("has ended and was not finished");

            await uncertain.mend();
            expect(await stack.refresh()).toMatchObject({ exitCode: 0 });
            expect(await outputsOf("suspended")).toMatchObject({ currentHost: "global1", zoneState: "running" });
            expect(await stack.up()).toMatchObject({ exitCode: 0 });
            for (const [zone, { to }] of Object.entries(plannedMoves).filter(([name]) => name !== "halted")) {
                expect(await outputsOf(zone)).toMatchObject({ host: to, currentHost: to, zoneState: "running" });
                expect(fleet.zone(to, zone)).toMatchObject({ state: "running", auxiliary: [] });
            }
            const state = await stack.exportState();
            expect(state.resources?.flatMap(({ initErrors }) => initErrors ?? [])).toEqual([]);
        }, 60_000);
    });
});
