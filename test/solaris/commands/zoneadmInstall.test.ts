import type { Fleet, HostSpec, ZoneSpec } from "../index";
import { until } from "../testClient";
import { startHost, stopHost, type } from "./oneHost";

let fleet: Fleet;

afterEach(stopHost);

const localDisk = "dev:/dev/zvol/dsk/rpool/VARSHARE/zones/%{zonename}/disk%{id}";
const switching = "zoneadm: zone 'kz': ERROR: installation failed: zone switching to configured state\n";

async function start(host: Partial<HostSpec> = {}, zone: Partial<ZoneSpec> = {}): Promise<void> {
    fleet = await startHost({ zones: [{ name: "kz", state: "configured", ...zone }], ...host });
}

function states(): string[] {
    return fleet.history.filter(({ by }) => by.startsWith("zoneadm")).map(({ to, by }) => `${to} by ${by}`);
}

it("prints its progress, and leaves the zone installed with a UUID, its disk and a service instance", async () => {
    await start({ files: { "/export/profiles/kz.xml": "<x/>" } });
    const before = fleet.zone("global1", "kz");
    const installed = await type("zoneadm -z kz install -c /export/profiles/kz.xml -v");
    expect(installed).toMatchObject({ status: 0, stderr: "" });
    const [, log = ""] = /^Progress being logged to (\S+)\n/.exec(installed.stdout) ?? [];
    expect(log).toMatch(/^\/var\/log\/zones\/zoneadm\.\d{8}T\d{6}Z\.kz\.install$/);
    expect(installed.stdout).toContain("SC Profile: /export/profiles/kz.xml\n");
    expect(installed.stdout.endsWith(`  Log saved in non-global zone as ${log}\n`)).toBe(true);
    expect((await type(`cat ${log}`)).stdout).toBe(installed.stdout);
    expect(before?.uuid).toBe("");
    expect(fleet.zone("global1", "kz")?.uuid).toMatch(/^[0-9a-f-]{36}$/);
    expect(states()).toEqual(["incomplete by zoneadm install", "installed by zoneadm install"]);
    expect(Object.values(fleet.state().disks)).toEqual([fleet.state().hosts.global1?.hostid]);
    expect((await type("svcs -H -o state svc:/system/zones/zone:kz")).stdout).toBe("offline\n");
});

it("gives every installation another UUID", async () => {
    await start();
    await type("zoneadm -z kz install");
    const first = fleet.zone("global1", "kz")?.uuid;
    await type("zoneadm -z kz uninstall -F; zonecfg -z kz delete -F; zonecfg -z kz create");
    await type("zoneadm -z kz install");
    expect(fleet.zone("global1", "kz")?.uuid).not.toBe(first);
});

it("prints other words", async () => {
    await start({ installOutput: ["%{zonename}: one", "two, see %{log}"] });
    expect((await type("zoneadm -z kz install")).stdout).toMatch(/^kz: one\ntwo, see \/var\/log\/zones\/\S+\n$/);
});

