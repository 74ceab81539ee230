import { discoveryOf, hasGaps, type Discovery } from "../../../provider/discover/discovery";
import { concern } from "../../../provider/migration/preflight/findings";
import { known, unknown } from "../../../provider/solaris/hostFacts";
import { configurationOf, failedHost, readHostOf, usual } from "./readings";

const gib = 1024 ** 3;

/** `HOST: yes|no|?, CODES` of one zone. */
function movesOf({ zones }: Discovery, zoneName: string): string[] {
    const zone = zones.find((each) => each.zoneName === zoneName);
    return Object.entries(zone?.liveMigration ?? {}).map(([host, { possible, findings }]) =>
        [`${host}: ${possible === null ? "?" : possible ? "yes" : "no"}`, ...findings.map(({ code }) => code)].join(
            " ",
        ),
    );
}

it("describes hosts, with what is not known as null and its reason", () => {
    const { hosts } = discoveryOf([
        readHostOf("a", [{ name: "z" }, { name: "n", brand: "solaris" }, { name: "global", brand: "solaris" }]),
        readHostOf("b", [], { memoryBytes: unknown("prtconf: exit code 1"), maintenance: unknown("sysadm: no") }),
        failedHost("c"),
    ]);
    expect(hosts).toEqual([
        {
            host: "a",
            read: true,
            sameMachineAs: null,
            release: "11.4.48.123.0",
            architecture: "i386",
            cpus: 64,
            memoryBytes: 256 * gib,
            links: ["net0", "net1"],
            maintenance: false,
            kernelZones: 1,
            otherZones: 1,
            unknown: [],
        },
        expect.objectContaining({
            memoryBytes: null,
            maintenance: null,
            unknown: ["prtconf: exit code 1", "sysadm: no"],
        }),
        { host: "c", read: false, error: { code: "HOST_UNREACHABLE", message: "c does not answer" } },
    ]);
});

it("says which names are of the same machine, and looks at its zones once", () => {
    const machine = known({ hostid: "848611d4", nodeName: "a" });
    const both = [readHostOf("a", [{ name: "z" }], { machine }), readHostOf("a-mgmt", [{ name: "z" }], { machine })];
    const discovery = discoveryOf(both);
    expect(discovery.hosts.map((host) => host.read && host.sameMachineAs)).toEqual([null, "a"]);
    expect(discovery.zones).toHaveLength(1);
    expect(movesOf(discovery, "z")).toEqual(["a-mgmt: no SAME_MACHINE"]);
});

it("describes zones", () => {
    const { zones } = discoveryOf([
        readHostOf("a", [{ name: "z", state: "installed", auxiliary: ["suspended"], uuid: "u" }]),
    ]);
    expect(zones).toEqual([
        {
            zoneName: "z",
            host: "a",
            role: "zone",
            state: "installed",
            auxiliary: ["suspended"],
            uuid: "u",
            cpus: 4,
            memoryBytes: 8 * gib,
            storage: "shared",
            madeByPulumi: false,
            configurationUnknown: null,
            liveMigration: {},
        },
    ]);
});

it.each([
    ["add device\nset storage=lu:luname.naa.600144f0\nend\nadd device\nset storage=dev:dsk/c0d0\nend", "local"],
    ["add device\nset match=/dev/zvol/dsk/rpool/z\nend", "local"],
    ["add device\nset storage=dev:dsk/c0t600144F0DBF8AF1900005FD25E490003d0\nend", "unsure"],
    ["add device\nset storage=nfs://u:g@h/share/f\nend", "shared"],
    ["set pool=p", "none"],
])("storage of %j is %s", (stored, storage) => {
    expect(discoveryOf([readHostOf("a", [{ name: "z", stored }])]).zones[0]?.storage).toBe(storage);
});

