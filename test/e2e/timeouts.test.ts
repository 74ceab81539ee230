import type { CustomResourceOptions } from "@pulumi/pulumi";
import { describeEngine } from "../engine/describeEngine";
import type { RunResult } from "../engine/runResult";
import { jobRecords, zonesOn } from "./support/records";
import { hostsWith, type Scene, startScene, type Zones } from "./support/zones";

const aSecond = { timeouts: { migrate: "1s" } };
// Watched for four times as long in the end: by then it must have been let go.
const fiveSeconds = { timeouts: { migrate: "5s" } };
const limits = JSON.stringify({ limits: { perSource: 8, perTarget: 8, total: 8 }, timeouts: { migrate: "10m" } });

/** What each zone's program says of time. */
const moves: Record<string, Zones[string]> = {
    waits: { host: "global2", migration: fiveSeconds },
    leaves: { host: "global2", migration: { ...aSecond, onTimeout: "leave" } },
    fails: { host: "global2", migration: { ...aSecond, onTimeout: "fail" } },
    custom: { host: "global2", migration: { onTimeout: "leave" } },
};
const customTimeouts: CustomResourceOptions = { customTimeouts: { update: "1s" } };

describeEngine("a migration that takes longer than its time", () => {
    const names = Object.keys(moves);
    let scene: Scene;
    let up: RunResult;
    let preview: RunResult;
    let next: RunResult;

    const outputsOf = async (zone: string) => (await scene.stack.resourceState(zone))?.outputs;
    const afterUp: Record<string, Awaited<ReturnType<typeof outputsOf>>> = {};

    beforeAll(async () => {
        const atHome = Object.fromEntries(names.map((zone) => [zone, { host: "global1" }]));
        scene = await startScene({
            hosts: hostsWith(
                names.map((name) => ({ name, config: { memory: "1G" } })),
                [],
            ),
            zones: atHome,
            options: { custom: customTimeouts },
            config: { "solaris:migration": limits },
        });
        const { fleet, stack } = scene;
        const copying = names.map((zone) => fleet.holdAt({ zone, phase: "copy" }));
        scene.setZones(moves);
        const running = await stack.start("up", { skipPreview: true, args: ["--continue-on-error"] });
        await running.waitFor(/waits from global1 to global2: takes longer than the 5 s allowed for it/);
        copying[0]?.letGo();
        await Promise.all(
            ["leaves", "fails", "custom"].map((zone) =>
                running.waitFor(new RegExp(`MIGRATION_IN_PROGRESS: the migration of ${zone} `)),
            ),
        );
        up = await running.result;
        for (const zone of names) {
            afterUp[zone] = await outputsOf(zone);
        }
        preview = await stack.preview();
        scene.setZones(Object.fromEntries(names.map((zone) => [zone, { host: "global2" }])));
        scene.setOptions({});
        const again = await stack.start("up", { skipPreview: true });
        await Promise.all(
            ["leaves", "fails", "custom"].map((zone) =>
                again.waitFor(new RegExp(`${zone} is being moved global1 -> global2 already`)),
            ),
        );
        copying.forEach(({ letGo }) => {
            letGo();
        });
        next = await again.result;
    }, 90_000);
    afterAll(() => scene.stop());

    it("wait: says so, goes on watching, and records the move", () => {
        expect(up.messagesOf("waits").join("\n")).toMatch(
            /takes longer than the 5 s allowed for it \([a-z ]+\); it is not stopped/,
        );
        expect(up.messagesOf("waits").join("\n")).toContain("moved global1 -> global2 in ");
        expect(afterUp["waits"]).toMatchObject({ currentHost: "global2", zoneState: "running", warnings: [] });
    });

    it.each(["leaves", "custom"])("%s: fails with the truth in the state, and the migration goes on", (zone) => {
        expect(up.exitCode).toBe(1);
        expect(up.messagesOf(zone).join("\n")).toContain(
            "is still under way after the time allowed for it; it goes on",
        );
        expect(afterUp[zone]).toMatchObject({
            host: "global2",
            currentHost: "global1",
            zoneState: "running",
            unfinishedOn: "global1",
        });
    });

    it("fail: fails and leaves the state as it was", () => {
        expect(up.messagesOf("fails").join("\n")).toContain(
            "MIGRATION_IN_PROGRESS: the migration of fails from global1",
        );
        expect(afterUp["fails"]).toMatchObject({ host: "global1", currentHost: "global1" });
        expect(afterUp["fails"]).not.toHaveProperty("unfinishedOn");
    });

    it.each(["leaves", "custom", "fails"])(
        "%s: the next preview tells how far it is, and the next up joins it",
        async (zone) => {
            expect(preview.messagesOf(zone).join("\n")).toContain(
                `${zone} is being moved global1 -> global2 at this moment: copying memory`,
            );
            expect(next).toMatchObject({ exitCode: 0 });
            const outputs = await outputsOf(zone);
            expect(outputs).toMatchObject({
                host: "global2",
                currentHost: "global2",
                zoneState: "running",
                warnings: [],
                lastMigration: { from: "global1", to: "global2" },
            });
            expect(outputs).not.toHaveProperty("unfinishedOn");
        },
    );

    it("moves each zone once and keeps nothing", () => {
        expect(zonesOn(scene.fleet, "global1")).toEqual({});
        expect(names.map((zone) => scene.count("zoneadm migrate", zone))).toEqual([1, 1, 1, 1]);
        expect(jobRecords(scene.fleet, "global1")).toEqual([]);
    });
});
