import { read } from "../../../provider/kernelZone/read";
import type { FleetSpec, ZoneSpec } from "../../solaris";
import { otherUuid, ourUuid } from "../migration/sightings";
import { changesMade, hostsWithOneZone, startWorld, type World } from "../migration/world";
import { outputs } from "./bags";

let world: World;
afterEach(() => world.stop());

const threeHosts = hostsWithOneZone(["global1", "global2", "global3"]);
const refresh = (more = {}) => read("the-id", outputs("global1", more), world.context);

describe("refresh of a zone", () => {
    it("that is where it was changes nothing, says nothing and runs no dry run", async () => {
        world = await startWorld(threeHosts);
        const uuid = world.fleet.zone("global1", "kzone1")?.uuid;
        const before = outputs("global1", { uuid, lastMigration: { from: "a", to: "b" }, warnings: ["look there"] });
        expect(await read("the-id", before, world.context)).toEqual({ id: "the-id", props: before });
        expect(world.reporter.reports).toEqual([]);
        expect(changesMade(world)).toEqual([]);
    });

    it("finds one that somebody moved by hand; the wish stays as it is", async () => {
        world = await startWorld(threeHosts);
        world.fleet.moveZone("kzone1", "global1", "global3");
        const { id, props } = await refresh();
        expect(id).toBe("the-id");
        expect(props).toMatchObject({ currentHost: "global3", host: "global1", zoneState: "running" });
        expect(world.reporter.kept).toBe("kzone1 was last seen on global1; it is on global3 now (running)");
    });

    it("records another state", async () => {
        world = await startWorld(threeHosts);
        world.fleet.setZone("global1", "kzone1", { state: "installed" });
        expect((await refresh()).props).toMatchObject({ zoneState: "installed" });
    });

    it("finds one although a host that has nothing to do with it does not answer", async () => {
        world = await startWorld(threeHosts);
        await world.fleet.host("global3").down();
        expect((await refresh()).props).toMatchObject({ currentHost: "global1" });
    });

    it("asks each host once for all zones", async () => {
        const zones = Array.from({ length: 30 }, (_, index): ZoneSpec => ({ name: `kz${index}` }));
        const spec: FleetSpec = { hosts: [{ name: "global1", zones }, { name: "global2" }] };
        world = await startWorld(spec);
        await Promise.all(zones.map(({ name }) => refresh({ zoneName: name })));
        expect(
            world.fleet
                .commands()
                .map(({ host, name }) => `${host} ${name}`)
                .sort(),
        ).toEqual(
            // Two lists of zones; `id` and `date` are those of the list of jobs.
            ["global1", "global2"].flatMap((host) =>
                ["date", "id", "zoneadm list", "zoneadm list"].map((name) => `${host} ${name}`),
            ),
        );
        expect(Object.values(world.fleet.hosts).map(({ connections }) => connections.total)).toEqual([1, 1]);
    });
});

describe("refresh of a zone that is gone", () => {
    it("gives an empty id, after each host was asked for it by name", async () => {
        world = await startWorld(threeHosts);
        world.fleet.removeZone("global1", "kzone1");
        expect(await refresh()).toEqual({ id: "", props: {} });
        const byName = world.fleet.commands().filter(({ zone }) => zone === "kzone1");
        expect(byName.map(({ host }) => host).sort()).toEqual(["global1", "global2", "global3"]);
        expect(world.reporter.texts("warn")).toEqual(["kzone1 is gone: every known host was asked for it by name"]);
    });

    it("is an error while a host does not answer: unknown is not gone", async () => {
        world = await startWorld(threeHosts);
        world.fleet.removeZone("global1", "kzone1");
        await world.fleet.host("global2").down();
        await expect(refresh()).rejects.toMatchObject({ code: "HOST_UNREACHABLE" });
    });

    it("is an error where its own host does not answer", async () => {
        world = await startWorld(threeHosts);
        await world.fleet.host("global1").down();
        await expect(refresh()).rejects.toThrow(/global1 cannot be asked[^]*taken to be where it was last seen/);
    });

    it("is an error where a list leaves it out and the host has it by name", async () => {
        world = await startWorld(threeHosts);
        const others = { stdout: "0:global:running:/::solaris:shared:-:none:\n", exitStatus: 0 };
        world.fleet.addFault("global1", { kind: "answer", command: "zoneadm list", times: 2, ...others });
        await expect(refresh()).rejects.toThrow(
            /global1 does not list kzone1, but has it when asked by name \(running\)/,
        );
    });

    it("is an error where only configurations are left of it, or another zone has its name", async () => {
        world = await startWorld(threeHosts);
        await expect(refresh({ uuid: otherUuid })).rejects.toMatchObject({ code: "ZONE_FOREIGN" });
        await world.stop();
        world = await startWorld(threeHosts);
        world.fleet.setZone("global1", "kzone1", { state: "configured" });
        const left = refresh();
        await expect(left).rejects.toMatchObject({ code: "ZONE_NOT_FOUND" });
        await expect(left).rejects.toThrow(
            /What to do: If it was detached: attach it on global1 [^]*`pulumi destroy` again[^]*`pulumi state delete`/,
        );
    });

    it("is an error where it runs twice", async () => {
        world = await startWorld(threeHosts);
        world.fleet.addZone("global2", { name: "kzone1" });
        await expect(refresh()).rejects.toMatchObject({ code: "SPLIT_BRAIN" });
    });

    it("is no error where another one runs elsewhere and the state has no UUID: it is where it was last seen", async () => {
        world = await startWorld(threeHosts);
        world.fleet.addZone("global2", { name: "kzone1", uuid: otherUuid });
        const { uuid } = world.fleet.zone("global1", "kzone1") ?? {};
        expect((await refresh()).props).toMatchObject({ currentHost: "global1", uuid });
        await world.stop();
        world = await startWorld(threeHosts);
        world.fleet.addZone("global2", { name: "kzone1", uuid: otherUuid });
        world.fleet.addZone("global3", { name: "kzone1", uuid: ourUuid });
        world.fleet.removeZone("global1", "kzone1");
        await expect(refresh()).rejects.toMatchObject({ code: "ZONE_AMBIGUOUS" });
    });
});

describe("refresh of a zone that is moving", () => {
    it("keeps what was last seen and says so", async () => {
        world = await startWorld(threeHosts);
        world.fleet.markZone("global1", "kzone1", "migrating-out");
        const before = outputs("global1");
        expect(await read("the-id", before, world.context)).toEqual({ id: "the-id", props: before });
        expect(world.reporter.texts("warn")[0]).toContain("is being migrated right now");
    });
});
