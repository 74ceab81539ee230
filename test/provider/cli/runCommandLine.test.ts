import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { runCommandLine } from "../../../provider/cli/runCommandLine";
import type { HostReport } from "../../../provider/hostCheck/report";
import { startFleet, type Fleet } from "../../solaris";
import { until } from "../transport/until";

let fleet: Fleet;

beforeAll(async () => {
    fleet = await startFleet({
        hosts: [
            { name: "global1", zones: [{ name: "kzone1" }] },
            { name: "global2" },
            { name: "older", release: "11.3" },
            { name: "broken", services: { "svc:/system/rad:local": "disabled" } },
        ],
    });
});
afterAll(() => fleet.stop());

interface Ended {
    readonly exitCode: number;
    readonly stdout: string;
    readonly stderr: string;
}

async function run(args: readonly string[], stdin = ""): Promise<Ended> {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const exitCode = await runCommandLine(args, { stdin: Readable.from([stdin]), stdout, stderr });
    stdout.end();
    stderr.end();
    return { exitCode, stdout: await text(stdout), stderr: await text(stderr) };
}

const piped = ["--hosts-file", "-", "--ssh-config", "none"];
const hosts = (overrides?: Parameters<Fleet["inventory"]>[0]): string =>
    `${JSON.stringify(fleet.inventory(overrides))}\n`;

it("prints a table of each host, and ends with 0 where nothing has failed", async () => {
    const { exitCode, stdout, stderr } = await run(
        ["check-host", "global1", "older", "--to", "global2", ...piped],
        hosts(),
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(/^global1\n {2}CHECK/);
    expect(stdout).toMatch(/login to target +ok +zadm here -> zadm@global2\n/);
    expect(stdout).toMatch(/\n\nolder\n {2}CHECK/);
    expect(stdout).toMatch(/release +warning +SunOS 11\.3/);
});

it("ends with 1 where something has failed, on whichever host", async () => {
    const { exitCode, stdout } = await run(["check-host", "global1", "broken", ...piped], hosts());
    expect(exitCode).toBe(1);
    expect(stdout).toContain("svcadm enable svc:/system/rad:local");
});

it("what OpenSSH's configuration asks for and is refused is a row of the hosts that it touches", async () => {
    const config = join(fleet.directory, "proxy_config");
    const rule = "Host older\n    ProxyCommand /bin/false\nHost *\n    StrictHostKeyChecking yes\n";
    writeFileSync(config, `${rule}${readFileSync(fleet.sshConfigFile, "utf8")}`);
    const { exitCode, stdout, stderr } = await run(["check-host", "global1", "older", "--ssh-config", config]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "" });
    expect(stdout).toMatch(/^global1\n/);
    expect(stdout).toMatch(/reachable +FAILED +.*ProxyCommand/);
    expect(stdout).toMatch(/all others +skipped +not without: reachable/);
    expect(stdout).toContain("`--ssh-config`");
    expect(stdout).not.toContain("solaris:sshConfig");
});

it("says of a host whose key was accepted at first sight what stands where now", async () => {
    const file = join(fleet.directory, "new_known_hosts");
    const first = { hostKey: undefined, hostKeyChecking: "accept-new", knownHostsFile: file };
    const { exitCode, stdout, stderr } = await run(["check-host", "global1", ...piped], hosts({ global1: first }));
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/host key +ok +new: ssh-ed25519 SHA256:\S+, added to \S+new_known_hosts under/);
    expect(stderr).toMatch(/^the host key of global1 .* was added to /);
    const again = await run(["check-host", "global1", ...piped], hosts({ global1: first }));
    expect(again.stdout).toMatch(/host key +ok +as in known_hosts\n/);
});

it("prints the reports as JSON", async () => {
    const { exitCode, stdout } = await run(["check-host", "broken", "--json", ...piped], hosts());
    expect(exitCode).toBe(1);
    const [report] = JSON.parse(stdout) as HostReport[];
    expect(report?.host).toBe("broken");
    expect(report?.rows).toContainEqual(expect.objectContaining({ check: "services", outcome: "failed" }));
});

