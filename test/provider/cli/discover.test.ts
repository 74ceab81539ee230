import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import ts from "typescript";
import { runCommandLine } from "../../../provider/cli/runCommandLine";
import type { Discovery } from "../../../provider/discover/discovery";
import { startFleet, type Fleet } from "../../solaris";
import { temporaryDirectory } from "../transport/temporaryDirectory";
import { until } from "../transport/until";

const key = "0123456789abcdef0123456789abcdef";
const directory = temporaryDirectory();
let fleet: Fleet;

beforeAll(async () => {
    fleet = await startFleet({
        hosts: [
            {
                name: "global1",
                zones: [
                    { name: "db", config: { keysource: key } },
                    {
                        name: "web",
                        config: { devices: [{ id: 0, storage: "dev:/dev/zvol/dsk/rpool/web", bootpri: 0 }] },
                    },
                ],
            },
            { name: "global2", zones: [{ name: "db", state: "configured" }] },
            { name: "sparc1", architecture: "sparc", trustedBy: [] },
            { name: "down", faults: [{ kind: "refuse-login" }] },
        ],
    });
});
afterAll(() => fleet.stop());
beforeEach(() => {
    fleet.clearLog();
});

interface Ended {
    readonly exitCode: number;
    readonly stdout: string;
    readonly stderr: string;
}

async function discover(args: readonly string[], hosts: object = fleet.inventory()): Promise<Ended> {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const given = ["discover", "--hosts-file", "-", "--ssh-config", "none", ...args];
    const stdin = Readable.from([JSON.stringify(hosts)]);
    const exitCode = await runCommandLine(given, { stdin, stdout, stderr });
    stdout.end();
    stderr.end();
    return { exitCode, stdout: await text(stdout), stderr: await text(stderr) };
}

it("prints where the zones are and to which host each can move, and says how far it is", async () => {
    const { exitCode, stdout, stderr } = await discover(["--hosts", "global1,global2,sparc1"]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^HOST +RELEASE/);
    expect(stdout).toMatch(/\ndb +global1 +running +4 +4 GiB +shared +global2\* +sparc1 \(ARCHITECTURE_DIFFERS\)\n/);
    expect(stdout).toMatch(/\ndb +global2 +configured .*\(configuration only\)\n/);
    expect(stdout).toMatch(/\nweb +global1 .* local +- +global2 \(STORAGE_LOCAL\); sparc1 \(ARCHITECTURE_DIFFERS\)\n/);
    expect(stderr).toMatch(/^reading 3 hosts \.\.\.\n/);
    expect(stderr).toMatch(/\nglobal1: 2 kernel zones \([123] of 3\)\n/);
    expect(`${stdout}${stderr}`).not.toContain(key);
});

it("asks each host a constant number of commands, and no other program changes anything", async () => {
    await discover(["--hosts", "global1,global2"]);
    expect(fleet.host("global1").execs).toHaveLength(4);
    expect(fleet.host("global2").execs).toHaveLength(4);
    expect(fleet.commands().filter(({ name }) => /migrate|delete|boot|halt/.test(name))).toEqual([]);
});

it("prints a row for a host that cannot be asked, does the rest, and ends with 1", async () => {
    const { exitCode, stdout, stderr } = await discover(["--all"]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/\ndown +\? .* LOGIN_REFUSED: /);
    expect(stdout).toMatch(/\ndb +global1 +running .* down \(LOGIN_REFUSED\)/);
    expect(stderr).toMatch(/\ndown: LOGIN_REFUSED \(\d of 4\)\n/);
});

it("prints JSON, and nothing else beside it on standard output", async () => {
    const { exitCode, stdout } = await discover(["--all", "--json"]);
    expect(exitCode).toBe(1);
    const { version, hosts, zones } = JSON.parse(stdout) as Discovery;
    expect(version).toBe(1);
    expect(hosts.map(({ host, read }) => [host, read])).toEqual([
        ["global1", true],
        ["global2", true],
        ["sparc1", true],
        ["down", false],
    ]);
    expect(zones.map(({ zoneName, host, role }) => [zoneName, host, role])).toEqual([
        ["db", "global1", "zone"],
        ["db", "global2", "configurationOnly"],
        ["web", "global1", "zone"],
    ]);
    expect(zones[2]?.liveMigration["global2"]).toMatchObject({
        possible: false,
        findings: [{ code: "STORAGE_LOCAL", severity: "error" }],
    });
    expect(stdout).not.toContain(key);
});

