import type { KernelZoneArgs } from "pulumi-solaris";

import { describeEngine } from "../engine/describeEngine";
import { contentOf, jobRecords, zonesOn } from "./support/records";
import { hostsWith, type Scene, startScene, type Zones } from "./support/zones";

const storage = "iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490003";

/** A new zone, as a program declares it. */
function newZone(config: KernelZoneArgs["config"], more: Partial<KernelZoneArgs> = {}): Zones[string] {
    return { host: "global1", adopt: false, config, ...more };
}

describeEngine("a creation that must not be", () => {
    let scene: Scene;
    const sane = {
        virtualCpu: { ncpus: 4 },
        cappedMemory: { physical: "4g" },
        anets: [{ id: 0, lowerLink: "net0" }],
        devices: [{ id: 0, bootpri: 0, storage }],
    };

    beforeAll(async () => {
        scene = await startScene({
            hosts: [
                { name: "global1", hostCompatible: ["level1"], zones: [{ name: "there" }] },
                { name: "global2", zones: [{ name: "elsewhere" }] },
            ],
        });
    });
    afterAll(() => scene.stop());
    beforeEach(() => {
        scene.fleet.clearLog();
    });

    describe("bad input, before any host is touched", () => {
        /** Previews a program that must fail, and gives what is said on the zone's row. */
        async function refused(zone: Zones[string]): Promise<string> {
            const connections = scene.connections();
            scene.setZones({ web: zone });
            const result = await scene.stack.preview();
            expect(result).toMatchObject({ ok: false, exitCode: 1 });
            expect(scene.connections()).toBe(connections);
            expect(scene.fleet.commands()).toEqual([]);
            return result.messagesOf("web").join("\n");
        }

        it("names every fault at its own property", async () => {
            const said = await refused(
                newZone({
                    ...sane,
                    cappedMemory: { physical: "plenty", pagesize: "10G" },
                    anets: [
                        { id: 0, lowerLink: "net0", vlanId: 4095 },
                        { id: 0, macAddress: "2:8:20:e7:b8" },
                    ],
                    devices: [
                        { id: 0, bootpri: 0, storage: "iscsi://storage1" },
                        { id: 1, storage, match: "/dev/dsk/c0t0d0" },
                    ],
                    virtualCpus: { ncpus: 8 },
                } as KernelZoneArgs["config"]),
            );
            for (const path of [
                "config.cappedMemory.physical",
                "config.anets.0.vlanId",
                "config.anets.1.macAddress",
                "config.devices.0.storage",
                "config.devices.1.match",
            ]) {
                expect(said).toMatch(new RegExp(`has a problem: ${path}`.replaceAll(".", "[.[\\]]+")));
            }
            expect(said).toMatch(/virtualCpus.*virtualCpu/);
            expect(said).not.toContain("<nil>");
        });

        it("sees what contradicts each other", async () => {
            const said = await refused(
                newZone({
                    ...sane,
                    anets: [{ id: 0 }, { id: 0 }],
                    devices: [
                        { id: 0, bootpri: 0, storage },
                        { id: 1, bootpri: 0, storage: storage.replace("0003", "0004") },
                    ],
                    cappedMemory: { physical: "4g", pagesizePolicy: "fixed", memoryReserve: "pool1" },
                }),
            );
            expect(said).toMatch(/has a problem: config\.anets/);
            expect(said).toMatch(/has a problem: config\.devices/);
            expect(said).toMatch(/has a problem: config\.cappedMemory\.memoryReserve/);
        });

        it("asks for a configuration or for adopt", async () => {
            const said = await refused({ host: "global1", adopt: false });
            expect(said).toContain("is required to create a zone");
            expect(said).toContain("adopt: true");
        });
    });

    it("names a zone of the same name that exists already, on whichever host, and changes nothing", async () => {
        const before = [contentOf(scene.fleet, "global1"), contentOf(scene.fleet, "global2")];
        scene.setZones({ there: newZone(sane), elsewhere: newZone(sane) });
        const preview = await scene.stack.preview();
        expect(preview).toMatchObject({ ok: false, exitCode: 1 });
        const up = await scene.stack.up({ skipPreview: true, args: ["--continue-on-error"] });
        expect(up).toMatchObject({ ok: false, exitCode: 1 });
        for (const result of [preview, up]) {
            for (const [zone, host] of [
                ["there", "global1"],
                ["elsewhere", "global2"],
            ] as const) {
                const said = result.messagesOf(zone).join("\n");
                expect(said).toContain(`ZONE_EXISTS: a zone ${zone} exists already on ${host}`);
                expect(said).toContain("adopt: true");
            }
        }
        expect([contentOf(scene.fleet, "global1"), contentOf(scene.fleet, "global2")]).toEqual(before);
    });

    it("is traced back from zonecfg's line to the property, and leaves nothing", async () => {
        scene.setZones({ web: newZone({ ...sane, autoboot: true, hostCompatible: "memlzr" }) });
        const result = await scene.stack.up({ skipPreview: true });
        expect(result).toMatchObject({ ok: false, exitCode: 1 });
        const said = result.messagesOf("web").join("\n");
        expect(said).toMatch(/CONFIG_REFUSED: global1 refuses .*nothing of it was changed$/m);
        expect(said).toContain("config.hostCompatible");
        expect(said).toMatch(/On line \d+:\n\s*memlzr: Invalid argument/);
        expect(zonesOn(scene.fleet, "global1")).toEqual({ there: "running" });
        expect(jobRecords(scene.fleet, "global1")).toEqual([]);
        expect(await scene.stack.resourceState("web")).toBeUndefined();
    });

    it("is begun anew by the next up, once the program is right", async () => {
        scene.setZones({ web: newZone({ ...sane, autoboot: true, hostCompatible: "level1" }) });
        const result = await scene.stack.up({ skipPreview: true });
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { create: 1 } });
        expect(zonesOn(scene.fleet, "global1")).toEqual({ there: "running", web: "running" });
    });
});