describe("what is missing", () => {
    it.each<[string, string, Partial<HostSpec>, string]>([
        ["an archive", "-a /a.uar", {}, "ERROR: archive /a.uar: No such file or directory\n"],
        ["a manifest", "-m /m.xml", {}, "ERROR: manifest /m.xml: No such file or directory\n"],
        ["a profile", "-c /c.xml", {}, "ERROR: profile /c.xml: No such file or directory\n"],
        [
            "media",
            "-b http://repo/ai.iso",
            { missingSources: ["http://repo/ai.iso"] },
            "ERROR: media http://repo/ai.iso: No such file or directory\n",
        ],
        [
            "AI media in the archive",
            "-a /net/a/web.uar",
            { archives: { "/net/a/web.uar": { media: false } } },
            "ERROR: Archived zone web has no AI media\n",
        ],
        [
            "the zone in the archive",
            "-a http://repo/a.uar -z db",
            { archives: { "http://repo/a.uar": { zones: ["web"] } } },
            "ERROR: Archive http://repo/a.uar has no zone db\n",
        ],
    ])("%s", async (_what, options, host, error) => {
        await start(host);
        expect(await type(`zoneadm -z kz install ${options}`)).toMatchObject({ status: 1, stderr: error + switching });
        expect(states()).toEqual(["incomplete by zoneadm install", "configured by zoneadm install"]);
    });

    it("space for local disks", async () => {
        await start({ diskSpace: "20G" }, { config: { devices: [{ id: 0, storage: localDisk, bootpri: 0 }] } });
        const { status, stderr } = await type("zoneadm -z kz install -x install-size=32G");
        expect([status, stderr]).toEqual([
            1,
            `ERROR: could not create dev:/dev/zvol/dsk/rpool/VARSHARE/zones/kz/disk0: out of space\n${switching}`,
        ]);
        expect((await type("zoneadm -z kz install -S 16G")).status).toBe(0);
    });

    it("the network link, which is noticed before the zone changes", async () => {
        await start({}, { config: { anets: [{ id: 0, lowerLink: "net9" }] } });
        const { status, stderr } = await type("zoneadm -z kz install");
        expect([status, stderr.endsWith("zoneadm: zone kz failed to verify\n")]).toEqual([1, true]);
        expect(states()).toEqual([]);
        expect((await type("zoneadm -z kz verify")).status).toBe(1);
    });

    it("a disk of its own", async () => {
        await start({}, { diskOwner: "848611d4" });
        const { status, stderr } = await type("zoneadm -z kz install");
        expect([status, stderr]).toEqual([
            1,
            "zone 'kz': error: ERROR: zone kz is in use by host with  hostid 848611d4\n",
        ]);
        expect(fleet.zone("global1", "kz")?.state).toBe("configured");
    });
});

describe("an installation under way", () => {
    it("leaves the zone incomplete and locked, and goes on without its reader", async () => {
        await start();
        const hold = fleet.holdInstall({ zone: "kz", lines: 3 });
        const outcome = type("zoneadm -z kz install");
        await hold.reached;
        expect(fleet.zone("global1", "kz")).toMatchObject({ state: "incomplete", operation: "install" });
        expect((await type("zoneadm -z kz uninstall -F")).stderr).toContain("another zoneadm may have an operation");
        expect((await type("zoneadm -z kz boot")).stderr).toContain("zone is incomplete; uninstall required.");
        fleet.host("global1").dropConnections();
        expect((await outcome).status).toBeUndefined();
        hold.letGo();
        await until(() => fleet.zone("global1", "kz")?.state === "installed");
    });

    it("stays incomplete where it is killed, and is uninstalled then", async () => {
        await start();
        const hold = fleet.holdInstall({ zone: "kz", lines: 3 });
        const outcome = type("zoneadm -z kz install; echo $?");
        await hold.reached;
        expect(fleet.host("global1").killProcesses(/^zoneadm -z kz install/)).toBe(1);
        expect((await outcome).stdout.endsWith("137\n")).toBe(true);
        hold.letGo();
        await until(() => fleet.zone("global1", "kz")?.operation === undefined);
        expect((await type("zoneadm -z kz install")).stderr).toContain("zone is incomplete; uninstall required.");
        expect((await type("zoneadm -z kz uninstall -F")).status).toBe(0);
        expect(states().at(-1)).toBe("configured by zoneadm uninstall");
    });

    it("stays incomplete where its host goes down", async () => {
        await start();
        const hold = fleet.holdInstall({ zone: "kz" });
        const outcome = type("zoneadm -z kz install");
        await hold.reached;
        await fleet.reboot("global1");
        expect((await outcome).status).toBeUndefined();
        expect(fleet.zone("global1", "kz")).toMatchObject({ state: "incomplete" });
        expect(fleet.zone("global1", "kz")).not.toHaveProperty("operation");
    });

    it.each(["configured", "incomplete"] as const)("fails half-way and leaves the zone %s", async (leaves) => {
        await start();
        fleet.addFault("global1", { kind: "install-fails", lines: ["ERROR: pkg: no route"], leaves, times: 1 });
        const { status, stderr } = await type("zoneadm -z kz install");
        expect([status, stderr]).toEqual([1, `ERROR: pkg: no route\n${leaves === "configured" ? switching : ""}`]);
        expect(fleet.zone("global1", "kz")?.state).toBe(leaves);
    });
});
