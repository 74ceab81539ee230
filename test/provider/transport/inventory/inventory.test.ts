import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SolarisError } from "../../../../provider/errors/solarisError";
import { hostsSchema } from "../../../../provider/transport/inventory/hostsSchema";
import { Inventory } from "../../../../provider/transport/inventory/inventory";
import fc from "../../../fuzz";
import { inventoryOf } from "../hostBuilder";
import { someKeys } from "../hostKeys/hostKeyTarget";
import { temporaryDirectory } from "../temporaryDirectory";

/** The error that a call throws. */
function errorOf(call: () => unknown): SolarisError {
    try {
        call();
    } catch (error) {
        if (SolarisError.isInstance(error)) {
            return error;
        }
        throw error;
    }
    throw new Error("no error was thrown");
}

/** The faults that a value of `solaris:hosts` is turned down for. */
function faultsOf(value: unknown): readonly string[] {
    const error = errorOf(() => inventoryOf(value));
    expect(error.code).toBe("HOSTS_CONFIG_INVALID");
    return error.details.lines ?? [];
}

describe("a good configuration", () => {
    it("is taken as an object or as Pulumi's JSON text", () => {
        const value = { global1: {}, global2: { address: "10.0.0.2", port: 2222, user: "zadm", privilege: "sudo" } };
        for (const form of [value, JSON.stringify(value)]) {
            const inventory = inventoryOf(form);
            expect(inventory.names).toEqual(["global1", "global2"]);
            expect(inventory.get("global2")).toMatchObject({
                name: "global2",
                address: "10.0.0.2",
                port: 2222,
                user: "zadm",
                privilege: "sudo",
            });
        }
    });

    it("is the same object each time it is asked for", () => {
        const inventory = inventoryOf({ global1: {} });
        expect(inventory.get("global1")).toBe(inventory.get("global1"));
    });
});

