import { type Fleet, startFleet } from "../index";
import { run } from "../testClient";

let fleet: Fleet;

beforeEach(async () => {
    fleet = await startFleet({
        hosts: [
            {
                name: "global1",
                links: ["net0", "net4"],
                memory: "64G",
                cpus: 3,
                unreachableStorage: ["lu:luname.naa.1"],
                storageTrouble: { "nfs://a:b@nas/x": "nfs-not-mountable" },
                knownHostKeys: [],
                lacksRights: ["config"],
            },
            { name: "global2", sameMachineAs: "global1" },
        ],
    });
});

afterEach(() => fleet.stop());

it.each([
    ["dladm show-link -p -o link", 0, "net0\nnet4\n"],
    ["prtconf", 0, "System Configuration:  Oracle Corporation  i86pc\nMemory size: 65536 Megabytes\n"],
    ["psrinfo | grep -c on-line", 0, "3\n"],
    ["psrinfo -p", 0, "2\n"],
    ["suriadm lookup-uri lu:luname.naa.2", 0, "lu:luname.naa.2\n"],
    ["suriadm lookup-uri lu:luname.naa.1", 1, ""],
    ["suriadm map 'nfs://a:b@nas/x'", 1, ""],
    ["suriadm", 2, ""],
    ["svcs -H -o state svc:/network/kz-migr:stream", 0, "online\n"],
    ["ssh -o BatchMode=yes zadm@global2 true", 255, ""],
    ["ping global2", 0, "global2 is alive\n"],
    ["ping kzone1", 1, "no answer from kzone1\n"],
])("%s", async (line, status, stdout) => {
    expect(await run(fleet, "global1", line)).toMatchObject({ status, stdout });
});

it("one machine has one node name, one hostid and its zones under both names", async () => {
    fleet.addZone("global1", { name: "kzone1" });
    const asked = "hostname; uname -n; hostid; zoneadm list";
    const here = await run(fleet, "global1", asked);
    expect((await run(fleet, "global2", asked)).stdout).toBe(here.stdout);
});

it("profiles and auths leave out what the host's logins lack", async () => {
    expect((await run(fleet, "global1", "profiles")).stdout).not.toContain("Zone Configuration");
    expect((await run(fleet, "global1", "auths")).stdout).toBe("solaris.zone.migrate,solaris.device.cdrw\n");
    const refused = await run(fleet, "global1", "pfexec zonecfg -z kzone9 create");
    expect(refused.stderr).toContain("only a privileged user may");
});

it("the clock can be set while the host runs", async () => {
    fleet.setClockOffset("global1", 7200);
    const { stdout } = await run(fleet, "global1", "date -u +%Y-%m-%dT%H:%M:%SZ");
    expect(Date.parse(stdout.trim()) - Date.now()).toBeGreaterThan(7_000_000);
});
