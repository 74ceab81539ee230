import { type Fleet, type HistoryEntry, isSettledCopy, secondCopies, startFleet } from "./index";
import { run, until } from "./testClient";

let fleet: Fleet | undefined;

afterEach(async () => {
    await fleet?.stop();
    fleet = undefined;
});

async function start(): Promise<Fleet> {
    fleet = await startFleet({
        hosts: [{ name: "global1", zones: [{ name: "kzone1" }] }, { name: "global2" }, { name: "global3" }],
    });
    return fleet;
}

const brief = ({ host, from, to, by, user }: HistoryEntry): string => `${host}: ${from} -> ${to} (${by}, ${user})`;
const migrate = "pfexec zoneadm -z kzone1 migrate -t live ssh://global2";

describe("the history of the hosts", () => {
    it("tells a live migration step by step, with one running copy at every moment", async () => {
        const hosts = await start();
        expect((await run(hosts, "global1", migrate)).status).toBe(0);
        expect(hosts.history.map(brief)).toEqual([
            "global1: absent -> running (test, )",
            "global2: absent -> configured (zoneadm migrate, zadm)",
            "global2: configured -> installed (zoneadm migrate, zadm)",
            "global2: installed -> running migrating-in (zoneadm migrate, zadm)",
            "global1: running -> running migrating-out (zoneadm migrate, zadm)",
            "global1: running migrating-out -> shutting_down (zoneadm migrate, zadm)",
            "global2: running migrating-in -> running (zoneadm migrate, zadm)",
            "global1: shutting_down -> configured (zoneadm migrate, zadm)",
        ]);
        expect(secondCopies(hosts.history)).toEqual([]);
        const uuids = new Set(hosts.history.slice(2).map(({ uuid }) => uuid));
        expect([...uuids]).toEqual([hosts.zone("global2", "kzone1")?.uuid]);
    });

    it("tells a dry run, and that it leaves nothing", async () => {
        const hosts = await start();
        await run(hosts, "global1", migrate.replace("migrate", "migrate -n"));
        const { by, to, host } = hosts.history.at(-1) ?? {};
        expect([by, host, to]).toEqual(["zoneadm migrate -n", "global2", "absent"]);
    });

    it("tells who halted, renamed, detached and deleted a zone", async () => {
        const hosts = await start();
        const before = hosts.history.length;
        expect((await run(hosts, "global1", "pfexec zoneadm -z kzone1 halt")).status).toBe(0);
        expect((await hosts.rename("global1", "kzone1", "kzone2")).status).toBe(0);
        expect((await run(hosts, "global1", "pfexec zoneadm -z kzone2 detach")).status).toBe(0);
        expect((await hosts.deleteZone("global1", "kzone2")).status).toBe(0);
        expect(hosts.history.slice(before).map((entry) => `${entry.zone} ${brief(entry)}`)).toEqual([
            "kzone1 global1: running -> shutting_down (zoneadm halt, zadm)",
            "kzone1 global1: shutting_down -> installed (zoneadm halt, zadm)",
            "kzone1 global1: installed -> absent (zonecfg set zonename, operator)",
            "kzone2 global1: absent -> installed (zonecfg set zonename, operator)",
            "kzone2 global1: installed -> configured (zoneadm detach, zadm)",
            "kzone2 global1: configured -> absent (zonecfg delete, operator)",
        ]);
    });

    it("finds a second copy that was forced, once for each time it began", async () => {
        const hosts = await start();
        hosts.forceRunning("global2", "kzone1");
        expect(secondCopies(hosts.history)).toMatchObject([{ hosts: ["global1", "global2"], entry: { by: "test" } }]);
        await hosts.halt("global1", "kzone1");
        hosts.setZone("global2", "kzone1", { auxiliary: ["panicked"] });
        expect(secondCopies(hosts.history)).toHaveLength(1);
        hosts.forceRunning("global3", "kzone1");
        expect(secondCopies(hosts.history)).toHaveLength(2);
    });
});

describe("a second running copy", () => {
    it("does not come about by commands", async () => {
        const hosts = await start();
        const exported = await run(hosts, "global1", "zonecfg -z kzone1 export");
        const there = async (line: string): Promise<number | undefined> =>
            (await run(hosts, "global2", `pfexec ${line}`, exported.stdout)).status;
        expect(await there("zonecfg -z kzone1 -f -")).toBe(0);
        expect(await there("zoneadm -z kzone1 attach")).toBe(1);
        expect(await there("zoneadm -z kzone1 boot")).toBe(1);
        expect(await there("zoneadm -z kzone1 migrate ssh://global3")).toBe(1);
        expect(secondCopies(hosts.history)).toEqual([]);
        // Let go of by its owner, the disk is taken.
        await hosts.halt("global1", "kzone1");
        await hosts.typed("global1", "zoneadm", "-z", "kzone1", "detach");
        expect(await there("zoneadm -z kzone1 attach")).toBe(0);
        expect(await there("zoneadm -z kzone1 boot")).toBe(0);
        expect((await hosts.boot("global1", "kzone1")).status).toBe(1);
        expect(hosts.state().disks).toEqual({
            [hosts.zone("global2", "kzone1")?.config.devices[0]?.storage ?? ""]: hosts.host("global2").model.hostid,
        });
    });

    it("does not come about by a zone that a test takes away in the middle of its migration", async () => {
        const hosts = await start();
        const copying = hosts.holdAt({ zone: "kzone1", phase: "copy" });
        const moving = run(hosts, "global1", migrate);
        await copying.reached;
        hosts.moveZone("kzone1", "global1", "global3");
        copying.letGo();
        expect((await moving).status).toBe(1);
        expect(hosts.zone("global2", "kzone1")).toBeUndefined();
        expect(isSettledCopy(hosts.zone("global3", "kzone1")?.state ?? "")).toBe(true);
        expect(secondCopies(hosts.history)).toEqual([]);
    });

    it("does not come about by a zone that a test removes in the middle of its migration", async () => {
        const hosts = await start();
        const copying = hosts.holdAt({ zone: "kzone1", phase: "copy" });
        const moving = run(hosts, "global1", migrate);
        await copying.reached;
        hosts.removeZone("global1", "kzone1");
        copying.letGo();
        expect((await moving).status).toBe(1);
        expect([hosts.zone("global1", "kzone1"), hosts.zone("global2", "kzone1")]).toEqual([undefined, undefined]);
    });

    it("does not come about by a migration by hand at the same time", async () => {
        const hosts = await start();
        const copying = hosts.holdAt({ zone: "kzone1", phase: "copy" });
        const byHand = hosts.migrateByHand("kzone1", "global1", "global3");
        await copying.reached;
        const refused = await run(hosts, "global1", migrate);
        expect(refused.stderr).toContain("another zoneadm may have an operation in progress.");
        copying.letGo();
        expect(await byHand).toMatchObject({ status: 0 });
        await until(() => hosts.zone("global3", "kzone1")?.state === "running");
        expect(hosts.zone("global1", "kzone1")?.state).toBe("configured");
    });
});
