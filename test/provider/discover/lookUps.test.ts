import { lookUpCompatibility } from "../../../provider/discover/lookUpCompatibility";
import { lookUpHost } from "../../../provider/discover/lookUpHost";
import { lookUpZone } from "../../../provider/discover/lookUpZone";
import { SolarisHosts } from "../../../provider/solaris/hosts";
import { ConnectionPool } from "../../../provider/transport/pool/pool";
import { startFleet, type Fleet } from "../../solaris";
import { inventoryOf } from "../transport/hostBuilder";

const gib = 1024 ** 3;
const key = "0123456789abcdef0123456789abcdef";
let fleet: Fleet;
let pool: ConnectionPool;
let hosts: SolarisHosts;

beforeAll(async () => {
    fleet = await startFleet({
        hosts: [
            {
                name: "global1",
                memory: "64G",
                zones: [
                    { name: "db", config: { memory: "8G", keysource: key }, liveConfig: { memory: "6G" } },
                    { name: "halted", state: "installed", auxiliary: ["suspended"] },
                    { name: "left", state: "configured" },
                    { name: "twice", state: "configured" },
                    { name: "native", brand: "solaris" },
                    { name: "nat", brand: "solaris", uuid: "11111111-1111-4111-8111-111111111111" },
                    { name: "mixed", brand: "solaris" },
                    { name: "twin", uuid: "11111111-1111-4111-8111-111111111112" },
                    { name: "both", uuid: "29be88cb-e61a-4204-8d9b-f4a61bf0efdd" },
                    { name: "mover", auxiliary: ["migrating-out"] },
                ],
            },
            {
                name: "global2",
                zones: [
                    { name: "db", state: "configured" },
                    { name: "twice", state: "configured" },
                    { name: "nat", brand: "solaris", uuid: "22222222-2222-4222-8222-222222222221" },
                    { name: "mixed", state: "installed" },
                    { name: "twin", state: "installed", uuid: "22222222-2222-4222-8222-222222222222" },
                    { name: "both", uuid: "29be88cb-e61a-4204-8d9b-f4a61bf0efdd" },
                    { name: "mover", auxiliary: ["migrating-in"] },
                ],
            },
            { name: "sparc1", architecture: "sparc", maintenance: true },
        ],
    });
});
afterAll(() => fleet.stop());
beforeEach(() => {
    // Each test with observations of its own.
    const inventory = inventoryOf(fleet.inventory());
    pool = new ConnectionPool(inventory, { idleMs: 60_000 });
    hosts = new SolarisHosts(inventory, pool);
    fleet.clearLog();
});
afterEach(async () => {
    fleet.clearFaults();
    await pool.close();
});

describe("a zone", () => {
    it("is found on whichever host it is, with its configuration and no secret", async () => {
        const zone = await lookUpZone(hosts, { zoneName: "db" });
        expect(zone).toMatchObject({
            found: true,
            zoneName: "db",
            host: "global1",
            state: "running",
            auxiliary: [],
            uuid: fleet.zone("global1", "db")?.uuid,
        });
        expect(zone?.config).toMatchObject({ cappedMemory: { physical: expect.stringMatching(/^8g/i) as string } });
        expect(JSON.stringify(zone)).not.toContain(key);
        // What an output carries must be plain data.
        expect(JSON.parse(JSON.stringify(zone))).toEqual(zone);
    });

    it("is looked for on one host only where that is named", async () => {
        expect(await lookUpZone(hosts, { zoneName: "halted", host: "global1" })).toMatchObject({
            state: "installed",
            auxiliary: ["suspended"],
        });
        expect(await lookUpZone(hosts, { zoneName: "halted", host: "global2" })).toBeUndefined();
        expect(fleet.host("sparc1").execs).toEqual([]);
    });

    it("is not there only where every host says so", async () => {
        expect(await lookUpZone(hosts, { zoneName: "nosuch" })).toBeUndefined();
        fleet.addFault("sparc1", { kind: "refuse-login" });
        await pool.close();
        const anew = new SolarisHosts(hosts.inventory, pool);
        await expect(lookUpZone(anew, { zoneName: "nosuch" })).rejects.toMatchObject({ code: "HOST_UNREACHABLE" });
        expect(await lookUpZone(anew, { zoneName: "db" })).toMatchObject({ host: "global1" });
    });

    it("that is a mere configuration counts where there is one", async () => {
        expect(await lookUpZone(hosts, { zoneName: "left" })).toMatchObject({ host: "global1", state: "configured" });
        await expect(lookUpZone(hosts, { zoneName: "twice" })).rejects.toMatchObject({ code: "ZONE_NOT_FOUND" });
    });

    it("that is being migrated is told where it still runs", async () => {
        expect(await lookUpZone(hosts, { zoneName: "mover" })).toMatchObject({
            host: "global1",
            auxiliary: ["migrating-out"],
        });
    });

    it("that runs twice, or is no kernel zone, is an error", async () => {
        await expect(lookUpZone(hosts, { zoneName: "both" })).rejects.toMatchObject({ code: "SPLIT_BRAIN" });
        await expect(lookUpZone(hosts, { zoneName: "native" })).rejects.toMatchObject({ code: "ZONE_WRONG_BRAND" });
    });

    it("that is one of several of its name is an error that says where they are, until `host` tells which", async () => {
        await expect(lookUpZone(hosts, { zoneName: "twin" })).rejects.toThrow(
            /ZONE_AMBIGUOUS: .* on global1 and global2\n[^]*host: "global1" or host: "global2"/,
        );
        await expect(lookUpCompatibility(hosts, { zoneName: "twin" }, ["sparc1"])).rejects.toMatchObject({
            code: "ZONE_AMBIGUOUS",
        });
        for (const host of ["global1", "global2"]) {
            expect(await lookUpZone(hosts, { zoneName: "twin", host })).toMatchObject({ host });
        }
    });

    it("of another brand is no zone beside a kernel zone, and no split brain beside another one", async () => {
        expect(await lookUpZone(hosts, { zoneName: "mixed" })).toMatchObject({ host: "global2", state: "installed" });
        for (const question of [{ zoneName: "nat" }, { zoneName: "nat", host: "global2" }]) {
            await expect(lookUpZone(hosts, question)).rejects.toMatchObject({ code: "ZONE_WRONG_BRAND" });
        }
    });

    it("is not looked for on a host that is not known, and was not seen there either", async () => {
        const asked = lookUpZone(hosts, { zoneName: "db", host: "globl1" });
        await expect(asked).rejects.toMatchObject({ code: "HOST_UNKNOWN" });
        await expect(asked).rejects.not.toThrow(/last seen/);
    });

    it("cannot be looked for where no host is known", async () => {
        const none = new SolarisHosts(inventoryOf({}), pool);
        await expect(lookUpZone(none, { zoneName: "db" })).rejects.toMatchObject({ code: "HOST_UNKNOWN" });
    });
});

