import { configSchema, type ConfigProps } from "../../../../provider/kernelZone/config/configSchema";
import { unknownValue } from "../../../../provider/kernelZone/check";
import { dotted } from "../../../../provider/kernelZone/config/paths";
import { wholeConfig } from "./wholeConfig";

/** The faults of a config, each with its path. */
function faults(config: unknown): string[] {
    const parsed = configSchema.safeParse(config);
    return (parsed.error?.issues ?? []).map(({ path, message }) => `${dotted(["config", ...path])}: ${message}`);
}

const disk = { id: 0, storage: "iscsi://storage1/luname.naa.600144f0dbf8af19", bootpri: 0 };

describe("the schema of config", () => {
    it("takes a whole configuration, and normalises units and spellings once", () => {
        const parsed = configSchema.parse(wholeConfig);
        expect(parsed.cappedMemory?.physical).toBe("8G");
        expect(parsed.virtualCpu?.ncpus).toBe("4");
        expect(parsed.hostid).toBe("0x6f038b0b");
        expect(parsed.hostCompatible).toEqual(["level1", "memlzr"]);
        expect(parsed.anets?.[0]?.macAddress).toBe("2:8:20:e7:b8:79");
        expect(parsed.anets?.[0]?.linkProtection).toEqual(["mac-nospoof"]);
        expect(parsed.attrs?.[1]).toEqual({ name: "rack", type: "uint", value: "12" });
    });

    it.each<[string | number, string]>([
        [
            1024,
            "must be a multiple of 2 MB (x86) or 256 MB (SPARC), and is 1024 bytes; write `1024g` if gigabytes are meant",
        ],
        ["8", "must be a multiple of 2 MB (x86) or 256 MB (SPARC), and is 8 bytes; write `8g` if gigabytes are meant"],
        ["1k", "must be a multiple of 2 MB (x86) or 256 MB (SPARC), and is 1024 bytes"],
    ])("asks for gigabytes only where no unit was written: %j", (physical, message) => {
        expect(faults({ cappedMemory: { physical } })).toEqual([`config.cappedMemory.physical: ${message}`]);
    });

    it("takes texts up to our own bounds", () => {
        const attrs = [{ name: "note", value: "x".repeat(8192) }];
        expect(faults({ bootargs: "x".repeat(2048), attrs })).toEqual([]);
    });

    it.each<[string | number, string]>([
        ["8g", "8G"],
        ["8192M", "8G"],
        [8589934592, "8G"],
        ["8 GiB", "8G"],
        ["4.75G", "4864M"],
        ["2T", "2T"],
        ["1536m", "1536M"],
    ])("takes memory of %p for %s", (written, stored) => {
        expect(configSchema.parse({ cappedMemory: { physical: written } }).cappedMemory?.physical).toBe(stored);
    });

    it("takes nothing at all: everything then stays as it is found", () => {
        expect(configSchema.parse({})).toEqual({});
    });

    it.each<[string, unknown, string]>([
        [
            "memory in bytes that was meant in gigabytes",
            { cappedMemory: { physical: 8 } },
            "config.cappedMemory.physical: must be a multiple of 2 MB (x86) or 256 MB (SPARC), and is 8 bytes; write `8g` if gigabytes are meant",
        ],
        [
            "memory of an odd size",
            { cappedMemory: { physical: "4097k" } },
            "config.cappedMemory.physical: must be a multiple of 2 MB",
        ],
        [
            "memory beyond Solaris's bound",
            { cappedMemory: { physical: "2050g" } },
            "config.cappedMemory.physical: must be at most 2 TB",
        ],
        [
            "memory in words",
            { cappedMemory: { physical: "plenty" } },
            "config.cappedMemory.physical: must be a size such as `8g`",
        ],
        ["no memory", { cappedMemory: { physical: 0 } }, "config.cappedMemory.physical: must be a size"],
        [
            "a page size without the policy for it",
            { cappedMemory: { pagesize: "2G" } },
            'config.cappedMemory.pagesize: needs `pagesizePolicy: "fixed"`',
        ],
        [
            "a page size with another policy",
            { cappedMemory: { pagesizePolicy: "largest-only", pagesize: "2G" } },
            "config.cappedMemory.pagesize: needs",
        ],
        [
            "a fixed page size without the size",
            { cappedMemory: { pagesizePolicy: "fixed" } },
            "config.cappedMemory.pagesizePolicy: `fixed` needs `pagesize`",
        ],
        [
            "a page policy with a memory reserve",
            { cappedMemory: { pagesizePolicy: "largest-only", memoryReserve: "zones" } },
            "config.cappedMemory.memoryReserve: cannot be combined with `pagesizePolicy`",
        ],
        ["no CPU", { virtualCpu: { ncpus: 0 } }, "config.virtualCpu.ncpus: must be a number of virtual CPUs"],
        [
            "a part of a CPU",
            { virtualCpu: { ncpus: 1.5 } },
            "config.virtualCpu.ncpus: must be a number of virtual CPUs",
        ],
        [
            "more CPUs than are taken",
            { virtualCpu: { ncpus: 100000 } },
            "config.virtualCpu.ncpus: must be a number of virtual CPUs, or a range such as `2-4`; at least 1, and at most 9999, which is this provider's own bound",
        ],
        [
            "boot arguments that are none",
            { bootargs: "x".repeat(2049) },
            "config.bootargs: must have at most 2048 characters; the bound is this provider's own",
        ],
        [
            "an attr as long as a file",
            { attrs: [{ name: "note", value: "x".repeat(8193) }] },
            "config.attrs[0].value: must have at most 8192 characters; the bound is this provider's own",
        ],
        ["a range of CPUs downwards", { virtualCpu: { ncpus: "4-2" } }, "config.virtualCpu.ncpus: must be"],
        ["an anet without an id", { anets: [{ lowerLink: "net0" }] }, "config.anets[0].id: must be a whole number"],
        ["two anets of one id", { anets: [{ id: 1 }, { id: 1 }] }, "config.anets[1].id: is 1, as that of anets[0]"],
        [
            "two anets with one MAC address",
            {
                anets: [
                    { id: 0, macAddress: "2:8:20:0:0:1" },
                    { id: 1, macAddress: "02-08-20-00-00-01" },
                ],
            },
            "config.anets[1].macAddress: is 2:8:20:0:0:1, as that of anets[0]",
        ],
        [
            "half a MAC address",
            { anets: [{ id: 0, macAddress: "2:8:20" }] },
            "config.anets[0].macAddress: must be a MAC address",
        ],
        [
            "a group's MAC address",
            { anets: [{ id: 0, macAddress: "1:0:5e:0:0:1" }] },
            "config.anets[0].macAddress: must be the address of one interface",
        ],
        [
            "VLAN 4095",
            { anets: [{ id: 0, vlanId: 4095 }] },
            "config.anets[0].vlanId: must be a VLAN's number, 1 to 4094",
        ],
        ["VLAN 0", { anets: [{ id: 0, vlanId: 0 }] }, "config.anets[0].vlanId: must be a VLAN's number"],
        [
            "an address that is none",
            { anets: [{ id: 0, allowedAddress: ["192.0.2.300/24"] }] },
            "config.anets[0].allowedAddress[0]: must be an IP address",
        ],
        [
            "a prefix that is too long",
            { anets: [{ id: 0, allowedAddress: ["192.0.2.3/33"] }] },
            "config.anets[0].allowedAddress[0]: must be an IP address",
        ],
        [
            "a router with a prefix",
            { anets: [{ id: 0, defrouter: ["192.0.2.1/24"] }] },
            "config.anets[0].defrouter[0]: must be a router's IP address",
        ],
        ["no disk", { devices: [] }, "config.devices: must hold the disk from which the zone boots"],
        [
            "no boot disk",
            { devices: [{ id: 0, storage: disk.storage }] },
            "config.devices: must hold a disk from which the zone boots: give one `bootpri: 0`",
        ],
        [
            "two disks of one id",
            { devices: [disk, { id: 0, storage: "dev:dsk/c1t0d0" }] },
            "config.devices[1].id: is 0, as that of devices[0]",
        ],
        [
            "two disks in one place of the boot order",
            { devices: [disk, { id: 1, storage: "dev:dsk/c1t0d0", bootpri: 0 }] },
            "config.devices[1].bootpri: is 0, as that of devices[0]; the boot order needs another",
        ],
        [
            "one storage for two disks",
            { devices: [disk, { id: 1, storage: disk.storage.replace("f0d", "F0D") }] },
            "config.devices[1].storage: is",
        ],
        [
            "one disk by its URI and by its path",
            {
                devices: [
                    { ...disk, storage: "dev:dsk/c1t0d0" },
                    { id: 1, match: "/dev/rdsk/c1t0d0" },
                ],
            },
            "config.devices[1].match: is the disk of devices[0]: two cannot be on the same storage",
        ],
        [
            "a disk in two places",
            { devices: [{ ...disk, match: "/dev/dsk/c1t0d0" }] },
            "config.devices[0].match: cannot be combined with `storage`",
        ],
        [
            "a disk in no place",
            { devices: [{ id: 0, bootpri: 0 }] },
            "config.devices[0].storage: is required, or `match`",
        ],
        [
            "a path for a URI",
            { devices: [{ ...disk, storage: "/dev/dsk/c1t0d0" }] },
            "config.devices[0].storage: must be a storage URI, not a path: write `dev:/dev/dsk/c1t0d0`",
        ],
        [
            "suspend in two places",
            { suspend: { storage: disk.storage, path: "/x/y" } },
            "config.suspend.path: cannot be combined with `storage`",
        ],
        ["suspend in no place", { suspend: {} }, "config.suspend.storage: is required, or `path`"],
        [
            "suspend on a disk of the zone",
            { devices: [disk], suspend: { storage: disk.storage } },
            "config.suspend.storage: is that of devices[0]",
        ],
        [
            "suspend into the file of a disk",
            { devices: [{ ...disk, storage: "file://root:sys@/zones/disk0" }], suspend: { path: "/zones/disk0" } },
            "config.suspend.path: is that of devices[0]",
        ],
        ["a hostid that Solaris does not take", { hostid: "0xFFFFFFFF" }, "config.hostid: must be a host's id"],
        ["a hostid that is none", { hostid: "6f038b0bb" }, "config.hostid: must be a host's id"],
        ["a quote", { bootargs: 'say "hi"' }, 'config.bootargs: must not hold `"`'],
        ["a line break", { bootargs: "-v\nset brand=solaris" }, 'config.bootargs: must not hold `"`, a line break'],
        [
            "a quote in a URI",
            { devices: [{ ...disk, storage: 'dev:dsk/"c1' }] },
            "config.devices[0].storage: must not hold",
        ],
        [
            "a control character in the escape",
            { properties: { "new-thing": "a\u0007" } },
            'config.properties["new-thing"]: must not hold',
        ],
        [
            "a user twice",
            {
                admins: [
                    { user: "jdoe", auths: ["migrate"] },
                    { user: "jdoe", auths: ["login"] },
                ],
            },
            "config.admins[1].user: is jdoe, as that of admins[0]",
        ],
        [
            "a user without rights",
            { admins: [{ user: "jdoe", auths: [] }] },
            "config.admins[0].auths: must hold at least one",
        ],
        [
            "a right that is no word",
            { admins: [{ user: "jdoe", auths: ["solaris.zone.migrate/kz1"] }] },
            "config.admins[0].auths[0]: must be an authorization",
        ],
        [
            "a note that Solaris reserves",
            { attrs: [{ name: "zone.x", value: "y" }] },
            "config.attrs[0].name: must not begin with `zone.`",
        ],
        [
            "the provider's own note",
            { attrs: [{ name: "pulumi-solaris", value: "y" }] },
            "config.attrs[0].name: `pulumi-solaris` is the mark of this provider",
        ],
        [
            "a note twice",
            {
                attrs: [
                    { name: "a", value: "y" },
                    { name: "a", value: "z" },
                ],
            },
            "config.attrs[1].name: is a, as that of attrs[0]",
        ],
        [
            "a note whose value is not of its type",
            { attrs: [{ name: "a", type: "uint", value: -1 }] },
            "config.attrs[0].value: must be a whole number of 0 or more",
        ],
        ["a mistyped property", { autobot: true }, "config: is not known here; did you mean `autoboot`?"],
        [
            "zonecfg's spelling",
            { anets: [{ id: 0, "lower-link": "net0" }] },
            "config.anets[0]: is not known here; did you mean `lowerLink`?",
        ],
        [
            "a property that is far from any",
            { virtualCpu: { importance: 3 } },
            "config.virtualCpu: is not known here; known are ncpus, properties; any other of zonecfg's goes into `properties`",
        ],
        [
            "a known name in the escape",
            { properties: { "boot-priority": "high" } },
            'config.properties["boot-priority"]: is known: use `bootPriority` instead',
        ],
        [
            "a known name in an anet's escape",
            { anets: [{ id: 0, properties: { "vlan-id": 5 } }] },
            'config.anets[0].properties["vlan-id"]: is known: use `vlanId` instead',
        ],
        [
            "what Solaris makes",
            { anets: [{ id: 0, properties: { "auto-mac-address": "2:8:20:0:0:1" } }] },
            'config.anets[0].properties["auto-mac-address"]: is made by Solaris itself',
        ],
        [
            "another brand",
            { properties: { brand: "solaris" } },
            "config.properties.brand: cannot be set here: brand is always solaris-kz",
        ],
        [
            "a name in the escape that zonecfg cannot have",
            { properties: { newThing: 1 } },
            "config.properties.newThing: must be a property's name as zonecfg spells it",
        ],
        [
            "a known resource in the escape",
            { resources: [{ type: "anet", properties: { id: 0 } }] },
            "config.resources[0].type: is known: use `config.anets` instead",
        ],
        ["a mistyped choice", { autoshutdown: "stop" }, "config.autoshutdown: "],
    ])("refuses %s at its path", (_, config, fault) => {
        expect(faults(config)).toEqual([expect.stringContaining(fault)]);
    });

    it("tells every key that is not known, where there are several", () => {
        expect(faults({ autobot: true, zoneid: 3 })).toEqual([
            expect.stringMatching(
                /^config: `autobot` is not known here; did you mean `autoboot`\?; `zoneid` is not known/,
            ),
        ]);
    });

    it("lets values pass that are not known yet, wherever they stand", () => {
        for (const path of leaves(wholeConfig)) {
            for (let depth = 1; depth <= path.length; depth++) {
                const config = withUnknown(wholeConfig, path.slice(0, depth));
                const wrong = (configSchema.safeParse(config).error?.issues ?? []).filter(
                    (issue) => !leadsToUnknown(config, issue.path),
                );
                expect([dotted(path.slice(0, depth)), wrong]).toEqual([dotted(path.slice(0, depth)), []]);
            }
        }
    });

    it("lets a whole configuration of unknown values pass, and does not throw", () => {
        const config = leaves(wholeConfig).reduce<unknown>((bag, path) => withUnknown(bag, path), wholeConfig);
        const wrong = (configSchema.safeParse(config).error?.issues ?? []).filter(
            (issue) => !leadsToUnknown(config, issue.path),
        );
        expect(wrong).toEqual([]);
    });
});

