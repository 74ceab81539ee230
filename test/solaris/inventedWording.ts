import { chosen } from "./dialect";
import type { HostModel } from "./model";
import type { StorageTrouble } from "./spec";

/*
 * Texts that no document shows: every one of them is invented [U], in several forms, of which a host takes one by its
 * dialect. Nothing may be built on any of them. What is known of the rule behind each stands beside it.
 */

/** A line from the zone's brand, with the prefixes of which samples exist [C for the forms]. */
function brandLine(host: HostModel, zone: string, text: string): string {
    return chosen(host, "brandLine", [`zone '${zone}': error: ${text}`, `error: ${text}`, `zone '${zone}': ${text}`]);
}

/** `-t live` refuses a zone that does not run: rule [C]. */
export function notRunningLive(host: HostModel, state: string): string {
    return chosen(host, "notRunningLive", [
        `live migration requires a running zone (zone is '${state}').`,
        "must be running for a live migration.",
        `migration type 'live' is invalid in state '${state}'.`,
    ]);
}

/** Only solaris-kz migrates: rule [C]. */
export function brandUnsupported(host: HostModel, brand: string): string {
    return chosen(host, "brandUnsupported", [
        `migrate operation is not supported for brand '${brand}'.`,
        `brand '${brand}' does not support migration.`,
        "migration is supported for kernel zones only.",
    ]);
}

export function auxiliaryRefused(host: HostModel, auxiliary: string): string {
    return chosen(host, "auxiliaryRefused", [
        `migrate operation is invalid in auxiliary state '${auxiliary}'.`,
        `zone is ${auxiliary}; it cannot be migrated.`,
    ]);
}

export function stateRefused(host: HostModel, state: string): string {
    return chosen(host, "stateRefused", [
        `migrate operation is invalid in state '${state}'.`,
        `must be installed or running before migrate (zone is '${state}').`,
    ]);
}

/** Cold migration needs 11.4: rule [C]. */
export function coldUnsupported(host: HostModel): string {
    return chosen(host, "coldUnsupported", [
        "migrate operation requires a running or suspended zone.",
        "zone must be running or suspended.",
    ]);
}

/** The way to the target: only that rads needs rad:remote and asks for a password is [C]. */
export function connectFailed(host: HostModel, where: string, why: string): string {
    return chosen(host, "connectFailed", [
        `could not connect to ${where}: ${why}.`,
        `connection to ${where} failed: ${why}`,
        `cannot reach the destination (${where}): ${why}.`,
    ]);
}

/** Source and target must differ: the capability is unsupported in Nova's driver [C]. */
export function sameHost(host: HostModel): string {
    return chosen(host, "sameHost", [
        "source and destination are the same host.",
        "cannot migrate a zone to the host that it is on.",
    ]);
}

/** A host in maintenance refuses incoming migrations, boot and attach: rule [C]. */
export function maintenanceRefusal(host: HostModel, operation: "migrate" | "boot" | "attach"): string {
    return operation === "migrate"
        ? chosen(host, "maintenance", [
              "the destination host is in maintenance mode.",
              "destination refused the migration: maintenance in progress.",
          ])
        : `${operation} refused: the host is in maintenance mode.`;
}

/** SPARC and x86 never mix: rule [C]. */
export function architectureMismatch(host: HostModel): string {
    return chosen(host, "architecture", [
        "source and destination have different architectures.",
        "destination has an incompatible instruction set.",
    ]);
}

/** Without the rights: "only a privileged user may" is the ancestor's [A], what 11.4 says of authorizations is [U]. */
export function privilegeRefused(host: HostModel, zone: string, subcommand: string): string {
    return chosen(host, "privilege", [
        `only a privileged user may ${subcommand} a zone.`,
        `the authorization 'solaris.zone.${subcommand === "migrate" ? "migrate" : "manage"}/${zone}' is required.`,
    ]);
}

/** On the target, without Zone Configuration: that it comes as `configuration failed:` is likely, no more. */
export function configurationRefused(host: HostModel, zone: string): string[] {
    return chosen(host, "configurationRefused", [
        ["Error received from the target machine:", `${zone}: Permission denied`],
        ["Error received from the target machine:", "solaris.zone.config authorization is required."],
        [`zone '${zone}': error: not authorized to create a zone configuration on the destination host.`],
    ]);
}

/** NFS, iSCSI and LU storage can move, local storage cannot: rule [C]. */
export function localStorage(host: HostModel, zone: string, device: number, uri: string): string {
    return brandLine(
        host,
        zone,
        chosen(host, "localStorage", [
            `device ${device}: storage '${uri}' is local storage and cannot be migrated.`,
            `storage '${uri}' is not shared storage.`,
        ]),
    );
}