describe("every fault names its path and says what is expected", () => {
    it.each<[string, unknown, RegExp]>([
        ["a port beyond 65535", { g: { port: 65536 } }, /^solaris:hosts\.g\.port: must be a port number, 1 to 65535$/],
        ["port 0", { g: { port: 0 } }, /^solaris:hosts\.g\.port: must be a port number/],
        ["half a port", { g: { port: 22.5 } }, /^solaris:hosts\.g\.port: must be a port number/],
        ["a port as text", { g: { port: "22" } }, /^solaris:hosts\.g\.port: must be a port number/],
        ["a migration port", { g: { migration: { port: -1 } } }, /^solaris:hosts\.g\.migration\.port: must be a port/],
        [
            "an unknown scheme",
            { g: { migration: { scheme: "rad" } } },
            /^solaris:hosts\.g\.migration\.scheme: .*"radg"/,
        ],
        [
            "an unknown key",
            { g: { adress: "x" } },
            /^solaris:hosts\.g: "adress" is not a property of a host; did you mean "address"\?$/,
        ],
        [
            "an unknown migration key",
            { g: { migration: { uri: "x" } } },
            /^solaris:hosts\.g\.migration: "uri" is not a property of a host$/,
        ],
        ["an address that is an option", { g: { address: "-oProxyCommand=x" } }, /^solaris:hosts\.g\.address: must be/],
        ["an address with a blank", { g: { address: "a b" } }, /^solaris:hosts\.g\.address: must be/],
        ["a user with a blank", { g: { user: "z adm" } }, /^solaris:hosts\.g\.user: must be a login name/],
        ["an unknown privilege", { g: { privilege: "su" } }, /^solaris:hosts\.g\.privilege: .*"pfexec"/],
        ["no silence at all", { g: { deadAfter: 0 } }, /^solaris:hosts\.g\.deadAfter: must be at least 1/],
        [
            "no list of key files",
            { g: { identityFile: [] } },
            /^solaris:hosts\.g\.identityFile: must hold at least one/,
        ],
        [
            "a way to trust everybody",
            { g: { hostKeyChecking: "no" } },
            /^solaris:hosts\.g\.hostKeyChecking: .*"strict"/,
        ],
        ["no time to connect", { g: { connectTimeout: 0 } }, /^solaris:hosts\.g\.connectTimeout: /],
        ["an agent of another kind", { g: { agent: 5 } }, /^solaris:hosts\.g\.agent: must be true, false, or the path/],
        ["a host key of another kind", { g: { hostKey: 5 } }, /^solaris:hosts\.g\.hostKey: must be a host key/],
        [
            "an MD5 fingerprint",
            { g: { hostKey: "MD5:16:27:ac" } },
            /^solaris:hosts\.g\.hostKey: must be a whole fingerprint/,
        ],
        [
            "a known_hosts line",
            { g: { hostKey: ["h ssh-rsa AAAA"] } },
            /^solaris:hosts\.g\.hostKey\.0: must be a whole/,
        ],
        [
            "a fingerprint that was cut off",
            { g: { hostKey: "SHA256:47DEQpj8HBSa" } },
            /^solaris:hosts\.g\.hostKey: must be a wh/,
        ],
        [
            "a key that was cut off",
            { g: { hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1" } },
            /^solaris:hosts\.g\.hostKey: must be a wh/,
        ],
        [
            "a key of another type than it says",
            { g: { hostKey: someKeys().key.replace("ed25519", "rsa") } },
            /^solaris:hosts\.g\.hostKey: must be a wh/,
        ],
        ["no host key in the list", { g: { hostKey: [] } }, /^solaris:hosts\.g\.hostKey: must hold at least one key$/],
        ["an empty key file name", { g: { identityFile: "" } }, /^solaris:hosts\.g\.identityFile: must not be empty$/],
        ["a bad host name", { "bad name": {} }, /^solaris:hosts\.bad name: a host's name must be letters, digits/],
        ["a host that is null", { g: null }, /^solaris:hosts\.g: /],
        ["a list", "[]", /^solaris:hosts: /],
        ["null as text", "null", /^solaris:hosts: /],
        ["a number", 5, /^solaris:hosts: /],
    ])("%s", (_what, value, fault) => {
        const faults = faultsOf(value);
        expect(faults).toHaveLength(1);
        expect(faults[0]).toMatch(fault);
    });

    it("all of them at once", () => {
        const faults = faultsOf({ a: { port: 0 }, b: { user: "" }, c: { migration: { port: 70000, scheme: "x" } } });
        expect(faults.map((fault) => fault.split(": ")[0])).toEqual([
            "solaris:hosts.a.port",
            "solaris:hosts.b.user",
            "solaris:hosts.c.migration.port",
            "solaris:hosts.c.migration.scheme",
        ]);
    });
});

describe("a configuration that is not there", () => {
    it.each([undefined, "", {}])(
        "(%p) leaves the names that OpenSSH knows, and tells how hosts are described",
        (value) => {
            const inventory = inventoryOf(value);
            expect(inventory.names).toEqual([]);
            const error = errorOf(() => inventory.get("global1"));
            expect(error.code).toBe("HOST_UNKNOWN");
            expect(error.message).toContain(
                '"global1" is neither in solaris:hosts (which is empty or not set) nor known to OpenSSH',
            );
            expect(error.message).toContain("solaris:hosts:\n");
        },
    );
});

describe("a name that only OpenSSH knows", () => {
    const directory = temporaryDirectory();
    const config = join(directory, "config");
    const knownHosts = join(directory, "known_hosts");

    /** What `ssh -F` with these lines would know, with one host in known_hosts. */
    function known(lines: string, hosts?: unknown): Inventory {
        writeFileSync(config, `${lines}\nHost *\n  UserKnownHostsFile ${knownHosts}\n  GlobalKnownHostsFile none\n`);
        writeFileSync(knownHosts, "recorded.example.com ssh-ed25519 AAAA\n[other.example.com]:2222 ssh-ed25519 AAAA\n");
        return Inventory.parse(hosts, { sshConfig: config });
    }

    it("by a Host block is a host like any other, without solaris:hosts", () => {
        const inventory = known("Host global1\n  HostName 192.0.2.1\n  User zadm\n  Port 2222");
        expect(inventory.get("global1")).toMatchObject({
            name: "global1",
            address: "192.0.2.1",
            user: "zadm",
            port: 2222,
            privilege: "pfexec",
            migration: {},
        });
        expect(inventory.names).toEqual(["global1"]);
    });

    it("by a pattern is one too, and stands beside those of solaris:hosts", () => {
        const inventory = known("Host *.example.com\n  User zadm", { global1: {} });
        expect(inventory.get("g7.example.com")).toMatchObject({ address: "g7.example.com", user: "zadm" });
        expect(inventory.names).toEqual(["global1", "g7.example.com"]);
    });

    it("by known_hosts is one too", () => {
        const inventory = known("");
        expect(inventory.get("recorded.example.com").port).toBe(22);
        expect(errorOf(() => inventory.get("recorded2.example.com")).code).toBe("HOST_UNKNOWN");
        // Under another port than the one that would be used, the record speaks of something else.
        expect(errorOf(() => inventory.get("other.example.com")).code).toBe("HOST_UNKNOWN");
    });

    it("is any name where the user trusts new hosts", () => {
        expect(known("StrictHostKeyChecking accept-new").get("whatever").hostKeys.acceptNew).toBe(true);
    });

    it("is suggested where another was meant", () => {
        expect(errorOf(() => known("Host storage1").get("storge1")).message).toContain('did you mean "storage1"?');
    });

    it("is not looked for among other files where solaris:sshConfig names one that is not there", () => {
        const inventory = Inventory.parse({}, { sshConfig: join(directory, "nowhere") });
        expect(errorOf(() => inventory.get("global1")).code).toBe("SSH_CONFIG_INVALID");
    });

    it("is refused where a program would have to be run to reach it", () => {
        expect(errorOf(() => known("Host g\n  ProxyCommand nc %h %p").get("g")).code).toBe("SSH_CONFIG_UNSUPPORTED");
    });
});

describe("secrets", () => {
    it("are not echoed from text that is no JSON", () => {
        for (const text of ['{"g": {"password": "hunter2"', "hunter2", '{"g": {"password": hunter2}}']) {
            const error = errorOf(() => inventoryOf(text));
            expect(error.code).toBe("HOSTS_CONFIG_INVALID");
            expect(error.message).not.toContain("hunter2");
            expect(JSON.stringify(error.details)).not.toContain("hunter2");
            expect(error.details.cause).toBeUndefined();
        }
    });

    it("are not echoed from values of whatever kind at whatever place", () => {
        const secret = "hunter2";
        const value = fc.constantFrom<unknown>(secret, [secret], { [secret]: secret }, `${secret} `, `-${secret}`);
        // A key that is not known is named, for it is most likely a typing error; its value is not.
        const host = fc.dictionary(fc.constantFrom(...Object.keys(hostsSchema.valueType.shape), "passwrod"), value);
        fc.assert(
            fc.property(host, (keys) => {
                let message = "";
                try {
                    inventoryOf({ g: keys });
                } catch (error) {
                    message = String(error).replaceAll(`"${secret}" is not a property of a host`, "");
                }
                expect(message).not.toContain(secret);
            }),
        );
    });
});

describe("an unknown host", () => {
    const inventory = inventoryOf({ global1: {}, global2: {}, storage: {} });

    it("is answered with the known ones and the nearest match", () => {
        const error = errorOf(() => inventory.get("gloabl2"));
        expect(error).toMatchObject({ code: "HOST_UNKNOWN", details: { property: "host" } });
        expect(error.details.message).toBe(
            '"gloabl2" is neither in solaris:hosts (known: global1, global2, storage) nor known to OpenSSH; did you mean "global2"?',
        );
    });

    it("is looked for once: each zone of a misspelt host asks for it again", () => {
        expect(errorOf(() => inventory.get("gloabl1"))).toBe(errorOf(() => inventory.get("gloabl1")));
        expect(inventory.names).not.toContain("gloabl1");
    });

    it("is answered without a guess where nothing is near", () => {
        expect(errorOf(() => inventory.get("zebra-farm")).details.message).toBe(
            '"zebra-farm" is neither in solaris:hosts (known: global1, global2, storage) nor known to OpenSSH',
        );
    });

    it.each(["__proto__", "constructor", "toString", "-oProxyCommand=reboot", "a b", "", "a;b"])(
        "called %p is unknown like any other",
        (name) => {
            expect(errorOf(() => inventory.get(name)).code).toBe("HOST_UNKNOWN");
        },
    );
});