describe("a host", () => {
    it("tells release, capacity, links and zones", async () => {
        const host = await lookUpHost(hosts, "global1");
        expect(host).toMatchObject({
            host: "global1",
            release: "11.4.48.123.0",
            architecture: "i386",
            cpus: 64,
            memoryBytes: 64 * gib,
            // db as it runs, `both`, `mover` and `twin`.
            zonesMemoryBytes: 18 * gib,
            freeMemoryBytes: 46 * gib,
            links: ["net0", "net1"],
            maintenance: false,
            unknown: [],
        });
        expect(host.zones.map(({ zoneName, brand, state }) => [zoneName, brand, state])).toEqual([
            ["both", "solaris-kz", "running"],
            ["db", "solaris-kz", "running"],
            ["halted", "solaris-kz", "installed"],
            ["left", "solaris-kz", "configured"],
            ["mixed", "solaris", "running"],
            ["mover", "solaris-kz", "running"],
            ["nat", "solaris", "running"],
            ["native", "solaris", "running"],
            ["twice", "solaris-kz", "configured"],
            ["twin", "solaris-kz", "running"],
        ]);
        expect(JSON.parse(JSON.stringify(host))).toEqual(host);
    });

    it("leaves out what it does not tell, and says why", async () => {
        fleet.addFault("global1", { kind: "refuse", command: "prtconf", lines: ["prtconf: no"] });
        fleet.addFault("global1", { kind: "refuse", command: "zonecfg -r export", zone: "db", lines: ["db: no"] });
        const host = await lookUpHost(hosts, "global1");
        expect(host).not.toHaveProperty("memoryBytes");
        expect(host).not.toHaveProperty("freeMemoryBytes");
        expect(host.unknown).toEqual([
            expect.stringContaining("prtconf") as string,
            "memory of db: zonecfg -r export: exit code 1; db: no",
        ]);
    });

    it("that cannot be asked is an error", async () => {
        fleet.addFault("global2", { kind: "refuse-login" });
        await expect(lookUpHost(hosts, "global2")).rejects.toMatchObject({ code: "LOGIN_REFUSED" });
        await expect(lookUpHost(hosts, "globl2")).rejects.toMatchObject({ code: "HOST_UNKNOWN" });
    });

    it("is read once by those who ask at the same time", async () => {
        await Promise.all([lookUpHost(hosts, "global1"), lookUpHost(hosts, "global1")]);
        expect(fleet.host("global1").execs).toHaveLength(4);
    });
});

describe("compatibility", () => {
    const codes = async (...args: Parameters<typeof lookUpCompatibility>): Promise<unknown[]> =>
        (await lookUpCompatibility(...args)).map(({ host, ok, findings }) => [
            host,
            ok,
            ...findings.map(({ code }) => code),
        ]);

    it("is told for each host, in order, by the findings of a preview", async () => {
        fleet.addFault("global2", { kind: "refuse-login" });
        expect(await codes(hosts, { zoneName: "db", host: "global1" }, ["sparc1", "global1", "global2"])).toEqual([
            ["sparc1", false, "TARGET_IN_MAINTENANCE", "ARCHITECTURE_DIFFERS", "LIVE_CONFIG_DIFFERS"],
            ["global1", true],
            ["global2", false, "LOGIN_REFUSED"],
        ]);
    });

    it("is told once of a host that is named twice", async () => {
        const told = await lookUpCompatibility(hosts, { zoneName: "db" }, ["global1", "sparc1", "global1"]);
        expect(told.map(({ host }) => host)).toEqual(["global1", "sparc1"]);
    });

    it("depends on the method", async () => {
        const halted = { zoneName: "halted" };
        const [live] = await lookUpCompatibility(hosts, halted, ["global2"]);
        expect(live).toMatchObject({ ok: false, findings: [{ code: "ZONE_NOT_RUNNING", severity: "error" }, {}] });
        const [cold] = await lookUpCompatibility(hosts, halted, ["global2"], "cold");
        expect(cold?.findings.map(({ code }) => code)).not.toContain("ZONE_NOT_RUNNING");
    });

    it("has no answer for a zone that is not there", async () => {
        await expect(lookUpCompatibility(hosts, { zoneName: "nosuch" }, ["global2"])).rejects.toMatchObject({
            code: "ZONE_NOT_FOUND",
        });
    });
});
