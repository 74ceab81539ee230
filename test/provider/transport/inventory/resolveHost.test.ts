import { writeFileSync } from "node:fs";
import * as os from "node:os";
import { join } from "node:path";
import type { HostArgs } from "../../../../provider/transport/inventory/hostsSchema";
import { Inventory, type InventoryHost } from "../../../../provider/transport/inventory/inventory";
import { someKeys } from "../hostKeys/hostKeyTarget";
import { temporaryDirectory } from "../temporaryDirectory";

const fingerprint = "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU";
const directory = temporaryDirectory();
const config = join(directory, "config");

/** A host as `solaris:hosts` over OpenSSH's configuration makes it. */
function resolve(name: string, hosts: Record<string, HostArgs>, openssh = ""): InventoryHost {
    writeFileSync(config, openssh);
    return Inventory.parse(hosts, { sshConfig: config }).get(name);
}

const way = (host: InventoryHost): string[] =>
    [...host.jumps, host].map(({ user, address, port }) => `${user}@${address}:${port}`);

const openssh = `
Host global1
  HostName 192.0.2.1
  User zadm
  Port 2222
  IdentityFile ~/.ssh/zadm
  IdentitiesOnly yes
  IdentityAgent none
  UserKnownHostsFile /etc/zones/known_hosts
  GlobalKnownHostsFile none
  HostKeyAlias the-first
  RevokedHostKeys /etc/zones/revoked
  StrictHostKeyChecking accept-new
  HashKnownHosts yes
  ConnectTimeout 7
  ServerAliveInterval 5
  ServerAliveCountMax 4
`;

describe("the settings of a host", () => {
    afterEach(() => {
        delete process.env["SSH_AUTH_SOCK"];
    });

    it("are OpenSSH's where solaris:hosts says nothing", () => {
        expect(resolve("global1", { global1: {} }, openssh)).toEqual({
            name: "global1",
            address: "192.0.2.1",
            user: "zadm",
            port: 2222,
            login: {
                agentSocket: undefined,
                identityFiles: [{ path: join(os.userInfo().homedir, ".ssh", "zadm"), from: "sshConfig" }],
                identitiesOnly: true,
                passphrase: undefined,
                password: undefined,
            },
            hostKeys: {
                pins: [],
                alias: "the-first",
                userFiles: [{ path: "/etc/zones/known_hosts", required: false }],
                globalFiles: [],
                revokedFile: "/etc/zones/revoked",
                acceptNew: true,
                hashNames: true,
            },
            connectTimeout: 7,
            deadAfter: 20,
            forwardAgent: false,
            jumps: [],
            privilege: "pfexec",
            migration: {},
        });
    });

    it("are those of solaris:hosts where both say something", () => {
        const host = resolve(
            "global1",
            {
                global1: {
                    user: "operator",
                    port: 22,
                    identityFile: ["/keys/a", "/keys/b"],
                    identitiesOnly: false,
                    agent: "/run/agent.sock",
                    passphrase: "p",
                    password: "q",
                    knownHostsFile: "/etc/mine",
                    hostKeyChecking: "strict",
                    connectTimeout: 3,
                    deadAfter: 9,
                    forwardAgent: true,
                    privilege: "sudo",
                },
            },
            openssh,
        );
        expect(host).toMatchObject({
            address: "192.0.2.1",
            user: "operator",
            port: 22,
            login: {
                agentSocket: "/run/agent.sock",
                identityFiles: [
                    { path: "/keys/a", from: "hosts" },
                    { path: "/keys/b", from: "hosts" },
                ],
                identitiesOnly: false,
                passphrase: "p",
                password: "q",
            },
            hostKeys: { userFiles: [{ path: "/etc/mine", required: true }], globalFiles: [], acceptNew: false },
            connectTimeout: 3,
            deadAfter: 9,
            forwardAgent: true,
            privilege: "sudo",
        });
    });

    it.each([
        ["ConnectTimeout 3000000", { connectTimeout: 600 }],
        ["ConnectTimeout 600", { connectTimeout: 600 }],
        ["ConnectTimeout 0", { connectTimeout: 600 }],
        ["ConnectTimeout none", { connectTimeout: 20 }],
        ["ServerAliveInterval 3000000", { deadAfter: 3600 }],
        ["ServerAliveInterval 1200\nServerAliveCountMax 4", { deadAfter: 3600 }],
        ["ServerAliveInterval 1\nServerAliveCountMax 0", { deadAfter: 1 }],
        ["ServerAliveInterval 0", { deadAfter: 30 }],
    ])("of OpenSSH's are kept within the bounds of solaris:hosts: %p", (lines, expected) => {
        expect(resolve("global1", { global1: {} }, lines)).toMatchObject(expected);
    });

    it("are the defaults where nobody says anything", () => {
        process.env["SSH_AUTH_SOCK"] = "/run/default.sock";
        const host = resolve("global1", { global1: {} });
        expect(host).toMatchObject({
            address: "global1",
            port: 22,
            user: os.userInfo().username,
            connectTimeout: 20,
            deadAfter: 30,
            forwardAgent: false,
            hostKeys: { acceptNew: false, pins: [], alias: undefined },
        });
        expect(host.login.agentSocket).toBe("/run/default.sock");
        expect(host.login.identityFiles.map(({ from }) => from)).toContain("default");
        expect(resolve("global1", { global1: { agent: false } }).login.agentSocket).toBeUndefined();
        expect(resolve("global1", { global1: { agent: true } }, "IdentityAgent none").login.agentSocket).toBe(
            "/run/default.sock",
        );
    });

    it("are looked up in OpenSSH's configuration by the address, as with `ssh ADDRESS`", () => {
        const hosts = { first: { address: "global1" }, second: { address: "192.0.2.9" } };
        expect(resolve("first", hosts, openssh)).toMatchObject({ address: "192.0.2.1", user: "zadm" });
        expect(resolve("second", hosts, openssh).user).toBe(os.userInfo().username);
    });

    it.each(["no", "off", "ask", "yes"])("never trust an unknown key with StrictHostKeyChecking %s", (value) => {
        const host = resolve("global1", { global1: {} }, `StrictHostKeyChecking ${value}`);
        expect(host.hostKeys.acceptNew).toBe(false);
    });

    it.each([
        ["[2001:db8::1]", "2001:db8::1"],
        ["2001:db8::1", "2001:db8::1"],
        ["fe80::1%net0", "fe80::1%net0"],
        ["192.0.2.7", "192.0.2.7"],
    ])("have the address %p as %p", (address, expected) => {
        expect(resolve("a", { a: { address } }).address).toBe(expected);
    });

    it.each([[`${someKeys().key} a comment`], [[fingerprint, someKeys().ofOtherType]]])(
        "have the pins %p",
        (hostKey) => {
            expect(resolve("a", { a: { hostKey } }).hostKeys.pins).toEqual([hostKey].flat());
        },
    );

    it("take new keys into a file of their own that need not be there yet", () => {
        const { hostKeys } = resolve("a", { a: { knownHostsFile: "~/zones", hostKeyChecking: "accept-new" } });
        expect(hostKeys).toMatchObject({
            userFiles: [{ path: join(os.homedir(), "zones"), required: false }],
            acceptNew: true,
        });
    });
});

