import { HostLost } from "../latency";
import { type CommandContext, getopt } from "./command";
import { changeZone, isLifecycleCommand } from "./zoneadmLifecycle";
import { listZones } from "./zoneadmList";
import { migrateZone } from "./zoneadmMigrate";
import { exitError, exitKilled, exitOk, illegalOption, noSuchZone, usage, zoneError } from "./zoneadmErrors";

/** zoneadm(8): `zoneadm [-z Z | -u uuid] subcommand`. */
export async function zoneadm(context: CommandContext): Promise<number> {
    const { options, operands, illegal } = getopt(context.args, "z:u:R:");
    if (illegal !== undefined) {
        return illegalOption(context, illegal);
    }
    const [subcommand, ...args] = operands;
    const uuid = options.get("u");
    const byUuid = uuid === undefined ? undefined : [...context.host.zones.values()].find((z) => z.uuid === uuid);
    const name = byUuid?.name ?? options.get("z");
    switch (subcommand) {
        case undefined:
            return usage(context);
        case "help":
            usage(context);
            return exitOk;
        case "list":
            return listZones(context, name, args);
        default:
            break;
    }
    if (subcommand !== "migrate" && !isLifecycleCommand(subcommand)) {
        return usage(context, `zoneadm: unknown subcommand '${subcommand}'`);
    }
    if (name === undefined) {
        return usage(context, `zoneadm: zone name required for ${subcommand}`);
    }
    if (name === "global") {
        return zoneError(context, name, `${subcommand} operation is invalid for the global zone.`);
    }
    const zone = context.host.zones.get(name);
    if (zone === undefined) {
        return noSuchZone(context, name);
    }
    if (zone.state === "incomplete" && subcommand !== "uninstall") {
        zoneError(context, name, "zone is incomplete; uninstall required.");
        return exitError;
    }
    try {
        return await (subcommand === "migrate"
            ? migrateZone(context, zone, args)
            : changeZone(context, zone, subcommand, args));
    } catch (error) {
        // The machine went down: there is nobody left to tell.
        if (error instanceof HostLost) {
            return exitKilled;
        }
        throw error;
    }
}
