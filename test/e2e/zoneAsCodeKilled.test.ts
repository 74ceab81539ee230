import { describeEngine } from "../engine/describeEngine";
import type { RunResult } from "../engine/runResult";
import { eventually } from "../eventually";
import { providerProcess } from "./support/processes";
import { jobRecords, zonesOn } from "./support/records";
import { hostsWith, type Scene, startScene, type Zones } from "./support/zones";

/** When Solaris goes on with the installation that the dead provider had begun. */
const continuations = ["before the next up", "during the next up"] as const;

const zoneOf = (when: (typeof continuations)[number]): string => when.split(" ")[0]!;

describeEngine("pulumi up, where the provider is killed with -9 in the middle of two installations", () => {
    let scene: Scene;
    let died: RunResult;
    let next: RunResult;
    const names = continuations.map(zoneOf);

    beforeAll(async () => {
        scene = await startScene({ hosts: hostsWith([], []) });
        const { fleet, stack } = scene;
        const zones: Zones = Object.fromEntries(
            names.map((name, index) => [
                name,
                {
                    host: "global1",
                    adopt: false,
                    config: {
                        cappedMemory: { physical: "2g" },
                        devices: [
                            {
                                id: 0,
                                bootpri: 0,
                                storage: `iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e49000${index}`,
                            },
                        ],
                    },
                },
            ]),
        );
        const [early, late] = names.map((zone) => fleet.holdInstall({ zone }));
        scene.setZones(zones);
        const running = await stack.start("up", { skipPreview: true });
        await Promise.all([early?.reached, late?.reached]);
        process.kill(await providerProcess(running.pid), "SIGKILL");
        died = await running.result;
        early?.letGo();
        await eventually(
            "the first installation is done",
            () => fleet.zone("global1", "before")?.state === "installed",
        );
        const up = await stack.start("up", { skipPreview: true });
        await up.waitFor(/during is being installed on global1 already; following that/);
        late?.letGo();
        next = await up.result;
    }, 90_000);
    afterAll(() => scene.stop());

    it("fails, and the next up finishes both", () => {
        expect(died.exitCode).not.toBe(0);
        expect(next).toMatchObject({ exitCode: 0 });
        expect(zonesOn(scene.fleet, "global1")).toEqual({ before: "running", during: "running" });
    });

    it.each(continuations)("installs the zone once, whose installation goes on %s", async (when) => {
        const zone = zoneOf(when);
        expect(scene.count("zoneadm install", zone)).toBe(1);
        const states = scene.fleet.history.filter((entry) => entry.zone === zone && entry.from !== entry.to);
        expect(states.map(({ to }) => to)).toEqual(["configured", "incomplete", "installed", "running"]);
        expect((await scene.stack.resourceState(zone))?.outputs).toMatchObject({
            uuid: scene.fleet.zone("global1", zone)?.uuid,
            currentHost: "global1",
            zoneState: "running",
            warnings: [],
        });
    });

    it("keeps no job, no pending operation and nothing to change", async () => {
        expect(jobRecords(scene.fleet, "global1")).toEqual([]);
        expect((await scene.stack.exportState()).pending_operations ?? []).toEqual([]);
        const preview = await scene.stack.preview({ refresh: true, args: ["--expect-no-changes"] });
        expect(preview).toMatchObject({ exitCode: 0 });
    });
});
