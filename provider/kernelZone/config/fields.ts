import {
    booleanForm,
    escapedForm,
    hostidForm,
    listForm,
    macForm,
    numberForm,
    rangeForm,
    sizeForm,
    storageForm,
    textForm,
    type ValueForm,
} from "./valueForm";

/*
 * What the properties of `config` are called in zonecfg, and in which form their values stand there. The names are those
 * of solaris-facts 5.1 and 5.2; [C] but where a comment says otherwise.
 */

/** A property of `config` and the one of zonecfg that it stands for. */
export interface Field {
    /** The name in `config`. */
    readonly key: string;
    /** The name in zonecfg. */
    readonly name: string;
    readonly form: ValueForm;
    /** Whether zonecfg refuses to clear it: it goes only together with its resource. */
    readonly required?: boolean;
    /** The value that a zone has in which the property is not set, where a document tells it. */
    readonly unset?: string;
    /** zonecfg's names of properties that are taken away where this one is declared and they are not. */
    readonly excludes?: readonly string[];
}

/** A resource of zonecfg and where it stands in `config`. */
export interface ResourceFields {
    /** The name in `config`. */
    readonly key: string;
    /** The type in zonecfg. */
    readonly type: string;
    readonly fields: readonly Field[];
    /** The property of `config` that tells one of several from another; absent where there is only one. */
    readonly identity?: string;
    /** zonecfg's names that Solaris sets by itself: found, kept, and never part of `config`. */
    readonly generated?: readonly string[];
    /** Whether it stays where it is no longer declared: without its key, nobody can read what the zone has encrypted. */
    readonly kept?: boolean;
}

function field(key: string, name: string, form: ValueForm, more: Omit<Field, "key" | "name" | "form"> = {}): Field {
    return { key, name, form, ...more };
}

/** The properties of the zone as a whole. */
export const globalFields: readonly Field[] = [
    field("autoboot", "autoboot", booleanForm, { unset: "false" }),
    field("autoshutdown", "autoshutdown", textForm, { unset: "shutdown" }),
    field("bootargs", "bootargs", textForm),
    field("bootPriority", "boot-priority", textForm, { unset: "normal" }),
    field("cpuArch", "cpu-arch", textForm),
    field("hostCompatible", "host-compatible", listForm),
    field("hostid", "hostid", hostidForm),
    field("pool", "pool", textForm),
    field("schedulingClass", "scheduling-class", textForm),
    field("tenant", "tenant", textForm),
];

const anetFields: ResourceFields = {
    key: "anets",
    type: "anet",
    identity: "id",
    fields: [
        field("lowerLink", "lower-link", textForm),
        field("allowedAddress", "allowed-address", listForm),
        field("configureAllowedAddress", "configure-allowed-address", booleanForm, { unset: "true" }),
        field("defrouter", "defrouter", listForm),
        field("allowedDhcpCids", "allowed-dhcp-cids", listForm),
        field("linkProtection", "link-protection", listForm),
        field("macAddress", "mac-address", macForm),
        field("macPrefix", "mac-prefix", textForm),
        field("macSlot", "mac-slot", numberForm),
        field("vlanId", "vlan-id", numberForm),
        field("priority", "priority", textForm),
        field("rxrings", "rxrings", textForm),
        field("txrings", "txrings", textForm),
        field("mtu", "mtu", numberForm),
        field("maxbw", "maxbw", textForm),
        field("bwshare", "bwshare", textForm),
        field("rxfanout", "rxfanout", numberForm),
        field("evs", "evs", textForm),
        field("vport", "vport", textForm),
        field("iov", "iov", textForm, { unset: "off" }),
        field("lro", "lro", textForm, { unset: "auto" }),
        field("ringGroup", "ring-group", textForm),
        field("id", "id", numberForm),
    ],
    // As an attribute of the stored configuration [C]; as a line of an export [U].
    generated: ["auto-mac-address"],
};

const netFields: ResourceFields = {
    key: "nets",
    type: "net",
    identity: "physical",
    fields: [
        field("physical", "physical", textForm),
        field("allowedAddress", "allowed-address", listForm),
        field("configureAllowedAddress", "configure-allowed-address", booleanForm),
        field("defrouter", "defrouter", listForm),
        field("id", "id", numberForm),
    ],
};

const deviceFields: ResourceFields = {
    key: "devices",
    type: "device",
    identity: "id",
    fields: [
        field("storage", "storage", storageForm, { excludes: ["match"] }),
        field("match", "match", textForm, { excludes: ["storage"] }),
        field("allowPartition", "allow-partition", booleanForm, { unset: "false" }),
        field("allowRawIo", "allow-raw-io", booleanForm, { unset: "false" }),
        field("bootpri", "bootpri", numberForm),
        field("id", "id", numberForm),
    ],
};

const adminFields: ResourceFields = {
    key: "admins",
    type: "admin",
    identity: "user",
    fields: [field("user", "user", textForm), field("auths", "auths", listForm)],
};

const attrFields: ResourceFields = {
    key: "attrs",
    type: "attr",
    identity: "name",
    fields: [
        field("name", "name", textForm),
        field("type", "type", textForm, { unset: "string" }),
        field("value", "value", textForm),
    ],
};

/** Every resource that `config` has a property of its own for, in the order in which a new zone is given them. */
export const typedResources: readonly ResourceFields[] = [
    anetFields,
    netFields,
    deviceFields,
    { key: "virtualCpu", type: "virtual-cpu", fields: [field("ncpus", "ncpus", rangeForm, { required: true })] },
    {
        key: "cappedMemory",
        type: "capped-memory",
        fields: [
            field("physical", "physical", sizeForm, { required: true }),
            field("pagesizePolicy", "pagesize-policy", textForm, {
                unset: "largest-available",
                excludes: ["memory-reserve", "pagesize"],
            }),
            field("pagesize", "pagesize", sizeForm),
            field("memoryReserve", "memory-reserve", textForm, { excludes: ["pagesize-policy", "pagesize"] }),
        ],
    },
    {
        key: "suspend",
        type: "suspend",
        fields: [
            field("storage", "storage", storageForm, { excludes: ["path"] }),
            field("path", "path", textForm, { excludes: ["storage"] }),
        ],
    },
    {
        key: "verifiedBoot",
        type: "verified-boot",
        // How several certificates are written is [U].
        fields: [field("policy", "policy", textForm), field("cert", "cert", escapedForm)],
    },
    // The resource is [C], the name of its property [U].
    { key: "keysource", type: "keysource", fields: [field("raw", "raw", textForm)], kept: true },
    adminFields,
    attrFields,
];

/** The resource of `config` that stands for a type of zonecfg. */
export function typedResource(type: string): ResourceFields | undefined {
    return typedResources.find((resource) => resource.type === type);
}

/** zonecfg's properties of the zone that are decided elsewhere than in `config`, and where. */
export const decidedElsewhere: Readonly<Record<string, string>> = {
    brand: "is always solaris-kz",
    zonename: "is `zoneName` of the KernelZone",
    zonepath: "does not exist for a kernel zone: its root is on its boot disk",
};
