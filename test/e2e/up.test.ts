import type { MigrationRecord } from "pulumi-solaris";

import { type MigrationPhase, phaseStatus } from "../../provider/solaris/migrateTranscript";
import { describeEngine } from "../engine/describeEngine";
import type { RunResult } from "../engine/runResult";
import { eventually } from "../eventually";
import type { Fleet } from "../solaris";
import { upWithPause } from "./support/pause";
import { changingCommands, zonesOn } from "./support/records";
import { hostsWith, type Scene, startScene, type Zones } from "./support/zones";

const beforeAnyCopy: MigrationPhase[] = ["configure", "attach", "boot", "check"];
const dryRunStatus = statusOf("dry run", [...beforeAnyCopy, "cleanUp", "complete"]);
const migrateStatus = statusOf("migrating", [...beforeAnyCopy, "migrate", "suspend", "finish", "complete", "detach"]);

function statusOf(what: string, phases: readonly MigrationPhase[]): string[] {
    return [`${what}: starting`, ...phases.map((phase) => `${what}: ${phaseStatus[phase]}`)];
}

const onGlobal1 = ["main", "noUuid", "arrived", "elsewhere", "overwritten", "left", "p1", "p2", "p3", "p4"];
const onGlobal2 = ["right"];
const onGlobal3 = ["q1", "q2"];

function at(host: string, zones: readonly string[]): Zones {
    return Object.fromEntries(zones.map((zone) => [zone, { host }]));
}

/** The most migrations and dry runs that ran at one time, of those that a test of the way from source to target picks. */
function mostAtOnce(fleet: Fleet, pick: (source: string, uri: string) => boolean): number {
    const runs = fleet
        .commands()
        .filter(({ name, host, argv }) => name.startsWith("zoneadm migrate") && pick(host, argv.at(-1) ?? ""));
    return Math.max(
        ...runs.map(({ time }) => runs.filter((other) => other.time <= time && endOf(other) > time).length),
    );
}

/** Starts are known to the millisecond only, so what ends in the same one is taken to have ended. */
function endOf({ time, durationMs = 0 }: { time: number; durationMs: number | undefined }): number {
    return time + durationMs - 1;
}

