import { SolarisError } from "../errors/solarisError";
import { concern, type Finding } from "../migration/preflight/findings";
import { isBootDisk, storageUriOf } from "../solaris/configuration/disk";
import { valueOf as propertyOf, type ConfigurationDocument } from "../solaris/configuration/document";
import type { ZoneConfigurations } from "../solaris/readConfigurations";
import { expandTokens, parseStorageUri } from "../solaris/storageUri";
import type { CreationWish } from "./creationSteps";
import { isOurs } from "./ownership";
import type { ZoneView } from "./zoneView";

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

/**
 * The refusal for storage that another zone's configuration names, on whichever known host: its state does not matter,
 * because even a mere configuration can be that of a zone which was moved away and comes back. Data disks that both name
 * are no reason: zones of a cluster share such. Pure.
 */
export function storageInUse(
    views: readonly ZoneView[],
    here: ZoneView,
    wish: Pick<CreationWish, "zone" | "host" | "document">,
): SolarisError | undefined {
    // What is there by now of the zone may name other storage than the program by now does.
    const halfMade = isOurs(here.ownership) ? here.configuration : undefined;
    const found = conflictsOf(views, wish, halfMade).filter(holdsSystem);
    const [first] = found;
    if (first === undefined) {
        return undefined;
    }
    const { ours, theirs } = first;
    return new SolarisError("STORAGE_IN_USE", {
        message: `${ours.part} of ${wish.zone} shall be ${ours.uri}, which is ${theirs.part} of ${theirs.zone} on ${theirs.host}`,
        host: theirs.host,
        property: ours.part === "suspend" ? "config.suspend" : "config.devices",
        lines: found.map(describeConflict),
        remedy:
            `Name storage that no other zone uses. If ${theirs.zone} is nobody's any more, delete it first; ` +
            `to manage a zone that exists by another name, write its zoneName and adopt: true.`,
    });
}

/** What a preview says beside the steps: data disks that are shared, and configurations that could not be looked at. Pure. */
export function storageFindings(
    views: readonly ZoneView[],
    wish: Pick<CreationWish, "zone" | "host" | "document">,
): Finding[] {
    const shared = conflictsOf(views, wish).filter((conflict) => !holdsSystem(conflict));
    const unread = views.flatMap(({ sighting: { host }, neighbours }) => {
        if (neighbours?.kind !== "known") {
            return neighbours === undefined ? [] : [`${host}: ${neighbours.reason}`];
        }
        return [...neighbours.value].flatMap(([zone, { stored }]) =>
            zone === wish.zone || stored.kind === "known" ? [] : [`${zone} on ${host}: ${stored.reason}`],
        );
    });
    const property = "config.devices";
    return [
        ...(shared.length === 0
            ? []
            : [
                  concern("FACTS_UNKNOWN", {
                      message: `whether ${wish.zone} may share a data disk with another zone only their guests can tell`,
                      property,
                      lines: shared.map(describeConflict),
                      remedy: "Leave it so only where both guests are made for that, as in a cluster.",
                  }),
              ]),
        ...(unread.length === 0
            ? []
            : [
                  concern("FACTS_UNKNOWN", {
                      message: `whether another zone uses the storage of ${wish.zone} could not be looked at everywhere`,
                      property,
                      lines: unread,
                  }),
              ]),
    ];
}

function conflictsOf(
    views: readonly ZoneView[],
    { zone, host, document }: Pick<CreationWish, "zone" | "host" | "document">,
    halfMade?: ConfigurationDocument,
): Conflict[] {
    const ours = [document, ...(halfMade === undefined ? [] : [halfMade])].flatMap((each) =>
        storageOf(zone, host, each),
    );
    const theirs = views.flatMap(({ sighting, neighbours }) =>
        neighbours?.kind !== "known"
            ? []
            : [...neighbours.value].flatMap(([name, each]) =>
                  name === zone ? [] : storageOfZone(name, sighting.host, each),
              ),
    );
    return conflictsBetween(ours, theirs);
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

function holdsSystem({ ours, theirs }: Conflict): boolean {
    return ours.holdsSystem || theirs.holdsSystem;
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
