import { isBootDisk, storageUriOf } from "../solaris/configuration/disk";
import { valueOf as propertyOf, type ConfigurationDocument } from "../solaris/configuration/document";
import type { ZoneConfigurations } from "../solaris/parseConfigurations";
import { expandTokens, parseStorageUri } from "../solaris/storageUri";

/** One piece of storage in one zone's configuration. */
export interface StorageUse {
    readonly zone: string;
    readonly host: string;
    /** As in `device 0`. */
    readonly part: string;
    /** As it is written there. */
    readonly uri: string;
    /** The same for every spelling of the same storage; begins with the host where the storage is that host's alone. */
    readonly key: string;
    /** Whether a system or a suspended memory image is on it, as opposed to data. */
    readonly holdsSystem: boolean;
}

/** Storage that is, or is to be, the zone's and stands in the configuration of another one. */
export interface Conflict {
    readonly ours: StorageUse;
    readonly theirs: StorageUse;
}

/** The storage that both name: for each piece and each other zone once, however often that names it. Pure. */
export function conflictsBetween(ours: readonly StorageUse[], others: readonly StorageUse[]): Conflict[] {
    const byKey = new Map(ours.map((use) => [use.key, use]));
    const pairs = others.flatMap((theirs): [string, Conflict][] => {
        const own = byKey.get(theirs.key);
        return own === undefined ? [] : [[[own.key, theirs.zone, theirs.host].join(" "), { ours: own, theirs }]];
    });
    return [...new Map(pairs).values()];
}

/** One line: which part of the zone is which part of the other one. */
export function describeConflict({ ours, theirs }: Conflict): string {
    return `${ours.part}: ${ours.uri} is ${theirs.part} of ${theirs.zone} on ${theirs.host}`;
}

/** The storage that a zone names in its stored configuration, or in the one under which it runs; as far as they are known. */
export function storageOfZone(zone: string, host: string, { stored, running }: ZoneConfigurations): StorageUse[] {
    return [stored, running].flatMap((fact) => (fact?.kind === "known" ? storageOf(zone, host, fact.value) : []));
}

/** The storage that a configuration names: of its devices, and of suspend. */
export function storageOf(zone: string, host: string, { resources }: ConfigurationDocument): StorageUse[] {
    const boots = resources.some(isBootDisk);
    return resources
        .filter(({ type }) => type === "device" || type === "suspend")
        .flatMap((resource) => {
            const { type } = resource;
            const id = propertyOf(resource, "id");
            const uri = storageUriOf(resource);
            if (uri === undefined) {
                return [];
            }
            // Where no disk is said to be booted from, any can be.
            const holdsSystem = type === "suspend" || !boots || isBootDisk(resource);
            const part = id === undefined ? type : `${type} ${id}`;
            const key = keyOf(expandTokens(uri, { zonename: zone, id }), host);
            return [{ zone, host, part, uri, key, holdsSystem }];
        });
}

function keyOf(uri: string, host: string): string {
    const { disk, sameOnAllHosts } = parseStorageUri(uri);
    return sameOnAllHosts ? disk : `${host} ${disk}`;
}