describeEngine("pulumi up", () => {
    let scene: Scene;
    const lastMigration = async (zone: string): Promise<MigrationRecord | undefined> =>
        (await scene.stack.resourceState(zone))?.outputs?.lastMigration as MigrationRecord | undefined;

    beforeAll(async () => {
        scene = await startScene({
            hosts: hostsWith(
                onGlobal1.map((name) => ({ name, ...(name === "noUuid" ? { uuid: "" } : {}) })),
                [
                    ...onGlobal2.map((name) => ({ name })),
                    { name: "overwritten", state: "configured", config: { memory: "2G" } },
                ],
                onGlobal3.map((name) => ({ name })),
            ),
            latency: { copyPerGiB: 25 },
            zones: { ...at("global1", onGlobal1), ...at("global2", onGlobal2), ...at("global3", onGlobal3) },
        });
    });
    afterAll(() => scene.stop());

    describe("of one zone", () => {
        let result: RunResult;
        let pause: { leastPause: number; mostPause: number };
        beforeAll(async () => {
            scene.fleet.clearLog();
            scene.change({ main: { host: "global2" } });
            ({ result, ...pause } = await upWithPause(scene, "main"));
        });

        it("makes one dry run in its preview and one right before the move", () => {
            expect(result).toMatchObject({ exitCode: 0, resourceChanges: { update: 1 } });
            expect(changingCommands(scene.fleet)).toEqual([
                "global1: zoneadm migrate -n",
                "global1: zoneadm migrate -n",
                "global1: zoneadm migrate",
                "global1: zonecfg delete",
            ]);
            const [first, second, move] = scene.fleet.host("global1").commands.filter(({ zone, name }) => {
                return zone === "main" && name.startsWith("zoneadm migrate");
            });
            // The preview asks from the program's process, the update from the provider's.
            expect(second?.connection).not.toBe(first?.connection);
            expect(move?.connection).toBe(second?.connection);
        });

        it("has a status for each phase, in order", () => {
            // What lasts is shown again with the seconds that have passed.
            const first = result.statusOf("main").filter((text) => !/ \(\d+ s\)$/.test(text));
            expect(first).toEqual([
                "looking at global1 and global2",
                ...dryRunStatus,
                "checking that global2 is as it was",
                "looking at global1 and global2",
                ...dryRunStatus,
                ...migrateStatus,
            ]);
            expect(Math.max(...result.statusOf("main").map((text) => text.length))).toBeLessThan(60);
        });

        it("records the move, with its phases and the pause", async () => {
            const record = await lastMigration("main");
            expect(record).toMatchObject({ from: "global1", to: "global2", method: "live" });
            expect(Object.keys(record?.phases ?? {}).sort()).toEqual(
                ["attach", "boot", "check", "complete", "configure", "detach", "finish", "migrate", "suspend"].sort(),
            );
            expect(record?.phases.migrate).toBeGreaterThan(0);
            expect(record?.pause).toBeGreaterThanOrEqual(pause.leastPause);
            expect(record?.pause).toBeLessThanOrEqual(pause.mostPause);
            const seconds = (Date.parse(record!.end) - Date.parse(record!.start)) / 1000;
            const sum = Object.values(record!.phases).reduce((total, one) => total + one, 0);
            expect(seconds).toBeGreaterThanOrEqual(sum - 0.02);
            expect(result.messagesOf("main").at(-1)).toMatch(
                /^moved global1 -> global2 in [\d.]+ m?s, paused for about [\d.]+ m?s; seen running on global2$/,
            );
        });

        it("believes what both hosts show, and tidies the source up", async () => {
            const { uuid } = scene.fleet.zone("global2", "main")!;
            expect(scene.fleet.zone("global2", "main")).toMatchObject({ state: "running", auxiliary: [] });
            expect(scene.fleet.zone("global1", "main")).toBeUndefined();
            expect(await scene.stack.resourceState("main")).toMatchObject({
                id: uuid,
                inputs: { host: "global2" },
                outputs: { host: "global2", currentHost: "global2", zoneState: "running", uuid, warnings: [] },
            });
            expect(result.outputs["main"]).toBe("global2");
        });
    });

    describe("of settings only", () => {
        it("makes no dry run and no move", async () => {
            scene.fleet.clearLog();
            scene.change({ main: { migration: { timeouts: { dryRun: "10m" } } } });
            const result = await scene.stack.up();
            expect(result).toMatchObject({ exitCode: 0, resourceChanges: { update: 1 } });
            expect(changingCommands(scene.fleet)).toEqual([]);
            expect(result.messagesOf("main")).toEqual([]);
            expect(await scene.stack.resourceState("main")).toMatchObject({
                inputs: { migration: { timeouts: { dryRun: "10m" } } },
                outputs: { currentHost: "global2", lastMigration: { from: "global1", to: "global2" } },
            });
        });
    });

    describe("of zones in all situations at once", () => {
        let result: RunResult;
        let configuration: string | undefined;
        beforeAll(async () => {
            scene.fleet.moveZone("arrived", "global1", "global2");
            scene.fleet.moveZone("elsewhere", "global1", "global3");
            configuration = scene.fleet.zone("global1", "overwritten")?.export;
            scene.fleet.clearLog();
            scene.change({
                main: { host: "global1" },
                left: { host: "global2" },
                right: { host: "global1" },
                noUuid: { host: "global2" },
                arrived: { host: "global2" },
                elsewhere: { host: "global2" },
                overwritten: { host: "global2", migration: { overwriteTargetConfig: true } },
            });
            result = await scene.stack.up({ skipPreview: true });
        });

        it("succeeds", () => {
            expect(result).toMatchObject({ exitCode: 0, resourceChanges: { update: 7 } });
        });

        it("brings a zone back again", async () => {
            expect(scene.commandsOn("global2", "main").filter((name) => name.startsWith("zoneadm migrate"))).toEqual([
                "zoneadm migrate -n",
                "zoneadm migrate",
            ]);
            expect(scene.fleet.zone("global1", "main")?.state).toBe("running");
            expect(scene.fleet.zone("global2", "main")).toBeUndefined();
            expect(await lastMigration("main")).toMatchObject({ from: "global2", to: "global1" });
        });

        it("lets two zones swap hosts", async () => {
            expect(scene.fleet.zone("global2", "left")?.state).toBe("running");
            expect(scene.fleet.zone("global1", "right")?.state).toBe("running");
            expect(scene.fleet.zone("global1", "left")).toBeUndefined();
            expect(scene.fleet.zone("global2", "right")).toBeUndefined();
            expect(await lastMigration("left")).toMatchObject({ from: "global1", to: "global2" });
            expect(await lastMigration("right")).toMatchObject({ from: "global2", to: "global1" });
        });

        it("keeps the source's left-over of a zone that no UUID identifies, and says so", async () => {
            const warning =
                "the configuration of noUuid is still on global1: the UUID does not prove that it belongs to the " +
                "zone now on global2; remove it by hand: zonecfg -z noUuid delete -F";
            expect(scene.fleet.zone("global2", "noUuid")?.state).toBe("running");
            expect(scene.fleet.zone("global1", "noUuid")?.state).toBe("configured");
            expect(scene.count("zonecfg delete", "noUuid")).toBe(0);
            expect(result.messagesOf("noUuid").at(-1)).toContain(warning);
            expect((await scene.stack.resourceState("noUuid"))?.outputs?.warnings).toEqual([warning]);
        });

        it("moves nothing where somebody has moved the zone to the target, and says so", async () => {
            // Whoever has moved it by hand may want the configuration that is left.
            const warning =
                "the configuration of arrived is still on global1, and no record here proves that a move of ours has " +
                "left it; if nobody needs it, remove it by hand: zonecfg -z arrived delete -F";
            expect(result.messagesOf("arrived")).toEqual(["arrived is already on global2; nothing to move", warning]);
            expect(changingCommandsOf(scene.fleet, "arrived")).toEqual([]);
            expect(scene.fleet.zone("global1", "arrived")?.state).toBe("configured");
            expect((await scene.stack.resourceState("arrived"))?.outputs).toMatchObject({
                currentHost: "global2",
                zoneState: "running",
                warnings: [warning],
            });
            expect(await lastMigration("arrived")).toBeUndefined();
        });

        it("moves a zone from the third host to which somebody has moved it", async () => {
            expect(changingCommandsOf(scene.fleet, "elsewhere")).toEqual([
                "global3: zoneadm migrate -n",
                "global3: zoneadm migrate",
                "global3: zonecfg delete",
            ]);
            expect(scene.fleet.zone("global2", "elsewhere")?.state).toBe("running");
            expect(await lastMigration("elsewhere")).toMatchObject({ from: "global3", to: "global2" });
        });

        it("overwrites the target's configuration where that is wished, whatever the dry run says of the old one", () => {
            expect(result.messagesOf("overwritten").join("\n")).toContain(
                "the dry run does not pass, and the move is tried all the same:",
            );
            const move = scene.fleet
                .commands()
                .find(({ name, zone }) => name === "zoneadm migrate" && zone === "overwritten");
            expect(move?.argv.slice(-5, -1)).toEqual(["migrate", "-w", "-t", "live"]);
            expect(scene.fleet.zone("global2", "overwritten")).toMatchObject({
                state: "running",
                export: configuration,
            });
        });
    });

    describe("of many zones", () => {
        it("never has more than two under way at once on a source or a target", async () => {
            scene.fleet.clearLog();
            scene.change({
                p1: { host: "global2" },
                p2: { host: "global2" },
                p3: { host: "global3" },
                p4: { host: "global3" },
                q1: { host: "global2" },
                q2: { host: "global2" },
            });
            const names = ["p1", "p2", "p3", "p4", "q1", "q2"];
            const copying = new Set<string>();
            const holds = names.map((zone) => scene.fleet.holdAt({ zone, phase: "copy" }));
            names.forEach((zone, index) => void holds[index]!.reached.then(() => copying.add(zone)));
            const among = (...zones: string[]): number => zones.filter((zone) => copying.has(zone)).length;
            const running = await scene.stack.start("up");
            await eventually(
                "as many move as may",
                () => among("p1", "p2", "p3", "p4") >= 2 && among("p1", "p2", "q1", "q2") >= 2,
                50_000,
            );
            holds.forEach(({ letGo }) => {
                letGo();
            });
            const result = await running.result;
            expect(result).toMatchObject({ exitCode: 0, resourceChanges: { update: 6 } });
            for (const zone of names) {
                expect([scene.count("zoneadm migrate -n", zone), scene.count("zoneadm migrate", zone)]).toEqual([2, 1]);
            }
            expect(mostAtOnce(scene.fleet, (source) => source === "global1")).toBe(2);
            expect(mostAtOnce(scene.fleet, (source) => source === "global3")).toBeLessThanOrEqual(2);
            expect(mostAtOnce(scene.fleet, (_, uri) => uri.endsWith("@global2"))).toBe(2);
            expect(mostAtOnce(scene.fleet, (_, uri) => uri.endsWith("@global3"))).toBeLessThanOrEqual(2);
            expect(["p1", "p2", "p3", "p4"].flatMap((zone) => result.statusOf(zone)).join("\n")).toContain(
                "(2 at once from global1)",
            );
            expect(zonesOn(scene.fleet, "global3")).toEqual({ p3: "running", p4: "running" });
        }, 120_000);
    });
});

function changingCommandsOf(fleet: Fleet, zone: string): string[] {
    return fleet
        .commands()
        .filter((entry) => entry.zone === zone && /^zoneadm (?!list)|^zonecfg (?!(-r )?export)/.test(entry.name))
        .map(({ host, name }) => `${host}: ${name}`);
}
