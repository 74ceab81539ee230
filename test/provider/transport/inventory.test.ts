import * as os from "node:os";
import fc from "fast-check";
import { SolarisError } from "../../../provider/errors/solarisError";
import { hostsSchema, Inventory } from "../../../provider/transport/inventory";

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
    const error = errorOf(() => Inventory.parse(value));
    expect(error.code).toBe("HOSTS_CONFIG_INVALID");
    return error.details.lines ?? [];
}

describe("a good configuration", () => {
    it("is taken as an object or as Pulumi's JSON text, every default filled in", () => {
        const value = { global1: {}, global2: { address: "10.0.0.2", port: 2222, user: "zadm", privilege: "sudo" } };
        for (const form of [value, JSON.stringify(value)]) {
            const inventory = Inventory.parse(form);
            expect(inventory.names).toEqual(["global1", "global2"]);
            expect(inventory.get("global1")).toEqual({
                name: "global1",
                address: "global1",
                port: 22,
                user: os.userInfo().username,
                agent: true,
                privilege: "pfexec",
                connectTimeout: 20,
                migration: {},
            });
            expect(inventory.get("global2")).toMatchObject({
                name: "global2",
                address: "10.0.0.2",
                port: 2222,
                user: "zadm",
                privilege: "sudo",
            });
        }
    });

    it.each([
        "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA== a comment",
    ])("may pin %p", (hostKey) => {
        expect(Inventory.parse({ a: { hostKey } }).get("a").hostKey).toBe(hostKey);
        expect(Inventory.parse({ a: { hostKey: [hostKey] } }).get("a").hostKey).toEqual([hostKey]);
    });

    it.each(["global1.example.com", "192.0.2.7", "2001:db8::1", "[2001:db8::1]", "fe80::1%net0"])(
        "may give %p as address",
        (address) => {
            expect(Inventory.parse({ a: { address } }).get("a").address).toBe(address);
        },
    );
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
        ["no time to connect", { g: { connectTimeout: 0 } }, /^solaris:hosts\.g\.connectTimeout: /],
        ["an agent of another kind", { g: { agent: 5 } }, /^solaris:hosts\.g\.agent: must be true, false, or the path/],
        ["a host key of another kind", { g: { hostKey: 5 } }, /^solaris:hosts\.g\.hostKey: must be a host key/],
        ["an MD5 fingerprint", { g: { hostKey: "MD5:16:27:ac" } }, /^solaris:hosts\.g\.hostKey: must be a fingerprint/],
        [
            "a known_hosts line",
            { g: { hostKey: ["h ssh-rsa AAAA"] } },
            /^solaris:hosts\.g\.hostKey\.0: must be a finger/,
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
    it.each([undefined, ""])("(%p) says how hosts are described", (value) => {
        const error = errorOf(() => Inventory.parse(value));
        expect(error.code).toBe("HOSTS_CONFIG_INVALID");
        expect(error.message).toContain("`solaris:hosts` is not set");
        expect(error.message).toContain("solaris:hosts:\n");
    });

    it("or names no host is turned down", () => {
        expect(errorOf(() => Inventory.parse({})).message).toContain("describes no host");
    });
});

describe("secrets", () => {
    it("are not echoed from text that is no JSON", () => {
        for (const text of ['{"g": {"password": "hunter2"', "hunter2", '{"g": {"password": hunter2}}']) {
            const error = errorOf(() => Inventory.parse(text));
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
                    Inventory.parse({ g: keys });
                } catch (error) {
                    message = String(error).replaceAll(`"${secret}" is not a property of a host`, "");
                }
                expect(message).not.toContain(secret);
            }),
        );
    });
});

describe("an unknown host", () => {
    const inventory = Inventory.parse({ global1: {}, global2: {}, storage: {} });

    it("is answered with the known ones and the nearest match", () => {
        const error = errorOf(() => inventory.get("gloabl2"));
        expect(error).toMatchObject({ code: "HOST_UNKNOWN", details: { property: "host" } });
        expect(error.details.message).toBe(
            '"gloabl2" is not in solaris:hosts (known: global1, global2, storage); did you mean "global2"?',
        );
        expect(inventory.has("gloabl2")).toBe(false);
    });

    it("is answered without a guess where nothing is near", () => {
        expect(inventory.unknownHostMessage("zebra-farm")).toBe(
            '"zebra-farm" is not in solaris:hosts (known: global1, global2, storage)',
        );
    });

    it.each(["__proto__", "constructor", "toString"])("called %s is unknown like any other", (name) => {
        expect(inventory.has(name)).toBe(false);
        expect(errorOf(() => inventory.get(name)).code).toBe("HOST_UNKNOWN");
    });
});
