import { describeEngine } from "../engine/describeEngine";
import { hostsWith, type Scene, startScene } from "./support/zones";

describeEngine("pulumi destroy and removal", () => {
    let scene: Scene;
    let connections: number;
    let before: string;

    beforeAll(async () => {
        scene = await startScene({
            hosts: hostsWith([{ name: "removed" }, { name: "destroyed" }], []),
            zones: { removed: { host: "global1" }, destroyed: { host: "global1" } },
        });
        connections = scene.connections();
        before = JSON.stringify(scene.fleet.state());
    });
    afterAll(() => scene.stop());
    afterEach(() => {
        expect(scene.connections()).toBe(connections);
        expect(scene.fleet.commands()).toEqual([]);
        expect(JSON.stringify(scene.fleet.state())).toBe(before);
    });

    it("forgets a zone whose resource has left the program, and asks no host", async () => {
        scene.setZones({ destroyed: { host: "global1" } });
        const result = await scene.stack.up();
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { delete: 1 } });
        expect(result.messagesOf("removed")).toEqual(["removed is no longer managed; it is left as it is on global1"]);
        expect(await scene.stack.resourceState("removed")).toBeUndefined();
    });

    it("works without any solaris:hosts and without the program", async () => {
        expect(await scene.stack.cli("config", "rm", "solaris:hosts")).toMatchObject({ exitCode: 0 });
        scene.stack.setProgram(() => Promise.reject(new Error("the program is gone")));
        const result = await scene.stack.destroy();
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { delete: 2 } });
        expect(result.messagesOf("destroyed")).toEqual([
            "destroyed is no longer managed; it is left as it is on global1",
        ]);
        expect((await scene.stack.exportState()).resources ?? []).toEqual([]);
        expect(scene.fleet.zone("global1", "destroyed")).toMatchObject({ state: "running" });
    });
});
