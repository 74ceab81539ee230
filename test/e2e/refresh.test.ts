import { describeEngine } from "../engine/describeEngine";
import { changingCommands, contentOf } from "./support/records";
import { hostsWith, type Scene, startScene } from "./support/zones";

describeEngine("pulumi refresh", () => {
    let scene: Scene;
    const observed = async (zone: string): Promise<Record<string, unknown> | undefined> => {
        const outputs = (await scene.stack.resourceState(zone))?.outputs;
        return outputs && { host: outputs.host, currentHost: outputs.currentHost, zoneState: outputs.zoneState };
    };

    beforeAll(async () => {
        scene = await startScene({
            hosts: hostsWith([{ name: "drifts" }, { name: "stays" }, { name: "goes" }], [], []),
            zones: { drifts: { host: "global1" }, stays: { host: "global1" }, goes: { host: "global1" } },
        });
    });
    afterAll(() => scene.stop());
    beforeEach(() => scene.fleet.clearLog());

    it("finds a zone that was moved by hand, on whichever known host, and makes no dry run", async () => {
        scene.fleet.moveZone("drifts", "global1", "global3");
        const result = await scene.stack.refresh();
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { update: 1, same: 3 } });
        expect(result.messagesOf("drifts")).toEqual([
            "drifts was last seen on global1; it is on global3 now (running)",
        ]);
        expect([...result.messagesOf("stays"), ...result.messagesOf("goes")]).toEqual([]);
        expect(changingCommands(scene.fleet)).toEqual([]);
        // One list of zones, one of auxiliary states and one of jobs (`id`, `date`) for each host, however many zones there are.
        expect(Object.keys(scene.fleet.hosts).map((host) => [...scene.commandsOn(host)].sort())).toEqual(
            Array<string[]>(3).fill(["date", "id", "zoneadm list", "zoneadm list"]),
        );
        // Wish and observation are told apart: the wish is the program's.
        expect(await observed("drifts")).toEqual({ host: "global1", currentHost: "global3", zoneState: "running" });
        expect(await observed("stays")).toEqual({ host: "global1", currentHost: "global1", zoneState: "running" });
    });

    it("changes nothing the second time, though the engine now compares the other way round", async () => {
        const before = await scene.stack.exportState();
        const result = await scene.stack.refresh();
        // The engine goes on calling it an update for as long as the zone is not where the program wants it.
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { update: 1, same: 3 } });
        expect(result.messagesOf("drifts")).toEqual([]);
        expect(changingCommands(scene.fleet)).toEqual([]);
        expect((await scene.stack.exportState()).resources).toEqual(before.resources);
    });

    it("lets the next preview offer to move the zone back", async () => {
        const result = await scene.stack.preview();
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { update: 1 } });
        const said = result.messagesOf("drifts").join("\n");
        expect(said).toMatch(/^live migration of drifts \(4 GiB, 4 vCPUs\): global3 -> global1\n/);
        expect(said).toContain("dry run passed; global1 is as it was before");
        expect(changingCommands(scene.fleet)).toEqual(["global3: zoneadm migrate -n"]);
    });

    it("shows what it would find in a preview with --refresh, with what that leads to, and changes nothing", async () => {
        scene.fleet.moveZone("stays", "global1", "global2");
        const target = contentOf(scene.fleet, "global1");
        const before = await scene.stack.exportState();
        const result = await scene.stack.preview({ refresh: true });
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { update: 2 } });
        expect(result.messagesOf("stays")[0]).toBe("stays was last seen on global1; it is on global2 now (running)");
        expect(result.messagesOf("stays").join("\n")).toContain(
            "live migration of stays (4 GiB, 4 vCPUs): global2 -> global1",
        );
        expect(result.messagesOf("stays").join("\n")).toContain("dry run passed");
        expect(changingCommands(scene.fleet).sort()).toEqual([
            "global2: zoneadm migrate -n",
            "global3: zoneadm migrate -n",
        ]);
        expect(contentOf(scene.fleet, "global1")).toBe(target);
        expect((await scene.stack.exportState()).resources).toEqual(before.resources);
    });

    it("fails and keeps the state where the zone may be on a host that does not answer", async () => {
        const before = await scene.stack.exportState();
        await scene.fleet.host("global3").down();
        const result = await scene.stack.refresh();
        const preview = await scene.stack.preview({ refresh: true });
        await scene.fleet.host("global3").up();
        expect(result).toMatchObject({ ok: false, exitCode: 1 });
        expect(preview).toMatchObject({ ok: false, exitCode: 1 });
        expect(
            preview
                .messagesOf("drifts")
                .join("\n")
                .match(/What to do/g),
        ).toHaveLength(1);
        const said = result.messagesOf("drifts").join("\n");
        expect(said).toContain(
            "HOST_UNREACHABLE: drifts is on none of the hosts that answer, and global3 cannot be asked",
        );
        // The engine repeats what was thrown; what is long is said once.
        expect(said.match(/What to do/g)).toHaveLength(1);
        expect(said.match(/on global1: configured/g)).toHaveLength(1);
        expect(said).toContain("on global1: configured");
        expect(said).toContain("on global3: cannot be asked (HOST_UNREACHABLE)");
        const after = await scene.stack.exportState();
        const ofDrifts = after.resources?.find(({ urn }) => urn.endsWith("::drifts"));
        expect(ofDrifts).toEqual(before.resources?.find(({ urn }) => urn.endsWith("::drifts")));
    });

    it("drops a zone from the state only if every host says that it is gone, asked by name", async () => {
        scene.fleet.removeZone("global1", "goes");
        const result = await scene.stack.refresh();
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { delete: 1 } });
        expect(result.messagesOf("goes")).toEqual(["goes is gone: every known host was asked for it by name"]);
        for (const { commands } of Object.values(scene.fleet.hosts)) {
            expect(commands.some(({ zone, argv }) => zone === "goes" && argv.includes("list"))).toBe(true);
        }
        expect(await scene.stack.resourceState("goes")).toBeUndefined();
        expect(await observed("drifts")).toMatchObject({ currentHost: "global3" });
        expect(await observed("stays")).toMatchObject({ currentHost: "global2" });
        expect(changingCommands(scene.fleet)).toEqual([]);
    });
});