it("tries the logins from host to host only if asked to", async () => {
    const logins = (): number => fleet.commands().filter(({ name }) => name === "ssh").length;
    await discover(["--hosts", "global1,global2,sparc1"]);
    expect(logins()).toBe(0);
    const { stdout } = await discover(["--hosts", "global1,global2,sparc1", "--probe"]);
    expect(logins()).toBe(2);
    expect(stdout).toContain("on global1, to sparc1: ARCHITECTURE_DIFFERS");
});

it("says what it cannot read for lack of rights, and ends with 1", async () => {
    fleet.addFault("global1", {
        kind: "refuse",
        command: "zonecfg export",
        zone: "web",
        lines: ["zonecfg: not authorized"],
    });
    const { exitCode, stdout } = await discover(["--hosts", "global1", "--json"]);
    fleet.clearFaults("global1");
    expect(exitCode).toBe(1);
    const { zones } = JSON.parse(stdout) as Discovery;
    expect(zones.find(({ zoneName }) => zoneName === "web")).toMatchObject({
        state: "running",
        cpus: null,
        configurationUnknown: "zonecfg export: exit code 1; zonecfg: not authorized",
    });
});

it("closes its connections", async () => {
    await discover(["--hosts", "global1,global2"]);
    await until(() => Object.values(fleet.hosts).every(({ connections }) => connections.open === 0));
});

describe("--write", () => {
    it("writes a project whose program is sound, and no secret", async () => {
        const into = join(directory, "fleet");
        const hosts = fleet.inventory({ global1: { passphrase: "5ecret" } });
        const { exitCode, stderr } = await discover(["--hosts", "global1,global2", "--write", into], hosts);
        expect(stderr).toContain(`wrote ${into}: 2 zones, 1 not taken over (see its README.md)\n`);
        expect(exitCode).toBe(0);
        const read = (name: string): string => readFileSync(join(into, name), "utf8");
        const { diagnostics } = ts.transpileModule(read("index.ts"), { reportDiagnostics: true });
        expect(diagnostics).toEqual([]);
        expect(read("index.ts")).toContain('new KernelZone("db", {\n    zoneName: "db",\n    host: "global1",');
        expect(read("index.ts")).toMatch(/\/\/ Not written here.*keysource/);
        expect(read("Pulumi.dev.yaml.sample")).toContain('    "global1":\n');
        const names = ["index.ts", "Pulumi.yaml", "Pulumi.dev.yaml.sample", "README.md", "package.json"];
        const all = names.map(read).join("");
        expect(all).not.toContain(key);
        expect(all).not.toContain("5ecret");
    });

    it("refuses a directory with something in it before any host is asked", async () => {
        const into = join(directory, "full");
        mkdirSync(into);
        writeFileSync(join(into, "mine"), "");
        const { exitCode, stdout, stderr } = await discover(["--hosts", "global1", "--write", into]);
        expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
        expect(stderr).toContain("is not empty (it has mine)");
        expect(fleet.commands()).toEqual([]);
    });

    it("writes what could be read where a host cannot be asked", async () => {
        const into = join(directory, "partly");
        const { exitCode } = await discover(["--all", "--write", into]);
        expect(exitCode).toBe(1);
        expect(existsSync(join(into, "index.ts"))).toBe(true);
    });
});

it.each<[string, readonly string[], object, RegExp]>([
    [
        "an unknown host",
        ["--hosts", "globl1"],
        { global1: {} },
        /HOST_UNKNOWN[^]*--hosts-file - \(standard input; known: global1\)/,
    ],
    ["malformed hosts", ["--all"], { a: { prt: 1 } }, /--hosts-file - \(standard input\): the hosts are malformed/],
    ["no hosts", ["--all"], {}, /--all: the hosts' file names no host/],
])("%s is a mistake, told before any host is contacted", async (_what, args, hosts, message) => {
    const { exitCode, stdout, stderr } = await discover(args, hosts);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(message);
});
