import { writeFileSync } from "node:fs";
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

const piped = ["--hosts", "-", "--ssh-config", "none"];
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

it("a misspelt host is a row, beside what is seen of the others", async () => {
    const { exitCode, stdout } = await run(["check-host", "global1", "globall", ...piped], hosts());
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/reachable +FAILED +"globall" is /);
    expect(stdout).toMatch(/^global1\n/);
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

it.each<[string, string[], string, RegExp]>([
    ["no command", [], "", /no command\n\nUsage: pulumi-solaris check-host/],
    ["an unknown option", ["check-host", "x", "--yes"], "", /--yes/],
    [
        "an empty standard input",
        ["check-host", "global1", ...piped],
        "\n",
        /HOSTS_CONFIG_INVALID: --hosts: standard input is empty/,
    ],
    ["hosts that are no JSON", ["check-host", "global1", ...piped], "error: 5ecret", /HOSTS_CONFIG_INVALID/],
    ["malformed hosts", ["check-host", "global1", ...piped], '{"global1":{"prt":"5ecret"}}', /did you mean "port"/],
    ["a file that is not there", ["check-host", "global1", "--hosts", "/nonexistent/hosts"], "", /ENOENT/],
])("ends with 2 for %s, on standard error", async (_what, args, stdin, expected) => {
    const { exitCode, stdout, stderr } = await run(args, stdin);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(expected);
    expect(stderr).not.toContain("5ecret");
});

it("shows help on standard output", async () => {
    const { exitCode, stdout, stderr } = await run(["--help"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toContain(
        "pulumi config get solaris:hosts | npx pulumi-solaris check-host --hosts - global1 --to global2",
    );
});

it.each([["--json"], []])("prints no secret (%s)", async (...options) => {
    const secret = { password: "5ecret-password", passphrase: "5ecret-passphrase" };
    const input = hosts({ global1: secret, broken: { ...secret, hostKey: `SHA256:${"A".repeat(43)}` } });
    const { stdout, stderr } = await run(["check-host", "global1", "broken", ...options, ...piped], input);
    expect(stdout).toContain("global1");
    expect(`${stdout}${stderr}`).not.toContain("5ecret");
});
