import { describeEngine } from "../engine/describeEngine";
import type { RunResult } from "../engine/runResult";
import { secondCopies, standing } from "../solaris";
import { changingCommands, jobRecords, zonesOn } from "./support/records";
import { hostsWith, type Scene, startScene, type Zones } from "./support/zones";

const suspend = { storage: "iscsi://storage1/luname.naa.501337600144f0dbf8af1900" };
const warm = { method: "warm" } as const;
const cold = { method: "cold" } as const;
const auto = { method: "auto" } as const;
const downtime = { allowDowntime: true };

describeEngine("the methods of a move", () => {
    const names = ["warm", "cold", "auto", "autohalted", "halted", "live"];
    let scene: Scene;

    beforeAll(async () => {
        const global1 = names.map((name) => ({
            name,
            config: { memory: "1G", ...(name === "warm" ? { suspend } : {}) },
            ...(name.endsWith("halted") ? { state: "installed" as const } : {}),
        }));
        scene = await startScene({
            hosts: hostsWith(global1, []),
            zones: Object.fromEntries(names.map((name) => [name, { host: "global1" }])),
        });
    });
    afterAll(() => scene.stop());

    const there = { host: "global2" };

    it("with downtime are refused without allowDowntime, in preview and in up, and nothing is touched", async () => {
        scene.change({
            warm: { ...there, migration: warm },
            cold: { ...there, migration: cold },
            auto: { ...there, migration: auto },
        });
        const before = JSON.stringify(scene.fleet.state());
        const preview = await scene.stack.preview();
        const up = await scene.stack.up({ skipPreview: true, args: ["--continue-on-error"] });
        expect([preview.exitCode, up.exitCode]).toEqual([1, 1]);
        for (const zone of ["warm", "cold", "auto"]) {
            for (const result of [preview, up]) {
                const said = result.messagesOf(zone).join("\n");
                expect(said).toContain(`DOWNTIME_NOT_ALLOWED: ${zone} runs on global1, and migration.method "${zone}"`);
                expect(said).toContain(`write migration: { method: "${zone}", allowDowntime: true }`);
            }
        }
        expect(changingCommands(scene.fleet)).toEqual([]);
        expect(JSON.stringify(scene.fleet.state())).toBe(before);
    }, 60_000);

    it("are previewed as what they are, and stop no zone in a preview", async () => {
        scene.fleet.clearLog();
        scene.change({
            warm: { ...there, migration: { ...warm, ...downtime } },
            cold: { ...there, migration: { ...cold, ...downtime } },
            auto: { ...there, migration: { ...auto, ...downtime } },
            // A zone that does not run moves with anything but live, and without being asked about downtime.
            autohalted: { ...there, migration: auto },
            halted: { ...there, migration: cold },
            live: { ...there, migration: { method: "live" } },
        });
        const preview = await scene.stack.preview();
        expect(preview).toMatchObject({ exitCode: 0, resourceChanges: { update: names.length } });
        const plan = (zone: string): string => preview.messagesOf(zone).join("\n");
        expect(plan("warm")).toContain("warm migration of warm");
        expect(plan("warm")).toContain("with downtime: the zone is suspended, moved and resumed");
        expect(plan("cold")).toContain("cold migration of cold");
        expect(plan("cold")).toContain("with downtime: the zone is shut down, moved and booted");
        expect(plan("auto")).toContain("live migration of auto");
        expect(plan("autohalted")).toContain("cold migration of autohalted");
        expect(plan("halted")).toContain("the zone does not run; it is moved as it is and not booted");
        expect(plan("live")).toContain("live migration of live");
        expect(new Set(changingCommands(scene.fleet))).toEqual(new Set(["global1: zoneadm migrate -n"]));
    });

    describe("in an up", () => {
        let up: RunResult;
        beforeAll(async () => {
            scene.fleet.clearLog();
            up = await scene.stack.up({ skipPreview: true });
        });

        const stateOf = async (zone: string) => (await scene.stack.resourceState(zone))?.outputs;
        const steps = (zone: string) =>
            scene.fleet
                .commands()
                .filter((entry) => entry.zone === zone && /^zoneadm (?!list)|^zonecfg delete/.test(entry.name))
                .map(({ host, name }) => `${host}: ${name}`);

        it("bring every zone to the target, running if it ran", () => {
            expect(up).toMatchObject({ exitCode: 0 });
            expect(zonesOn(scene.fleet, "global1")).toEqual({});
            expect(zonesOn(scene.fleet, "global2")).toEqual({
                warm: "running",
                cold: "running",
                auto: "running",
                autohalted: "installed",
                halted: "installed",
                live: "running",
            });
            expect(secondCopies(scene.fleet.history)).toEqual([]);
            expect(jobRecords(scene.fleet, "global1")).toEqual([]);
        });

        it.each([
            ["warm", "warm", "suspend"],
            ["cold", "cold", "shutdown"],
        ])("%s: stops, tries and moves the zone as one job, and boots it on the target", async (zone, method, stop) => {
            expect(steps(zone)).toEqual([
                "global1: zoneadm migrate -n",
                `global1: zoneadm ${stop}`,
                "global1: zoneadm migrate -n",
                "global1: zoneadm migrate",
                "global2: zoneadm boot",
                "global1: zonecfg delete",
            ]);
            const outputs = await stateOf(zone);
            expect(outputs).toMatchObject({ currentHost: "global2", zoneState: "running", warnings: [] });
            expect(outputs?.lastMigration).toMatchObject({ from: "global1", to: "global2", method });
            expect((outputs?.lastMigration as { pause: number }).pause).toBeGreaterThan(0);
        });

        it.each([
            ["auto", "live", "running"],
            ["autohalted", "cold", "installed"],
            ["halted", "cold", "installed"],
            ["live", "live", "running"],
        ])("%s: one dry run and one move, %s", async (zone, method, zoneState) => {
            expect(steps(zone)).toEqual([
                "global1: zoneadm migrate -n",
                "global1: zoneadm migrate",
                "global1: zonecfg delete",
            ]);
            expect(await stateOf(zone)).toMatchObject({
                currentHost: "global2",
                zoneState,
                lastMigration: { method },
                warnings: [],
            });
        });
    });
});

