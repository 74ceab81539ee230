import { setTimeout as pause } from "node:timers/promises";
import { providerShim } from "../../../provider/dynamic/shim";
import { unknownValue } from "../../../provider/kernelZone/check";
import { phaseStatus } from "../../../provider/solaris/migrateTranscript";
import { hostsWithOneZone } from "../migration/world";
import { initFailureOf } from "./providerProcess";
import { Rig } from "./rig";

let rig: Rig;
const hostNames = ["global1", "global2", "global3"];

describe("a zone's whole life through one provider process", () => {
    afterEach(() => rig.stop());

    it("is check, create, diff, update, read and delete, as the engine calls them", async () => {
        rig = await Rig.start(hostsWithOneZone(hostNames));
        await rig.configure();
        const { provider, fleet } = rig;
        const { inputs, outputs } = rig.zone("kzone1");

        expect(await provider.check({}, inputs())).toEqual({ inputs: inputs(), failures: [] });
        const created = await provider.create(inputs());
        const uuid = fleet.zone("global1", "kzone1")?.uuid;
        expect(created).toEqual({ id: uuid, properties: outputs("global1", { uuid }) });
        expect(await provider.diff(created.properties, inputs())).toEqual({ changes: false, replaces: [] });

        const wish = inputs({ host: "global2" });
        expect(await provider.diff(created.properties, wish)).toEqual({ changes: true, replaces: [] });
        const updated = await provider.update(created.id, created.properties, wish);
        expect(updated).toMatchObject({
            ...outputs("global2", { uuid }),
            lastMigration: { from: "global1", to: "global2", method: "live" },
        });
        expect(fleet.zone("global1", "kzone1")).toBeUndefined();
        expect(fleet.zone("global2", "kzone1")?.state).toBe("running");

        expect(await provider.read(created.id, updated)).toEqual({ id: created.id, properties: updated });
        await provider.delete(created.id, updated);
        expect(fleet.zone("global2", "kzone1")?.state).toBe("running");
        expect(Object.values(fleet.hosts).map(({ connections }) => connections.total)).toEqual([1, 1, 1]);
        expect(provider.printed).toEqual([]);
    });

    it("refreshes: drift is found by read and then by a diff with inverted arguments, which asks no host", async () => {
        rig = await Rig.start(hostsWithOneZone(hostNames));
        await rig.configure();
        const { inputs, outputs } = rig.zone("kzone1");
        rig.fleet.moveZone("kzone1", "global1", "global3");
        const { properties } = await rig.provider.read("id", outputs("global1"));
        expect(properties).toMatchObject({ host: "global1", currentHost: "global3" });
        rig.fleet.clearLog();
        expect(await rig.provider.diff(properties, inputs())).toEqual({ changes: true, replaces: [] });
        expect(await rig.provider.diff(outputs("global1"), inputs())).toEqual({ changes: false, replaces: [] });
        expect(rig.fleet.commands()).toEqual([]);
        // A name that no host has: the zone is gone.
        expect((await rig.provider.read("id", rig.zone("kzone9").outputs("global1"))).id).toBe("");
    });

    it("speaks to an engine whose address stands behind flags, and goes on when that engine is gone", async () => {
        rig = await Rig.start(hostsWithOneZone(hostNames), { flags: ["--logtostderr", "-v=3"] });
        await rig.configure();
        const { inputs, urn } = rig.zone("kzone1");
        await rig.provider.create(inputs());
        expect(rig.messagesOf(urn)).toHaveLength(1);
        expect(rig.provider.printed).toEqual([]);
        rig.engine.stop();
        await rig.provider.create(inputs());
        expect(rig.provider.printed.join("\n")).toContain("took over kzone1 on global1");
    });
});

