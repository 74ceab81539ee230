import { diskInUse, hostDataUnreadable } from "../wording";
import { isActive, type Zone } from "../zone";
import type { CommandContext } from "./command";
import { MigrationFailed } from "./migrateChecks";
import { exitError, zoneError } from "./zoneadmErrors";

/** One subcommand of zoneadm that changes a zone. @returns the exit status. */
export type Step = (context: CommandContext, zone: Zone, args: string[]) => Promise<number> | number;

/** A zone that is not running cannot be halted, shut down or suspended [A]. */
export function notRunning(context: CommandContext, zone: Zone): number | undefined {
    return isActive(zone) ? undefined : zoneError(context, zone.name, "not running");
}

/** The host data must name this host as the disk's owner, or nobody [C]. */
export function refuseByHostData(context: CommandContext, zone: Zone): number | undefined {
    const { host } = context;
    const owner = host.hostData.ownerOf(host, zone);
    if (owner === undefined || (owner !== "unreadable" && owner.hostid === host.hostid)) {
        return undefined;
    }
    context.printError(owner === "unreadable" ? hostDataUnreadable(zone.name) : diskInUse(zone.name, owner.hostid));
    return exitError;
}

/** What one of the checks of a boot or an attach says, if it fails. */
export function failureOf(check: () => void): MigrationFailed | undefined {
    try {
        check();
        return undefined;
    } catch (error) {
        if (error instanceof MigrationFailed) {
            return error;
        }
        throw error;
    }
}
