import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkHost } from "../../../provider/hostCheck/checkHost";
import type { Check, HostReport } from "../../../provider/hostCheck/report";
import { SolarisHosts } from "../../../provider/solaris/hosts";
import { Inventory } from "../../../provider/transport/inventory";
import { ConnectionPool } from "../../../provider/transport/pool";
import { startFleet, type Fleet, type HostSpec } from "../../solaris";
import type { Fault } from "../../solaris/faults";

interface Scene {
    /** Deviations of the source and of the target. */
    readonly source?: Partial<HostSpec>;
    readonly target?: Partial<HostSpec>;
    /** By host, laid over what the fleet says of it. */
    readonly inventory?: (fleet: Fleet) => Record<string, Record<string, unknown>>;
    readonly faults?: readonly Fault[];
    readonly before?: (fleet: Fleet) => Promise<void>;
    readonly host?: string;
    readonly targets?: readonly string[];
}

interface Seen {
    readonly report: HostReport;
    readonly fleet: Fleet;
    /** `outcome: detail` of the rows about one thing. */
    readonly rows: (check: Check) => string[];
}

const running: { stop(): Promise<void> }[] = [];

afterEach(async () => {
    await Promise.all(running.splice(0).map((each) => each.stop()));
});

/** Checks global1 of two simulated hosts, with global2 as its target. */
async function check({ source, target, inventory, faults = [], before, ...request }: Scene = {}): Promise<Seen> {
    const fleet = await startFleet({
        hosts: [
            { name: "global1", zones: [{ name: "kzone1", extra: ["add keysource; set raw=5ecret; end"] }], ...source },
            { name: "global2", ...target },
        ],
    });
    running.push(fleet);
    faults.forEach((fault) => fleet.addFault("global1", fault));
    await before?.(fleet);
    const hosts = Inventory.parse(fleet.inventory(inventory?.(fleet)), { sshConfig: "none" });
    const pool = new ConnectionPool(hosts, { idleMs: 60_000 });
    try {
        const { host = "global1", targets = ["global2"] } = request;
        const report = await checkHost(new SolarisHosts(hosts, pool), { host, targets, now: Date.now });
        const rows = (about: Check): string[] =>
            report.rows.flatMap(({ check: what, outcome, detail }) =>
                what === about ? [`${outcome}: ${detail}`] : [],
            );
        return { report, fleet, rows };
    } finally {
        await pool.close();
    }
}

const outcomesOf = ({ report }: Seen): string[] => [...new Set(report.rows.map(({ outcome }) => outcome))];

describe("a host that is set up by the recipe", () => {
    it("passes every row, in order, by commands that change nothing, on one connection", async () => {
        const seen = await check();
        expect(outcomesOf(seen)).toEqual(["ok"]);
        expect(seen.report.rows.map(({ check: what }) => what)).toEqual([
            "reachable",
            "host key",
            "login",
            "release",
            "CPU architecture",
            "CPU architecture",
            "rights",
            "rights",
            "rights",
            "services",
            "services",
            "login to target",
            "clock",
            "clock",
            "maintenance mode",
        ]);
        const { fleet } = seen;
        const ran = new Set(fleet.commands().map(({ name }) => name));
        expect([...ran].sort()).toEqual(
            [
                "auths",
                "date",
                "profiles",
                "ssh",
                "svcs",
                "sysadm maintain",
                "true",
                "uname",
                "zoneadm list",
                "zonecfg export",
            ].sort(),
        );
        expect(fleet.host("global1").connections.total).toBe(1);
        expect(fleet.host("global1").execs.every((line) => line.includes("LC_ALL=C"))).toBe(true);
    });

    it.each<[string, Scene]>([
        [
            "prints around its answers",
            {
                source: {
                    noise: { banner: "Hi\n", stdout: "Welcome\na:b:c\n", stderr: "motd\n", trailingStdout: "bye\n" },
                },
            },
        ],
        ["speaks German", { source: { locale: "de" } }],
        ["wants sudo", { source: { requirePrivilege: "sudo" } }],
        ["is left by root itself", { inventory: () => ({ global1: { user: "root", privilege: "none" } }) }],
        ["has no zone", { source: { zones: [] } }],
        ["has no target", { targets: [] }],
        ["is named as its own target", { targets: ["global1"] }],
        ["has rights by authorizations", { source: { profiles: [], authorizations: ["solaris.*"] } }],
        ["lets one session in at a time", { source: { maxSessions: 1 } }],
    ])("nothing fails where it %s", async (_what, scene) => {
        const seen = await check(scene);
        expect(seen.report.rows.filter(({ outcome }) => outcome === "failed" || outcome === "warning")).toEqual([]);
    });

    it("shows nothing of a configuration", async () => {
        const seen = await check();
        expect(seen.fleet.zone("global1", "kzone1")?.export).toContain("5ecret");
        expect(JSON.stringify(seen.report)).not.toContain("5ecret");
    });
});

const wrongKey = `SHA256:${"A".repeat(43)}`;
const answerOf = (command: string, stdout: string, exitStatus = 0): Fault => ({
    kind: "answer",
    command,
    stdout,
    exitStatus,
});

