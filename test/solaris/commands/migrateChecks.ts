import { ConfigEditor } from "../configEditor";
import { ConfigError, statementsOf } from "../configStatements";
import { exportText } from "../configText";
import type { SourceLeftover, TargetLeftover } from "../faults";
import {
    configurationMismatch,
    cpuClassMismatch,
    iovUnsupported,
    localStorage,
    lowerLinkMissing,
    memoryReserveOffline,
    storageUnusable,
    suspendPathLocal,
} from "../inventedWording";
import type { HostModel } from "../model";
import type { StorageTrouble } from "../spec";
import {
    diskInUse,
    hostDataUnreadable,
    memoryShortage,
    pageSizeUnsupported,
    vcpuMismatch,
    zoneadmdFailure,
} from "../wording";
import type { Zone } from "../zone";
import { type Anet, type ConfigDocument, memoryBytes, modelOf } from "../zoneConfig";

/** A migration that failed, or a boot: what to print, and what it leaves. */
export class MigrationFailed extends Error {
    constructor(
        readonly lines: string[],
        readonly options: {
            exitStatus?: number;
            /** Default: as before the migration [I]. */
            leavesTarget?: TargetLeftover;
            /** Default: it goes on running [I], or is halted where the zone is on the target already. */
            leavesSource?: SourceLeftover;
        } = {},
    ) {
        super(lines[0] ?? "migration failed");
        this.name = "MigrationFailed";
    }
}

function stepFailed(zone: string, step: string, lines: string[], last: string[] = []): MigrationFailed {
    return new MigrationFailed([`zoneadm: zone '${zone}': ${step} failed:`, ...lines, ...last]);
}

/**
 * Imports a configuration on the target; an unknown value fails with the whole configuration echoed, key and all [C].
 *
 * @throws MigrationFailed
 */
export function importConfig(target: HostModel, zone: string, document: ConfigDocument): ConfigDocument {
    const text = exportText(document);
    const editor = new ConfigEditor({ globals: {}, resources: [] }, target.vocabulary);
    for (const statement of statementsOf(text)) {
        if (statement.text.startsWith("create")) {
            continue;
        }
        try {
            editor.execute(statement.text);
        } catch (error) {
            if (!(error instanceof ConfigError)) {
                throw error;
            }
            const received = ["Error received from the target machine:", `On line ${statement.line}:`, error.message];
            throw importFailed(zone, text, received);
        }
    }
    return editor.result();
}

/** The echoed configuration between its markers, then what the target said [C, KZ migration failures]. */
export function importFailed(zone: string, text: string, received: string[]): MigrationFailed {
    return stepFailed(zone, "configuration", [
        "-----BEGIN CONFIGURATION-----",
        ...text.trimEnd().split("\n"),
        "-----END CONFIGURATION-----",
        ...received,
    ]);
}

/** Why a host cannot use this storage. */
export function storageTrouble(host: HostModel, uri: string): StorageTrouble | undefined {
    return host.spec.unreachableStorage?.includes(uri) === true ? "absent" : host.spec.storageTrouble?.[uri];
}

/**
 * The target must see every disk. NFS, iSCSI and LU storage can move, local storage cannot [C]; the texts are [U].
 *
 * @throws MigrationFailed
 */
export function checkStorage(target: HostModel, zone: string, config: ConfigDocument): void {
    const failed = (line: string): MigrationFailed => stepFailed(zone, "attach", [line], [zoneadmdFailure(zone)]);
    for (const { id, storage, match } of modelOf(config).devices) {
        if (storage === undefined || /^(dev|file):/.test(storage)) {
            throw failed(localStorage(target, zone, id, storage ?? match ?? ""));
        }
        const trouble = storageTrouble(target, storage);
        if (trouble !== undefined) {
            throw failed(storageUnusable(target, zone, id, storage, trouble));
        }
    }
}

/**
 * The suspended image must be on storage that the target can use: `path=` is local [C].
 *
 * @throws MigrationFailed
 */
export function checkSuspendedImage(target: HostModel, zone: string, config: ConfigDocument): void {
    const failed = (line: string): MigrationFailed => stepFailed(zone, "attach", [line], [zoneadmdFailure(zone)]);
    const { suspend } = modelOf(config);
    if (suspend === null) {
        return;
    }
    if (suspend.storage === undefined) {
        throw failed(suspendPathLocal(target, zone));
    }
    const trouble = storageTrouble(target, suspend.storage);
    if (trouble !== undefined) {
        throw failed(storageUnusable(target, zone, 0, suspend.storage, trouble));
    }
}

/**
 * The host data must name the source as the disk's owner, or nobody. A zone whose disk belongs to another host is
 * `unavailable` on the target [C for the state; that a migration leaves it so is I].
 *
 * @throws MigrationFailed
 */
export function checkHostData(source: HostModel, zone: Zone): void {
    const owner = source.hostData.ownerOf(source, zone);
    if (owner === undefined || (owner !== "unreadable" && owner.hostid === source.hostid)) {
        return;
    }
    const line = owner === "unreadable" ? hostDataUnreadable(zone.name) : diskInUse(zone.name, owner.hostid);
    throw new MigrationFailed(
        [`zoneadm: zone '${zone.name}': attach failed:`, line, zoneadmdFailure(zone.name)],
        owner === "unreadable" ? {} : { leavesTarget: "unavailable" },
    );
}