describe("many zones through one provider process", () => {
    beforeAll(async () => {
        const names = ["speaking", "warning", "unknown", "refused", "partial"];
        rig = await Rig.start(
            {
                hosts: hostNames.map((name, index) => ({
                    name,
                    zones: index > 0 ? [] : names.map((n) => ({ name: n })),
                })),
            },
            { engineDelayMs: 10 },
        );
        await rig.configure();
    });
    afterAll(() => rig.stop());

    it("put every message on the zone's own row, in order, and before the answer", async () => {
        const { inputs, outputs, urn } = rig.zone("speaking");
        await rig.provider.update("id", outputs("global1"), inputs({ host: "global2" }));
        const atTheAnswer = [...rig.engine.messages];
        await pause(100);
        expect(rig.engine.messages).toEqual(atTheAnswer);
        expect(rig.messagesOf(urn)).toEqual(atTheAnswer);

        const kept = atTheAnswer.filter(({ ephemeral }) => !ephemeral);
        const text = expect.stringMatching(/^moved global1 -> global2/) as string;
        expect(kept).toEqual([{ severity: "info", urn, ephemeral: false, text }]);
        expect(atTheAnswer.at(-1)).toBe(kept[0]);
        const status = atTheAnswer.filter(({ ephemeral }) => ephemeral).map((message) => message.text);
        const dryRuns = status.filter((line) => line.startsWith("dry run: "));
        const beforeTheMove = ["looking at global1 and global2", ...dryRuns];
        expect(status.slice(0, beforeTheMove.length)).toEqual(beforeTheMove);
        expect(status.slice(beforeTheMove.length).join("\n")).toContain(phaseStatus.migrate);
        expect(status.every((line) => line.length <= 60)).toBe(true);
    });

    it("warn as a warning", async () => {
        const { inputs, outputs, urn } = rig.zone("warning");
        rig.fleet.addFault("global1", { kind: "refuse", command: "zonecfg delete", zone: "warning", lines: ["no"] });
        const { warnings } = await rig.provider.update("id", outputs("global1"), inputs({ host: "global2" }));
        expect(warnings).toHaveLength(1);
        expect(rig.messagesOf(urn).filter(({ severity }) => severity === "warning")).toEqual([
            { severity: "warning", urn, ephemeral: false, text: (warnings as string[])[0] },
        ]);
    });

    it("have unknown values in previews, which pass check and are a change", async () => {
        const { inputs, outputs } = rig.zone("unknown");
        const news = inputs({ host: unknownValue, migration: { user: unknownValue } });
        expect(await rig.provider.check(inputs(), news)).toEqual({ inputs: news, failures: [] });
        expect(await rig.provider.diff(outputs("global1"), news)).toEqual({ changes: true, replaces: [] });
    });

    it("fail with the whole text, and without details where nothing was changed", async () => {
        const { inputs } = rig.zone("refused");
        const failure: unknown = await rig.provider
            .create(inputs({ host: "global2" }))
            .catch((error: unknown) => error);
        expect(String(failure)).toMatch(/ZONE_ELSEWHERE: .*[^]*What to do: Write host: "global1"/);
        expect(initFailureOf(failure)).toBeUndefined();
    });

    it("fail with the truth in the details where something was: new outputs, __provider among them, and why", async () => {
        const { inputs, outputs, urn } = rig.zone("partial");
        rig.fleet.moveZone("partial", "global1", "global3");
        rig.fleet.addFault("global3", { kind: "refuse", command: "zoneadm migrate", lines: ["zoneadm: no"] });
        const wish = inputs({ host: "global2" });
        const failure: unknown = await rig.provider
            .update("the-id", outputs("global1"), wish)
            .catch((error: unknown) => error);
        expect(initFailureOf(failure)).toMatchObject({
            id: "the-id",
            properties: { ...wish, currentHost: "global3", zoneState: "running", __provider: providerShim, __urn: urn },
            reasons: [expect.stringMatching(/^MIGRATION_FAILED: partial did not move to global2/) as string],
        });
    });
});
