import { isPlainValue } from "./configStatements";
import { listElements } from "./configValues";
import { propertyKind, propertyOrder, resourceOrder } from "./configVocabulary";
import type { ConfigDocument, ConfigResource } from "./zoneConfig";

/*
 * zonecfg(8) decides the order of an export, not the person who typed the configuration [A]. The order of the globals
 * and of virtual-cpu before capped-memory follows the composed example of the facts, section 5.1; no complete export
 * of a 11.4 kernel zone was seen, so it is [U] beyond the confirmed headers.
 */
const globalOrder = [
    "brand",
    "zonepath",
    "autoboot",
    "autoshutdown",
    "bootargs",
    "boot-priority",
    "cpu-arch",
    "host-compatible",
    "hostid",
];
function inOrder(names: string[], order: string[]): string[] {
    const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
    return [...names].sort((left, right) => rank(left) - rank(right));
}

/** A value that holds a blank is wrapped in double quotes, without escaping inside [A]; what else would not be read [I]. */
function quoted(value: string): string {
    return isPlainValue(value) ? value : `"${value}"`;
}

/** A list takes one line [U], unless its elements have a structure or `asAdd` asks for the ancestor's form [A]. */
function propertyLines(type: string | undefined, name: string, value: string, asAdd: boolean): string[] {
    const list = propertyKind({ hostCompatible: [], cpuArch: [] }, type, name)?.list;
    const elements = list === undefined ? [value] : listElements(value);
    if (list === "structured") {
        return elements.map((element) => `add ${name} ${element}`);
    }
    return asAdd && elements.length > 1
        ? elements.map((element) => `add ${name} ${quoted(element)}`)
        : [`set ${name}=${quoted(value)}`];
}

export function sortedResources(document: ConfigDocument): ConfigResource[] {
    const types = inOrder([...new Set(document.resources.map((resource) => resource.type))], resourceOrder());
    return types.flatMap((type) => document.resources.filter((resource) => resource.type === type));
}

/**
 * What `zonecfg -z Z export` prints: starts with `create -b`, empty properties omitted, tokens unexpanded.
 *
 * @param lists How a list of several elements is printed: `set p=a,b`, or `add p a` and `add p b`.
 */
export function exportText(document: ConfigDocument, lists: "set" | "add" = "set"): string {
    const lines = ["create -b"];
    const print = (type: string | undefined, properties: Record<string, string>, order: string[]): void => {
        for (const name of inOrder(Object.keys(properties), order)) {
            const value = properties[name];
            if (value !== undefined && value !== "") {
                lines.push(...propertyLines(type, name, value, lists === "add"));
            }
        }
    };
    print(undefined, document.globals, globalOrder);
    for (const { type, properties } of sortedResources(document)) {
        lines.push(`add ${type}`);
        print(type, properties, propertyOrder(type));
        lines.push("end");
    }
    return `${lines.join("\n")}\n`;
}

/** Whether two configurations say the same, as far as an export shows it. */
export function sameConfiguration(one: ConfigDocument, other: ConfigDocument): boolean {
    return one === other || exportText(one) === exportText(other);
}

/** Globals that `info` shows on an 11.3 host, in its order [C, LAB]. */
const infoGlobals113 = [
    "brand",
    "autoboot",
    "autoshutdown",
    "bootargs",
    "pool",
    "scheduling-class",
    "hostid",
    "tenant",
];
/** What 11.4 adds: the names are confirmed, their place in the list is [U]. */
const infoGlobals114 = [...infoGlobals113, "boot-priority", "cpu-arch", "host-compatible"];

/** Properties that `info` shows for an anet even when they are not set, in its order [C, LAB]. */
const infoAnet = [
    "lower-link",
    "allowed-address",
    "configure-allowed-address",
    "defrouter",
    "allowed-dhcp-cids",
    "link-protection",
    "mac-address",
    "auto-mac-address",
    "mac-prefix",
    "mac-slot",
    "vlan-id",
    "priority",
    "rxrings",
    "txrings",
    "mtu",
    "maxbw",
    "bwshare",
    "rxfanout",
    "vsi-typeid",
    "vsi-vers",
    "vsi-mgrid",
    "etsbw-lcl",
    "cos",
    "evs",
    "vport",
    "iov",
    "lro",
    "id",
];
const infoDefaults: Record<string, string> = { iov: "off", lro: "auto" };
const infoResources: Record<string, string[]> = {
    anet: infoAnet,
    device: ["match", "storage", "id", "bootpri"],
    suspend: ["path", "storage"],
};
/** Shown only when set: LAB's complete listing does not have them, nor its device without bootpri. */
const onlyWhenSet = new Set(["auto-mac-address", "bootpri", "path"]);

/** Tokens such as %{zonename} are expanded by `info`, unlike by `export` [C]. */
export function expanded(value: string, zoneName: string, properties: Record<string, string>): string {
    return value
        .replaceAll("%{zonename}", zoneName)
        .replaceAll("%{id}", properties.id ?? "")
        .replaceAll("%{global-rootzpool}", "rpool");
}

function resourceInfo(resource: ConfigResource, zoneName: string): string[] {
    const known = infoResources[resource.type] ?? [];
    const names = [...known, ...Object.keys(resource.properties).filter((name) => !known.includes(name))];
    const lines = [`${resource.type}:`];
    for (const name of names) {
        const value = resource.properties[name] ?? infoDefaults[name];
        if (value !== undefined) {
            lines.push(`        ${name}: ${expanded(value, zoneName, resource.properties)}`);
        } else if (!onlyWhenSet.has(name)) {
            lines.push(`        ${name} not specified`);
        }
    }
    return lines;
}

/**
 * What `zonecfg -z Z info [name]` prints.
 *
 * @param newerThan113 whether the host runs 11.4, which has more properties.
 */
export function infoText(
    document: ConfigDocument,
    zoneName: string,
    newerThan113: boolean,
    only: string | undefined,
): string {
    const lines: string[] = [];
    const globals = ["zonename", ...(newerThan113 ? infoGlobals114 : infoGlobals113)];
    for (const name of Object.keys(document.globals)) {
        if (!globals.includes(name)) {
            globals.push(name);
        }
    }
    for (const name of globals) {
        if (only !== undefined && only !== name) {
            continue;
        }
        // An unset cpu-arch reads `generic` in 11.3 and `solaris` in a later book; `generic` is taken [C KZ113].
        const unset = name === "cpu-arch" ? "generic" : "";
        const value = name === "zonename" ? zoneName : (document.globals[name] ?? unset);
        lines.push(value === "" ? `${name}:` : `${name}: ${value}`);
    }
    for (const resource of sortedResources(document)) {
        if (only === undefined || only === resource.type) {
            lines.push(...resourceInfo(resource, zoneName));
        }
    }
    return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}
