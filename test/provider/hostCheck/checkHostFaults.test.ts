import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "../../../provider/hostCheck/report";
import type { Fleet } from "../../solaris";
import { answerOf, check, stopHosts, type Scene } from "./checkedHost";

afterEach(stopHosts);

const wrongKey = `SHA256:${"A".repeat(43)}`;
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
