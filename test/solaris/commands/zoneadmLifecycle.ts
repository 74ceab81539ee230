import { maintenanceRefusal } from "../inventedWording";
import { diskInUse, hostDataUnreadable } from "../wording";
import { isActive, isInstalled, runningConfig, type Zone } from "../zone";
import { derivedUuid, modelOf } from "../zoneConfig";
import { type CommandContext, getopt } from "./command";
import { checkBoot, checkCpuClass, MigrationFailed } from "./migrateChecks";
import {
    actorOf,
    exitError,
    exitOk,
    exitKilled,
    lockZone,
    refuseUnprivileged,
    takeTime,
    zoneError,
} from "./zoneadmErrors";

type Step = (context: CommandContext, zone: Zone, args: string[]) => Promise<number> | number;

/** A zone that is not running cannot be halted, shut down or suspended [A]. */
function notRunning(context: CommandContext, zone: Zone): number | undefined {
    return isActive(zone) ? undefined : zoneError(context, zone.name, "not running");
}

/** The host data must name this host as the disk's owner, or nobody [C]. */
function refuseByHostData(context: CommandContext, zone: Zone): number | undefined {
    const { host } = context;
    const owner = host.hostData.ownerOf(host, zone);
    if (owner === undefined || (owner !== "unreadable" && owner.hostid === host.hostid)) {
        return undefined;
    }
    context.printError(owner === "unreadable" ? hostDataUnreadable(zone.name) : diskInUse(zone.name, owner.hostid));
    return exitError;
}

/** `boot [-R]`: -R boots afresh and throws a suspended image away [C ZSH]. */
async function boot(context: CommandContext, zone: Zone, args: string[]): Promise<number> {
    const { host } = context;
    if (zone.state === "running") {
        return zoneError(context, zone.name, "zone is already booted");
    }
    if (!isInstalled(zone) || zone.state === "unavailable") {
        return zoneError(context, zone.name, "must be installed before boot.");
    }
    if (host.maintenance) {
        return zoneError(context, zone.name, maintenanceRefusal(host, "boot"));
    }
    const used = refuseByHostData(context, zone);
    if (used !== undefined) {
        return used;
    }
    const resumes = zone.auxiliary.includes("suspended") && !getopt(args, "RwW").options.has("R");
    try {
        if (resumes && zone.imageClass !== undefined) {
            checkCpuClass(host, zone.imageClass, zone.name, zone.config);
        }
        checkBoot(host, zone.name, zone.config, resumes ? zone.activeVcpus : 0);
    } catch (error) {
        if (!(error instanceof MigrationFailed)) {
            throw error;
        }
        error.lines.forEach(context.printError);
        return exitError;
    }
    await takeTime(context, context.fleet.latency.boot);
    if (!resumes) {
        zone.activeVcpus = modelOf(zone.config).ncpus ?? zone.activeVcpus;
    }
    zone.imageClass = undefined;
    host.hostData.take(host, zone);
    host.change(zone, { state: "running", auxiliary: [] }, actorOf(context));
    return exitOk;
}

async function halt(context: CommandContext, zone: Zone): Promise<number> {
    const refused = notRunning(context, zone);
    if (refused !== undefined) {
        return refused;
    }
    const actor = actorOf(context);
    context.host.change(zone, { state: "shutting_down" }, actor);
    context.fleet.changed();
    await takeTime(context, context.fleet.latency.detach);
    context.host.change(zone, { state: "installed", auxiliary: [] }, actor);
    return exitOk;
}

/** Kernel zones only [C ZSH]; needs a suspend resource [C], whose absence is told in an invented text [U]. */
async function suspend(context: CommandContext, zone: Zone): Promise<number> {
    const refused = notRunning(context, zone);
    if (refused !== undefined) {
        return refused;
    }
    if (modelOf(runningConfig(zone)).suspend === null) {
        return zoneError(context, zone.name, "no suspend resource is configured.");
    }
    await takeTime(context, context.fleet.latency.suspend);
    zone.imageClass = context.host.cpuClass;
    context.host.change(zone, { state: "installed", auxiliary: ["suspended"] }, actorOf(context));
    return exitOk;
}

async function detach(context: CommandContext, zone: Zone): Promise<number> {
    if (isActive(zone)) {
        return zoneError(context, zone.name, "detach operation is invalid for running zones.");
    }
    if (zone.state === "configured") {
        return zoneError(context, zone.name, "is already in state 'configured'.");
    }
    await takeTime(context, context.fleet.latency.detach);
    context.host.hostData.release(context.host, zone);
    context.host.change(zone, { state: "configured", auxiliary: [] }, actorOf(context));
    return exitOk;
}

/** `attach [-x force-takeover] [-x initialize-hostdata]` [C]: the one passes over an owner, the other over no host data. */
async function attach(context: CommandContext, zone: Zone, args: string[]): Promise<number> {
    const { host } = context;
    if (isInstalled(zone) && zone.state !== "unavailable") {
        return zoneError(context, zone.name, "is already installed.");
    }
    if (host.maintenance) {
        return zoneError(context, zone.name, maintenanceRefusal(host, "attach"));
    }
    const unreadable = host.hostData.ownerOf(host, zone) === "unreadable";
    const used = args.includes(unreadable ? "initialize-hostdata" : "force-takeover")
        ? undefined
        : refuseByHostData(context, zone);
    if (used !== undefined) {
        return used;
    }
    await takeTime(context, context.fleet.latency.attach);
    const uuid = zone.uuid === "" ? derivedUuid(`${zone.name}@${host.name}`) : zone.uuid;
    host.hostData.take(host, zone);
    host.change(zone, { state: "installed", uuid }, actorOf(context));
    return exitOk;
}

function uninstall(context: CommandContext, zone: Zone): number {
    if (isActive(zone)) {
        return zoneError(context, zone.name, "uninstall operation is invalid for running zones.");
    }
    context.host.hostData.release(context.host, zone);
    context.host.change(zone, { state: "configured", auxiliary: [] }, actorOf(context));
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
    await takeTime(context, context.fleet.latency.boot);
    zone.liveConfig = undefined;
    zone.activeVcpus = modelOf(zone.config).ncpus ?? zone.activeVcpus;
    return exitOk;
}

/** How often a shutdown that hangs looks whether the zone has gone down in another way, in milliseconds. */
const hangingMs = 20;

/** The zone runs until its guest is through [I]; a guest can take long, or never end. */
async function shutdown(context: CommandContext, zone: Zone, args: string[]): Promise<number> {
    if (args.includes("-r")) {
        return reboot(context, zone);
    }
    const refused = notRunning(context, zone);
    if (refused !== undefined) {
        return refused;
    }
    const { shutdownHangs, shutdownMs = context.fleet.latency.shutdown } = zone.guest;
    if (shutdownHangs !== undefined) {
        context.host.change(zone, { state: shutdownHangs }, actorOf(context));
        context.fleet.changed();
    }
    while (shutdownHangs !== undefined && isActive(zone)) {
        // zoneadm ignores SIGHUP [A], so that only its own death ends the wait.
        await takeTime(context, hangingMs);
        if (context.killed.aborted) {
            return exitKilled;
        }
    }
    await takeTime(context, shutdownMs);
    return isActive(zone) ? halt(context, zone) : exitOk;
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
