import { connect, execute, run, until } from "./testClient";
import { type Fleet, type HostSpec, startFleet } from "./index";

let fleet: Fleet;

async function start(host: Partial<HostSpec> = {}): Promise<void> {
    fleet = await startFleet({
        hosts: [{ name: "global1", zones: [{ name: "kzone1" }], ...host }, { name: "global2" }],
    });
}

afterEach(async () => {
    await fleet.stop();
});

const list = "zoneadm list";

describe("logging in", () => {
    it("counts connections and sessions, and answers quickly", async () => {
        await start();
        const client = await connect(fleet, "global1");
        const took: number[] = [];
        for (let index = 0; index < 20; index += 1) {
            const begin = performance.now();
            await execute(client, list);
            took.push(performance.now() - begin);
        }
        // Nagle's algorithm on either side would cost 40 ms each; a machine that stands still makes none the quickest.
        expect(Math.min(...took)).toBeLessThan(20);
        const host = fleet.host("global1");
        expect(host.connections).toEqual({ total: 1, open: 1, maxOpen: 1 });
        expect(host.execs).toHaveLength(20);
        expect(host.sessions.maxOpen).toBe(1);
        client.end();
    });

    it("takes a password by both methods, or nobody", async () => {
        await start({ login: { publicKey: false, password: "secret" } });
        await expect(connect(fleet, "global1")).rejects.toThrow("authentication");
        await expect(connect(fleet, "global1", { password: "wrong" })).rejects.toThrow("authentication");
        (await connect(fleet, "global1", { password: "secret" })).end();
        const methods = { authHandler: ["keyboard-interactive" as const], tryKeyboard: true };
        (await connect(fleet, "global1", { ...methods, password: "secret" })).end();
        await expect(connect(fleet, "global1", { ...methods, password: "wrong" })).rejects.toThrow("authentication");
        await fleet.stop();
        await start({ login: { refuse: true } });
        await expect(connect(fleet, "global1")).rejects.toThrow("authentication");
        await fleet.stop();
        await start();
        await expect(connect(fleet, "global1", { username: "nobody" })).rejects.toThrow("authentication");
    });

    it("can refuse connections, handshakes, logins and channels", async () => {
        await start({ maxSessions: 1 });
        fleet.addFault("global1", { kind: "refuse-connection", times: 1 });
        await expect(connect(fleet, "global1")).rejects.toThrow();
        fleet.addFault("global1", { kind: "silent-handshake", times: 1 });
        await expect(connect(fleet, "global1", { readyTimeout: 50 })).rejects.toThrow("Timed out");
        fleet.addFault("global1", { kind: "refuse-login", times: 1 });
        await expect(connect(fleet, "global1")).rejects.toThrow("authentication");
        fleet.addFault("global1", { kind: "hang", command: "hostname" });
        const client = await connect(fleet, "global1");
        const hung = execute(client, "hostname");
        await expect(execute(client, list)).rejects.toThrow("open failure");
        await until(() => fleet.commands().length === 1);
        client.end();
        expect((await hung).status).toBeUndefined();
        fleet.clearFaults();
        await fleet.host("global1").down();
        await expect(connect(fleet, "global1")).rejects.toThrow("ECONNREFUSED");
        await fleet.host("global1").up();
        expect((await run(fleet, "global1", list)).status).toBe(0);
    });

    it("prints the noise of login scripts", async () => {
        await start({ noise: { stdout: "Welcome\n", stderr: "warn\n", trailingStdout: "bye\n" } });
        const outcome = await run(fleet, "global1", list);
        expect(outcome).toMatchObject({ stdout: "Welcome\nglobal\nkzone1\nbye\n", stderr: "warn\n" });
    });
});

