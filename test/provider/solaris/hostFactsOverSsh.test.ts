import { known, valueOf } from "../../../provider/solaris/hostFacts";
import { SolarisHosts } from "../../../provider/solaris/hosts";
import { ConnectionPool } from "../../../provider/transport/pool/pool";
import { startFleet, type Fleet, type HostSpec } from "../../solaris";
import { inventoryOf } from "../transport/hostBuilder";

let fleet: Fleet | undefined;
let pool: ConnectionPool | undefined;

async function hostsOf(spec: Partial<HostSpec> = {}): Promise<SolarisHosts> {
    fleet = await startFleet({ hosts: [{ name: "global1", hostid: "848611d4", ...spec }] });
    const inventory = inventoryOf(fleet.inventory());
    pool = new ConnectionPool(inventory, { idleMs: 60_000 });
    return new SolarisHosts(inventory, pool);
}

afterEach(async () => {
    await pool?.close();
    await fleet?.stop();
    pool = fleet = undefined;
});

describe("the facts of a simulated host", () => {
    it("come over SSH in one command", async () => {
        const hosts = await hostsOf();
        const facts = await hosts.facts("global1");
        expect(await hosts.machine("global1")).toEqual({ hostid: "848611d4", nodeName: "global1" });
        expect(fleet?.host("global1").execs).toHaveLength(1);
        expect(facts).toMatchObject({
            host: "global1",
            machine: known({ hostid: "848611d4", nodeName: "global1" }),
            release: known({ system: "SunOS", version: "11.4.48.123.0" }),
            processorType: known("i386"),
            processors: known(64),
            maintenance: known({ kind: "none" }),
            userId: known(100),
            authorizations: known(["solaris.zone.config", "solaris.zone.migrate", "solaris.device.cdrw"]),
        });
        expect(valueOf(facts.services)?.get("svc:/system/rad:local")).toBe("online");
        expect(valueOf(facts.profiles)?.has("zone migration")).toBe(true);
    });

    it("are the same through what login scripts print, and tell maintenance mode", async () => {
        const noise = { stdout: "Welcome\nuid=0(root)\n0badc0de\n", stderr: "quota\n", trailingStdout: "bye\nsparc\n" };
        const hosts = await hostsOf({ noise, maintenance: true });
        expect(await hosts.facts("global1")).toMatchObject({
            machine: known({ hostid: "848611d4", nodeName: "global1" }),
            processorType: known("i386"),
            userId: known(100),
            maintenance: { kind: "known", value: { kind: "maintenance", records: [{ user: "root" }] } },
        });
    });
});
