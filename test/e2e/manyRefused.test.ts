import { describeEngine } from "../engine/describeEngine";
import { hostsWith, type Scene, startScene, type Zones } from "./support/zones";

/** More than any engine looks at side by side here: by default it takes four times the number of CPUs. */
const names = Array.from({ length: 20 }, (_, index) => `zone${index}`);

const onHost = (host: string): Zones => Object.fromEntries(names.map((name) => [name, { host }]));

describeEngine("a preview in which more zones are refused than are in flight at once", () => {
    let scene: Scene;

    beforeAll(async () => {
        const running = names.map((name) => ({ name, activeVcpus: 8, config: { ncpus: 8 } }));
        const leftOver = names.map((name) => ({ name, state: "configured" as const, config: { ncpus: 4 } }));
        scene = await startScene({ hosts: hostsWith(running, leftOver), zones: onHost("global1") });
    });
    afterAll(() => scene.stop());

    it("fails, and shows every one of them on its own row", async () => {
        scene.setZones(onHost("global2"));
        const result = await scene.stack.preview({ parallel: 4 });
        expect(result).toMatchObject({ ok: false, exitCode: 1 });
        const refused = names.filter((name) =>
            result.messagesOf(name).some((text) => text.includes(`DRY_RUN_REFUSED: Solaris refuses to move ${name}`)),
        );
        expect(refused).toEqual(names);
    });

    it("stops up before it has begun", async () => {
        const result = await scene.stack.up({ parallel: 4 });
        expect(result.ok).toBe(false);
        expect(scene.count("zoneadm migrate")).toBe(0);
        expect(await scene.stack.resourceState("zone0")).toMatchObject({ outputs: { currentHost: "global1" } });
    });
});