describe("each fault shows in its row", () => {
    it.each<[string, Check, Scene, RegExp]>([
        ["a dead host", "reachable", { before: (fleet) => fleet.host("global1").down() }, /^failed: .*ECONNREFUSED/],
        ["a host that is not known", "reachable", { host: "globall" }, /^failed: "globall" is /],
        ["a wrong key", "host key", { inventory: () => ({ global1: { hostKey: wrongKey } }) }, /^failed: .*SHA256:/],
        ["a refused login", "login", { source: { login: { refuse: true } } }, /^failed: .*refused the login/],
        [
            "a key file that is not there",
            "login",
            { inventory: () => ({ global1: { identityFile: "/nonexistent/key" } }) },
            /^failed: .*\/nonexistent\/key/,
        ],
        [
            "a login that runs nothing",
            "login",
            { faults: [answerOf("true", "no shell for you\n", 1)] },
            /^failed: .*no shell/,
        ],
        ["an older release", "release", { source: { release: "11.3" } }, /^warning: SunOS 11\.3, older than 11\.4$/],
        ["another system", "release", { faults: [answerOf("uname", "Linux #1 SMP\n")] }, /^failed: Linux/],
        [
            "another CPU on the target",
            "CPU architecture",
            { target: { architecture: "sparc" } },
            /^failed: global2 is sparc/,
        ],
        ["no rights", "rights", { source: { profiles: ["All"], authorizations: [] } }, /^failed: to migrate zones/],
        [
            "rights for one zone",
            "rights",
            { source: { profiles: ["All"], authorizations: ["solaris.zone.migrate/kzone1", "solaris.zone.config"] } },
            /^warning: to migrate zones: solaris\.zone\.migrate for kzone1 only$/,
        ],
        [
            "pfexec without effect",
            "rights",
            { faults: [{ kind: "refuse", command: "zonecfg export", lines: ["zonecfg: Permission denied"] }] },
            /^failed: zonecfg export was refused/,
        ],
        [
            "no pfexec",
            "rights",
            { source: { missingPrograms: ["/usr/bin/pfexec"] } },
            /^failed: \/usr\/bin\/pfexec is not there/,
        ],
        [
            "no profiles command",
            "rights",
            { source: { missingPrograms: ["/usr/bin/profiles"], authorizations: [] } },
            /^warning: \/usr\/bin\/profiles is not/,
        ],
        [
            "sudo without a rule",
            "rights",
            { inventory: () => ({ global1: { privilege: "sudo" } }) },
            /^failed: sudo does not allow zoneadm migrate -n, zoneadm migrate; /,
        ],
        [
            "sudo with too narrow a rule",
            "rights",
            { source: { requirePrivilege: "sudo", sudoRefuses: /zonecfg .* -f -|delete/ } },
            /^failed: sudo does not allow zonecfg -f -, zonecfg delete -F$/,
        ],
        [
            "no sudo",
            "rights",
            { source: { missingPrograms: ["/usr/bin/sudo"] }, inventory: () => ({ global1: { privilege: "sudo" } }) },
            /^failed: \/usr\/bin\/sudo is not there/,
        ],
        [
            "a login that is not root",
            "rights",
            { inventory: () => ({ global1: { privilege: "none" } }) },
            /^failed: zadm is not root \(uid 100\)/,
        ],
        [
            "RAD off",
            "services",
            { source: { services: { "svc:/system/rad:local": "disabled" } } },
            /^failed: svc:\/system\/rad:local is disabled$/,
        ],
        [
            "the migration service off",
            "services",
            { source: { services: { "svc:/network/kz-migr:stream": "disabled" } } },
            /^warning: .*kz-migr:stream is disabled.*\[U\]$/,
        ],
        [
            "no svcs",
            "services",
            { source: { missingPrograms: ["/usr/bin/svcs"] } },
            /^warning: \/usr\/bin\/svcs is not there/,
        ],
        [
            "a target without the source's key",
            "login to target",
            { source: { trustedBy: [] } },
            /^failed: .*Permission denied/,
        ],
        [
            "a target that is down",
            "login to target",
            { before: (fleet) => fleet.host("global2").down() },
            /^failed: .*Connection refused/,
        ],
        [
            "a target by an unknown name",
            "login to target",
            { inventory: () => ({ global2: { migration: { address: "nowhere" } } }) },
            /^failed: .*Could not resolve hostname nowhere/,
        ],
        ["a target that is not known here", "login to target", { targets: ["globall"] }, /^failed: "globall" is /],
        [
            "a target by rads",
            "login to target",
            { inventory: () => ({ global2: { migration: { scheme: "rads" } } }) },
            /^failed: rads to global2 always asks/,
        ],
        [
            "a target by radg",
            "login to target",
            { inventory: () => ({ global2: { migration: { scheme: "radg" } } }) },
            /^skipped: .*Kerberos/,
        ],
        [
            "a target by radg without the service",
            "services",
            { inventory: () => ({ global2: { migration: { scheme: "radg" } } }) },
            /^failed: svc:\/system\/rad:remote is disabled on global2$/,
        ],
        [
            "a password that is asked for there",
            "login to target",
            { faults: [{ kind: "password-prompt", command: "ssh" }] },
            /^failed: .*asks for a password/,
        ],
        ["no target", "login to target", { targets: [] }, /^skipped: no target was named$/],
        ["a clock that is off", "clock", { source: { clockOffset: 60 } }, /^warning: \d+\.\d s ahead of this machine/],
        [
            "a target's clock that is off",
            "clock",
            { target: { clockOffset: 60 } },
            /^warning: \d+\.\d s behind global2/,
        ],
        [
            "a date that is no date",
            "clock",
            { faults: [answerOf("date", "yesterday\n")] },
            /^warning: the answer of date -u is not understood; yesterday$/,
        ],
        [
            "maintenance mode",
            "maintenance mode",
            { source: { maintenance: true } },
            /^failed: the host takes no zones; by root, /,
        ],
        [
            "an odd answer of sysadm",
            "maintenance mode",
            { faults: [answerOf("sysadm maintain", "perhaps\n")] },
            /^warning: .*perhaps$/,
        ],
        [
            "no sysadm",
            "maintenance mode",
            { source: { missingPrograms: ["/usr/sbin/sysadm"] } },
            /^warning: \/usr\/sbin\/sysadm is not there/,
        ],
    ])("%s: %s", async (_what, about, scene, expected) => {
        const { rows, report } = await check(scene);
        expect(rows(about)).toContainEqual(expect.stringMatching(expected));
        for (const { outcome, remedy } of report.rows) {
            expect(outcome === "failed" || outcome === "warning").toBe(remedy !== undefined);
        }
    });

    it("a host key that nothing vouches for is told from a wrong one", async () => {
        const empty = (fleet: Fleet): string => {
            const file = join(fleet.directory, "empty_known_hosts");
            writeFileSync(file, "");
            return file;
        };
        const { report } = await check({
            inventory: (fleet) => ({ global1: { hostKey: undefined, knownHostsFile: empty(fleet) } }),
        });
        expect(report.rows.slice(0, 3)).toMatchObject([
            { check: "reachable", outcome: "ok" },
            { check: "host key", outcome: "failed", code: "HOST_KEY_UNKNOWN" },
            { check: "login", outcome: "skipped" },
        ]);
    });
});

