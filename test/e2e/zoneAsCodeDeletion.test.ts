import type { KernelZoneArgs } from "pulumi-solaris";

import { describeEngine } from "../engine/describeEngine";
import type { RunResult } from "../engine/runResult";
import { contentOf, jobRecords, zonesOn } from "./support/records";
import { hostsWith, type Scene, startScene, type Zones } from "./support/zones";

const policies = ["retain", "shutdown", "delete"] as const;

describeEngine("deletion, by each deletionPolicy", () => {
    let scene: Scene;
    const said = (result: RunResult, zone: string): string => result.messagesOf(zone).join("\n");
    const zones = (more: Partial<KernelZoneArgs> = {}): Zones =>
        Object.fromEntries(
            [...policies, "kept"].map((name) => [
                name,
                { host: "global1", ...(name === "kept" ? {} : { deletionPolicy: name as "delete" }), ...more },
            ]),
        );

    beforeAll(async () => {
        scene = await startScene({
            hosts: hostsWith(
                [...policies, "kept"].map((name) => ({ name })),
                [],
            ),
            zones: zones(),
        });
    });
    afterAll(() => scene.stop());

    it("destroys nothing while a known host cannot be asked, and keeps the resource", async () => {
        const { fleet, stack } = scene;
        scene.setZones({ kept: zones()["kept"]! });
        const before = fleet.zone("global1", "delete");
        await fleet.host("global2").down();
        const result = await stack.up({ skipPreview: true, args: ["--continue-on-error"] });
        await fleet.host("global2").up();
        expect(result).toMatchObject({ ok: false, exitCode: 1 });
        expect(said(result, "delete")).toMatch(/HOST_UNREACHABLE: global2 cannot be asked, and may have delete/);
        expect(await stack.resourceState("delete")).toBeDefined();
        expect(fleet.zone("global1", "delete")).toEqual(before);
        expect(fleet.wipedStorage).toEqual([]);
        // It asks no host, so none can keep it from being forgotten.
        expect(await stack.resourceState("retain")).toBeUndefined();
        // One that runs is certainly the one, and to shut it down destroys nothing.
        expect(fleet.zone("global1", "shutdown")).toMatchObject({ state: "installed" });
        expect(said(result, "shutdown")).toContain("shutdown is no longer managed; it is kept, shut down, on global1");
        expect(await stack.resourceState("shutdown")).toBeUndefined();
    });

    it("is refused for a zone of the same name and another UUID", async () => {
        const { fleet, stack } = scene;
        const uuid = fleet.zone("global1", "delete")?.uuid ?? "";
        fleet.setZone("global1", "delete", { uuid: "11111111-2222-4333-8444-555555555555" });
        const before = contentOf(fleet, "global1");
        const target = (await stack.resourceState("delete"))?.urn ?? "";
        const result = await stack.destroy({ target: [target] });
        expect(result).toMatchObject({ ok: false, exitCode: 1 });
        expect(said(result, "delete")).toMatch(/(ZONE_FOREIGN|DELETION_UNSAFE): /);
        expect(contentOf(fleet, "global1")).toBe(before);
        fleet.setZone("global1", "delete", { uuid });
    });

    it("shuts down, uninstalls and deletes, and says what that touches", async () => {
        const storage = scene.fleet.zone("global1", "delete")?.config.devices[0]?.storage;
        const result = await scene.stack.up({ skipPreview: true });
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { delete: 1 } });
        expect(zonesOn(scene.fleet, "global1")).toEqual({ retain: "running", shutdown: "installed", kept: "running" });
        expect(scene.fleet.wipedStorage).toMatchObject([{ host: "global1", zone: "delete", storage }]);
        expect(said(result, "delete")).toContain(storage);
        const ways = scene.fleet.history.filter(({ zone }) => zone === "delete" || zone === "shutdown");
        expect(ways.map(({ by }) => by)).not.toContain("zoneadm halt");
        expect(jobRecords(scene.fleet, "global1")).toEqual([]);
    });

    it("leaves alone the zone whose resource says nothing", async () => {
        const result = await scene.stack.destroy();
        expect(result).toMatchObject({ exitCode: 0 });
        expect(zonesOn(scene.fleet, "global1")).toMatchObject({ kept: "running" });
        expect((await scene.stack.exportState()).resources ?? []).toEqual([]);
    });
});
