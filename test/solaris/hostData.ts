import type { HostModel } from "./model";
import type { Zone } from "./zone";
import { modelOf } from "./zoneConfig";

/** What the host data on a zone's boot disk says: who owns the disk. */
export type DiskOwner = { readonly hostid: string } | "unreadable";

/**
 * The host data of all boot disks. It is on the disk itself, so that every host that sees the disk sees the same: the
 * guard against a second running copy [C, KZ storage and host data].
 */
export class HostData {
    private readonly owners = new Map<string, DiskOwner>();

    /** The owner of the zone's boot disk; undefined for a disk that nobody owns, or a zone without one. */
    ownerOf(host: HostModel, zone: Zone): DiskOwner | undefined {
        const disk = bootDisk(host, zone);
        return disk === undefined ? undefined : this.owners.get(disk);
    }

    /** The hostid of another machine that owns the zone's boot disk. */
    foreignOwner(host: HostModel, zone: Zone): string | undefined {
        const owner = this.ownerOf(host, zone);
        return owner === undefined || owner === "unreadable" || owner.hostid === host.hostid ? undefined : owner.hostid;
    }

    set(host: HostModel, zone: Zone, owner: DiskOwner): void {
        const disk = bootDisk(host, zone);
        if (disk !== undefined) {
            this.owners.set(disk, owner);
        }
    }

    take(host: HostModel, zone: Zone): void {
        this.set(host, zone, { hostid: host.hostid });
    }

    /** Gives up the disk if it is this host's. */
    release(host: HostModel, zone: Zone): void {
        const disk = bootDisk(host, zone);
        const owner = this.ownerOf(host, zone);
        if (disk !== undefined && owner !== undefined && owner !== "unreadable" && owner.hostid === host.hostid) {
            this.owners.delete(disk);
        }
    }

    snapshot(): Record<string, string> {
        const entries = [...this.owners].map(([disk, owner]): [string, string] => [
            disk,
            owner === "unreadable" ? owner : owner.hostid,
        ]);
        return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
    }
}

/**
 * The disk that the zone boots from, by its storage URI: the lowest bootpri. That a device without one is not bootable is
 * [I]. Local storage is another disk on every machine.
 */
function bootDisk(host: HostModel, zone: Zone): string | undefined {
    if (zone.brand !== "solaris-kz") {
        return undefined;
    }
    const [first] = modelOf(zone.config)
        .devices.filter(({ bootpri }) => bootpri !== undefined)
        .sort((left, right) => (left.bootpri ?? 0) - (right.bootpri ?? 0));
    if (first === undefined) {
        return undefined;
    }
    const uri = first.storage ?? first.match ?? "";
    const shared = /^(iscsi|nfs|lu):/.test(uri);
    // The digits of a LUN's name do not care about case [C, suri(7)].
    return shared ? uri.toLowerCase() : `${host.hostid}:${uri.replaceAll("%{zonename}", zone.name)}`;
}
