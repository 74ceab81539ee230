import { describeEngine } from "../engine/describeEngine";
import type { RunResult } from "../engine/runResult";
import { secondCopies } from "../solaris";
import { contentOf, zonesOn } from "./support/records";
import { hostsWith, type Scene, startScene } from "./support/zones";

const names = ["reboots", "shrinks", "relinks", "stops", "partial", "rigid", "waits", "refused"] as const;
type Name = (typeof names)[number];

describeEngine("a change of config, of state, and of both with the host", () => {
    let scene: Scene;
    let before: string[];
    const said = (result: RunResult, zone: Name): string => result.messagesOf(zone).join("\n");
    const outputs = async (zone: Name) => (await scene.stack.resourceState(zone))?.outputs;
    const zone = (name: Name, host = "global1") => scene.fleet.zone(host, name);
    const both = (): string[] => ["global1", "global2"].map((host) => contentOf(scene.fleet, host));
    /** How often the zone has left the state `running` since the beginning of the test. */
    let since = 0;
    const stops = (name: Name): number =>
        scene.fleet.history
            .slice(since)
            .filter((entry) => entry.zone === name && entry.from === "running" && !entry.to.startsWith("running"))
            .length;

    beforeAll(async () => {
        scene = await startScene({
            hosts: hostsWith(
                names.map((name) => ({
                    name,
                    config: { hostCompatible: name === "rigid" ? null : "memlzr" },
                    ...(name === "partial" ? { guest: { memoryFloor: "3G" } } : {}),
                })),
                [],
            ),
            zones: Object.fromEntries(names.map((name) => [name, { host: "global1" }])),
        });
    });
    afterAll(() => scene.stop());
    beforeEach(() => {
        scene.fleet.clearLog();
        since = scene.fleet.history.length;
        before = both();
    });

    it("previews every edit with the moment at which it takes effect, and changes nothing", async () => {
        scene.change({
            reboots: { config: { autoboot: true, cappedMemory: { pagesizePolicy: "smallest-only" } } },
            shrinks: { host: "global2", config: { autoboot: true, cappedMemory: { physical: "2g" } } },
            relinks: { host: "global2", config: { anets: [{ id: 0, lowerLink: "net1" }] } },
            stops: { state: "installed" },
            partial: { config: { cappedMemory: { physical: "2g" } } },
            rigid: { config: { cappedMemory: { physical: "6g" } } },
            waits: { config: { cappedMemory: { pagesizePolicy: "smallest-only" } } },
        });
        const result = await scene.stack.preview();
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { update: 7 } });
        expect(said(result, "reboots")).toMatch(/autoboot: false -> true: at once; the running zone does not feel it/);
        expect(said(result, "reboots")).toMatch(
            /pagesize-policy: .*smallest-only: at the next reboot; allowReboot: true has it done/,
        );
        expect(said(result, "shrinks")).toMatch(
            /on global1 before the move:\n.*physical: 4G -> 2G[^]*on global2 after the move:\n.*autoboot: false -> true/,
        );
        expect(said(result, "relinks")).toMatch(/with the move:\n.*anet 0 lower-link: net0 -> net1/);
        for (const moved of ["shrinks", "relinks"] as const) {
            expect(said(result, moved)).toContain("dry run passed; global2 is as it was before");
        }
        expect(said(result, "stops")).toContain("stops will be shut down on global1 (it is running now)");
        expect(said(result, "partial")).toContain("physical: 4G -> 2G: at once, in the running zone");
        // Its memory was not laid out for that when it booted: it has no host-compatible value that allows it.
        expect(said(result, "rigid")).toContain("physical: 4G -> 6G: at the next reboot");
        expect(both()).toEqual(before);
    });

    it("does what a running zone can take, and says what waits for a reboot", async () => {
        const result = await scene.stack.up({ skipPreview: true });
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { update: 7 } });
        expect(zonesOn(scene.fleet, "global1")).toEqual({
            reboots: "running",
            stops: "installed",
            partial: "running",
            rigid: "running",
            waits: "running",
            refused: "running",
        });
        expect(zonesOn(scene.fleet, "global2")).toEqual({ shrinks: "running", relinks: "running" });

        expect(zone("reboots")?.export).toContain("set pagesize-policy=smallest-only");
        expect(zone("reboots")?.liveExport).not.toContain("smallest-only");
        expect(stops("reboots")).toBe(0);
        expect(await outputs("reboots")).toMatchObject({
            configDrift: [],
            rebootNeededFor: [expect.stringMatching(/pagesize-policy.*smallest-only/)],
        });
        expect(said(result, "reboots")).toContain("until it is rebooted (allowReboot: true has it done)");

        expect(zone("rigid")?.export).toContain("set physical=6G");
        expect(zone("rigid")?.liveExport).toContain("set physical=4G");
        expect(await outputs("rigid")).toMatchObject({
            rebootNeededFor: [expect.stringMatching(/physical: 4G -> 6G/)],
        });

        expect(zone("shrinks", "global2")?.config).toMatchObject({ autoboot: true, memory: "2G" });
        expect(zone("relinks", "global2")?.config.anets).toMatchObject([{ id: 0, lowerLink: "net1" }]);
        expect(await outputs("stops")).toMatchObject({ zoneState: "installed" });
        expect(secondCopies(scene.fleet.history)).toEqual([]);
    });

    it("reads back what the guest has given, where that is not all, and reports it", async () => {
        expect(zone("partial")?.export).toContain("set physical=2G");
        expect(zone("partial")?.liveExport).toContain("set physical=3G");
        expect(await outputs("partial")).toMatchObject({
            rebootNeededFor: [expect.stringMatching(/physical: 3G -> 2G/)],
        });
        expect(stops("partial")).toBe(0);
        const result = await scene.stack.preview({ args: ["--expect-no-changes"] });
        expect(result).toMatchObject({ exitCode: 0 });
    });

    it("reboots for it once that is allowed, and boots what was shut down", async () => {
        scene.change({ reboots: { allowReboot: true }, stops: { state: "running" } });
        const preview = await scene.stack.preview();
        expect(preview).toMatchObject({ exitCode: 0, resourceChanges: { update: 2 } });
        expect(said(preview, "reboots")).toMatch(/pagesize-policy.*: by a reboot \(allowReboot\)/);
        expect(said(preview, "stops")).toContain("stops will be booted on global1 (it is installed now)");
        expect(both()).toEqual(before);

        const up = await scene.stack.up({ skipPreview: true });
        expect(up).toMatchObject({ exitCode: 0, resourceChanges: { update: 2 } });
        expect(said(up, "reboots")).toContain("rebooting reboots on global1");
        expect(zonesOn(scene.fleet, "global1")).toMatchObject({ reboots: "running", stops: "running" });
        expect(stops("reboots")).toBe(1);
        expect(zone("reboots")?.liveExport ?? zone("reboots")?.export).toContain("smallest-only");
        expect(await outputs("reboots")).toMatchObject({ rebootNeededFor: [], warnings: [], zoneState: "running" });
        expect(await outputs("stops")).toMatchObject({ zoneState: "running" });
        const again = await scene.stack.preview({ refresh: true, args: ["--expect-no-changes"] });
        expect(again).toMatchObject({ exitCode: 0 });
    });

    it("does not lose what waits for a reboot when the zone moves", async () => {
        scene.change({ waits: { host: "global2" } });
        const preview = await scene.stack.preview();
        expect(preview).toMatchObject({ exitCode: 0, resourceChanges: { update: 1 } });
        expect(said(preview, "waits")).toContain("dry run passed; global2 is as it was before");
        expect(both()).toEqual(before);
        const up = await scene.stack.up({ skipPreview: true });
        expect(up).toMatchObject({ exitCode: 0, resourceChanges: { update: 1 } });
        expect(zone("waits")).toBeUndefined();
        expect(zone("waits", "global2")).toMatchObject({ state: "running" });
        expect(zone("waits", "global2")?.export).toContain("set pagesize-policy=smallest-only");
        expect(await outputs("waits")).toMatchObject({
            currentHost: "global2",
            configDrift: [],
            rebootNeededFor: [expect.stringMatching(/pagesize-policy.*smallest-only/)],
        });
        expect(stops("waits")).toBe(0);
    });

    it("is refused by zonecfg as a whole, with the property that made the line", async () => {
        scene.change({ refused: { config: { autoboot: true, cpuArch: "no-such-class" } } });
        const result = await scene.stack.up({ skipPreview: true });
        expect(result).toMatchObject({ ok: false, exitCode: 1 });
        expect(said(result, "refused")).toMatch(/^CONFIG_REFUSED: global1 refuses .*nothing of it was changed$/m);
        expect(said(result, "refused")).toContain("config.cpuArch");
        expect(said(result, "refused")).toMatch(/On line \d+/);
        expect(both()).toEqual(before);
        expect(await outputs("refused")).not.toHaveProperty("config");
    });
});
