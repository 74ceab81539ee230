import { readFileSync } from "node:fs";
import { join } from "node:path";
import { answerOf, check, stopHosts, type Scene, type Seen } from "./checkedHost";

afterEach(stopHosts);

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
            "machine",
            "machine",
            "rights",
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
                "hostid",
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

it("where nothing can be asked the rest is skipped, and nothing is tried", async () => {
    const seen = await check({ source: { login: { refuse: true } } });
    expect(seen.report.rows.slice(3).map(({ outcome }) => outcome)).toEqual(Array<string>(8).fill("skipped"));
    expect(seen.fleet.commands()).toEqual([]);
});

it("another system is asked nothing more", async () => {
    const { fleet, report } = await check({ faults: [answerOf("uname", "Linux #1 SMP\n")] });
    expect(report.rows.slice(4).map(({ outcome }) => outcome)).toEqual(Array<string>(7).fill("skipped"));
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

it("a login that can only move zones is warned of the rest, and fails nothing", async () => {
    const moving = await check({ source: { profiles: ["Zone Migration", "Zone Configuration"] } });
    expect(moving.rows("rights")).toContain(
        "warning: to create, boot, stop and delete zones: neither profile Zone Management nor solaris.zone.manage",
    );
    const bySudo = await check({
        source: { requirePrivilege: "sudo", sudoRefuses: / (?:install|uninstall|boot|shutdown|suspend)|-r -f/ },
    });
    expect(bySudo.rows("rights")).toContain(
        "warning: to create, boot, stop and delete zones: sudo does not allow zoneadm install, zoneadm boot, " +
            "zoneadm shutdown, zoneadm suspend, zoneadm uninstall -F, zonecfg -r -f -",
    );
    expect([...outcomesOf(moving), ...outcomesOf(bySudo)]).not.toContain("failed");
});

it("the rules for sudo in the guide allow everything that sudo is asked about, and nothing much beyond", async () => {
    const { fleet } = await check({ source: { requirePrivilege: "sudo" } });
    const asked = fleet.host("global1").execs.flatMap((line) => /\/sudo -n -l (.*)$/.exec(line)?.[1] ?? []);
    const guide = readFileSync(join(__dirname, "..", "..", "..", "docs", "guides", "hosts.md"), "utf8");
    const rulesOf = (alias: string): RegExp[] => {
        const [, list = ""] = new RegExp(`Cmnd_Alias ${alias} = ([^]*?)\n\n`).exec(guide) ?? [];
        return list.split(/,\s*\\\s*/).map((rule) => new RegExp(`^${rule.replaceAll("*", ".*")}$`));
    };
    const rules = rulesOf("ZONE_MOVE");
    const all = [...rules, ...rulesOf("ZONE_STOP"), ...rulesOf("ZONE_OWN")];
    expect(asked).toHaveLength(12);
    expect(asked.filter((command) => !all.some((rule) => rule.test(command)))).toEqual([]);
    expect(all.filter((rule) => !asked.some((command) => rule.test(command)))).toEqual([]);
    for (const never of ["zoneadm -z kzone1 halt", "zoneadm -z kzone1 uninstall -F", "zonecfg -z kzone1"]) {
        expect(rules.some((rule) => rule.test(`/usr/sbin/${never}`))).toBe(false);
    }
});
