import { remove } from "../../../provider/kernelZone/remove";
import type { FleetSpec, ZoneSpec } from "../../solaris";
import { outputs } from "../kernelZone/bags";
import { hurry } from "../migration/hurry";
import { changesMade, startRun, startWorld, statesOf, type World } from "../migration/world";

/* Deleting a zone of which another one has a disk too, on simulated hosts over SSH. */

const uuid = "0f3a0b4e-0000-4000-8000-00000000000a";
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
    let world: World;
    let calm: () => void = () => undefined;
    afterEach(async () => {
        calm();
        calm = () => undefined;
        await world.stop();
    });

    const destroy = (policy: "shutdown" | "delete" = "delete", context = world.context) =>
        remove(outputs("global1", { uuid, deletionPolicy: policy }), context.reporter, () => context);
    const wiped = () => world.fleet.wipedStorage.length;

    it.each<[what: string, spec: FleetSpec]>([
        ["runs beside it", fleet([zone("kzone1", { uuid }), zone("other")])],
        ["runs on another host", fleet([zone("kzone1", { uuid })], [zone("other")])],
        [
            "is installed",
            fleet([zone("kzone1", { uuid, state: "installed" })], [zone("other", { state: "installed" })]),
        ],
        ["is configured", fleet([zone("kzone1", { uuid })], [zone("other", { state: "configured" })])],
    ])("touches nothing while another zone that has a data disk of it %s", async (_what, spec) => {
        world = await startWorld(spec);
        await expect(destroy()).rejects.toMatchObject({
            code: "DELETION_UNSAFE",
            message: expect.stringContaining(`device 1 of other on`) as string,
        });
        expect(changesMade(world)).toEqual([]);
    });

    it("shuts it down all the same where it is to be kept", async () => {
        world = await startWorld(fleet([zone("kzone1", { uuid })], [zone("other")]));
        await destroy("shutdown");
        expect([statesOf(world, "global1"), wiped()]).toEqual(["installed", 0]);
    });

    it("is not kept from it by what a move has left of itself", async () => {
        world = await startWorld(fleet([zone("kzone1", { uuid })], [zone("kzone1", { state: "configured" })]));
        await destroy();
        // Both its disks.
        expect([statesOf(world, "global1"), wiped()]).toEqual([undefined, 2]);
    });

    it.each(["zonecfg export", "zonecfg -r export"])(
        "touches nothing where %s of a zone that runs does not answer",
        async (command) => {
            world = await startWorld(fleet([alone("kzone1", { uuid })], [alone("other")]));
            world.fleet.addFault("global2", { kind: "refuse", command, zone: "other", lines: ["zonecfg: no"] });
            await expect(destroy()).rejects.toMatchObject({ code: "DELETION_UNSAFE", details: { host: "global2" } });
            expect(changesMade(world)).toEqual([]);
        },
    );

    it("warns where the configuration of one that is only configured does not answer", async () => {
        world = await startWorld(fleet([alone("kzone1", { uuid })], [alone("other", { state: "configured" })]));
        world.fleet.addFault("global2", {
            kind: "refuse",
            command: "zonecfg export",
            zone: "other",
            lines: ["zonecfg: no"],
        });
        await destroy();
        expect([statesOf(world, "global1"), wiped()]).toEqual([undefined, 1]);
        expect(world.reporter.texts("warn")).toEqual([
            expect.stringMatching(
                /has a disk of kzone1 could not be read: other on global2 \(configured\): .*zonecfg: no/,
            ),
        ]);
    });

    it("does not mind a zone that goes away while its configuration is read", async () => {
        world = await startWorld(fleet([alone("kzone1", { uuid })], [alone("other")]));
        world.fleet.addFault("global2", {
            kind: "refuse",
            command: "zonecfg export",
            zone: "other",
            lines: ["other: No such zone configured"],
        });
        const { hosts } = world.context;
        const read = hosts.configurations.bind(hosts);
        jest.spyOn(hosts, "configurations").mockImplementation(async (host, maxAgeMs) => {
            const told = await read(host, maxAgeMs);
            if (host === "global2") {
                world.fleet.removeZone("global2", "other");
            }
            return told;
        });
        await destroy();
        expect([statesOf(world, "global1"), wiped()]).toEqual([undefined, 1]);
    });

    it("looks at all configurations again before it wipes anything, where the shutdown took its time", async () => {
        world = await startWorld(fleet([zone("kzone1", { uuid })], [alone("other")]));
        calm = hurry(world.fleet, 100);
        const { context } = startRun(world.fleet);
        const call = context.hosts.call.bind(context.hosts);
        jest.spyOn(context.hosts, "call").mockImplementation(async (host, asked, ...more) => {
            const result = await call(host, asked, ...more);
            if (asked.name.startsWith("zoneadm shutdown")) {
                await new Promise((resolve) => setTimeout(resolve, 20_000));
                world.fleet.addZone("global2", zone("late"));
                // The hurried clock is not the one by which answers get old.
                context.hosts.forget("global2");
            }
            return result;
        });
        await expect(destroy("delete", context)).rejects.toMatchObject({ code: "DELETION_UNSAFE" });
        expect([statesOf(world, "global1"), wiped()]).toEqual(["installed", 0]);
    });

    it("deletes many at once, of which none is kept by another one that goes away meanwhile", async () => {
        const names = Array.from({ length: 5 }, (_, index) => `kz${index}`);
        world = await startWorld(fleet(names.map((name) => alone(name, { state: "installed" }))));
        await Promise.all(
            names.map((zoneName) => {
                const seen = world.fleet.zone("global1", zoneName)?.uuid;
                const state = outputs("global1", { zoneName, uuid: seen, deletionPolicy: "delete" });
                return remove(state, world.context.reporter, () => world.context);
            }),
        );
        expect(wiped()).toBe(names.length);
    });
});