/** The target must see and be able to use every disk: rule [C]. */
export function storageUnusable(
    host: HostModel,
    zone: string,
    device: number,
    uri: string,
    trouble: StorageTrouble,
): string {
    const texts: Record<StorageTrouble, [string, ...string[]]> = {
        absent: [
            `device ${device}: storage '${uri}' is not accessible from this host.`,
            `failed to map storage URI '${uri}': no such LUN.`,
        ],
        "nfs-not-mountable": [
            `device ${device}: storage '${uri}' could not be mounted.`,
            `failed to map storage URI '${uri}': Permission denied.`,
        ],
        "iscsi-authentication": [
            `device ${device}: storage '${uri}': the iSCSI target refused the login.`,
            `failed to map storage URI '${uri}': iSCSI authentication failure.`,
        ],
    };
    return brandLine(host, zone, chosen(host, "storageUnusable", texts[trouble]));
}

/** A suspend resource with `path=` is local, so that it cannot move: rule [C]. */
export function suspendPathLocal(host: HostModel, zone: string): string {
    return brandLine(
        host,
        zone,
        chosen(host, "suspendPath", [
            "suspend: the suspended image is on local storage and cannot be migrated.",
            "suspend resource has no storage property; warm migration requires shared storage.",
        ]),
    );
}

/** lower-link may differ, so it must exist on the target: rule [C, example 47]. */
export function lowerLinkMissing(host: HostModel, zone: string, anet: number, link: string): string[] {
    return chosen(host, "lowerLink", [
        [brandLine(host, zone, `anet ${anet}: lower-link '${link}' does not exist on this host.`)],
        [brandLine(host, zone, `failed to create vnic over ${link}:`), brandLine(host, zone, "object not found")],
    ]);
}

/** What must match between source and target configuration: rule [C]. */
export function configurationMismatch(
    host: HostModel,
    zone: string,
    what: string,
    source: string,
    target: string,
): string[] {
    return [
        brandLine(
            host,
            zone,
            chosen(host, "mismatch", [
                `${what} differs: ${source} on the source, ${target} on the destination.`,
                `${what} of the destination's configuration (${target}) does not match the running zone (${source}).`,
            ]),
        ),
    ];
}

/** "error: Suspended image ca" is [C], the rest of the line not. */
export function cpuClassMismatch(host: HostModel, zone: string): string[] {
    return [
        chosen(host, "cpuClass", [
            `zone '${zone}': error: Suspended image cannot be resumed on the CPU class of this host.`,
            `zone '${zone}': error: Suspended image cannot be resumed: CPU features of this host are missing.`,
        ]),
    ];
}

/** SR-IOV moves live and warm only between 11.4 hosts with an 11.4 guest: rule [C]. */
export function iovUnsupported(host: HostModel, zone: string, anet: number): string[] {
    return [
        brandLine(
            host,
            zone,
            chosen(host, "iov", [
                `anet ${anet}: a zone with SR-IOV virtual functions cannot be migrated to or from this release.`,
                `anet ${anet}: iov is not supported for migration by all of source, destination and guest.`,
            ]),
        ),
    ];
}

/** A zone on a memory reserve pool needs it enabled on the target: rule [C]. */
export function memoryReserveOffline(host: HostModel, zone: string, instance: string): string[] {
    return [
        brandLine(
            host,
            zone,
            chosen(host, "memoryReserve", [
                `memory-reserve pool '${instance}' is not enabled on this host.`,
                `svc:/system/memory-reserve:${instance} is not online.`,
            ]),
        ),
    ];
}

/** The memory stream's port or service: that it fails after the compatibility check is [U] as well. */
export function streamRefused(host: HostModel, why: string): string {
    return chosen(host, "stream", [
        `migration failed: could not connect to the migration service of the destination: ${why}.`,
        `kz-migr: ${why}`,
        `could not establish the migration stream (port 8102): ${why}.`,
    ]);
}

export function connectionLost(host: HostModel): string {
    return chosen(host, "connectionLost", [
        "migration failed: connection to destination lost.",
        "migration failed: Broken pipe",
        "migration failed: the destination host does not respond.",
    ]);
}

export function guestWentAway(host: HostModel, how: "halted" | "rebooted"): string {
    return chosen(host, "guestWentAway", [
        `migration failed: the zone ${how} during migration.`,
        "migration failed: zone state change failed.",
    ]);
}

/** A zone runs and its guest is not far enough for a login. */
export function guestNotUp(host: HostModel, zone: string): string {
    return chosen(host, "guestNotUp", [
        `zlogin: zone '${zone}' is not ready for logins.`,
        `[Connection to zone '${zone}' failed]`,
    ]);
}

/** Somebody else has changed the configuration since it was read: rule [C]. */
export function configurationChanged(host: HostModel, zone: string): string {
    return chosen(host, "configurationChanged", [
        `${zone}: the configuration has been changed since it was read; reload it and try again`,
        `Zone ${zone}: persistent configuration was modified by another process.  Use the reload command.`,
    ]);
}
