import type { KernelZoneArgs } from "pulumi-solaris";

import { describeEngine } from "../engine/describeEngine";
import type { RunResult } from "../engine/runResult";
import { contentOf, zonesOn } from "./support/records";
import { hostsWith, type Scene, startScene, withFleet, type Zones } from "./support/zones";

const names = ["asked", "before", "triggered", "tainted", "renamed"] as const;
const running = Object.fromEntries(names.map((name) => [name, "running"]));

describeEngine('with deletionPolicy "delete"', () => {
    let scene: Scene;
    const mine: Partial<KernelZoneArgs> & Pick<KernelZoneArgs, "host"> = { host: "global1", deletionPolicy: "delete" };
    const zones: Zones = {
        ...Object.fromEntries(names.map((name) => [name, mine])),
    };
    const urnOf = async (name: string): Promise<string> => (await scene.stack.resourceState(name))?.urn ?? "";
    const warningsOf = (result: RunResult, name: string): string[] =>
        result.messagesOf(name).filter((text) => text.includes('although deletionPolicy is "delete"'));
    const uuids = () => names.map((name) => scene.fleet.zone("global1", name)?.uuid);
    let uuidsBefore: ReturnType<typeof uuids>;
    let before: string;

    /** Each zone is as it was, and in the state exactly once. */
    const expectKept = async (): Promise<void> => {
        expect(zonesOn(scene.fleet, "global1")).toMatchObject(running);
        expect(uuids()).toEqual(uuidsBefore);
        expect(contentOf(scene.fleet, "global1")).toBe(before);
        expect(scene.fleet.wipedStorage).toEqual([]);
        const inState = ((await scene.stack.exportState()).resources ?? []).flatMap(({ outputs }) =>
            typeof outputs?.["zoneName"] === "string" ? [outputs["zoneName"]] : [],
        );
        expect(inState.sort()).toEqual([...names].sort());
    };

    beforeAll(async () => {
        scene = await startScene({
            hosts: hostsWith(
                names.map((name) => ({ name })),
                [],
            ),
            zones,
            options: { before: { deleteBeforeReplace: true }, triggered: { replacementTrigger: "first" } },
        });
        uuidsBefore = uuids();
        before = contentOf(scene.fleet, "global1");
    });
    afterAll(() => scene.stop());

    it("a replacement by --replace keeps the zone, in either order, and says so", async () => {
        const targets = await Promise.all(["asked", "before"].map(urnOf));
        const result = await scene.stack.up({ args: targets.flatMap((urn) => ["--replace", urn]) });
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { replace: 2 } });
        for (const name of ["asked", "before"]) {
            expect(warningsOf(result, name).join()).toMatch(
                /is not deleted, although .*: Pulumi replaces the resource, and the new one is this very zone/,
            );
        }
        await expectKept();
    });

    it("so does one by replacementTrigger, and one by `pulumi state taint`", async () => {
        expect(await scene.stack.cli("state", "taint", await urnOf("tainted"), "--yes")).toMatchObject({ exitCode: 0 });
        scene.setOptions({ triggered: { replacementTrigger: "second" } });
        const result = await scene.stack.up({ skipPreview: true });
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { replace: 2 } });
        expect(["triggered", "tainted"].map((name) => warningsOf(result, name).length)).toEqual([1, 1]);
        await expectKept();
    });

    it("a resource that is renamed without an alias keeps the zone, in a run that changes the configuration too", async () => {
        const { renamed: _, ...others } = zones;
        scene.setZones({ ...others, anew: { ...mine, zoneName: "renamed" } });
        await scene.stack.setConfig("solaris:migration", JSON.stringify({ limits: { total: 3 } }));
        const result = await scene.stack.up();
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { create: 1, delete: 1 } });
        expect(warningsOf(result, "renamed").join()).toMatch(
            /is not deleted, although .*: the resource anew of the program is this zone now/,
        );
        await expectKept();
        expect((await scene.stack.resourceState("anew"))?.outputs).toMatchObject({ currentHost: "global1" });
    });

    it("one whose new name does not come to be is kept in the state, so that an alias is still possible", async () => {
        const { asked: _, renamed: __, ...rest } = zones;
        scene.setZones({
            ...rest,
            anew: { ...mine, zoneName: "renamed" },
            wrong: { ...mine, zoneName: "asked", host: "global2" },
        });
        const failed = await scene.stack.up({ skipPreview: true, args: ["--continue-on-error"] });
        expect(failed).toMatchObject({ exitCode: 1 });
        expect(failed.messagesOf("wrong").join()).toContain("ZONE_ELSEWHERE");
        expect(failed.messagesOf("asked").join()).toMatch(/DELETION_UNSAFE: asked is not deleted: the resource wrong /);
        await expectKept();
        scene.setZones({ ...rest, anew: { ...mine, zoneName: "renamed" }, right: { ...mine, zoneName: "asked" } });
        scene.setOptions({ right: { aliases: [{ name: "asked" }] } });
        const result = await scene.stack.up({ skipPreview: true });
        expect(result).toMatchObject({ exitCode: 0 });
        expect(result.resourceChanges).not.toHaveProperty("delete");
        await expectKept();
    });

    it("`pulumi destroy` deletes them all", async () => {
        expect(await scene.stack.destroy()).toMatchObject({ exitCode: 0 });
        expect(zonesOn(scene.fleet, "global1")).toEqual({});
        expect((await scene.stack.exportState()).resources ?? []).toEqual([]);
    });
});