it("takes the hosts from a file", async () => {
    const file = join(fleet.directory, "hosts.json");
    writeFileSync(file, hosts());
    expect((await run(["check-host", "global1", "--hosts", file, "--ssh-config", "none"])).exitCode).toBe(0);
});

it("goes by OpenSSH's configuration where no hosts are given", async () => {
    const { exitCode, stdout } = await run(["check-host", "global1", "--ssh-config", fleet.sshConfigFile]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`127.0.0.1:${fleet.host("global1").port}`);
    expect(stdout).toContain("as in known_hosts");
});

it("closes its connections", async () => {
    await run(["check-host", "global1", "--to", "global2", ...piped], hosts());
    await until(() => Object.values(fleet.hosts).every(({ connections }) => connections.open === 0));
});

const sshConfig = (name: string): string => join(fleet.directory, name);

it.each<[string, () => string[], string, RegExp]>([
    ["no command", () => [], "", /^pulumi-solaris: no command\nsee pulumi-solaris --help\n$/],
    ["an unknown option", () => ["check-host", "x", "--yes"], "", /--yes\nsee pulumi-solaris check-host --help\n$/],
    [
        "an empty standard input",
        () => ["check-host", "global1", ...piped],
        "\n",
        /HOSTS_CONFIG_INVALID: --hosts-file - \(standard input\): it is empty\n.*pulumi config get/,
    ],
    [
        "hosts that are no JSON",
        () => ["check-host", "global1", ...piped],
        '{\n  "global1": 5ecret\n}',
        /--hosts-file - \(standard input\): not JSON, line 2 column 15\n/,
    ],
    ["a list", () => ["check-host", "global1", ...piped], '["5ecret"]', /its top level is a list, not an object/],
    ["a text", () => ["check-host", "global1", ...piped], '"5ecret"', /its top level is a string, not an object/],
    [
        "malformed hosts",
        () => ["check-host", "global1", ...piped],
        '{"global1":{"prt":"5ecret"}}',
        /--hosts-file - \(standard input\): the hosts are malformed\n.*did you mean "port"[^]*Correct the named key in standard input/,
    ],
    [
        "malformed hosts to connect through",
        () => ["check-host", "global1", ...piped],
        '{"global1":{"proxyJump":"a b 5ecret"}}',
        /the hosts are malformed\n.*proxyJump/,
    ],
    [
        "a way in a circle",
        () => ["check-host", "b", ...piped],
        '{"a":{"proxyJump":"b"},"b":{"proxyJump":"a"}}',
        /HOSTS_CONFIG_INVALID: --hosts-file - \(standard input\): the way to b leads in a circle: b through a through b/,
    ],
    [
        "a target by a way in a circle",
        () => ["check-host", "c", "--to", "b", ...piped],
        '{"a":{"proxyJump":"b"},"b":{"proxyJump":"a"},"c":{}}',
        /the way to b leads in a circle/,
    ],
    [
        "a file that is not there",
        () => ["check-host", "global1", "--hosts", "/nonexistent/hosts"],
        "",
        /HOSTS_CONFIG_INVALID: --hosts \/nonexistent\/hosts: there is no such file\n.*Give a file/,
    ],
    ["a directory", () => ["check-host", "global1", "--hosts", "/"], "", /--hosts \/: it is a directory/],
    [
        "an --ssh-config that is not there",
        () => ["check-host", "global1", "--ssh-config", "/nonexistent/config"],
        "",
        /SSH_CONFIG_INVALID: --ssh-config \/nonexistent\/config: .*`--ssh-config`/s,
    ],
    [
        "an --ssh-config that is a directory",
        () => ["check-host", "global1", "--ssh-config", "/"],
        "",
        /SSH_CONFIG_INVALID: --ssh-config \/: it is a directory/,
    ],
    [
        "an --ssh-config that is malformed",
        () => ["check-host", "global1", "global2", "--ssh-config", sshConfig("malformed_config")],
        "",
        /SSH_CONFIG_INVALID: --ssh-config \S+ line 2: /,
    ],
    [
        "a misspelt host",
        () => ["check-host", "globall", "--to", "global2", ...piped],
        '{"global1":{},"global2":{}}',
        /HOST_UNKNOWN: "globall" is neither in --hosts-file - \(standard input; known: global1, global2\) nor in known_hosts; did you mean "global1"[^]*Use one of the names in --hosts-file -/,
    ],
    [
        "a misspelt target",
        () => ["check-host", "global1", "--to", "globall", ...piped],
        '{"global1":{}}',
        /HOST_UNKNOWN: "globall" is /,
    ],
    [
        "a user before the name",
        () => ["check-host", "root@global1", ...piped],
        '{"global1":{}}',
        /HOST_UNKNOWN[^]*Write the name only; user and port belong into solaris:hosts or OpenSSH's configuration\./,
    ],
])("ends with 2 for %s, on standard error, and asks no host", async (_what, args, stdin, expected) => {
    writeFileSync(sshConfig("malformed_config"), "Host global1 global2\n    Port twenty-two\n");
    const before = fleet.host("global1").connections.total;
    const { exitCode, stdout, stderr } = await run(args(), stdin);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(expected);
    expect(stderr).not.toMatch(/5ecret|EISDIR|ENOENT|config set|sshConfig/);
    expect(stderr.match(/^pulumi-solaris: /gm)).toHaveLength(1);
    expect(fleet.host("global1").connections.total).toBe(before);
});

