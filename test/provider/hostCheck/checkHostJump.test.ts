import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Fleet } from "../../solaris";
import { check, stopHosts, type Scene } from "./checkedHost";

afterEach(stopHosts);

/** global1 is reached through global2, with which something is the matter. */
const behind = (gate: Record<string, unknown>): Scene["inventory"] => {
    return () => ({ global1: { proxyJump: "global2" }, global2: gate });
};

it.each<[string, Scene, string, RegExp]>([
    [
        "another key there",
        { inventory: behind({ hostKey: `SHA256:${"A".repeat(43)}` }) },
        "HOST_KEY_MISMATCH",
        /^on the way to global1: global2 \(.*\) shows another host key/,
    ],
    [
        "a refused login there",
        { target: { login: { refuse: true } }, inventory: behind({}) },
        "LOGIN_REFUSED",
        /^on the way to global1: global2 refused the login/,
    ],
    [
        "an unusable key for there",
        { inventory: behind({ identityFile: "/nonexistent/key" }) },
        "CREDENTIAL_UNUSABLE",
        /^on the way to global1: the identity file /,
    ],
    [
        "nobody there",
        { inventory: behind({}), before: (fleet) => fleet.host("global2").down() },
        "HOST_UNREACHABLE",
        /^on the way to global1: no SSH connection to global2/,
    ],
])("with %s nothing is said of the host behind it, which was never contacted", async (_what, scene, code, detail) => {
    const { fleet, report } = await check({ ...scene, targets: [] });
    const [reachable, ...others] = report.rows;
    expect(reachable).toMatchObject({ check: "reachable", outcome: "failed", code });
    expect(reachable?.detail).toMatch(detail);
    expect([...new Set(others.map(({ outcome }) => outcome))]).toEqual(["skipped"]);
    expect(fleet.host("global1").connections.total).toBe(0);
});

it("a target that is the host itself by another name has failed", async () => {
    const { rows } = await check({
        inventory: (fleet) => {
            const { port, hostKey } = fleet.host("global1");
            return { global2: { port, hostKey } };
        },
    });
    expect(rows("machine")).toEqual([
        expect.stringMatching(/^ok: hostid \w+, node name global1$/),
        expect.stringMatching(/^failed: global2 is this same machine \(hostid \w+, node name global1\)$/),
    ]);
});

it("a key that was accepted at first sight is called new, with the file in which it stands now", async () => {
    const empty = (fleet: Fleet): string => {
        const file = join(fleet.directory, "first_known_hosts");
        writeFileSync(file, "");
        return file;
    };
    const { rows, fleet } = await check({
        inventory: (hosts) => ({
            global1: { hostKey: undefined, knownHostsFile: empty(hosts), hostKeyChecking: "accept-new" },
        }),
    });
    const { hostKey, port } = fleet.host("global1");
    expect(rows("host key")).toEqual([
        `ok: new: ssh-ed25519 ${hostKey}, added to ${join(fleet.directory, "first_known_hosts")} under [127.0.0.1]:${port}`,
    ]);
});
