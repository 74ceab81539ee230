import { SolarisHosts } from "../../../provider/solaris/hosts";
import { deleteConfiguration } from "../../../provider/solaris/zonecfg";
import { inventoryOf } from "../transport/hostBuilder";
import { ConnectionPool } from "../../../provider/transport/pool/pool";
import { startFleet, type Fleet, type HostSpec } from "../../solaris";

let fleet: Fleet | undefined;
let pool: ConnectionPool | undefined;

afterEach(async () => {
    await pool?.close();
    await fleet?.stop();
    pool = fleet = undefined;
});

/** One simulated host with kzone1 running and kzone2 suspended, asked over SSH. */
async function start(spec: Partial<HostSpec> = {}): Promise<{ hosts: SolarisHosts; fleet: Fleet }> {
    const zones = [
        { name: "kzone1", config: { memory: "6G", ncpus: 3 } },
        { name: "kzone2", state: "installed" as const, auxiliary: ["suspended"] },
    ];
    fleet = await startFleet({ hosts: [{ name: "global1", hostid: "848611d4", zones, ...spec }] });
    const inventory = inventoryOf(fleet.inventory());
    pool = new ConnectionPool(inventory, { idleMs: 60_000 });
    return { hosts: new SolarisHosts(inventory, pool), fleet };
}

const variants: [string, Partial<HostSpec>][] = [
    ["plain", {}],
    ["with nine fields", { list: { fields: 9, globalMacProfile: "" } }],
    [
        "that prints around its answers",
        {
            noise: {
                banner: "Authorized use only\n",
                stdout: "\u001b[1mWelcome\u001b[0m\r\na:b:c\n",
                stderr: "motd\n",
            },
        },
    ],
    ["that speaks German", { locale: "de" }],
    ["that wants sudo", { requirePrivilege: "sudo" }],
];

describe.each(variants)("a host %s", (_what, spec) => {
    it("is understood, by two commands for its zones and one connection for all", async () => {
        const { hosts, fleet } = await start(spec);
        const asked = await Promise.all(Array.from({ length: 20 }, () => hosts.snapshot("global1", 1_000)));
        const zones = [...asked[0]!.zones.values()].map(({ name, state, auxiliary }) => [name, state, ...auxiliary]);
        expect(zones).toEqual([
            ["global", "running"],
            ["kzone1", "running"],
            ["kzone2", "installed", "suspended"],
        ]);
        expect(asked[0]!.zones.get("kzone1")?.uuid).toBe(fleet.zone("global1", "kzone1")?.uuid);
        expect(fleet.host("global1").execs).toHaveLength(2);
        expect(await hosts.lookUp("global1", "kzone2")).toMatchObject({ state: "installed" });
        expect(await hosts.lookUp("global1", "nosuch")).toBeUndefined();
        expect(await hosts.machine("global1")).toEqual({ hostid: "848611d4", nodeName: "global1" });
        for (const which of ["stored", "running"] as const) {
            const { script, properties } = await hosts.configuration("global1", "kzone1", which);
            expect(script).toMatch(/^create -b\nset brand=solaris-kz\n/);
            expect(properties.get("brand")).toEqual(["solaris-kz"]);
        }
        expect(fleet.host("global1").connections.total).toBe(1);
    });
});

it("a host without -cs shows the auxiliary states of running zones", async () => {
    const { hosts, fleet } = await start({ list: { auxiliary: "plain" } });
    fleet.markZone("global1", "kzone1", "migrating-out");
    const { zones } = await hosts.snapshot("global1", 0);
    expect(zones.get("kzone1")?.auxiliary).toEqual(["migrating-out"]);
    expect(zones.get("kzone2")?.auxiliary).toEqual([]);
});

it("a login without rights is told so", async () => {
    const { hosts, fleet } = await start({ requirePrivilege: "sudo" });
    fleet.addZone("global1", { name: "kzone3", state: "configured" });
    const inventory = inventoryOf(fleet.inventory({ global1: { privilege: "none" } }));
    const unprivileged = new SolarisHosts(inventory, pool!);
    const call = deleteConfiguration("kzone3");
    await expect(unprivileged.read("global1", call)).rejects.toMatchObject({
        code: "PRIVILEGE_MISSING",
        details: { host: "global1", command: "zonecfg delete -F" },
    });
    expect(fleet.zone("global1", "kzone3")).toBeDefined();
    expect(await hosts.read("global1", call)).toBe("");
    expect(fleet.zone("global1", "kzone3")).toBeUndefined();
});

it("bytes that are no UTF-8 do not hide the zones behind them", async () => {
    const { hosts, fleet } = await start();
    fleet.addFault("global1", { kind: "invalid-utf8", command: "zoneadm list*" });
    fleet.addFault("global1", { kind: "answer", command: "zoneadm list -s", exitStatus: 2, stderr: "\nusage:\n" });
    expect([...(await hosts.snapshot("global1", 0)).zones.keys()]).toContain("kzone1");
});
