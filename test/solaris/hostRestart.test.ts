import { type Fleet, type HostSpec, secondCopies, standing, startFleet, type ZoneSpec } from "./index";
import { run, until } from "./testClient";

let fleet: Fleet;

async function start(zone: Partial<ZoneSpec> = {}, hosts: Partial<HostSpec> = {}): Promise<void> {
    fleet = await startFleet({
        hosts: [
            { name: "global1", zones: [{ name: "kzone1", ...zone }], ...hosts },
            { name: "global2", ...hosts },
        ],
    });
}

afterEach(async () => {
    expect(secondCopies(fleet.history)).toEqual([]);
    await fleet.stop();
});

const held = (): string[] => ["global1", "global2"].map((host) => standing(fleet.zone(host, "kzone1")));
const autoboot = { config: { autoboot: true } };
const migrate = "pfexec zoneadm -z kzone1 migrate -t live ssh://global2";

describe("a host that reboots", () => {
    it("cuts connections, forgets /tmp, and starts its autoboot zones", async () => {
        await start(autoboot);
        fleet.addZone("global1", { name: "kzone2", liveConfig: { memory: "6G" } });
        await run(fleet, "global1", "echo here >/tmp/f");
        const hanging = run(fleet, "global1", "sleep 60");
        await until(() => fleet.host("global1").execs.includes("sleep 60"));
        const rebooting = fleet.reboot("global1", { downMs: 30 });
        expect(held()[0]).toBe("installed");
        expect((await hanging).status).toBeUndefined();
        await expect(run(fleet, "global1", "true")).rejects.toThrow("ECONNREFUSED");
        await rebooting;
        expect((await run(fleet, "global1", "cat /tmp/f")).status).not.toBe(0);
        expect(held()[0]).toBe("running");
        expect(fleet.zone("global1", "kzone2")).toMatchObject({ state: "installed" });
        expect(fleet.zone("global1", "kzone2")?.liveExport).toBeUndefined();
        expect(fleet.history.at(-1)).toMatchObject({ by: "reboot", to: "running" });
    });

    it("gives back the locks of the processes that it ended", async () => {
        await start({ guest: { shutdownHangs: "shutting_down" } });
        const hanging = run(fleet, "global1", "pfexec zoneadm -z kzone1 shutdown");
        await until(() => held()[0] === "shutting_down");
        await fleet.reboot("global1");
        expect((await hanging).status).toBeUndefined();
        expect(fleet.zone("global1", "kzone1")?.state).toBe("installed");
        expect(fleet.zone("global1", "kzone1")?.operation).toBeUndefined();
        expect((await fleet.boot("global1", "kzone1")).status).toBe(0);
    });

    it("finds the disk of a zone that arrived elsewhere taken, whatever autoboot says", async () => {
        await start(autoboot);
        const detaching = fleet.holdAt({ zone: "kzone1", phase: "detach" });
        const moving = run(fleet, "global1", migrate);
        await detaching.reached;
        expect(held()).toEqual(["shutting_down", "running"]);
        await fleet.reboot("global1");
        expect((await moving).status).toBeUndefined();
        expect(held()).toEqual(["unavailable", "running"]);
        expect((await fleet.boot("global1", "kzone1")).lines).toEqual([
            "zoneadm: zone 'kzone1': must be installed before boot.",
        ]);
        // The owner gone, the next start attaches and boots it.
        await fleet.halt("global2", "kzone1");
        await fleet.typed("global2", "zoneadm", "-z", "kzone1", "detach");
        await fleet.reboot("global1");
        expect(held()).toEqual(["running", "configured"]);
    });

    it("boots nothing in maintenance", async () => {
        await start(autoboot, { maintenance: true });
        await fleet.reboot("global1");
        expect(held()[0]).toBe("installed");
    });

    it("resumes a suspended zone only with its image", async () => {
        const suspend = { storage: "iscsi://storage1/luname.naa.501337600144f0dbf8af1900" };
        await start({ config: { autoboot: true, suspend } });
        expect((await run(fleet, "global1", "pfexec zoneadm -z kzone1 suspend")).status).toBe(0);
        await fleet.reboot("global1");
        expect(held()[0]).toBe("running");
    });
});

describe("a migration whose other end goes away", () => {
    it("fails where the target reboots, and the source goes on", async () => {
        await start();
        const copying = fleet.holdAt({ zone: "kzone1", phase: "copy" });
        const moving = run(fleet, "global1", migrate);
        await copying.reached;
        await fleet.reboot("global2");
        const outcome = await moving;
        expect(outcome.status).toBe(1);
        expect(outcome.stderr).toMatch(/Starting migration\.\n.+\n$/);
        expect(held()).toEqual(["running", "unavailable"]);
    });

    it("goes on to its end where the target is lost after the arrival", async () => {
        await start(autoboot);
        const detaching = fleet.holdAt({ zone: "kzone1", phase: "detach" });
        const moving = run(fleet, "global1", migrate);
        await detaching.reached;
        await fleet.reboot("global2");
        detaching.letGo();
        expect((await moving).status).toBe(0);
        expect(held()).toEqual(["configured", "running"]);
    });

    it("is refused while the link is cut, and passes when it is back", async () => {
        await start();
        fleet.cutLink("global1", "global2");
        expect(await run(fleet, "global1", migrate)).toMatchObject({ status: 1 });
        const probe = await run(fleet, "global2", "ssh -o BatchMode=yes zadm@global1 true");
        expect([probe.status, probe.stderr]).toEqual([
            255,
            "ssh: connect to host global1 port 22: Connection timed out\n",
        ]);
        fleet.restoreLink("global1", "global2");
        expect((await run(fleet, "global1", migrate)).status).toBe(0);
    });
});

describe("a zoneadm that is killed", () => {
    // Not the shell that started it, whose command line says zoneadm as well.
    const isZoneadm = ({ args }: { args: readonly string[] }): boolean => args[0]?.endsWith("zoneadm") === true;

    async function killedIn(phase: "attach" | "copy" | "detach", dialect: number): Promise<number | undefined> {
        await start({}, { dialect });
        const there = fleet.holdAt({ zone: "kzone1", phase });
        const moving = run(fleet, "global1", migrate);
        await there.reached;
        expect(fleet.host("global1").killProcesses(isZoneadm)).toBe(1);
        const { status } = await moving;
        await until(() => fleet.zone("global1", "kzone1")?.operation === undefined);
        return status;
    }

    it.each([
        ["attach", "running", /^(installed|configured)$/],
        ["copy", "running", /^(running migrating-in|configured)$/],
        ["detach", "installed", /^running$/],
    ] as const)("in %s leaves the zone %s on the source", async (phase, source, target) => {
        for (const dialect of [0, 1, 2, 3]) {
            expect(await killedIn(phase, dialect)).toBe(137);
            const [here, there] = held();
            expect(here).toBe(source);
            expect(there).toMatch(target);
            await fleet.stop();
        }
    });

    it("in a shutdown that hangs gives the zone's lock back", async () => {
        await start({ guest: { shutdownHangs: "running" } });
        const hanging = run(fleet, "global1", "pfexec zoneadm -z kzone1 shutdown");
        await until(() => fleet.zone("global1", "kzone1")?.operation === "shutdown");
        expect((await fleet.halt("global1", "kzone1")).status).toBe(1);
        expect(fleet.host("global1").killProcesses(isZoneadm)).toBe(1);
        expect((await hanging).status).toBe(137);
        await until(() => fleet.zone("global1", "kzone1")?.operation === undefined);
        expect((await fleet.halt("global1", "kzone1")).status).toBe(0);
    });
});