it("where nothing can be asked the rest is skipped, and nothing is tried", async () => {
    const seen = await check({ source: { login: { refuse: true } } });
    expect(seen.report.rows.slice(3).map(({ outcome }) => outcome)).toEqual(Array<string>(7).fill("skipped"));
    expect(seen.fleet.commands()).toEqual([]);
});

it("another system is asked nothing more", async () => {
    const { fleet, report } = await check({ faults: [answerOf("uname", "Linux #1 SMP\n")] });
    expect(report.rows.slice(4).map(({ outcome }) => outcome)).toEqual(Array<string>(6).fill("skipped"));
    expect(fleet.host("global1").execs).toHaveLength(2);
});

it("a connection that breaks in the middle is told in the rows, not thrown", async () => {
    const { rows } = await check({ faults: [{ kind: "drop-connection", when: "before", command: "svcs" }] });
    expect(rows("services")).toEqual([expect.stringMatching(/^failed: .*connection/)]);
    expect(rows("release")).toEqual([expect.stringMatching(/^ok: /)]);
});

it("tries the configuration of a zone for which there is a right", async () => {
    const { fleet } = await check({
        source: {
            zones: [{ name: "kzone1" }, { name: "kzone2" }],
            profiles: [],
            authorizations: ["solaris.zone.config/kzone2"],
        },
    });
    expect(fleet.commands().filter(({ name }) => name === "zonecfg export")).toMatchObject([{ zone: "kzone2" }]);
});

it("the rules for sudo in the guide allow everything that sudo is asked about, and nothing much beyond", async () => {
    const { fleet } = await check({ source: { requirePrivilege: "sudo" } });
    const asked = fleet.host("global1").execs.flatMap((line) => /\/sudo -n -l (.*)$/.exec(line)?.[1] ?? []);
    const guide = readFileSync(join(__dirname, "..", "..", "..", "docs", "guides", "hosts.md"), "utf8");
    const [, list = ""] = /Cmnd_Alias ZONE_MOVE = ([^]*?)\n\n/.exec(guide) ?? [];
    const rules = list.split(/,\s*\\\s*/).map((rule) => new RegExp(`^${rule.replaceAll("*", ".*")}$`));
    expect(asked).toHaveLength(6);
    expect(asked.filter((command) => !rules.some((rule) => rule.test(command)))).toEqual([]);
    expect(rules.filter((rule) => !asked.some((command) => rule.test(command)))).toEqual([]);
    for (const never of ["zoneadm -z kzone1 halt", "zoneadm -z kzone1 uninstall -F", "zonecfg -z kzone1"]) {
        expect(rules.some((rule) => rule.test(`/usr/sbin/${never}`))).toBe(false);
    }
});
