import type { ConfigurationDocument } from "../../../../provider/solaris/configuration/document";
import type { ConfigProps } from "../../../../provider/kernelZone/config/configSchema";
import fc from "../../../fuzz";

/** Configurations that the schema takes and that the simulated zonecfg knows all words of. */

const charactersOf = (characters: string): fc.Arbitrary<string> => fc.constantFrom(...characters.split(""));
const hex = (digits: number): fc.Arbitrary<string> =>
    fc.string({ unit: charactersOf("0123456789abcdef"), minLength: digits, maxLength: digits });
const text = fc
    .string({ unit: charactersOf("abkz09 .,:;=#()/-_%'\\$é"), minLength: 1, maxLength: 12 })
    .map((value) => `x${value}x`);
const name = fc.string({ unit: charactersOf("abcxyz09"), minLength: 1, maxLength: 6 }).map((value) => `n${value}`);
const size = fc.oneof(
    fc.integer({ min: 1, max: 64 }).map((gigabytes) => `${gigabytes}g`),
    fc.integer({ min: 1, max: 4096 }).map((count) => `${count * 256}M`),
    fc.integer({ min: 1, max: 4096 }).map((count) => count * 256 * 1024 ** 2),
);
const address = fc
    .tuple(fc.integer({ min: 1, max: 254 }), fc.integer({ min: 8, max: 32 }))
    .map(([octet, prefix]) => `192.0.2.${octet}/${prefix}`);
const addresses = fc.uniqueArray(address, { minLength: 1, maxLength: 3 });
const mac = fc.oneof(
    fc.constantFrom("auto", "random"),
    hex(10).map((digits) => ["02", ...(digits.match(/../g) ?? [])].join(":")),
);
const uri = fc.oneof(
    hex(32).map((id) => `iscsi://storage1/luname.naa.${id}`),
    hex(32).map((id) => `lu:luname.naa.${id}`),
    fc.tuple(name, hex(8)).map(([share, file]) => `nfs://admin:staff@nas1/export/${share}/${file}`),
    hex(8).map((volume) => `dev:/dev/zvol/dsk/%{global-rootzpool}/%{zonename}/${volume}`),
);
const escape = fc.dictionary(
    fc.constantFrom("invented", "unheard-of"),
    fc.oneof(name, fc.boolean(), fc.integer({ min: 0, max: 9 })),
    { minKeys: 1 },
);

const anet = fc.record(
    {
        id: fc.integer({ min: 0, max: 20 }),
        lowerLink: fc.constantFrom("auto", "net0", "net1", "aggr0"),
        macAddress: mac,
        vlanId: fc.integer({ min: 1, max: 4094 }),
        allowedAddress: addresses,
        configureAllowedAddress: fc.boolean(),
        defrouter: fc.uniqueArray(fc.constantFrom("192.0.2.1", "192.0.2.2"), { minLength: 1 }),
        linkProtection: fc.oneof(fc.constant("mac-nospoof"), fc.constant(["ip-nospoof", "mac-nospoof"])),
        mtu: fc.integer({ min: 1280, max: 9000 }),
        maxbw: fc.oneof(fc.constant("100M"), fc.integer({ min: 1, max: 1000 })),
        rxrings: fc.oneof(fc.constantFrom("sw", "hw", "3"), fc.integer({ min: 1, max: 9 })),
        bwshare: fc.oneof(fc.constant("20%"), fc.integer({ min: 1, max: 9 })),
        macPrefix: fc.constant("2:8:20"),
        iov: fc.constantFrom("auto", "on", "off"),
        lro: fc.constantFrom("auto", "off"),
        properties: escape,
    },
    { requiredKeys: ["id"] },
);

const disk = fc.record(
    {
        id: fc.integer({ min: 0, max: 20 }),
        storage: uri,
        allowPartition: fc.boolean(),
        allowRawIo: fc.boolean(),
        properties: escape,
    },
    { requiredKeys: ["id", "storage"] },
);

const disks = fc
    .tuple(
        fc.uniqueArray(disk, {
            minLength: 1,
            maxLength: 4,
            comparator: (a, b) => a.id === b.id || a.storage.toLowerCase() === b.storage.toLowerCase(),
        }),
        fc.integer({ min: 1, max: 4 }),
    )
    .map(([all, bootable]) => all.map((each, index) => (index < bootable ? { ...each, bootpri: index } : each)));

const memory = fc.oneof(
    fc.record(
        { physical: size, pagesizePolicy: fc.constantFrom("largest-available", "largest-only", "smallest-only") },
        { requiredKeys: ["physical"] },
    ),
    fc.record({ physical: size, pagesizePolicy: fc.constant("fixed"), pagesize: fc.constantFrom("2M", "256m", "2G") }),
    fc.record({ physical: size, memoryReserve: name }),
);