it("tells to which hosts a zone can live-migrate, and if not why, by the findings of a preview", () => {
    const local = "add device\nset storage=dev:/dev/zvol/dsk/rpool/z\nend";
    const discovery = discoveryOf([
        readHostOf("a", [
            { name: "fit" },
            { name: "local", stored: local },
            { name: "halted", state: "installed" },
            { name: "taken" },
            { name: "left" },
        ]),
        readHostOf("b", [{ name: "taken" }, { name: "left", state: "configured", stored: usual.replace("8G", "4G") }]),
        readHostOf("sparc", [], { processorType: known("sparc") }),
        failedHost("down"),
    ]);
    expect(movesOf(discovery, "fit")).toEqual(["b: yes", "sparc: no ARCHITECTURE_DIFFERS", "down: ? HOST_UNREACHABLE"]);
    expect(movesOf(discovery, "local")).toEqual([
        "b: no STORAGE_LOCAL",
        "sparc: no ARCHITECTURE_DIFFERS STORAGE_LOCAL",
        "down: ? HOST_UNREACHABLE",
    ]);
    expect(movesOf(discovery, "halted")[0]).toBe("b: no ZONE_NOT_RUNNING");
    expect(movesOf(discovery, "taken")[0]).toBe("b: no TARGET_NAME_TAKEN");
    expect(movesOf(discovery, "left")[0]).toBe("b: yes MEMORY_DIFFERS TARGET_CONFIG_LEFTOVER");
    // A mere configuration is no zone that could move.
    expect(discovery.zones.find(({ zoneName, host }) => zoneName === "left" && host === "b")?.liveMigration).toEqual(
        {},
    );
});

it("goes by the configuration that runs", () => {
    const running = usual.replace("iscsi://storage1/luname.naa.600144f0dbf8af19", "file://u:g@/z");
    expect(movesOf(discoveryOf([readHostOf("a", [{ name: "z", running }]), readHostOf("b")]), "z")).toEqual([
        "b: no STORAGE_LOCAL LIVE_CONFIG_DIFFERS",
    ]);
});

it("tells what the login from host to host gave, where it was tried", () => {
    const finding = concern("TARGET_LOGIN_FAILED", { message: "no", property: "host" });
    const readings = [readHostOf("a", [{ name: "z" }]), readHostOf("b"), readHostOf("c")];
    const discovery = discoveryOf(readings, (from, to) => (from === "a" && to === "c" ? finding : undefined));
    expect(movesOf(discovery, "z")).toEqual(["b: yes", "c: yes TARGET_LOGIN_FAILED"]);
});

it("does not take a configuration that could not be read for one that fits", () => {
    const readings = [
        readHostOf("a", [{ name: "z", stored: undefined }, { name: "left" }]),
        readHostOf("b", [{ name: "left", state: "configured", stored: undefined }]),
    ];
    const discovery = discoveryOf(readings);
    expect(movesOf(discovery, "z")).toEqual(["b: ? FACTS_UNKNOWN"]);
    expect(movesOf(discovery, "left")).toEqual(["b: ? FACTS_UNKNOWN"]);
    expect(discovery.zones[2]).toMatchObject({ cpus: null, configurationUnknown: "zonecfg export: exit code 1" });
    expect(hasGaps(discovery)).toBe(true);
    expect(hasGaps(discoveryOf([readHostOf("a", [{ name: "z" }])]))).toBe(false);
    expect(hasGaps(discoveryOf([failedHost("a")]))).toBe(true);
});

it("holds no secret", () => {
    const stored = `${usual}\nadd keysource\nset raw=0123456789abcdef\nend`;
    expect(configurationOf(stored).script).toContain("0123456789abcdef");
    const discovery = discoveryOf([
        readHostOf("a", [{ name: "z", stored }]),
        readHostOf("b", [{ name: "z", state: "configured" }]),
    ]);
    expect(movesOf(discovery, "z")[0]).toContain("KEYSOURCE_DIFFERS");
    expect(JSON.stringify(discovery)).not.toContain("0123456789abcdef");
});
