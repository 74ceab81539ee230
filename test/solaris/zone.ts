import { exportText } from "./configText";
import type { GuestSpec, ZoneState } from "./spec";
import { type ConfigDocument, modelOf, type ZoneConfigModel } from "./zoneConfig";

/**
 * A zone as one host knows it. What the history of the hosts records (name, UUID, state, auxiliary states, configuration)
 * is changed by the host's model only, so that no change can be missed.
 */
export interface Zone {
    readonly name: string;
    readonly uuid: string;
    readonly state: ZoneState;
    readonly auxiliary: readonly string[];
    /** Kernel id while it runs. */
    readonly id: number | undefined;
    readonly brand: string;
    readonly config: ConfigDocument;
    /** The running configuration where it differs from the stored one. */
    readonly liveConfig: ConfigDocument | undefined;
    activeVcpus: number;
    zonepath: string;
    readWrite: "R" | "W" | "-";
    /** The zoneadm subcommand that holds the zone's lock. */
    operation: string | undefined;
    /** How many attempts a lock of an unseen zoneadm still refuses; absent: it is held until it is given back. */
    lockRefusals?: number;
    guest: GuestSpec;
    /** The CPU class on which a suspended image was written. */
    imageClass: string | undefined;
    /** From when on its guest is up, milliseconds since the epoch of this machine's clock; 0: since long ago. */
    guestUpAt: number;
    /** Its last boot failed. */
    bootFailed: boolean;
}

/** A zone in the state of the fleet: plain data. */
export interface ZoneSnapshot {
    name: string;
    uuid: string;
    brand: string;
    state: ZoneState;
    auxiliary: string[];
    id?: number;
    operation?: string;
    config: ZoneConfigModel;
    /** The stored configuration as `zonecfg export` prints it. */
    export: string;
    /** The running one, where it differs. */
    liveExport?: string;
    /** The values of its `attr` resources, by name. */
    attrs: Record<string, string>;
}

/** The configuration that a running zone really has. */
export function runningConfig(zone: Zone): ConfigDocument {
    return zone.liveConfig ?? zone.config;
}

export function zoneSnapshot(zone: Zone): ZoneSnapshot {
    const config = modelOf(zone.config);
    return {
        name: zone.name,
        uuid: zone.uuid,
        brand: zone.brand,
        state: zone.state,
        auxiliary: [...zone.auxiliary],
        ...(zone.id === undefined ? {} : { id: zone.id }),
        ...(zone.operation === undefined ? {} : { operation: zone.operation }),
        config,
        export: exportText(zone.config),
        ...(zone.liveConfig === undefined ? {} : { liveExport: exportText(zone.liveConfig) }),
        attrs: Object.fromEntries(config.attrs.map(({ name, value }) => [name, value])),
    };
}

/** What the guest of a running zone is doing. */
export function guestStanding({ state, auxiliary, guest, guestUpAt }: Zone): "down" | "starting" | "up" {
    if (state !== "running" || auxiliary.length > 0) {
        return "down";
    }
    return guest.comesUp === false || Date.now() < guestUpAt ? "starting" : "up";
}

const activeStates = new Set<ZoneState>(["ready", "running", "shutting_down", "down", "mounted"]);
const installedStates = new Set<ZoneState>(["installed", "unavailable", ...activeStates]);

export function isActiveState(state: ZoneState): boolean {
    return activeStates.has(state);
}

export function isInstalled(zone: Zone): boolean {
    return installedStates.has(zone.state);
}

/** Whether the kernel knows the zone, so that it has an id and holds memory. */
export function isActive(zone: Zone): boolean {
    return isActiveState(zone.state);
}

/** State and auxiliary states in one text, such as "running migrating-out"; "absent" for no zone. */
export function standing(zone: Pick<Zone, "state" | "auxiliary"> | undefined): string {
    return zone === undefined ? "absent" : [zone.state, ...zone.auxiliary].join(" ");
}