/** Any `config` without secrets. */
export const configs = fc.record(
    {
        autoboot: fc.boolean(),
        autoshutdown: fc.constantFrom("shutdown", "halt", "suspend"),
        bootargs: text,
        bootPriority: fc.constantFrom("high", "normal", "low"),
        cpuArch: fc.constantFrom("generic", "migration-class1"),
        hostCompatible: fc.oneof(
            fc.constant("memlzr"),
            fc.constant("level1,memlzr"),
            fc.constant(["memlzr", "level1"]),
        ),
        hostid: fc
            .oneof(
                hex(8),
                hex(8).map((digits) => `0x${digits.toUpperCase()}`),
            )
            .filter((id) => !/ffffffff$/i.test(id)),
        pool: name,
        schedulingClass: fc.constantFrom("FSS", "TS"),
        tenant: name,
        virtualCpu: fc.record({
            ncpus: fc.oneof(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 64 }).map(String)),
        }),
        cappedMemory: memory,
        anets: fc.uniqueArray(anet, {
            maxLength: 4,
            comparator: (a, b) =>
                a.id === b.id || (a.macAddress === b.macAddress && a.macAddress?.includes(":") === true),
        }),
        nets: fc.uniqueArray(fc.record({ physical: name, allowedAddress: addresses }, { requiredKeys: ["physical"] }), {
            maxLength: 2,
            selector: ({ physical }) => physical,
        }),
        devices: disks,
        suspend: fc.oneof(
            fc.record({ path: fc.constant("/system/zones/%{zonename}/suspend") }),
            fc.record({ storage: fc.constant("iscsi://storage1/luname.naa.501337600144f0dbf8af1900") }),
        ),
        verifiedBoot: fc.record({ policy: fc.constantFrom("none", "warning", "enforce") }),
        admins: fc.uniqueArray(
            fc.record({
                user: name,
                auths: fc.uniqueArray(fc.constantFrom("login", "manage", "migrate", "migrate.cold"), { minLength: 1 }),
            }),
            { maxLength: 3, selector: ({ user }) => user },
        ),
        attrs: fc.uniqueArray(
            fc.oneof(
                fc.record({ name, value: text }),
                fc.record({ name, type: fc.constant("uint"), value: fc.nat() }),
                fc.record({ name, type: fc.constant("boolean"), value: fc.boolean() }),
            ),
            { maxLength: 3, selector: (each) => each.name },
        ),
        properties: fc.dictionary(fc.constantFrom("limitpriv", "fs-allowed", "invented"), name, { minKeys: 1 }),
        resources: fc.uniqueArray(
            fc.record({
                type: fc.constantFrom("invented-a", "invented-b"),
                properties: fc.record({ name, importance: fc.nat({ max: 9 }) }),
            }),
            { maxLength: 3, selector: ({ type, properties }) => `${type} ${properties.name}` },
        ),
    },
    { requiredKeys: [] },
) as fc.Arbitrary<ConfigProps>;

const anyValues = fc.array(
    fc.oneof(
        {
            weight: 3,
            arbitrary: fc.constantFrom(
                "auto",
                "true",
                "off",
                "0",
                "1",
                "8G",
                "4.75G",
                "a,b",
                "net0",
                "2:8:20:e7:b8:79",
                "/dev/x",
            ),
        },
        { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
        { weight: 1, arbitrary: uri },
    ),
    { minLength: 1, maxLength: 2 },
);

const knownNames = [
    ...["id", "storage", "match", "bootpri", "lower-link", "mac-address", "auto-mac-address", "vlan-id", "iov", "user"],
    ...["auths", "name", "type", "value", "physical", "pagesize-policy", "pagesize", "memory-reserve", "path", "ncpus"],
    ...["allow-partition", "link-protection", "allowed-address", "raw", "policy", "invented"],
];

/** Documents as no sane zone has them, to find out that nothing is lost of those either. */
export const documents: fc.Arbitrary<ConfigurationDocument> = fc.record({
    properties: fc
        .dictionary(
            fc.constantFrom(
                "brand",
                "autoboot",
                "autoshutdown",
                "bootargs",
                "hostid",
                "host-compatible",
                "pool",
                "cpu-arch",
                "x-new",
            ),
            anyValues,
        )
        .map((properties) => new Map(Object.entries(properties))),
    resources: fc.array(
        fc.record({
            type: fc.constantFrom(
                ...["anet", "net", "device", "capped-memory", "virtual-cpu", "suspend", "keysource", "admin", "attr"],
                ...["verified-boot", "rctl", "npiv"],
            ),
            properties: fc
                .dictionary(fc.constantFrom(...knownNames), anyValues, { maxKeys: 6 })
                .map((properties) => new Map(Object.entries(properties))),
        }),
        { maxLength: 6 },
    ),
});
