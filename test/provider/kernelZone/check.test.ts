import { check, unknownValue } from "../../../provider/kernelZone/check";
import { parseMigrationDefaults } from "../../../provider/kernelZone/migrationDefaults";
import type { PropertyBag } from "../../../provider/kernelZone/state";
import { inventoryOf } from "../transport/hostBuilder";
import { hidden, inputs } from "./bags";

const inventory = inventoryOf({ global1: {}, global2: {}, "db-host.example.com": {} });
const run = (news: PropertyBag, olds: PropertyBag = {}) =>
    check(olds, news, { loadInventory: () => inventory, loadDefaults: () => undefined });

/** The failures of inputs which differ from correct ones by what is given. */
const failures = (more: PropertyBag, olds: PropertyBag = {}) => run(inputs(more), olds).failures;
const paths = (more: PropertyBag) => failures(more).map(({ property }) => property);

describe("check of correct inputs", () => {
    it("gives them back as written, hidden keys and all, and fills no defaults in", () => {
        const news = inputs({ migration: { timeouts: { migrate: "10m" } }, hostOverrides: {} });
        expect(run(news)).toEqual({ inputs: news, failures: [] });
    });

    it.each<[string, PropertyBag]>([
        ["the least", {}],
        [
            "every option",
            {
                hostOverrides: {
                    global2: {
                        anets: [
                            { id: 0, lowerLink: "net1" },
                            { id: 1, lowerLink: "auto" },
                        ],
                    },
                },
                migration: {
                    method: "live",
                    user: "mig",
                    address: "10.0.0.2",
                    port: 2222,
                    scheme: "ssh",
                    cipher: "aes-128-gcm",
                    overwriteTargetConfig: false,
                    dryRun: "warn",
                    timeouts: { dryRun: 90, migrate: "2h" },
                },
                deletionPolicy: "retain",
            },
        ],
        ["the cipher `none`", { migration: { cipher: "none" } }],
        [
            "overrides for another host than the one whose configuration is overwritten",
            {
                hostOverrides: { global2: { anets: [{ id: 0, lowerLink: "net1" }] } },
                migration: { overwriteTargetConfig: true },
            },
        ],
        ["a host with dots in its name", { host: "db-host.example.com" }],
    ])("accepts %s", (_name, more) => {
        expect(failures(more)).toEqual([]);
    });
});