describeEngine("another zone of the same name, which stays in the program", () => {
    it("keeps no resource from what its deletionPolicy says", async () => {
        const device = { id: 0, bootpri: 0, storage: "iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490003" };
        const uuid = "11111111-2222-4333-8444-555555555555";
        const zones = {
            here: { zoneName: "twin", host: "global1" },
            there: { zoneName: "twin", host: "global2", deletionPolicy: "shutdown" as const },
        };
        const other = { name: "twin", uuid, config: { devices: [device] } };
        await withFleet({ hosts: hostsWith([{ name: "twin" }], [other]), zones }, async (scene) => {
            scene.setZones({ here: zones.here });
            const result = await scene.stack.up({ skipPreview: true });
            expect(result).toMatchObject({ exitCode: 0, resourceChanges: { delete: 1 } });
            expect(zonesOn(scene.fleet, "global1")).toEqual({ twin: "running" });
            expect(zonesOn(scene.fleet, "global2")).toEqual({ twin: "installed" });
        });
    });
});

describeEngine("a replacement that failed after the creation", () => {
    const mine = { host: "global1", deletionPolicy: "delete" as const };
    const pendingIn = async ({ stack }: Scene): Promise<number> =>
        ((await stack.exportState()).resources ?? []).filter((resource) => resource.delete === true).length;

    it.each(["up", "destroy"] as const)(
        "leaves an old entry, of which the next %s makes the right thing",
        async (verb) => {
            await withFleet({ hosts: hostsWith([{ name: "kz" }], []), zones: { kz: mine } }, async (scene) => {
                const urn = (await scene.stack.resourceState("kz"))?.urn ?? "";
                scene.setZones({ kz: mine, missing: { host: "global1" } });
                const failed = await scene.stack.up({ skipPreview: true, parallel: 1, args: ["--replace", urn] });
                expect(failed).toMatchObject({ exitCode: 1 });
                expect(await pendingIn(scene)).toBe(1);
                scene.setZones({ kz: mine });
                const result = await scene.stack[verb]({ skipPreview: true });
                expect(result).toMatchObject({ exitCode: 0 });
                expect(await pendingIn(scene)).toBe(0);
                expect(zonesOn(scene.fleet, "global1")).toEqual(verb === "up" ? { kz: "running" } : {});
            });
        },
    );
});

