import { memoryBytes } from "./zoneConfig";

/** What a host's release knows; a value outside is refused with "Invalid argument". */
export interface ConfigVocabulary {
    /** Known elements of `host-compatible`. */
    hostCompatible: string[];
    /** Known values of `cpu-arch`. */
    cpuArch: string[];
    /** Known values of `capped-memory:pagesize`; absent: all. */
    pageSizes?: string[];
    /** Bytes of which `capped-memory:physical` is a multiple: 256 MB on SPARC, 2 MB on x86 [C]; absent: any size. */
    memoryUnit?: number;
    /** Further names of properties, of the zone itself and of every resource, that this release knows. */
    properties?: readonly string[];
    /** Further types of resources, with their properties. */
    resources?: Readonly<Record<string, readonly string[]>>;
    /** Everything is known and nothing is checked: for a configuration that a test sets up. */
    lenient?: boolean;
    /** `end` completes an anet or device with what was not given, as Solaris does [U: which, and when]. */
    completes?: boolean;
}

/** How one property is written. */
export interface PropertyKind {
    /** Of a list: one element. */
    accepts: (value: string, vocabulary: ConfigVocabulary) => boolean;
    /** "plain": `set p=a,b`, `set p=(a,b)`, `add p a`; "structured": `add p (name=value,...)`. */
    list?: "plain" | "structured";
}

function matching(pattern: RegExp): PropertyKind {
    return { accepts: (value) => pattern.test(value) };
}

export function oneOf(...values: string[]): PropertyKind {
    return { accepts: (value) => values.includes(value) };
}

export function listOf(kind: PropertyKind): PropertyKind {
    return { ...kind, list: "plain" };
}

function numberBetween(least: number, most: number): PropertyKind {
    return { accepts: (value) => /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most };
}

export const text = matching(/^/);
export const truth = oneOf("true", "false");
export const count = matching(/^\d+$/);
/** A number of CPUs, or the least and the most. */
export const cpus: PropertyKind = {
    accepts: (value) => {
        const [, least, most] = /^([1-9]\d*)(?:-([1-9]\d*))?$/.exec(value) ?? [];
        return least !== undefined && (most === undefined || Number(least) <= Number(most));
    },
};
export const decimal = matching(/^\d+(\.\d+)?$/);
export const bandwidth = matching(/^\d+(\.\d+)?[KMG%]?$/i);
export const hexadecimal = matching(/^0x[0-9a-f]{1,8}$/i);
export const vlan = numberBetween(1, 4094);
export const classOfService = numberBetween(0, 7);
export const frameSize = numberBetween(68, 65_535);
const octets = /^([0-9a-f]{1,2}:){5}[0-9a-f]{1,2}$/i;
export const macAddress: PropertyKind = {
    accepts: (value) => ["auto", "random", "factory", "default"].includes(value) || octets.test(value),
};
export const chosenMacAddress = matching(octets);
/** A storage URI by suri(7), with tokens [C]. What a host can see of it is found out when it is used. */
export const storageUri = matching(/^(dev:|lu:|iscsi:\/\/|nfs:\/\/|file:\/\/)\S+$/);
export const absolutePath = matching(/^\/\S*$/);
export const address = matching(/^[0-9a-f.:]+(\/\d{1,3})?$/i);
export const attributeName = matching(/^[A-Za-z0-9][\w.-]*$/);
/** `(priv=privileged,limit=10,action=deny)` [A]. */
export const resourceControl: PropertyKind = {
    accepts: (value) => /^\(priv=[a-z]+,limit=\d+,action=[a-z0-9]+\)$/.test(value),
    list: "structured",
};
export const hostCompatible = listOf({ accepts: (value, { hostCompatible: known }) => known.includes(value) });
export const cpuArch: PropertyKind = { accepts: (value, { cpuArch: known }) => known.includes(value) };
export const pageSize: PropertyKind = {
    accepts: (value, { pageSizes }) =>
        memoryBytes(value) !== undefined && (pageSizes === undefined || pageSizes.includes(value)),
};
/** That a size off the unit is refused where it is set is [U]. */
export const memorySize: PropertyKind = {
    accepts: (value, { memoryUnit = 1 }) => {
        const bytes = memoryBytes(value);
        return bytes !== undefined && bytes > 0 && bytes % memoryUnit === 0;
    },
};

/** The elements of a list as it is stored: joined by commas, of which those in brackets do not separate. */
export function listElements(value: string): string[] {
    return value.match(/(?:\([^)]*\)|\[[^\]]*\]|[^,])+/g) ?? [];
}