describeEngine("zones that take each other's places", () => {
    it("swap hosts, and go round in a ring of three, in one up, one at a time on each host", async () => {
        const places: Record<string, readonly [string, string]> = {
            left: ["global1", "global2"],
            right: ["global2", "global1"],
            first: ["global3", "global4"],
            second: ["global4", "global5"],
            third: ["global5", "global3"],
        };
        const at = (end: 0 | 1): Zones =>
            Object.fromEntries(Object.entries(places).map(([name, place]) => [name, { host: place[end] }]));
        const scene = await startScene({
            hosts: [1, 2, 3, 4, 5].map((number) => {
                const host = `global${number}`;
                const zones = Object.entries(places).filter(([, [from]]) => from === host);
                return { name: host, zones: zones.map(([name]) => ({ name, config: { memory: "1G" } })) };
            }),
            zones: at(0),
            config: { "solaris:migration": JSON.stringify({ limits: { perSource: 1, perTarget: 1 } }) },
        });
        try {
            scene.setZones(at(1));
            expect(await scene.stack.up()).toMatchObject({ exitCode: 0, resourceChanges: { update: 5 } });
            for (const [zone, [from, to]] of Object.entries(places)) {
                expect(standing(scene.fleet.zone(to, zone))).toBe("running");
                expect(scene.fleet.zone(from, zone)).toBeUndefined();
                expect((await scene.stack.resourceState(zone))?.outputs).toMatchObject({
                    currentHost: to,
                    lastMigration: { from, to },
                });
            }
            expect(secondCopies(scene.fleet.history)).toEqual([]);
        } finally {
            await scene.stop();
        }
    }, 60_000);
});