describe("command lines", () => {
    it.each([
        ["zoneadm list; echo $?", "global\nkzone1\n0\n"],
        ["false || echo a && echo b", "a\nb\n"],
        ["true && ! false && echo c", "c\n"],
        ["echo a b | cat | grep -c a", "1\n"],
        ["nosuch 2>&1", "sh: nosuch: not found\n"],
        ["nosuch 2>/dev/null; echo $?", "127\n"],
        ["A=1; export B=2; echo $A$B '$A'", "12 $A\n"],
        ["(echo x; exit 3); echo $?", "x\n3\n"],
        ["printf '%s-%s\\n' a b c", "a-b\nc-\n"],
        ["echo one >/tmp/f; echo two >>/tmp/f; cat /tmp/f; cat </tmp/f", "one\ntwo\none\ntwo\n"],
        ["/usr/bin/env LC_ALL=C /usr/sbin/zoneadm list", "global\nkzone1\n"],
        ["exec /bin/sh -c 'exec /usr/bin/hostname'", "global1\n"],
        ["pfexec id; sudo -n id || echo no", "uid=100(zadm) gid=10(staff)\nno\n"],
        ["/usr/bin/zoneadm list || echo no", "no\n"],
        ["uname -p; zonename; uname -sr", "i386\nglobal\nSunOS 5.11\n"],
        [
            "svcs -H -o state,fmri 'svc:/system/rad:*'",
            "online         svc:/system/rad:local\ndisabled       svc:/system/rad:remote\n",
        ],
        ["svcs -H -o state svc:/network/kz-migr:stream", "online\n"],
        ["sysadm maintain -l; echo $?", "0\n"],
        ["ssh root@global2 'hostname; id'", "global2\nuid=0(root) gid=0(root)\n"],
    ])("%s", async (line, expected) => {
        await start();
        expect((await run(fleet, "global1", line)).stdout).toBe(expected);
    });

    it("refuses a syntax error with status 2", async () => {
        await start();
        expect(await run(fleet, "global1", "echo 'open")).toMatchObject({ status: 2, stdout: "" });
    });

    it.each([
        ["pfexec", "pfexec", "sudo -n"],
        ["sudo", "sudo -n", "pfexec"],
    ] as const)("asks for %s", async (requirePrivilege, right, wrong) => {
        await start({ requirePrivilege });
        const halt = "/usr/sbin/zoneadm -z kzone1 halt";
        const refused = await run(fleet, "global1", halt);
        expect(refused.status).toBe(1);
        expect(refused.stderr).toContain("only a privileged user may");
        expect((await run(fleet, "global1", `${wrong} ${halt}`)).status).toBe(1);
        const config = "zonecfg -z kzone1 'set autoboot=true'";
        expect((await run(fleet, "global1", config)).status).toBe(1);
        expect((await run(fleet, "global1", `${right} ${config}`)).status).toBe(0);
        expect((await run(fleet, "global1", `${right} ${halt}`)).status).toBe(0);
        expect(fleet.zone("global1", "kzone1")).toMatchObject({ state: "installed", config: { autoboot: true } });
    });

    it("speaks another language without LC_ALL=C", async () => {
        await start({ locale: "de" });
        const plain = await run(fleet, "global1", "zoneadm -z nosuch list");
        expect(plain.stderr).toBe("zoneadm: nosuch: Keine solche Zone konfiguriert\n");
        const english = await run(fleet, "global1", "LC_ALL=C zoneadm -z nosuch list");
        expect(english.stderr).toBe("zoneadm: nosuch: No such zone configured\n");
    });
});

describe("faults of commands", () => {
    it("happen before, in mid and after a command", async () => {
        await start();
        const halt = "pfexec zoneadm -z kzone1 halt";
        fleet.addFault("global1", { kind: "drop-connection", when: "before", command: "zoneadm halt", times: 1 });
        expect((await run(fleet, "global1", halt)).status).toBeUndefined();
        expect(fleet.zone("global1", "kzone1")?.state).toBe("running");
        fleet.addFault("global1", { kind: "drop-connection", when: "after", zone: "kzone1", times: 1 });
        expect((await run(fleet, "global1", halt)).status).toBeUndefined();
        expect(fleet.zone("global1", "kzone1")?.state).toBe("installed");
    });

    it("change what arrives", async () => {
        await start();
        fleet.addFault("global1", { kind: "truncate-output", bytes: 9, command: "zoneadm list", times: 1 });
        expect((await run(fleet, "global1", list)).stdout).toBe("global\nkz");
        fleet.addFault("global1", { kind: "invalid-utf8", times: 1 });
        expect((await run(fleet, "global1", list)).stdout).toMatch(/^\uFFFD+global/);
        fleet.addFault("global1", { kind: "answer", stdout: "odd", exitStatus: 7, command: "svcs", times: 1 });
        expect(await run(fleet, "global1", "svcs -H")).toMatchObject({ status: 7, stdout: "odd" });
        fleet.addFault("global1", { kind: "refuse", lines: ["no"], command: "zoneadm list", times: 1 });
        expect(await run(fleet, "global1", list)).toMatchObject({ status: 1, stderr: "no\n" });
        fleet.addFault("global1", { kind: "slow", milliseconds: 60, times: 1 });
        const begin = performance.now();
        expect((await run(fleet, "global1", list)).status).toBe(0);
        expect(performance.now() - begin).toBeGreaterThan(55);
        expect((await run(fleet, "global1", list)).stdout).toBe("global\nkzone1\n");
    });
});

describe("an administrator's hand", () => {
    it("adds, changes, moves and removes zones", async () => {
        await start();
        fleet.moveZone("kzone1", "global1", "global2");
        fleet.addZone("global1", { name: "kzone9", state: "installed" });
        fleet.setZone("global1", "kzone9", { state: "running", config: { memory: "2G" } });
        expect(fleet.zone("global1", "kzone1")?.state).toBe("configured");
        expect(fleet.zone("global2", "kzone1")?.state).toBe("running");
        expect(fleet.zone("global1", "kzone9")?.config.memory).toBe("2G");
        fleet.removeZone("global1", "kzone9");
        expect(fleet.zone("global1", "kzone9")).toBeUndefined();
        expect(() => fleet.addZone("nosuch", { name: "z" })).toThrow("global1, global2");
    });

    it("gives an inventory", async () => {
        await start();
        const { hostKey, port } = fleet.host("global1");
        expect(fleet.inventory({ global1: { port: 1 } })).toMatchObject({
            global1: { address: "127.0.0.1", port: 1, user: "zadm", hostKey },
            global2: { migration: { address: "global2", user: "zadm" } },
        });
        expect(hostKey).toMatch(/^SHA256:/);
        expect(port).toBeGreaterThan(0);
    });

    it("logs what ran", async () => {
        await start();
        await run(fleet, "global1", "LC_ALL=C pfexec zonecfg -z kzone1 -r export | cat");
        expect(fleet.commands()).toMatchObject([
            {
                host: "global1",
                name: "zonecfg -r export",
                zone: "kzone1",
                privileged: true,
                exitCode: 0,
                connection: 1,
            },
            { name: "cat", privileged: false },
        ]);
    });
});
