import { type Fault, type Fleet, type FleetSpec, type HostSpec, startFleet, type ZoneSpec } from "./index";
import { connect, execute, run, until } from "./testClient";

let fleet: Fleet;

async function start(
    zone: Partial<ZoneSpec> = {},
    source: Partial<HostSpec> = {},
    target: Partial<HostSpec> = {},
    more: Partial<FleetSpec> = {},
): Promise<void> {
    fleet = await startFleet({
        hosts: [
            { name: "global1", requirePrivilege: "none", zones: [{ name: "kzone1", ...zone }], ...source },
            { name: "global2", requirePrivilege: "none", ...target },
        ],
        ...more,
    });
}

afterEach(async () => {
    await fleet.stop();
});

const migrate = "zoneadm -z kzone1 migrate -t live ssh://zadm@global2";
const dryRun = "zoneadm -z kzone1 migrate -n ssh://zadm@global2";

const seen = (host: string): string => {
    const zone = fleet.zone(host, "kzone1");
    return zone === undefined ? "absent" : [zone.state, ...zone.auxiliary].join(" ");
};

describe("zoneadm migrate", () => {
    it("moves a running zone with its UUID, configuration and vCPUs", async () => {
        await start({ activeVcpus: 3, liveConfig: { memory: "6G" } });
        const before = fleet.zone("global1", "kzone1");
        expect((await run(fleet, "global1", migrate)).status).toBe(0);
        expect([seen("global1"), seen("global2")]).toEqual(["configured", "running"]);
        const after = fleet.zone("global2", "kzone1");
        expect(after?.uuid).toBe(before?.uuid);
        expect(after?.export).toBe(before?.liveExport);
        expect((await run(fleet, "global2", "zoneadm -z kzone1 migrate ssh://global1")).status).toBe(1);
    });

    it("shows the auxiliary states while it copies", async () => {
        await start();
        const copying = fleet.holdAt({ zone: "kzone1", phase: "copy" });
        const moving = run(fleet, "global1", migrate);
        await copying.reached;
        expect(seen("global1")).toBe("running migrating-out");
        const here = await run(fleet, "global1", "zoneadm list -s");
        const there = await run(fleet, "global2", "zoneadm list -s");
        expect(here.stdout).toContain("kzone1          running            migrating-out\n");
        expect(there.stdout).toContain("kzone1          running            migrating-in\n");
        const second = await run(fleet, "global1", dryRun);
        expect(second.stderr).toBe("zoneadm: zone 'kzone1': another zoneadm may have an operation in progress.\n");
        copying.letGo();
        expect((await moving).status).toBe(0);
    });

    it("takes longer for more memory", async () => {
        await start({ config: { memory: "16G" } }, {}, {}, { latency: { copyPerGiB: 10 } });
        await run(fleet, "global1", migrate);
        expect(fleet.commands().find(({ name }) => name === "zoneadm migrate")?.durationMs).toBeGreaterThan(150);
    });

    it("leaves nothing after a dry run", async () => {
        await start();
        const before = fleet.state();
        const booting = fleet.holdAt({ zone: "kzone1", phase: "boot", dryRun: true });
        const tried = run(fleet, "global1", dryRun);
        await booting.reached;
        expect(seen("global2")).toBe("running migrating-in");
        booting.letGo();
        expect((await tried).status).toBe(0);
        expect(fleet.state()).toEqual(before);
    });

    it("moves suspended and halted zones, unless told live", async () => {
        await start({ state: "installed", auxiliary: ["suspended"] });
        expect((await run(fleet, "global1", migrate)).status).toBe(1);
        expect((await run(fleet, "global1", "zoneadm -z kzone1 migrate -q ssh://global2")).lines).toBe("");
        expect([seen("global1"), seen("global2")]).toEqual(["configured", "installed suspended"]);
        await fleet.stop();
        await start({ state: "installed" }, { release: "11.3.36.10.0" });
        expect((await run(fleet, "global1", "zoneadm -z kzone1 migrate ssh://global2")).status).toBe(1);
        expect((await run(fleet, "global1", migrate)).status).toBe(2);
    });

    it("moves a zone warm: it arrives suspended, and boot resumes it, or -R boots it afresh", async () => {
        const suspend = { storage: "iscsi://storage1/luname.naa.501337600144f0dbf8af1900" };
        for (const [boot, vcpus] of [
            ["boot", 2],
            ["boot -R", 4],
        ] as const) {
            await start({ config: { suspend }, activeVcpus: 2 });
            for (const command of ["suspend", "migrate -n ssh://global2", "migrate ssh://global2"]) {
                expect((await run(fleet, "global1", `zoneadm -z kzone1 ${command}`)).status).toBe(0);
            }
            expect([seen("global1"), seen("global2")]).toEqual(["configured", "installed suspended"]);
            expect((await run(fleet, "global2", `zoneadm -z kzone1 ${boot}`)).status).toBe(0);
            expect(seen("global2")).toBe("running");
            expect(fleet.host("global2").model.zones.get("kzone1")?.activeVcpus).toBe(vcpus);
            expect((await run(fleet, "global1", "zoneadm -z kzone1 attach")).status).toBe(1);
            await fleet.stop();
        }
        await start();
    });

    it("moves a zone cold, whose shutdown takes its time", async () => {
        await start({ guest: { shutdownMs: 40 } });
        const down = run(fleet, "global1", "zoneadm -z kzone1 shutdown");
        await until(() => fleet.zone("global1", "kzone1")?.operation === "shutdown");
        expect(seen("global1")).toBe("running");
        expect((await down).status).toBe(0);
        expect((await run(fleet, "global1", "zoneadm -z kzone1 migrate ssh://global2")).status).toBe(0);
        expect([seen("global1"), seen("global2")]).toEqual(["configured", "installed"]);
        expect((await run(fleet, "global2", "zoneadm -z kzone1 boot")).status).toBe(0);
    });

    it("overwrites the target's configuration with -w", async () => {
        const zones: ZoneSpec[] = [{ name: "kzone1", state: "configured", config: { ncpus: 2 } }];
        await start({}, {}, { zones });
        expect((await run(fleet, "global1", dryRun)).status).toBe(1);
        expect((await run(fleet, "global1", "zoneadm -z kzone1 migrate -w ssh://global2")).status).toBe(0);
        expect(fleet.zone("global2", "kzone1")?.config.ncpus).toBe(4);
    });

    it.each<[string, Partial<ZoneSpec>, Partial<HostSpec>, string]>([
        [
            "another memory size",
            {},
            { zones: [{ name: "kzone1", state: "configured", config: { memory: "2G" } }] },
            "capped-memory:physical",
        ],
        [
            "another number of anets",
            {},
            { zones: [{ name: "kzone1", state: "configured", config: { anets: [] } }] },
            "anet",
        ],
        ["other disks", {}, { zones: [{ name: "kzone1", state: "configured", config: { devices: [] } }] }, "device"],
        ["a missing link", {}, { links: ["net7"] }, "lower-link 'net0'"],
        [
            "local storage",
            { config: { devices: [{ id: 0, storage: "dev:dsk/c0t0d0s0", bootpri: 0 }] } },
            {},
            "local storage",
        ],
        ["the zone running there", {}, { zones: [{ name: "kzone1" }] }, "already installed; create not allowed."],
        ["maintenance", {}, { maintenance: true }, "maintenance mode"],
        ["another architecture", {}, { architecture: "sparc" }, "different architectures"],
        ["the same machine", {}, { hostid: "0a0b0c0d" }, "same host"],
        ["another brand", { brand: "solaris" }, {}, "brand 'solaris'"],
        ["a panicked guest", { auxiliary: ["panicked"] }, {}, "panicked"],
    ])("refuses %s", async (_what, zone, target, text) => {
        await start(zone, { hostid: "0a0b0c0d" }, target);
        const before = fleet.state();
        const tried = await run(fleet, "global1", dryRun);
        expect(tried.status).toBe(1);
        expect(tried.stderr).toContain(text);
        expect(fleet.state()).toEqual(before);
    });

    it("asks for a password where keys do not do", async () => {
        await start({}, { trustedBy: [] }, { services: { "svc:/system/rad:remote": "online" } });
        const probe = await run(fleet, "global1", "ssh -o BatchMode=yes zadm@global2 true");
        expect(probe.status).toBe(255);
        for (const command of [migrate, "zoneadm -z kzone1 migrate -n rads://global2"]) {
            const client = await connect(fleet, "global1");
            let prompt = "";
            const asked = execute(client, command, undefined, ({ stderr }) => (prompt = stderr));
            await until(() => prompt === "Password: ");
            client.end();
            expect(await asked).toMatchObject({ status: undefined, stderr: "Password: " });
        }
        const answered = await run(fleet, "global1", "zoneadm -z kzone1 migrate -n //global2", "secret\n");
        expect(answered.status).toBe(0);
    });

    it("goes on when the connection is lost", async () => {
        await start();
        fleet.addFault("global1", { kind: "drop-connection", when: "during", lines: 2, command: "zoneadm migrate" });
        const lost = await run(fleet, "global1", migrate);
        expect(lost.status).toBeUndefined();
        expect(lost.stderr.split("\n").length).toBeLessThan(5);
        await until(() => seen("global1") === "configured");
        expect(seen("global2")).toBe("running");
        expect(fleet.commands().at(-1)?.exitCode).toBe(0);
    });

    it.each<[string, Fault, string, string, number]>([
        ["is refused after the copy", { kind: "refuse", lines: ["no"], afterPhase: "copy" }, "running", "absent", 1],
        [
            "is refused after the attach, leaving the configuration",
            { kind: "refuse", lines: ["no"], afterPhase: "attach", leavesTargetConfig: true, exitStatus: 3 },
            "running",
            "configured",
            3,
        ],
        ["fails to detach", { kind: "refuse", lines: ["no"], afterPhase: "finish" }, "installed", "running", 1],
        ["gets stuck", { kind: "stuck-migrating-in" }, "running", "running migrating-in", 1],
        ["does nothing", { kind: "no-effect" }, "running", "absent", 0],
        ["says no and did it", { kind: "exit-after-effect", lines: ["no"] }, "configured", "running", 1],
    ])("%s", async (_what, fault, source, target, status) => {
        await start();
        fleet.addFault("global1", { ...fault, command: "zoneadm migrate*" });
        expect((await run(fleet, "global1", migrate)).status).toBe(status);
        expect([seen("global1"), seen("global2")]).toEqual([source, target]);
        expect(fleet.zone("global1", "kzone1")?.operation).toBeUndefined();
        expect(fleet.zone("global2", "kzone1")?.operation).toBeUndefined();
    });

    it("can leave a dry run's configuration behind", async () => {
        await start();
        fleet.addFault("global1", { kind: "leaves-target-config", command: "zoneadm migrate -n", times: 1 });
        expect((await run(fleet, "global1", dryRun)).status).toBe(0);
        expect(seen("global2")).toBe("configured");
    });
});