/**
 * What fails when a host boots a zone, in `migrating-in` mode or otherwise.
 *
 * @param activeVcpus those of the image that is to be resumed, 0 for a fresh boot.
 * @param ownMemory bytes that the zone still holds and gives back before.
 * @throws MigrationFailed
 */
export function checkBoot(
    host: HostModel,
    zone: string,
    config: ConfigDocument,
    activeVcpus: number,
    ownMemory = 0,
): void {
    const model = modelOf(config);
    const failed = (lines: string[]): MigrationFailed => stepFailed(zone, "boot", lines, [zoneadmdFailure(zone)]);
    if (model.ncpus !== null && activeVcpus > model.ncpus) {
        throw failed(vcpuMismatch(zone, activeVcpus, model.ncpus));
    }
    if (model.pagesize !== null && host.spec.pageSizes?.includes(model.pagesize) === false) {
        throw failed(pageSizeUnsupported(zone, model.pagesize));
    }
    const reserve = model.memoryReserve;
    if (reserve !== null && host.services[`svc:/system/memory-reserve:${reserve}`] !== "online") {
        throw failed(memoryReserveOffline(host, zone, reserve));
    }
    if (model.memory !== null && (memoryBytes(model.memory) ?? 0) > host.freeMemory() + ownMemory) {
        throw failed(memoryShortage(zone, model.memory));
    }
    for (const anet of model.anets) {
        if (anet.lowerLink !== undefined && anet.lowerLink !== "auto" && !host.links.includes(anet.lowerLink)) {
            throw failed(lowerLinkMissing(host, zone, anet.id, anet.lowerLink));
        }
    }
}

/** An anet as the guest sees it: its lower-link may differ between hosts [C, seed example 47]. */
function seenByGuest(anet: Anet): string {
    const mac = anet.macAddress === "auto" ? (anet.autoMacAddress ?? "auto") : (anet.macAddress ?? "auto");
    return `id ${anet.id}, MAC ${mac}, VLAN ${anet.vlanId ?? "none"}`;
}

/** A memory image fits only CPUs of its class, unless the zone's `cpu-arch` bridges them [C]. @throws MigrationFailed */
export function checkCpuClass(host: HostModel, imageClass: string, zone: string, config: ConfigDocument): void {
    const boundToClass = ["", "generic", "solaris", "native"].includes(modelOf(config).cpuArch ?? "");
    if (boundToClass && imageClass !== host.cpuClass) {
        throw stepFailed(zone, "configuration check", cpuClassMismatch(host, zone));
    }
}

/**
 * SR-IOV moves with its memory only where source, target and guest run 11.4 [C].
 *
 * @throws MigrationFailed
 */
export function checkIov(source: HostModel, target: HostModel, zone: Zone, config: ConfigDocument): void {
    const older = source.before114 || target.before114 || /^11\.[0-3](\.|$)/.test(zone.guest.release ?? "11.4");
    const anet = modelOf(config).anets.find(({ iov }) => iov === "auto" || iov === "on");
    if (older && anet !== undefined) {
        throw stepFailed(zone.name, "configuration check", iovUnsupported(target, zone.name, anet.id));
    }
}

/**
 * What must match between the running zone and the target's configuration (solaris-facts 4.1 [C]).
 *
 * @throws MigrationFailed
 */
export function checkCompatibility(
    target: HostModel,
    zone: string,
    running: ConfigDocument,
    config: ConfigDocument,
): void {
    const from = modelOf(running);
    const to = modelOf(config);
    const compared: [string, string | null, string | null][] = [
        ["virtual-cpu:ncpus", text(from.ncpus), text(to.ncpus)],
        ["capped-memory:physical", from.memory, to.memory],
        ["capped-memory:pagesize-policy", from.pagesizePolicy, to.pagesizePolicy],
        ["cpu-arch", from.cpuArch, to.cpuArch],
        ["host-compatible", from.hostCompatible, to.hostCompatible],
        ["number of anet resources", text(from.anets.length), text(to.anets.length)],
        ["anet", from.anets.map(seenByGuest).sort().join("; "), to.anets.map(seenByGuest).sort().join("; ")],
        ["device", devices(from.devices), devices(to.devices)],
        ["keysource", from.keysource === null ? "none" : "set", to.keysource === null ? "none" : "set"],
    ];
    for (const [what, here, there] of compared) {
        if (here !== there) {
            const lines = configurationMismatch(target, zone, what, here ?? "unset", there ?? "unset");
            throw stepFailed(zone, "configuration check", lines);
        }
    }
}

function text(value: number | null): string | null {
    return value === null ? null : String(value);
}

/** The hexadecimal digits of a LUN's name do not care about case [C, suri(7)]. */
function devices(list: { id: number; storage?: string }[]): string {
    return list
        .map((device) => `${device.id}=${(device.storage ?? "").toLowerCase()}`)
        .sort()
        .join("; ");
}
