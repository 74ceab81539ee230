import { type Fleet, type HostSpec, startFleet } from "./index";
import { run } from "./testClient";

let fleet: Fleet;

afterEach(() => fleet.stop());

async function start(host: Partial<HostSpec> = {}): Promise<void> {
    fleet = await startFleet({
        hosts: [{ name: "global1", zones: [{ name: "kzone1" }], ...host }, { name: "global2" }],
    });
}

describe("profiles and auths", () => {
    it("show those of the login", async () => {
        await start({ profiles: ["Zone Migration"], authorizations: ["solaris.zone.migrate/kzone1"] });
        expect((await run(fleet, "global1", "profiles")).stdout).toBe("zadm:\n          Zone Migration\n");
        expect((await run(fleet, "global1", "auths")).stdout).toBe("solaris.zone.migrate/kzone1\n");
    });

    it("show by default what the recipe gives", async () => {
        await start();
        expect((await run(fleet, "global1", "profiles")).stdout).toMatch(/ Zone Migration\n.* Zone Configuration\n/);
        expect((await run(fleet, "global1", "auths")).stdout).toContain("solaris.zone.config,solaris.zone.migrate");
    });
});

describe("sudo -n -l", () => {
    it("tells whether a command would be run, and does not run it", async () => {
        await start({ requirePrivilege: "sudo", sudoRefuses: /delete/ });
        const { stdout, status } = await run(fleet, "global1", "sudo -n -l /usr/sbin/zonecfg -z kzone1 export");
        expect([status, stdout]).toEqual([0, "/usr/sbin/zonecfg -z kzone1 export\n"]);
        expect((await run(fleet, "global1", "sudo -n -l /usr/sbin/zonecfg -z kzone1 delete -F")).status).toBe(1);
        expect(fleet.commands()).toEqual([]);
    });

    it("is refused where sudo is not the way", async () => {
        await start();
        const { stderr, status } = await run(fleet, "global1", "sudo -n -l /usr/sbin/zonecfg");
        expect([status, stderr]).toEqual([1, "sudo: a password is required\n"]);
    });
});

it("date is that of a clock which can be off", async () => {
    await start({ clockOffset: 3600 });
    const { stdout } = await run(fleet, "global1", "date -u +%Y-%m-%dT%H:%M:%SZ");
    expect(stdout).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n$/);
    const ahead = Date.parse(stdout.trim()) - Date.now();
    expect(ahead).toBeGreaterThan(3_000_000);
    expect(ahead).toBeLessThan(3_601_000);
});

it.each(["/usr/bin/pfexec", "/usr/bin/sudo", "/usr/sbin/sysadm"])("%s can be missing", async (program) => {
    await start({ missingPrograms: [program] });
    const { stderr, status } = await run(fleet, "global1", `env LC_ALL=C ${program} list`);
    expect([status, stderr]).toEqual([127, `env: ${program}: No such file or directory\n`]);
});

it("ssh takes -- before the destination", async () => {
    await start();
    const { status } = await run(fleet, "global1", "ssh -o BatchMode=yes -- zadm@global2 /usr/bin/true");
    expect(status).toBe(0);
    expect(fleet.commands().map(({ host, name }) => `${host}: ${name}`)).toEqual(["global1: ssh", "global1: true"]);
});
