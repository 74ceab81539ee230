import { createHash } from "node:crypto";

/** One resource of a zone's configuration, such as `anet` or `device`. */
export interface ConfigResource {
    type: string;
    properties: Record<string, string>;
}

/** A zone's configuration as zonecfg(8) keeps it: global properties and resources. Values are stored unexpanded. */
export interface ConfigDocument {
    globals: Record<string, string>;
    resources: ConfigResource[];
}

export interface Anet {
    id: number;
    /** A link of the host, or "auto". */
    lowerLink?: string;
    macAddress?: string;
    /** The generated address while `macAddress` is "auto". As a line of an export it is [U]. */
    autoMacAddress?: string;
    vlanId?: number;
    iov?: string;
}

export interface Device {
    id: number;
    storage?: string;
    match?: string;
    bootpri?: number;
}

export interface Attr {
    name: string;
    /** Default "string". */
    type?: string;
    value: string;
}

/** The part of a zone's configuration that tests set and look at. `null` leaves a property or resource out. */
export interface ZoneConfigModel {
    autoboot: boolean | null;
    autoshutdown: string | null;
    bootargs: string | null;
    cpuArch: string | null;
    hostCompatible: string | null;
    hostid: string | null;
    anets: Anet[];
    devices: Device[];
    /** `virtual-cpu:ncpus`; default 4 [C]. */
    ncpus: number | null;
    /** `capped-memory:physical`, for example "4G"; default 4G [C]. */
    memory: string | null;
    pagesizePolicy: string | null;
    /** `capped-memory:pagesize`, with pagesize-policy=fixed [C]. */
    pagesize: string | null;
    /** `capped-memory:memory-reserve`: the instance of svc:/system/memory-reserve from which it takes its memory [C]. */
    memoryReserve: string | null;
    suspend: { storage?: string; path?: string } | null;
    /** The zone's key. A secret: an export contains it. The property's name `raw` is [U]. */
    keysource: string | null;
    admins: { user: string; auths: string }[];
    attrs: Attr[];
}

/** Sixteen stable bytes for a name, from which made-up ids are cut. */
export function derivedHex(kind: string, name: string): string {
    return createHash("sha256").update(`${kind}:${name}`).digest("hex");
}

export function derivedUuid(name: string): string {
    const hex = derivedHex("uuid", name);
    const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
    return [...parts, hex.slice(20, 32)].join("-");
}

/** Solaris writes MAC addresses without leading zeros, as in 2:8:20:e7:b8:79. */
export function derivedMac(name: string): string {
    const hex = derivedHex("mac", name);
    const octets = [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16).toString(16));
    return ["2", "8", "20", ...octets].join(":");
}

function defaults(zoneName: string): ZoneConfigModel {
    return {
        autoboot: false,
        autoshutdown: "shutdown",
        bootargs: null,
        cpuArch: null,
        hostCompatible: null,
        hostid: `0x${derivedHex("hostid", zoneName).slice(0, 8)}`,
        anets: [{ id: 0, lowerLink: "net0", macAddress: "auto", autoMacAddress: derivedMac(zoneName) }],
        devices: [
            {
                id: 0,
                storage: `iscsi://storage1/luname.naa.600144f0${derivedHex("lun", zoneName).slice(0, 24)}`,
                bootpri: 0,
            },
        ],
        ncpus: 4,
        memory: "4G",
        pagesizePolicy: null,
        pagesize: null,
        memoryReserve: null,
        suspend: null,
        keysource: null,
        admins: [],
        attrs: [],
    };
}

function present(properties: Record<string, string | number | boolean | null | undefined>): Record<string, string> {
    const kept: Record<string, string> = {};
    for (const [key, value] of Object.entries(properties)) {
        if (value !== null && value !== undefined) {
            kept[key] = String(value);
        }
    }
    return kept;
}

