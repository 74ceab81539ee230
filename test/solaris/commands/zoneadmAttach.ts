import { maintenanceRefusal } from "../inventedWording";
import { isActive, isInstalled, type Zone } from "../zone";
import { derivedUuid } from "../zoneConfig";
import type { CommandContext } from "./command";
import { refuseByHostData } from "./lifecycleStep";
import { actorOf, exitOk, takeTime, zoneError } from "./zoneadmErrors";

export async function detach(context: CommandContext, zone: Zone): Promise<number> {
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
export async function attach(context: CommandContext, zone: Zone, args: string[]): Promise<number> {
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