type Path = readonly (string | number)[];

/** The paths of all plain values. */
function leaves(value: unknown, path: Path = []): Path[] {
    if (typeof value !== "object" || value === null) {
        return [path];
    }
    return Array.isArray(value)
        ? value.flatMap((item, index) => leaves(item, [...path, index]))
        : Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]));
}

function withUnknown(value: unknown, path: Path): unknown {
    const [key, ...rest] = path;
    if (key === undefined) {
        return unknownValue;
    }
    if (Array.isArray(value)) {
        return value.map((item: unknown, index) => (index === key ? withUnknown(item, rest) : item));
    }
    const bag = value as Record<string, unknown>;
    return { ...bag, [key]: withUnknown(bag[key], rest) };
}

/** As check() tells it: the value at a path, or one on the way to it, is not known yet. */
function leadsToUnknown(bag: unknown, path: readonly PropertyKey[]): boolean {
    const values = path.reduce<unknown[]>(
        (seen, key) => [...seen, (seen.at(-1) as Record<PropertyKey, unknown> | undefined)?.[key]],
        [bag],
    );
    return values.includes(unknownValue);
}

// The types follow from the schema: what it takes is what a program may write.
const typed: ConfigProps = {
    cappedMemory: { physical: 8 * 1024 ** 3 },
    anets: [{ id: 0, linkProtection: ["mac-nospoof"] }],
};
it("is typed from the schema", () => {
    expect(faults(typed)).toEqual([]);
});