describe("check binds each fault to its property", () => {
    it.each<[string, PropertyBag, RegExp]>([
        ["zoneName", { zoneName: "-rf" }, /must be a zone name/],
        ["zoneName", { zoneName: "global" }, /the host itself/],
        ["zoneName", { zoneName: "SUNWzone" }, /reserved/],
        ["zoneName", { zoneName: "SYSsolaris-kz" }, /reserved/],
        ["zoneName", { zoneName: "a".repeat(64) }, /must be a zone name/],
        ["zoneName", { zoneName: "kz one; reboot" }, /must be a zone name/],
        ["zoneName", { zoneName: undefined }, /^is required$/],
        ["host", { host: undefined }, /^is required$/],
        ["host", { host: 7 }, /must be a host's name/],
        ["adopt", { adopt: "yes" }, /boolean/],
        ["deletionPolicy", { deletionPolicy: "destroy" }, /retain/],
        ["migration", { migration: "live" }, /object/],
        ["migration.method", { migration: { method: "sideways" } }, /live/],
        ["migration.user", { migration: { user: "a b" } }, /login name/],
        ["migration.address", { migration: { address: "-oProxyCommand=x" } }, /host name or an IP address/],
        ["migration.port", { migration: { port: 0 } }, /1 to 65535/],
        ["migration.port", { migration: { port: 65536 } }, /1 to 65535/],
        ["migration.port", { migration: { port: 22.5 } }, /1 to 65535/],
        ["migration.port", { migration: { port: "22" } }, /port number/],
        ["migration.scheme", { migration: { scheme: "rad" } }, /ssh/],
        ["migration.cipher", { migration: { cipher: "list" } }, /only prints ciphers/],
        ["migration.cipher", { migration: { cipher: "-x" } }, /must be a cipher's name/],
        ["migration.dryRun", { migration: { dryRun: "maybe" } }, /required/],
        ["migration.timeouts.migrate", { migration: { timeouts: { migrate: "soon" } } }, /`90s`, `10m` or `2h`/],
        ["migration.timeouts.migrate", { migration: { timeouts: { migrate: 0 } } }, /more than 0 and at most 7 days/],
        ["migration.timeouts.migrate", { migration: { timeouts: { migrate: -5 } } }, /more than 0/],
        ["migration.timeouts.dryRun", { migration: { timeouts: { dryRun: "8d" } } }, /`90s`/],
        ["migration.timeouts.dryRun", { migration: { timeouts: { dryRun: "169h" } } }, /at most 7 days/],
        ["migration.timeouts.dryRun", { migration: { timeouts: { dryRun: true } } }, /number of seconds/],
        ["hostOverrides.global2.anets", { hostOverrides: { global2: { anets: [] } } }, /at least one anet/],
        ["hostOverrides.global2.anets", { hostOverrides: { global2: {} } }, /^is required$/],
        [
            "hostOverrides.global2.anets.0.id",
            { hostOverrides: { global2: { anets: [{ id: -1, lowerLink: "net1" }] } } },
            /0 or more/,
        ],
        [
            "hostOverrides.global2.anets.1.lowerLink",
            {
                hostOverrides: {
                    global2: {
                        anets: [
                            { id: 0, lowerLink: "net1" },
                            { id: 1, lowerLink: "net 1" },
                        ],
                    },
                },
            },
            /name of a datalink/,
        ],
        [
            "hostOverrides.global2.anets",
            {
                hostOverrides: {
                    global2: {
                        anets: [
                            { id: 0, lowerLink: "net1" },
                            { id: 0, lowerLink: "net2" },
                        ],
                    },
                },
            },
            /same anet twice/,
        ],
    ])("%s: %j", (property, more, reason) => {
        const found = failures(more);
        expect(found.map((failure) => failure.property)).toEqual([property]);
        expect(found[0]?.reason).toMatch(reason);
    });

    it.each<[string, PropertyBag, string]>([
        ["adopt", { adopt: "yes" }, "must be a boolean: `true` or `false`"],
        ["deletionPolicy", { deletionPolicy: "destroy" }, "must be `retain`, `shutdown` or `delete`"],
        ["state", { state: "off" }, "must be `running` or `installed`"],
        ["migration", { migration: "live" }, "must be an object of properties: `{ ... }`"],
        ["hostOverrides", { hostOverrides: [1] }, "must be an object of properties: `{ ... }`"],
        ["hostOverrides.global2.anets", { hostOverrides: { global2: { anets: {} } } }, "must be a list: `[...]`"],
        ["config.autoshutdown", { config: { autoshutdown: 1 } }, "must be `shutdown`, `halt` or `suspend`"],
        ["config.bootargs", { config: { bootargs: 1 } }, "must be a string"],
        ["install.profile", { install: { profile: "/export/pro file's/ü.xml" } }, "must not hold blanks"],
        [
            "install.options.a b",
            { install: { options: { "a b": "x" } } },
            "must be an option's name, such as `install-size`",
        ],
        [
            "driftPolicy.config",
            { driftPolicy: { config: "accept" } },
            "is not known here; did you mean `configuration`? Known are location, configuration",
        ],
    ])("%s: %j in words of ours", (property, more, reason) => {
        expect(failures(more)).toEqual([{ property, reason }]);
    });

    it("guesses what a key was meant to be by its beginning and its end, and names the others too", () => {
        const [failure, ...others] = failures({ config: { memory: "8g" } });
        expect(others).toEqual([]);
        expect(failure?.property).toBe("config.memory");
        expect(failure?.reason).toMatch(
            /^is not known here; did you mean `cappedMemory`\? Known are autoboot, .*`properties`$/,
        );
    });

    it("finds all faults at once", () => {
        expect(paths({ zoneName: "!", host: "globl1", migration: { port: 0, cipher: "list" } }).sort()).toEqual([
            "host",
            "migration.cipher",
            "migration.port",
            "zoneName",
        ]);
    });

    it("names each key that is none, at every depth", () => {
        expect(failures({ hst: "x", migration: { timeout: 5 } })).toEqual(
            expect.arrayContaining([
                { property: "hst", reason: "is not known here; did you mean `host`?" },
                { property: "migration.timeout", reason: "is not known here; did you mean `timeouts`?" },
            ]),
        );
        expect(paths({ hostOverrides: { global2: { anets: [{ id: 0, lowerLink: "net1", mac: "x" }] } } })).toEqual([
            "hostOverrides.global2.anets.0.mac",
        ]);
    });

    it("does not take the hidden keys for foreign ones, and drops keys that are", () => {
        expect(run(inputs({ __internal: true })).failures).toEqual([]);
        expect(run(inputs({ hst: "x" })).inputs).toEqual(inputs());
    });
});

describe("check of hosts", () => {
    it("names an unknown host with the known ones and the nearest match", () => {
        const [failure, ...others] = failures({ host: "globl2" });
        expect(others).toEqual([]);
        expect(failure?.property).toBe("host");
        expect(failure?.reason).toMatch(
            /^HOST_UNKNOWN: "globl2" is neither in solaris:hosts \(known: global1, global2, db-host\.example\.com\) nor known to OpenSSH; did you mean "global2"\?\n/,
        );
    });

    it("suggests nothing where nothing is near", () => {
        expect(failures({ host: "zanzibar" })[0]?.reason).not.toContain("did you mean");
    });

    it("names a host of hostOverrides that is unknown", () => {
        const found = failures({ hostOverrides: { global3: { anets: [{ id: 0, lowerLink: "net1" }] } } });
        expect(found).toHaveLength(1);
        expect(found[0]?.property).toBe("hostOverrides.global3");
        expect(found[0]?.reason).toContain('HOST_UNKNOWN: "global3" is neither in solaris:hosts');
    });

    it("asks for a host at all", () => {
        expect(failures({ host: "" })).toEqual([{ property: "host", reason: "must name a host" }]);
    });

    it("reports a malformed inventory as a failure of no property, with its paths and without its values", () => {
        const loadInventory = () => inventoryOf({ global1: { port: "22", password: 5, addres: "hunter2" } });
        const { failures: found } = check({}, inputs(), { loadInventory, loadDefaults: () => undefined });
        expect(found).toHaveLength(1);
        expect(found[0]?.property).toBe("");
        expect(found[0]?.reason).toContain("HOSTS_CONFIG_INVALID");
        expect(found[0]?.reason).toContain("solaris:hosts.global1.port: must be a port number");
        expect(found[0]?.reason).not.toContain("hunter2");
    });

    it("conflicts where the configuration of the very host that has overrides is to be overwritten", () => {
        const found = failures({
            hostOverrides: { global1: { anets: [{ id: 0, lowerLink: "net1" }] } },
            migration: { overwriteTargetConfig: true },
        });
        expect(found.map(({ property }) => property)).toEqual(["migration.overwriteTargetConfig"]);
        expect(found[0]?.reason).toContain("cannot be combined with hostOverrides for global1");
    });
});

describe("check of a zone that exists", () => {
    it("refuses another zone name, with the way to do it", () => {
        const found = failures({ zoneName: "kzone2" }, inputs());
        expect(found.map(({ property }) => property)).toEqual(["zoneName"]);
        expect(found[0]?.reason).toMatch(/cannot change from "kzone1" to "kzone2".*give the resource another name/);
    });

    it.each<[policy: string | undefined, fate: RegExp]>([
        [undefined, /the old zone runs on untouched when its resource is removed/],
        ["retain", /the old zone runs on untouched when its resource is removed/],
        ["shutdown", /the old zone is shut down and kept when its resource is removed/],
        ["delete", /on its disks are destroyed when its resource is removed.*set that to "retain" first/],
    ])("says what becomes of the old zone: deletionPolicy %s in the state", (deletionPolicy, fate) => {
        const olds = inputs(deletionPolicy === undefined ? {} : { deletionPolicy });
        expect(failures({ zoneName: "kzone2", deletionPolicy: "retain" }, olds)[0]?.reason).toMatch(fate);
    });

    it("lets everything else change, and does not mind empty olds (the second check of a replacement)", () => {
        expect(failures({ host: "global2", migration: { dryRun: "skip" } }, inputs())).toEqual([]);
        expect(failures({}, {})).toEqual([]);
    });
});

describe("check of values that are not known yet", () => {
    it.each<[string, PropertyBag]>([
        ["the host", { host: unknownValue }],
        ["the zone's name", { zoneName: unknownValue }],
        ["adopt", { adopt: unknownValue }],
        ["all of migration", { migration: unknownValue }],
        ["a port", { migration: { port: unknownValue } }],
        ["all timeouts", { migration: { timeouts: unknownValue } }],
        ["one timeout", { migration: { timeouts: { dryRun: unknownValue } } }],
        ["an enumeration", { migration: { dryRun: unknownValue }, deletionPolicy: unknownValue }],
        ["all overrides", { hostOverrides: unknownValue }],
        ["the overrides of a host", { hostOverrides: { global2: unknownValue } }],
        ["its anets", { hostOverrides: { global2: { anets: unknownValue } } }],
        ["one anet", { hostOverrides: { global2: { anets: [unknownValue] } } }],
        [
            "ids and links",
            {
                hostOverrides: {
                    global2: {
                        anets: [
                            { id: unknownValue, lowerLink: unknownValue },
                            { id: unknownValue, lowerLink: "net1" },
                        ],
                    },
                },
            },
        ],
    ])("lets %s pass", (_name, more) => {
        const news = inputs(more);
        expect(run(news, inputs())).toEqual({ inputs: news, failures: [] });
    });

    it("still finds what is wrong beside them", () => {
        expect(paths({ host: unknownValue, migration: { user: unknownValue, port: 0 } })).toEqual(["migration.port"]);
    });
});

describe("check does no I/O", () => {
    it("is over when it returns, and asks for nothing but the inventory", () => {
        const loadInventory = jest.fn(() => inventory);
        const result = check({}, { ...inputs(), ...hidden }, { loadInventory, loadDefaults: () => undefined });
        expect(result).not.toBeInstanceOf(Promise);
        expect(loadInventory).toHaveBeenCalledTimes(1);
    });
});

describe("check of solaris:migration", () => {
    it("reports what is wrong with it as a failure of no property, with its paths, beside the resource's own", () => {
        const loadDefaults = () => parseMigrationDefaults({ limits: { perSource: 0 }, onTimeout: "kill" });
        const { failures: found } = check({}, inputs({ adopt: "yes" }), {
            loadInventory: () => inventory,
            loadDefaults,
        });
        expect(found.map(({ property }) => property)).toEqual(["adopt", ""]);
        expect(found[1]?.reason).toContain("MIGRATION_CONFIG_INVALID");
        expect(found[1]?.reason).toContain("solaris:migration.limits.perSource: must be 1 or more");
        expect(found[1]?.reason).toContain("solaris:migration.onTimeout: ");
    });
});