it("tells every host that is described wrongly", async () => {
    const { exitCode, stderr } = await run(["check-host", "globall", "global1", "globalll", ...piped], hosts());
    expect(exitCode).toBe(2);
    expect(stderr.match(/^pulumi-solaris: HOST_UNKNOWN: "globall+"/gm)).toHaveLength(2);
});

it("takes the hosts by the older name of --hosts-file, and speaks of it by that name", async () => {
    const args = ["check-host", "global1", "--ssh-config", "none", "--hosts", "-"];
    expect((await run(args, hosts())).exitCode).toBe(0);
    expect((await run(args, "[]")).stderr).toContain("HOSTS_CONFIG_INVALID: --hosts - (standard input): ");
});

const summary = /^Usage: pulumi-solaris check-host HOST\.\.\. \[options\]\n +pulumi-solaris discover .*\n[^]*--version/;
const ofCheckHost = /^Usage: pulumi-solaris check-host .*\n\n[^]*check-host --hosts-file - global1 --to global2\n/;
const ofDiscover = /^Usage: pulumi-solaris discover .*\n\n[^]*discover --hosts-file - --all\n/;

it.each([
    [["--help"], summary],
    [["help"], summary],
    [["check-host", "--help"], ofCheckHost],
    [["help", "check-host"], ofCheckHost],
    [["discover", "--help"], ofDiscover],
    [["help", "discover"], ofDiscover],
])("%j shows help on standard output", async (args, expected) => {
    const { exitCode, stdout, stderr } = await run(args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toMatch(expected);
});

it("the help of one command does not speak of the other", async () => {
    expect((await run(["check-host", "--help"])).stdout).not.toMatch(/discover|--write/);
    expect((await run(["discover", "--help"])).stdout).not.toMatch(/check-host|--to/);
});

it("shows the version of the package", async () => {
    const { version } = JSON.parse(readFileSync(join(__dirname, "../../../package.json"), "utf8")) as HasVersion;
    expect(await run(["--version"])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: "" });
});

interface HasVersion {
    readonly version: string;
}

it.each([["--json"], []])("prints no secret (%s)", async (...options) => {
    const secret = { password: "5ecret-password", passphrase: "5ecret-passphrase" };
    const input = hosts({ global1: secret, broken: { ...secret, hostKey: `SHA256:${"A".repeat(43)}` } });
    const { stdout, stderr } = await run(["check-host", "global1", "broken", ...options, ...piped], input);
    expect(stdout).toContain("global1");
    expect(`${stdout}${stderr}`).not.toContain("5ecret");
});