/** Builds the stored configuration of a kernel zone from the few values that a test names. */
export function kernelZoneDocument(zoneName: string, config: Partial<ZoneConfigModel> = {}): ConfigDocument {
    const model: ZoneConfigModel = { ...defaults(zoneName), ...config };
    const resources: ConfigResource[] = [];
    for (const anet of model.anets) {
        resources.push({
            type: "anet",
            properties: present({
                "lower-link": anet.lowerLink ?? "auto",
                "configure-allowed-address": true,
                "link-protection": "mac-nospoof",
                "mac-address": anet.macAddress ?? "auto",
                "auto-mac-address": anet.autoMacAddress,
                "vlan-id": anet.vlanId,
                iov: anet.iov,
                id: anet.id,
            }),
        });
    }
    for (const device of model.devices) {
        resources.push({ type: "device", properties: present({ ...device }) });
    }
    if (model.ncpus !== null) {
        resources.push({ type: "virtual-cpu", properties: present({ ncpus: model.ncpus }) });
    }
    if (model.memory !== null) {
        resources.push({
            type: "capped-memory",
            properties: present({
                physical: model.memory,
                "pagesize-policy": model.pagesizePolicy,
                pagesize: model.pagesize,
                "memory-reserve": model.memoryReserve,
            }),
        });
    }
    if (model.suspend !== null) {
        resources.push({ type: "suspend", properties: present({ ...model.suspend }) });
    }
    if (model.keysource !== null) {
        resources.push({ type: "keysource", properties: { raw: model.keysource } });
    }
    for (const admin of model.admins) {
        resources.push({ type: "admin", properties: { user: admin.user, auths: admin.auths } });
    }
    for (const { name, type = "string", value } of model.attrs) {
        resources.push({ type: "attr", properties: { name, type, value } });
    }
    return {
        globals: present({
            brand: "solaris-kz",
            autoboot: model.autoboot,
            autoshutdown: model.autoshutdown,
            bootargs: model.bootargs,
            "cpu-arch": model.cpuArch,
            "host-compatible": model.hostCompatible,
            hostid: model.hostid,
        }),
        resources,
    };
}

/** A zone of another brand: only what `zoneadm list` needs to know of it. */
export function otherBrandDocument(brand: string, zonepath: string): ConfigDocument {
    return { globals: { brand, zonepath, autoboot: "false" }, resources: [] };
}

export function cloneDocument(document: ConfigDocument): ConfigDocument {
    return structuredClone(document);
}

export function resourcesOf(document: ConfigDocument, type: string): ConfigResource[] {
    return document.resources.filter((resource) => resource.type === type);
}

function firstProperty(document: ConfigDocument, type: string, property: string): string | null {
    return resourcesOf(document, type)[0]?.properties[property] ?? null;
}

function optionalNumber(text: string | null | undefined): number | undefined {
    return text === null || text === undefined ? undefined : Number(text);
}

/** The typed view of a stored configuration, for assertions and for the compatibility checks. */
export function modelOf(document: ConfigDocument): ZoneConfigModel {
    const suspend = resourcesOf(document, "suspend")[0];
    const autoboot = document.globals.autoboot;
    return {
        autoboot: autoboot === undefined ? null : autoboot === "true",
        autoshutdown: document.globals.autoshutdown ?? null,
        bootargs: document.globals.bootargs ?? null,
        cpuArch: document.globals["cpu-arch"] ?? null,
        hostCompatible: document.globals["host-compatible"] ?? null,
        hostid: document.globals.hostid ?? null,
        anets: resourcesOf(document, "anet").map(({ properties }) => ({
            id: Number(properties.id ?? "0"),
            lowerLink: properties["lower-link"],
            macAddress: properties["mac-address"],
            autoMacAddress: properties["auto-mac-address"],
            vlanId: optionalNumber(properties["vlan-id"]),
            iov: properties.iov,
        })),
        devices: resourcesOf(document, "device").map(({ properties }) => ({
            id: Number(properties.id ?? "0"),
            storage: properties.storage,
            match: properties.match,
            bootpri: optionalNumber(properties.bootpri),
        })),
        // Of a range the most, which example 46 calls the maximum [C].
        ncpus: optionalNumber(firstProperty(document, "virtual-cpu", "ncpus")?.replace(/^.*-/, "")) ?? null,
        memory: firstProperty(document, "capped-memory", "physical"),
        pagesizePolicy: firstProperty(document, "capped-memory", "pagesize-policy"),
        pagesize: firstProperty(document, "capped-memory", "pagesize"),
        memoryReserve: firstProperty(document, "capped-memory", "memory-reserve"),
        suspend: suspend === undefined ? null : { ...suspend.properties },
        keysource: firstProperty(document, "keysource", "raw"),
        admins: resourcesOf(document, "admin").map(({ properties }) => ({
            user: properties.user ?? "",
            auths: properties.auths ?? "",
        })),
        attrs: resourcesOf(document, "attr").map(({ properties: { name = "", type, value = "" } }) => ({
            name,
            ...(type === undefined ? {} : { type }),
            value,
        })),
    };
}

const unitBytes: Record<string, number> = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/**
 * Bytes of a memory size such as "4G", "512M" or "4.75G".
 *
 * @returns undefined for text that is not a size.
 */
export function memoryBytes(size: string): number | undefined {
    const match = /^(\d+(?:\.\d+)?)([KMGT]?)B?$/i.exec(size);
    if (match === null) {
        return undefined;
    }
    return Number(match[1]) * (unitBytes[(match[2] ?? "").toUpperCase()] ?? 1);
}
