import { isActive, runningConfig, type Zone } from "../zone";
import { memoryBytes, modelOf } from "../zoneConfig";
import { type CommandContext, getopt } from "./command";
import { failureOf, notRunning } from "./lifecycleStep";
import { checkBoot } from "./migrateChecks";
import { actorOf, exitError, exitKilled, exitOk, takeTime, usage, zoneError } from "./zoneadmErrors";

export async function halt(context: CommandContext, zone: Zone): Promise<number> {
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

/** The zone takes its stored configuration [C]; one that cannot boot with it is left installed [I]. */
export async function reboot(context: CommandContext, zone: Zone): Promise<number> {
    const refused = notRunning(context, zone);
    if (refused !== undefined) {
        return refused;
    }
    const { host, fleet } = context;
    const actor = actorOf(context);
    host.change(zone, { state: "shutting_down", auxiliary: [] }, actor);
    fleet.changed();
    await takeTime(context, fleet.latency.boot);
    const ownMemory = memoryBytes(modelOf(runningConfig(zone)).memory ?? "0") ?? 0;
    const failure = failureOf(() => {
        checkBoot(host, zone.name, zone.config, 0, ownMemory);
    });
    if (failure !== undefined) {
        host.change(zone, { state: "installed" }, actor);
        zone.bootFailed = true;
        failure.lines.forEach(context.printError);
        return exitError;
    }
    host.runConfiguration(zone, actor);
    host.startGuest(zone, fleet.latency);
    host.change(zone, { state: "running" }, actor);
    return exitOk;
}

/** How often a shutdown that hangs looks whether the zone has gone down in another way, in milliseconds. */
const hangingMs = 20;

/** `shutdown [-r] [-- args]`. The zone runs until its guest is through [I]; a guest can take long, or never end. */
export async function shutdown(context: CommandContext, zone: Zone, args: string[]): Promise<number> {
    const { options, illegal } = getopt(args, "r");
    if (illegal !== undefined) {
        return usage(context);
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
    if (!isActive(zone)) {
        return exitOk;
    }
    return options.has("r") ? reboot(context, zone) : halt(context, zone);
}

/** Kernel zones only [C ZSH]; needs a suspend resource [C], whose absence is told in an invented text [U]. */
export async function suspend(context: CommandContext, zone: Zone): Promise<number> {
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
