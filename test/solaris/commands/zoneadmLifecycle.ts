import { enterState, isActive, isInstalled, removeAuxiliary, runningConfig, type Zone } from "../model";
import { pause } from "../latency";
import { memoryShortage, zoneadmdFailure } from "../wording";
import { derivedUuid, memoryBytes, modelOf } from "../zoneConfig";
import type { CommandContext } from "./command";
import { exitError, exitOk, lockZone, otherOwner, refuseUnprivileged, zoneError } from "./zoneadmErrors";

type Step = (context: CommandContext, zone: Zone, args: string[]) => Promise<number> | number;

/** A zone that is not running cannot be halted, shut down or suspended [A]. */
function notRunning(context: CommandContext, zone: Zone): number | undefined {
    return isActive(zone) ? undefined : zoneError(context, zone.name, "not running");
}

/** Text and layout [C, KZ storage information and host data]; the hints after the first line are left out. */
function inUseElsewhere(context: CommandContext, zone: Zone): number | undefined {
    const owner = otherOwner(context, zone);
    if (owner === undefined) {
        return undefined;
    }
    const line = `error: ERROR: zone ${zone.name} is in use by host with  hostid ${owner.hostid}`;
    context.printError(`zone '${zone.name}': ${line}`);
    return exitError;
}

async function boot(context: CommandContext, zone: Zone): Promise<number> {
    if (zone.state === "running") {
        return zoneError(context, zone.name, "zone is already booted");
    }
    if (!isInstalled(zone) || zone.state === "unavailable") {
        return zoneError(context, zone.name, "must be installed before boot.");
    }
    if (context.host.maintenance) {
        // Rule [C], text [U].
        return zoneError(context, zone.name, "boot refused: the host is in maintenance mode.");
    }
    const used = inUseElsewhere(context, zone);
    if (used !== undefined) {
        return used;
    }
    const { memory } = modelOf(zone.config);
    if (memory !== null && (memoryBytes(memory) ?? 0) > context.host.freeMemory()) {
        zoneError(context, zone.name, "boot failed:");
        memoryShortage(zone.name, memory).forEach(context.printError);
        context.printError(zoneadmdFailure(zone.name));
        return exitError;
    }
    await pause(context.fleet.latency.boot, context.fleet.stopSignal);
    if (!zone.auxiliary.includes("suspended")) {
        zone.activeVcpus = modelOf(zone.config).ncpus ?? zone.activeVcpus;
    }
    removeAuxiliary(zone, "suspended");
    enterState(context.host, zone, "running");
    return exitOk;
}

async function halt(context: CommandContext, zone: Zone): Promise<number> {
    const refused = notRunning(context, zone);
    if (refused !== undefined) {
        return refused;
    }
    enterState(context.host, zone, "shutting_down");
    context.fleet.changed();
    await pause(context.fleet.latency.detach, context.fleet.stopSignal);
    zone.auxiliary = [];
    enterState(context.host, zone, "installed");
    return exitOk;
}

async function suspend(context: CommandContext, zone: Zone): Promise<number> {
    const refused = notRunning(context, zone);
    if (refused !== undefined) {
        return refused;
    }
    if (modelOf(runningConfig(zone)).suspend === null) {
        // Warm migration needs a suspend resource [C]; the text is [U].
        return zoneError(context, zone.name, "no suspend resource is configured.");
    }
    await pause(context.fleet.latency.suspend, context.fleet.stopSignal);
    enterState(context.host, zone, "installed");
    zone.auxiliary = ["suspended"];
    return exitOk;
}

async function detach(context: CommandContext, zone: Zone): Promise<number> {
    if (isActive(zone)) {
        return zoneError(context, zone.name, "detach operation is invalid for running zones.");
    }
    if (zone.state === "configured") {
        return zoneError(context, zone.name, "is already in state 'configured'.");
    }
    await pause(context.fleet.latency.detach, context.fleet.stopSignal);
    zone.auxiliary = [];
    enterState(context.host, zone, "configured");
    return exitOk;
}

async function attach(context: CommandContext, zone: Zone): Promise<number> {
    if (isInstalled(zone) && zone.state !== "unavailable") {
        return zoneError(context, zone.name, "is already installed.");
    }
    const used = inUseElsewhere(context, zone);
    if (used !== undefined) {
        return used;
    }
    await pause(context.fleet.latency.attach, context.fleet.stopSignal);
    zone.uuid = zone.uuid === "" ? derivedUuid(`${zone.name}@${context.host.name}`) : zone.uuid;
    enterState(context.host, zone, "installed");
    return exitOk;
}

function uninstall(context: CommandContext, zone: Zone): number {
    if (isActive(zone)) {
        return zoneError(context, zone.name, "uninstall operation is invalid for running zones.");
    }
    zone.auxiliary = [];
    enterState(context.host, zone, "configured");
    return exitOk;
}

/** Loads the stored configuration into the running zone. */
function apply(context: CommandContext, zone: Zone, args: string[]): number {
    const refused = notRunning(context, zone);
    if (refused !== undefined) {
        return refused;
    }
    if (!args.includes("-n")) {
        zone.liveConfig = undefined;
    }
    return exitOk;
}

async function reboot(context: CommandContext, zone: Zone): Promise<number> {
    const refused = notRunning(context, zone);
    if (refused !== undefined) {
        return refused;
    }
    await pause(context.fleet.latency.boot, context.fleet.stopSignal);
    zone.liveConfig = undefined;
    zone.activeVcpus = modelOf(zone.config).ncpus ?? zone.activeVcpus;
    return exitOk;
}

async function shutdown(context: CommandContext, zone: Zone, args: string[]): Promise<number> {
    return args.includes("-r") ? reboot(context, zone) : halt(context, zone);
}

const steps: Record<string, Step> = { boot, halt, shutdown, suspend, detach, attach, uninstall, apply, reboot };

export function isLifecycleCommand(subcommand: string): boolean {
    return Object.hasOwn(steps, subcommand);
}

/** `zoneadm -z Z boot | halt | shutdown | suspend | reboot | detach | attach | uninstall | apply`. */
export async function changeZone(
    context: CommandContext,
    zone: Zone,
    subcommand: string,
    args: string[],
): Promise<number> {
    const refused = refuseUnprivileged(context, zone.name, subcommand);
    if (refused !== undefined) {
        return refused;
    }
    const unlock = lockZone(context, zone, subcommand);
    if (typeof unlock === "number") {
        return unlock;
    }
    try {
        return (await steps[subcommand]?.(context, zone, args)) ?? exitError;
    } finally {
        unlock();
    }
}