describeEngine("an installation that fails", () => {
    let scene: Scene;
    beforeAll(async () => {
        scene = await startScene({ hosts: hostsWith([], []) });
    });
    afterAll(() => scene.stop());

    const words = "zoneadm: zone 'web': ERROR: installation failed: zone switching to configured state";

    it.each(["configured", "incomplete"] as const)(
        "and leaves the zone %s is in the state, and the next up finishes the zone",
        async (leaves) => {
            const zone = leaves === "configured" ? "web" : "db";
            const { fleet, stack } = scene;
            fleet.addFault("global1", {
                kind: "install-fails",
                command: "zoneadm install",
                zone,
                lines: [words.replace("web", zone)],
                leaves,
                times: 1,
            });
            scene.setZones({
                [zone]: newZone({
                    cappedMemory: { physical: "2g" },
                    devices: [
                        { id: 0, bootpri: 0, storage: storage.replace("0003", zone === "web" ? "0005" : "0006") },
                    ],
                }),
            });
            const failed = await stack.up({ skipPreview: true });
            expect(failed).toMatchObject({ ok: false, exitCode: 1 });
            expect(failed.messagesOf(zone).join("\n")).toContain("INSTALL_FAILED");
            expect(failed.messagesOf(zone).join("\n")).toContain("ERROR: installation failed");
            expect(zonesOn(fleet, "global1")[zone]).toBe(leaves);
            expect((await stack.resourceState(zone))?.outputs).toMatchObject({ zoneState: leaves });

            const next = await stack.up({ skipPreview: true });
            expect(next).toMatchObject({ exitCode: 0 });
            expect(zonesOn(fleet, "global1")[zone]).toBe("running");
            expect((await stack.resourceState(zone))?.outputs).toMatchObject({ zoneState: "running", warnings: [] });
            expect(jobRecords(fleet, "global1").filter((record) => !record.endsWith("kept"))).toEqual([]);
        },
        60_000,
    );
});
