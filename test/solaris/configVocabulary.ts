import {
    absolutePath,
    address,
    attributeName,
    bandwidth,
    chosenMacAddress,
    classOfService,
    type ConfigVocabulary,
    count,
    cpuArch,
    cpus,
    decimal,
    frameSize,
    hexadecimal,
    hostCompatible,
    listOf,
    macAddress,
    memorySize,
    oneOf,
    pageSize,
    type PropertyKind,
    resourceControl,
    storageUri,
    text,
    truth,
    vlan,
} from "./configValues";
import type { ConfigResource } from "./zoneConfig";

/*
 * The names are those of the facts, sections 4 and 5 [C where they are from a listing or an XML]; names that are in none
 * of them, beside which [U] stands, are from memory. Which values zonecfg itself checks, and not only the boot, is [U].
 */

/** Properties of the zone itself. */
const globals: Record<string, PropertyKind> = {
    brand: oneOf("solaris-kz", "solaris", "solaris10"),
    zonename: text,
    zonepath: absolutePath,
    autoboot: truth,
    autoshutdown: oneOf("shutdown", "halt", "suspend"),
    bootargs: text,
    "boot-priority": oneOf("high", "normal", "low"),
    "cpu-arch": cpuArch,
    "file-mac-profile": text,
    "fs-allowed": listOf(text),
    "global-time": truth,
    "host-compatible": hostCompatible,
    hostid: hexadecimal,
    "ip-type": oneOf("exclusive", "shared"),
    limitpriv: listOf(text),
    pool: text,
    "scheduling-class": text,
    "smf-dependency": text,
    tenant: text,
    // [U]
    "cpu-shares": count,
    "max-lwps": count,
};

/** A type of resource. */
interface ResourceKind {
    /** In the order in which an export prints them [U beyond the samples]. */
    properties: Record<string, PropertyKind>;
    /** Needed at `end`: one of each group. */
    required?: string[][];
    /** What tells two of them apart; absent: there is one at most. */
    identity?: string;
}

const addresses = listOf(address);

const anet: Record<string, PropertyKind> = {
    // Of zones of other brands; a kernel zone's anet has none [C].
    linkname: text,
    "lower-link": text,
    "allowed-address": addresses,
    "configure-allowed-address": truth,
    defrouter: addresses,
    "allowed-dhcp-cids": listOf(text),
    "link-protection": listOf(oneOf("mac-nospoof", "restricted", "ip-nospoof", "dhcp-nospoof", "none")),
    "mac-address": macAddress,
    "auto-mac-address": chosenMacAddress,
    "mac-prefix": text,
    "mac-slot": count,
    "vlan-id": vlan,
    priority: oneOf("high", "medium", "low"),
    rxrings: text,
    txrings: text,
    mtu: frameSize,
    maxbw: bandwidth,
    bwshare: bandwidth,
    rxfanout: count,
    "vsi-typeid": text,
    "vsi-vers": text,
    "vsi-mgrid": text,
    "etsbw-lcl": text,
    cos: classOfService,
    evs: text,
    vport: text,
    iov: oneOf("off", "on", "auto"),
    lro: oneOf("auto", "on", "off"),
    "ring-group": oneOf("auto", "exclusive", "shared"),
    id: count,
};

