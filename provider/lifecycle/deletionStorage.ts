import { SolarisError } from "../errors/solarisError";
import type { ZoneConfigurations } from "../solaris/parseConfigurations";
import { conflictsBetween, describeConflict, storageOf, storageOfZone, type StorageUse } from "./storageUse";
import { isReal, type ZoneView } from "./zoneView";

/** A configuration that could not be read, of a zone that is still there. */
export interface UnreadConfiguration {
    readonly zone: string;
    /** As `zoneadm list` shows it, asked after the reading has failed. */
    readonly state: string;
    readonly reason: string;
}

/** What a host's kernel zones are configured as; that of the zone which is to be deleted is among them. */
export interface OtherZones {
    /** By zone name. */
    readonly configurations: ReadonlyMap<string, ZoneConfigurations>;
    readonly unread: readonly UnreadConfiguration[];
}

/** What one host shows of a zone that is to be deleted. */
export interface DeletionView extends ZoneView {
    /** Absent until it is asked for, which only an uninstallation needs. */
    readonly others?: OtherZones;
}

/**
 * The refusal for a zone of which another one, on whichever known host and in whichever state, has a disk too: uninstalling
 * destroys what is on it for both. Data disks that both name count as well; so does a zone of which it cannot be read what
 * it names, unless it is only configured. A mere configuration of the same name is the zone's own, left over from a move. Pure.
 */
export function sharedStorage(
    views: readonly DeletionView[],
    { sighting: { host }, configuration }: DeletionView,
    zone: string,
): SolarisError | undefined {
    const ours = configuration === undefined ? [] : storageOf(zone, host, configuration);
    const conflicts = conflictsBetween(
        ours,
        views.flatMap((view) => storageOfOthers(view, host, zone)),
    );
    const [first] = conflicts;
    if (first !== undefined) {
        const { theirs } = first;
        return new SolarisError("DELETION_UNSAFE", {
            message: `${zone} is not deleted: its ${first.ours.part} on ${host} is also ${theirs.part} of ${theirs.zone} on ${theirs.host} (${theirs.uri}), and uninstalling destroys what is on it`,
            host: theirs.host,
            property: "deletionPolicy",
            lines: conflicts.map(describeConflict),
            remedy:
                `Remove the device from one of the two configurations first, or delete ${theirs.zone}; ` +
                'or keep the zone, with deletionPolicy: "shutdown" or "retain".',
        });
    }
    const unread = unreadOf(views, host, zone).filter(({ state }) => state !== "configured");
    const [blind] = unread;
    if (blind === undefined || ours.length === 0) {
        return undefined;
    }
    return new SolarisError("DELETION_UNSAFE", {
        message: `${zone} is not deleted: whether ${blind.zone} on ${blind.host}, which is ${blind.state}, has a disk of it cannot be told, because its configuration could not be read`,
        host: blind.host,
        property: "deletionPolicy",
        lines: unread.map(describeUnread),
        remedy:
            `Mend what keeps \`zonecfg -z ${blind.zone} export\` from answering on ${blind.host}, then try again; ` +
            'or keep the zone, with deletionPolicy: "shutdown" or "retain".',
    });
}

/** What is not known of others and is no reason to refuse, one line each. Pure. */
export function unreadElsewhere(views: readonly DeletionView[], host: string, zone: string): string[] {
    return unreadOf(views, host, zone).map(describeUnread);
}

function storageOfOthers(view: DeletionView, host: string, zone: string): StorageUse[] {
    return [...(view.others?.configurations ?? [])].flatMap(([name, configurations]) =>
        isOther(name, view, host, zone) ? storageOfZone(name, view.sighting.host, configurations) : [],
    );
}

function unreadOf(
    views: readonly DeletionView[],
    host: string,
    zone: string,
): (UnreadConfiguration & { readonly host: string })[] {
    return views.flatMap((view) =>
        (view.others?.unread ?? [])
            .filter(({ zone: name }) => isOther(name, view, host, zone))
            .map((unread) => ({ ...unread, host: view.sighting.host })),
    );
}

/** Whether it is neither the zone itself nor what a move has left of it. */
function isOther(name: string, view: DeletionView, host: string, zone: string): boolean {
    return name !== zone || (view.sighting.host !== host && isReal(view));
}

function describeUnread({ zone, host, state, reason }: UnreadConfiguration & { readonly host: string }): string {
    return `${zone} on ${host} (${state}): ${reason}`;
}
