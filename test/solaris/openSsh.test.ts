import { existsSync, readFileSync, statSync } from "node:fs";
import { type Fleet, seedFleet, startFleet } from "./index";
import { openSsh } from "./testClient";

let fleet: Fleet;

beforeEach(async () => {
    fleet = await startFleet(seedFleet({ writeState: true }));
});

afterEach(async () => {
    await fleet.stop();
    expect(existsSync(fleet.directory)).toBe(false);
});

describe("the system's ssh client", () => {
    it("runs commands with their exit status and streams", async () => {
        const listed = await openSsh(fleet, ["global1", "zoneadm", "list"]);
        expect(listed).toEqual(expect.objectContaining({ status: 0, stdout: "global\nkzone1\nkzone2\n", stderr: "" }));
        const tried = await openSsh(fleet, ["global1.example.com", "zoneadm -z kzone2 migrate -n ssh://global2"]);
        expect(tried.status).toBe(1);
        expect(tried.stderr).toContain("has 8 active VCPUs, more than the configured");
        expect((await openSsh(fleet, ["global1", "nosuch"])).status).toBe(127);
    });

    it("carries standard input", async () => {
        const exported = await openSsh(fleet, ["global1", "zonecfg -z kzone1 export"]);
        const imported = await openSsh(fleet, ["global2", "zonecfg -z kzone1 -f -"], exported.stdout);
        expect(imported.status).toBe(0);
        expect(fleet.zone("global2", "kzone1")?.export).toBe(exported.stdout);
    });

    it("has a shell, with and without a terminal", async () => {
        const plain = await openSsh(fleet, ["-T", "global1"], "hostname\nfalse\nexit\n");
        expect(plain).toMatchObject({ status: 1, stderr: "" });
        expect(plain.stdout).toContain("\nzadm@global1:~$ global1\n");
        const terminal = await openSsh(fleet, ["-tt", "global1"], "hostnaem\x7f\x7fme\rexit 4\r");
        expect(terminal.status).toBe(4);
        expect(terminal.stdout).toContain("global1\r\n");
    });

    it("refuses a host whose key is another one", async () => {
        const { port } = fleet.host("global2");
        const outcome = await openSsh(fleet, [
            "-o",
            `Port=${port}`,
            "-o",
            "HostKeyAlias=[127.0.0.1]:1",
            "global1",
            "true",
        ]);
        expect(outcome.status).toBe(255);
        expect(outcome.stderr).toContain("Host key verification failed");
    });

    it("finds private files, and the state as it is now", async () => {
        expect(statSync(fleet.directory).mode & 0o777).toBe(0o700);
        expect(statSync(fleet.identityFile).mode & 0o777).toBe(0o600);
        await openSsh(fleet, ["global1", "zoneadm -z kzone1 migrate ssh://global2"]);
        await new Promise(setImmediate);
        expect(JSON.parse(readFileSync(fleet.stateFile, "utf8"))).toEqual(fleet.state());
        expect(fleet.zone("global2", "kzone1")?.state).toBe("running");
    });
});
