import { checkBoot, MigrationFailed } from "./commands/migrateChecks";
import type { FleetModel } from "./fleetModel";
import type { HostModel } from "./model";
import { isActive, type Zone } from "./zone";
import { modelOf } from "./zoneConfig";
import { theReboot } from "./zoneHistory";

/** Auxiliary states that are in the kernel's memory, not on the disk. */
const volatileStates = new Set(["migrating-in", "migrating-out", "panicked", "debugging"]);

/** The machine goes down: nothing on it goes on, and what was in memory is gone. */
export function goDown(fleet: FleetModel, host: HostModel): void {
    const { nodeName } = host;
    fleet.migrations.interrupt("source-lost", ({ source }) => source.nodeName === nodeName);
    host.cutPower();
    fleet.migrations.interrupt("target-lost", ({ target }) => target.nodeName === nodeName);
    for (const zone of host.zones.values()) {
        zone.operation = undefined;
        zone.lockRefusals = undefined;
        const auxiliary = zone.auxiliary.filter((name) => !volatileStates.has(name));
        host.change(zone, { auxiliary, ...(isActive(zone) ? { state: "installed" } : {}) }, theReboot);
    }
    host.fileSystem.restart();
    fleet.changed();
}

/**
 * The zones' restarter after the start of the machine [C UZ, svc.zones(8)]: attaches `unavailable` zones, boots those with
 * `autoboot`. A zone whose disk belongs to another host becomes `unavailable` [I]: host data is the only guard.
 */
export function startZones(fleet: FleetModel, host: HostModel): void {
    for (const zone of host.zones.values()) {
        const foreign = host.hostData.ownerOf(host, zone) === "unreadable" || isElsewhere(host, zone);
        if (zone.state === "installed" && foreign) {
            host.change(zone, { state: "unavailable" }, theReboot);
        } else if (zone.state === "unavailable" && !foreign && !host.maintenance) {
            host.hostData.take(host, zone);
            host.change(zone, { state: "installed" }, theReboot);
        }
        if (zone.state === "installed" && modelOf(zone.config).autoboot === true && mayBoot(host, zone)) {
            if (!zone.auxiliary.includes("suspended")) {
                host.startGuest(zone, fleet.latency);
                zone.activeVcpus = modelOf(zone.config).ncpus ?? zone.activeVcpus;
            }
            host.hostData.take(host, zone);
            host.change(zone, { state: "running", auxiliary: [] }, theReboot);
        }
    }
    fleet.changed();
}

function isElsewhere(host: HostModel, zone: Zone): boolean {
    return host.hostData.foreignOwner(host, zone) !== undefined;
}

function mayBoot(host: HostModel, zone: Zone): boolean {
    if (host.maintenance) {
        return false;
    }
    try {
        checkBoot(host, zone.name, zone.config, zone.auxiliary.includes("suspended") ? zone.activeVcpus : 0);
        return true;
    } catch (error) {
        if (error instanceof MigrationFailed) {
            return false;
        }
        throw error;
    }
}
