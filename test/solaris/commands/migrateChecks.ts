import { ConfigEditor, ConfigError, statementsOf } from "../configEditor";
import { exportText } from "../configText";
import type { HostModel, Zone } from "../model";
import {
    configurationMismatch,
    cpuClassMismatch,
    lowerLinkMissing,
    memoryShortage,
    vcpuMismatch,
    zoneadmdFailure,
} from "../wording";
import { type Anet, type ConfigDocument, memoryBytes, modelOf } from "../zoneConfig";

/** A migration that failed: what to print, and what it leaves. */
export class MigrationFailed extends Error {
    constructor(
        readonly lines: string[],
        readonly options: {
            exitStatus?: number;
            leavesTargetConfig?: boolean;
            /** The target's zone stays in `migrating-in`. */
            stuck?: boolean;
            /** The zone is already on the target: nothing is rolled back. */
            moved?: boolean;
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
            throw importFailed(zone, text, [`On line ${statement.line}:`, error.message]);
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
        "Error received from the target machine:",
        ...received,
    ]);
}

/**
 * The target must see every disk. NFS, iSCSI and LU storage can move, local storage cannot [C]; the texts are [U].
 *
 * @throws MigrationFailed
 */
export function checkStorage(target: HostModel, zone: string, config: ConfigDocument): void {
    for (const device of modelOf(config).devices) {
        const uri = device.storage;
        const local = uri === undefined || /^(dev|file):/.test(uri);
        const hidden = uri !== undefined && (target.spec.unreachableStorage ?? []).includes(uri);
        if (local || hidden) {
            const why = local ? "is local storage and cannot be migrated" : "is not accessible from this host";
            const line = `zone '${zone}': error: device ${device.id}: storage '${uri ?? device.match ?? ""}' ${why}.`;
            throw stepFailed(zone, "attach", [line], [zoneadmdFailure(zone)]);
        }
    }
}

/**
 * What fails when the target boots the zone in `migrating-in` mode.
 *
 * @throws MigrationFailed
 */
export function checkBoot(target: HostModel, zone: Zone, config: ConfigDocument): void {
    const model = modelOf(config);
    const failed = (lines: string[]): MigrationFailed =>
        stepFailed(zone.name, "boot", lines, [zoneadmdFailure(zone.name)]);
    if (model.ncpus !== null && zone.activeVcpus > model.ncpus) {
        throw failed(vcpuMismatch(zone.name, zone.activeVcpus, model.ncpus));
    }
    if (model.memory !== null && (memoryBytes(model.memory) ?? 0) > target.freeMemory()) {
        throw failed(memoryShortage(zone.name, model.memory));
    }
    for (const anet of model.anets) {
        if (anet.lowerLink !== undefined && anet.lowerLink !== "auto" && !target.links.includes(anet.lowerLink)) {
            throw failed(lowerLinkMissing(zone.name, anet.id, anet.lowerLink));
        }
    }
}

/** An anet as the guest sees it: its lower-link may differ between hosts [C, seed example 47]. */
function seenByGuest(anet: Anet): string {
    const mac = anet.macAddress === "auto" ? (anet.autoMacAddress ?? "auto") : (anet.macAddress ?? "auto");
    return `id ${anet.id}, MAC ${mac}, VLAN ${anet.vlanId ?? "none"}`;
}

/**
 * What must match between the running zone and the target's configuration (solaris-facts 4.1 [C]).
 *
 * @throws MigrationFailed
 */
export function checkCompatibility(
    source: HostModel,
    target: HostModel,
    zone: string,
    running: ConfigDocument,
    config: ConfigDocument,
): void {
    const from = modelOf(running);
    const to = modelOf(config);
    const cpuArch = from.cpuArch ?? "";
    const boundToClass = ["", "generic", "solaris", "native"].includes(cpuArch);
    if (boundToClass && (source.spec.cpuClass ?? "class1") !== (target.spec.cpuClass ?? "class1")) {
        throw stepFailed(zone, "configuration check", cpuClassMismatch(zone));
    }
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
            const lines = configurationMismatch(zone, what, here ?? "unset", there ?? "unset");
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
