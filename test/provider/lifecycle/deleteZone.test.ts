import { previewUpdate } from "../../../provider/kernelZone/previewUpdate";
import type { FleetSpec, ZoneSpec } from "../../solaris";
import { inputs, outputs } from "../kernelZone/bags";
import { duringShutdown, RemovalStage, uuid } from "../kernelZone/removalStage";
import { changesMade, startRun, statesOf } from "../migration/world";

/* Deleting a zone of which another one has a disk too, on simulated hosts over SSH. */

const boot = (name: string) => ({ id: 0, bootpri: 0, storage: `nfs://a:b@nas/kz/${name}` });
const shared = { id: 1, storage: "iscsi://s1/luname.naa.600144f0dbf8af1900005fd25e490080" };

const zone = (name: string, more: Partial<ZoneSpec> = {}): ZoneSpec => ({
    name,
    config: { devices: [boot(name), shared] },
    ...more,
});
const alone = (name: string, more: Partial<ZoneSpec> = {}): ZoneSpec => zone(name, { config: {}, ...more });
const fleet = (here: ZoneSpec[], there: ZoneSpec[] = []): FleetSpec => ({
    hosts: [
        { name: "global1", zones: here },
        { name: "global2", zones: there },
    ],
});

describe("deleting a zone", () => {
    const stage = new RemovalStage();
    const wiped = () => stage.fleet.wipedStorage.length;

    it.each<[what: string, spec: FleetSpec]>([
        ["runs beside it", fleet([zone("kzone1", { uuid }), zone("other")])],
        ["runs on another host", fleet([zone("kzone1", { uuid })], [zone("other")])],
        [
            "is installed",
            fleet([zone("kzone1", { uuid, state: "installed" })], [zone("other", { state: "installed" })]),
        ],
        ["is configured", fleet([zone("kzone1", { uuid })], [zone("other", { state: "configured" })])],
    ])("touches nothing while another zone that has a data disk of it %s", async (_what, spec) => {
        await stage.start(spec);
        await expect(stage.destroy("delete")).rejects.toMatchObject({
            code: "DELETION_UNSAFE",
            message: expect.stringContaining(`device 1 of other on`) as string,
        });
        expect(changesMade(stage)).toEqual([]);
    });

    it("is said to be refused for that by the preview of the policy", async () => {
        await stage.start(fleet([zone("kzone1", { uuid })], [zone("other")]));
        const olds = outputs("global1", { uuid, deletionPolicy: "retain" });
        await previewUpdate(olds, inputs({ deletionPolicy: "delete" }), stage.context);
        expect(stage.reporter.kept).toMatch(
            /kzone1 is destroyed on global1[^]*device 1: [^]*would be refused \(DELETION_UNSAFE\): .* device 1 of other on global2/,
        );
        expect(changesMade(stage)).toEqual([]);
    });

    it("shuts it down all the same where it is to be kept", async () => {
        await stage.start(fleet([zone("kzone1", { uuid })], [zone("other")]));
        await stage.destroy("shutdown");
        expect([statesOf(stage, "global1"), wiped()]).toEqual(["installed", 0]);
    });

    it("is not kept from it by what a move has left of itself", async () => {
        await stage.start(fleet([zone("kzone1", { uuid })], [zone("kzone1", { state: "configured" })]));
        await stage.destroy("delete");
        // Both its disks.
        expect([statesOf(stage, "global1"), wiped()]).toEqual([undefined, 2]);
    });

    it.each(["zonecfg export", "zonecfg -r export"])(
        "touches nothing where %s of a zone that runs does not answer",
        async (command) => {
            await stage.start(fleet([alone("kzone1", { uuid })], [alone("other")]));
            stage.fleet.addFault("global2", { kind: "refuse", command, zone: "other", lines: ["zonecfg: no"] });
            await expect(stage.destroy("delete")).rejects.toMatchObject({
                code: "DELETION_UNSAFE",
                details: { host: "global2" },
            });
            expect(changesMade(stage)).toEqual([]);
        },
    );

    it("warns where the configuration of one that is only configured does not answer", async () => {
        await stage.start(fleet([alone("kzone1", { uuid })], [alone("other", { state: "configured" })]));
        stage.fleet.addFault("global2", {
            kind: "refuse",
            command: "zonecfg export",
            zone: "other",
            lines: ["zonecfg: no"],
        });
        await stage.destroy("delete");
        expect([statesOf(stage, "global1"), wiped()]).toEqual([undefined, 1]);
        expect(stage.reporter.texts("warn")).toEqual([
            expect.stringMatching(
                /has a disk of kzone1 could not be read: other on global2 \(configured\): .*zonecfg: no/,
            ),
        ]);
    });

    it("does not mind a zone that goes away while its configuration is read", async () => {
        await stage.start(fleet([alone("kzone1", { uuid })], [alone("other")]));
        stage.fleet.addFault("global2", {
            kind: "refuse",
            command: "zonecfg export",
            zone: "other",
            lines: ["other: No such zone configured"],
        });
        const { hosts } = stage.context;
        const read = hosts.configurations.bind(hosts);
        jest.spyOn(hosts, "configurations").mockImplementation(async (host, maxAgeMs) => {
            const told = await read(host, maxAgeMs);
            if (host === "global2") {
                stage.fleet.removeZone("global2", "other");
            }
            return told;
        });
        await stage.destroy("delete");
        expect([statesOf(stage, "global1"), wiped()]).toEqual([undefined, 1]);
    });

    it("looks at all configurations again before it wipes anything, where the shutdown took its time", async () => {
        await stage.start(fleet([zone("kzone1", { uuid })], [alone("other")]));
        stage.hurry(100);
        const { context } = startRun(stage.fleet);
        duringShutdown(context, () => {
            stage.fleet.addZone("global2", zone("late"));
            // The hurried clock is not the one by which answers get old.
            context.hosts.forget("global2");
        });
        await expect(stage.destroy("delete", {}, context)).rejects.toMatchObject({ code: "DELETION_UNSAFE" });
        expect([statesOf(stage, "global1"), wiped()]).toEqual(["installed", 0]);
    });

    it("deletes many at once, of which none is kept by another one that goes away meanwhile", async () => {
        const names = Array.from({ length: 5 }, (_, index) => `kz${index}`);
        await stage.start(fleet(names.map((name) => alone(name, { state: "installed" }))));
        await Promise.all(
            names.map((zoneName) => {
                const seen = stage.fleet.zone("global1", zoneName)?.uuid;
                return stage.destroy("delete", { zoneName, uuid: seen });
            }),
        );
        expect(wiped()).toBe(names.length);
    });
});