const resources: Record<string, ResourceKind> = {
    anet: { properties: anet, identity: "id" },
    net: {
        properties: {
            physical: text,
            address,
            "allowed-address": addresses,
            "configure-allowed-address": truth,
            defrouter: addresses,
            id: count,
        },
        required: [["physical"]],
        identity: "physical",
    },
    device: {
        properties: {
            match: text,
            storage: storageUri,
            "allow-partition": truth,
            "allow-raw-io": truth,
            bootpri: count,
            id: count,
        },
        required: [["storage", "match"]],
        identity: "id",
    },
    "virtual-cpu": { properties: { ncpus: cpus, importance: count }, required: [["ncpus"]] },
    "dedicated-cpu": {
        properties: { ncpus: cpus, importance: count, cpus: text, cores: text, sockets: text },
        required: [["ncpus", "cpus", "cores", "sockets"]],
    },
    "capped-cpu": { properties: { ncpus: decimal }, required: [["ncpus"]] },
    "capped-memory": {
        properties: {
            physical: memorySize,
            "pagesize-policy": oneOf("largest-available", "largest-only", "smallest-only", "fixed"),
            pagesize: pageSize,
            "memory-reserve": text,
            // Of its values only `strict` is known [C].
            memlzr: text,
        },
        required: [["physical"]],
    },
    suspend: { properties: { path: absolutePath, storage: storageUri }, required: [["path", "storage"]] },
    // The property's name is [U].
    keysource: { properties: { raw: text }, required: [["raw"]] },
    admin: {
        properties: {
            user: text,
            // `liveconfig` is [U].
            auths: listOf(oneOf("clone", "config", "migrate", "migrate.cold", "login", "manage", "liveconfig")),
        },
        required: [["user"], ["auths"]],
        identity: "user",
    },
    attr: {
        properties: { name: attributeName, type: oneOf("string", "boolean", "int", "uint"), value: text },
        required: [["name"], ["type"], ["value"]],
        identity: "name",
    },
    rctl: { properties: { name: text, value: resourceControl }, required: [["name"], ["value"]], identity: "name" },
    // The properties are [U].
    "verified-boot": { properties: { policy: oneOf("none", "warning", "enforce"), cert: listOf(text) } },
    npiv: { properties: { "virtual-port-wwn": text, "over-hba": text, id: count }, identity: "id" },
    "security-flags": { properties: { lower: listOf(text), default: listOf(text), upper: listOf(text) } },
    fs: {
        properties: { dir: absolutePath, special: text, raw: text, type: text, options: listOf(text) },
        required: [["dir"], ["special"], ["type"]],
        identity: "dir",
    },
    dataset: { properties: { name: text, alias: text }, required: [["name"]], identity: "name" },
};

/** How a property of the zone itself, or of a resource, is written; undefined for one that the host does not know. */
export function propertyKind(
    vocabulary: ConfigVocabulary,
    resource: string | undefined,
    name: string,
): PropertyKind | undefined {
    const known = resource === undefined ? globals : resources[resource]?.properties;
    const kind = known !== undefined && Object.hasOwn(known, name) ? known[name] : undefined;
    const further = [
        ...(vocabulary.properties ?? []),
        ...(resource === undefined ? [] : (vocabulary.resources?.[resource] ?? [])),
    ];
    return kind ?? (vocabulary.lenient === true || further.includes(name) ? text : undefined);
}

export function isResourceType(vocabulary: ConfigVocabulary, type: string): boolean {
    return (
        vocabulary.lenient === true || Object.hasOwn(resources, type) || Object.hasOwn(vocabulary.resources ?? {}, type)
    );
}

/** The groups of properties of which a resource needs one each. */
export function requiredOf(type: string): readonly (readonly string[])[] {
    return resources[type]?.required ?? [];
}

/** Whether a zone has one resource of the type at most. */
export function isSingleton(type: string): boolean {
    const kind = resources[type];
    return kind !== undefined && kind.identity === undefined;
}

/** What tells the resource from others of its type: its property and value. */
export function identityOf({ type, properties }: ConfigResource): { name: string; value: string } | undefined {
    // An anet of another brand has a linkname instead of an id; so has net its link.
    const name = type === "anet" && properties.id === undefined ? "linkname" : resources[type]?.identity;
    const value = name === undefined ? undefined : properties[name];
    return name === undefined || value === undefined ? undefined : { name, value };
}

/** The order of a resource's properties in an export. */
export function propertyOrder(type: string): string[] {
    return Object.keys(resources[type]?.properties ?? {});
}

/** The order of the resources in an export. */
export function resourceOrder(): string[] {
    const first = ["anet", "net", "device", "virtual-cpu", "capped-memory", "suspend", "keysource", "admin"];
    return [...first, ...Object.keys(resources).filter((type) => !first.includes(type))];
}