describeEngine('a zone that its resource has made, with deletionPolicy "delete"', () => {
    let scene: Scene;
    const made = {
        zoneName: "web1",
        host: "global1",
        adopt: false,
        config: {
            virtualCpu: { ncpus: 2 },
            cappedMemory: { physical: "2g" },
            devices: [{ id: 0, bootpri: 0, storage: "iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490003" }],
        },
        deletionPolicy: "delete" as const,
    };
    const expectKept = (): void => {
        expect(zonesOn(scene.fleet, "global1")).toEqual({ web1: "running" });
        expect(scene.fleet.wipedStorage).toEqual([]);
    };

    beforeAll(async () => {
        scene = await startScene({ hosts: hostsWith([], []), zones: { made } });
    });
    afterAll(() => scene.stop());

    it.each([false, true])("is not made anew by --replace (deletion first: %s)", async (deleteBeforeReplace) => {
        scene.setOptions({ made: { deleteBeforeReplace } });
        const urn = (await scene.stack.resourceState("made"))?.urn ?? "";
        const result = await scene.stack.up({ skipPreview: true, args: ["--replace", urn] });
        expect(result).toMatchObject({ exitCode: 1 });
        expect(result.messagesOf("made").join()).toMatch(/ZONE_EXISTS[^]*does not make a zone anew/);
        expectKept();
        // With the deletion first the state has let it go: it is taken over again.
        scene.setZones({ made: { ...made, adopt: true } });
        expect(await scene.stack.up({ skipPreview: true })).toMatchObject({ exitCode: 0 });
        expectKept();
        scene.setZones({ made });
        expect(await scene.stack.up({ skipPreview: true })).toMatchObject({ exitCode: 0 });
    });

    it("stays where the resource is renamed and neither has an alias nor adopts, and the refusal names the alias", async () => {
        scene.setZones({ renamed: made });
        const result = await scene.stack.up({ skipPreview: true });
        expect(result).toMatchObject({ exitCode: 1 });
        expect(result.messagesOf("renamed").join()).toMatch(/ZONE_EXISTS[^]*give it an alias/);
        expectKept();
        expect(await scene.stack.resourceState("made")).toBeDefined();
    });

    it("is told to be deleted by Pulumi alone in a preview; with protect that is an error", async () => {
        scene.setZones({});
        const preview = await scene.stack.preview();
        expect(preview).toMatchObject({ exitCode: 0, resourceChanges: { delete: 1 } });
        expect(preview.messagesOf("made")).toEqual([]);
        scene.setZones({ made });
        scene.setOptions({ made: { protect: true } });
        expect(await scene.stack.up({ skipPreview: true })).toMatchObject({ exitCode: 0 });
        scene.setZones({});
        expect(await scene.stack.preview()).toMatchObject({ exitCode: 1 });
        scene.setZones({ made });
        scene.setOptions({});
        expect(await scene.stack.up({ skipPreview: true })).toMatchObject({ exitCode: 0 });
    });

    it("is let go, not deleted, by a replacement with another zoneName", async () => {
        const urn = (await scene.stack.resourceState("made"))?.urn ?? "";
        const storage = "iscsi://storage1/luname.naa.600144f0dbf8af1900005fd25e490004";
        const config = { ...made.config, devices: [{ id: 0, bootpri: 0, storage }] };
        scene.setZones({ made: { ...made, zoneName: "web2", config } });
        const result = await scene.stack.up({ skipPreview: true, args: ["--replace", urn] });
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { replace: 1 } });
        expect(result.messagesOf("made").join()).toMatch(/web1 is not deleted.*no replacement destroys a zone/);
        expect(zonesOn(scene.fleet, "global1")).toEqual({ web1: "running", web2: "running" });
    });

    it("is deleted by a destroy that runs the program", async () => {
        expect(await scene.stack.destroy({ args: ["--run-program"] })).toMatchObject({ exitCode: 0 });
        expect(zonesOn(scene.fleet, "global1")).toEqual({ web1: "running" });
    });
});
