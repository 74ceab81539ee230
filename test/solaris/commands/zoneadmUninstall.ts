import { expanded } from "../configText";
import { isActive, type Zone } from "../zone";
import { modelOf } from "../zoneConfig";
import { type CommandContext, getopt } from "./command";
import { confirm } from "./confirmation";
import { actorOf, exitError, exitOk, takeTime, usage, zoneError } from "./zoneadmErrors";

/**
 * The storage that an uninstall destroys. That it is every disk with a storage URI, unless another host owns the boot
 * disk, is [U]; only "as far as the zone owns it" is known.
 */
function ownStorage({ host }: CommandContext, zone: Zone): string[] {
    const owner = host.hostData.ownerOf(host, zone);
    if (owner === "unreadable" || (owner !== undefined && owner.hostid !== host.hostid)) {
        return [];
    }
    return modelOf(zone.config).devices.flatMap(({ id, storage }) =>
        storage === undefined ? [] : [expanded(storage, zone.name, { id: String(id) })],
    );
}

/** `uninstall [-F]`: ends in configured, from installed, incomplete or unavailable [A]. */
export async function uninstall(context: CommandContext, zone: Zone, args: string[]): Promise<number> {
    const { options, illegal } = getopt(args, "F");
    if (illegal !== undefined) {
        return usage(context);
    }
    if (isActive(zone)) {
        return zoneError(context, zone.name, "uninstall operation is invalid for running zones.");
    }
    if (zone.state === "configured") {
        return zoneError(context, zone.name, "is already in state 'configured'.");
    }
    if (!options.has("F")) {
        const answer = await confirm(context, `Are you sure you want to uninstall zone ${zone.name}`);
        if (answer === "not-asked") {
            const text = "Input not from terminal and -F not specified:\nuninstall command ignored, exiting.";
            return zoneError(context, zone.name, text);
        }
        if (answer === "no") {
            return exitOk;
        }
    }
    const { host, fleet } = context;
    const actor = actorOf(context);
    const wiped = ownStorage(context, zone);
    // An uninstall that is broken off leaves the zone incomplete [A].
    host.change(zone, { state: "incomplete", auxiliary: [] }, actor);
    fleet.changed();
    await takeTime(context, fleet.latency.detach);
    if (context.killed.aborted) {
        return exitError;
    }
    wiped.forEach((storage) => {
        host.history.recordWipe({ host: host.nodeName, zone: zone.name, uuid: zone.uuid, storage }, actor);
    });
    host.hostData.release(host, zone);
    host.change(zone, { state: "configured", auxiliary: [] }, actor);
    return exitOk;
}
