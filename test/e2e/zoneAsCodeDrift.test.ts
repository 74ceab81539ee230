import type { KernelZoneArgs } from "pulumi-solaris";

import { describeEngine } from "../engine/describeEngine";
import type { RunResult } from "../engine/runResult";
import { contentOf, zonesOn } from "./support/records";
import { hostsWith, type Scene, startScene, type Zones } from "./support/zones";

const policies = ["correct", "accept", "fail"] as const;
type Policy = (typeof policies)[number];

const config = { autoboot: true, cappedMemory: { physical: "4g" } };

/** By their names: what happens to them, and what the program says to that. */
const zones: Zones = {
    ...byPolicy("resized", (policy) => ({ host: "global1", config, driftPolicy: { configuration: policy } })),
    ...byPolicy("moved", (policy) => ({ host: "global1", config, driftPolicy: { location: policy } })),
    halted: { host: "global1", config, state: "running" },
    "halted-unsaid": { host: "global1", config },
    untouched: { host: "global1", config },
};

function byPolicy(what: string, zoneFor: (policy: Policy) => Zones[string]): Zones {
    return Object.fromEntries(policies.map((policy) => [`${what}-${policy}`, zoneFor(policy)]));
}

describeEngine("what somebody else has changed at the hosts", () => {
    let scene: Scene;
    const hosts = (): string[] => ["global1", "global2"].map((host) => contentOf(scene.fleet, host));
    const said = (result: RunResult, zone: string): string => result.messagesOf(zone).join("\n");
    const outputs = async (zone: string) => (await scene.stack.resourceState(zone))?.outputs;
    const memory = (policy: Policy): string | null | undefined =>
        scene.fleet.zone("global1", `resized-${policy}`)?.config.memory;

    beforeAll(async () => {
        scene = await startScene({
            hosts: hostsWith(
                Object.keys(zones).map((name) => ({
                    name,
                    config: { autoboot: true, memory: "4G", hostCompatible: "memlzr" },
                })),
                [],
            ),
            zones,
        });
        const { fleet } = scene;
        for (const policy of policies) {
            const edit = "select capped-memory; set physical=2G; end";
            const outcome = await fleet.typed("global1", "zonecfg", "-z", `resized-${policy}`, edit);
            expect(outcome).toMatchObject({ status: 0 });
            fleet.moveZone(`moved-${policy}`, "global1", "global2");
            fleet.removeZone("global1", `moved-${policy}`);
        }
        for (const zone of ["halted", "halted-unsaid"]) {
            expect(await fleet.halt("global1", zone)).toMatchObject({ status: 0 });
        }
    });
    afterAll(() => scene.stop());

    it("is told by a refresh in words, which changes nothing on the hosts", async () => {
        const before = hosts();
        const result = await scene.stack.refresh();
        expect(result).toMatchObject({ exitCode: 0 });
        for (const policy of policies) {
            const resized = said(result, `resized-${policy}`);
            expect(resized).toMatch(/the configuration of resized-\w+ differs from `config` \(program -> global1\):/);
            expect(resized).toContain("capped-memory physical: 4G -> 2G");
            expect(await outputs(`resized-${policy}`)).toMatchObject({
                configDrift: ["capped-memory physical: 4G -> 2G"],
                // Nothing that the program declares waits for a reboot.
                rebootNeededFor: [],
            });
            expect(said(result, `moved-${policy}`)).toContain(
                `moved-${policy} was last seen on global1; it is on global2 now (running)`,
            );
        }
        for (const zone of ["halted", "halted-unsaid"]) {
            expect(said(result, zone)).toContain(`${zone} was running when it was last seen; it is installed now`);
        }
        expect(said(result, "untouched")).toBe("");
        expect(hosts()).toEqual(before);
    });

    it("stops a preview under the policy fail, with what was found and what to write", async () => {
        const before = hosts();
        const result = await scene.stack.preview();
        expect(result).toMatchObject({ ok: false, exitCode: 1 });
        expect(said(result, "resized-fail")).toMatch(/CONFIG_DRIFTED: [^]*capped-memory physical: 4G -> 2G/);
        expect(said(result, "resized-fail")).toContain("driftPolicy.configuration");
        expect(said(result, "moved-fail")).toMatch(
            /ZONE_MOVED_AWAY: .*moved-fail to global2; the program says global1/,
        );
        expect(said(result, "moved-fail")).toContain("driftPolicy.location");
        expect(hosts()).toEqual(before);
    });

    it("is corrected, accepted or refused by pulumi up, each zone by its own policy", async () => {
        const result = await scene.stack.up({ skipPreview: true, args: ["--continue-on-error"] });
        expect(result).toMatchObject({ ok: false, exitCode: 1 });
        expect(policies.map(memory)).toEqual(["4G", "2G", "2G"]);
        expect(zonesOn(scene.fleet, "global1")).toMatchObject({ "moved-correct": "running" });
        expect(zonesOn(scene.fleet, "global2")).toEqual({ "moved-accept": "running", "moved-fail": "running" });
        expect(said(result, "resized-fail")).toContain("CONFIG_DRIFTED");
        expect(said(result, "moved-fail")).toContain("ZONE_MOVED_AWAY");
        expect(await outputs("resized-correct")).toMatchObject({ configDrift: [], rebootNeededFor: [] });
        // Booted, because the program says that it shall run; the other is left as it was found.
        expect(zonesOn(scene.fleet, "global1")).toMatchObject({ halted: "running", "halted-unsaid": "installed" });
    });

    it("is no change any more once it is accepted or corrected, and is, once the program says something else", async () => {
        const agreed: Partial<KernelZoneArgs> & { host: string } = {
            host: "global1",
            config: { ...config, cappedMemory: { physical: "2g" } },
            driftPolicy: { configuration: "fail" },
        };
        scene.change({ "resized-fail": agreed, "moved-fail": { host: "global2" } });
        const settled = await scene.stack.up({ skipPreview: true });
        expect(settled).toMatchObject({ exitCode: 0 });
        const before = hosts();
        const quiet = await scene.stack.preview({ args: ["--expect-no-changes"] });
        expect(quiet).toMatchObject({ exitCode: 0 });
        scene.change({ "resized-accept": { config: { ...config, cappedMemory: { physical: "6g" } } } });
        const changed = await scene.stack.preview();
        expect(changed).toMatchObject({ exitCode: 0, resourceChanges: { update: 1 } });
        expect(said(changed, "resized-accept")).toContain("capped-memory physical: 2G -> 6G");
        expect(hosts()).toEqual(before);
    });
});