describe("the way to a host", () => {
    const bastions = `
Host inner
  HostName 10.0.0.1
  User second
  ProxyJump outer
Host outer
  HostName 192.0.2.254
  User first
  Port 2200
Host global1
  HostName 10.0.0.5
  User zadm
  ProxyJump inner
`;

    it("leads through the hosts that OpenSSH's configuration names, and through those that lead to them", () => {
        expect(way(resolve("global1", {}, bastions))).toEqual([
            "first@192.0.2.254:2200",
            "second@10.0.0.1:22",
            "zadm@10.0.0.5:22",
        ]);
    });

    it("is that of solaris:hosts where it is given there; none is the direct one", () => {
        const through = (proxyJump: string): string[] => way(resolve("global1", { global1: { proxyJump } }, bastions));
        expect(through("none")).toEqual(["zadm@10.0.0.5:22"]);
        expect(through("root@outer:22")).toEqual(["root@192.0.2.254:22", "zadm@10.0.0.5:22"]);
        // As with `ssh -J`: a host that is not the first is reached through those before it, whatever its own settings.
        expect(through("outer,inner")).toEqual(["first@192.0.2.254:2200", "second@10.0.0.1:22", "zadm@10.0.0.5:22"]);
    });

    it("may lead through hosts of solaris:hosts, with everything that is said of them there", () => {
        const host = resolve("global1", {
            global1: { proxyJump: "bastion" },
            bastion: { address: "192.0.2.254", user: "gate", hostKey: fingerprint, connectTimeout: 4 },
        });
        expect(host.jumps).toMatchObject([
            {
                name: "bastion",
                address: "192.0.2.254",
                user: "gate",
                hostKeys: { pins: [fingerprint] },
                connectTimeout: 4,
            },
        ]);
    });

    it("makes a ProxyCommand of no account where it is given", () => {
        const command = "Host global1\n  ProxyCommand nc %h %p\n";
        expect(way(resolve("global1", { global1: { proxyJump: "none", user: "zadm" } }, command))).toEqual([
            "zadm@global1:22",
        ]);
    });

    it.each([
        ["through itself", { a: { proxyJump: "a" } }],
        ["through another and back", { a: { proxyJump: "b" }, b: { proxyJump: "a" } }],
    ])("is refused where it leads %s", (_what, hosts) => {
        expect(() => resolve("a", hosts)).toThrow(/HOSTS_CONFIG_INVALID: the way to a leads in a circle: a through /);
    });

    it("is refused where a rule for all hosts sends the host in between through itself, as ssh does", () => {
        expect(() => resolve("global1", { global1: {} }, "Host *\n  ProxyJump bastion\n")).toThrow(
            /SSH_CONFIG_INVALID: .*leads to the host through itself/,
        );
        const exempt = "Host bastion\n  ProxyJump none\nHost *\n  ProxyJump bastion\n";
        expect(resolve("global1", { global1: {} }, exempt).jumps).toHaveLength(1);
    });

    it.each(["b c", "", "b:ssh", "b,"])("is refused with its path where it cannot be read (%p)", (proxyJump) => {
        expect(() => resolve("a", { a: { proxyJump } })).toThrow(
            /HOSTS_CONFIG_INVALID: [^]*solaris:hosts\.a\.proxyJump: must be \[user@\]name\[:port\]/,
        );
    });

    it("leads through known hosts only: another name is most likely misspelt", () => {
        expect(() => resolve("a", { a: { proxyJump: "bastoin" }, bastion: {} })).toThrow(
            /HOST_UNKNOWN: on the way to a: "bastoin" is neither in solaris:hosts .*did you mean "bastion"\?/,
        );
    });
});
