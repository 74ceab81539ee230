import { isActive, isInstalled, type Zone } from "../zone";
import type { CommandContext } from "./command";
import { actorOf, exitOk, usage, zoneError } from "./zoneadmErrors";

/** `mark incomplete | unavailable` [C]: of a zone that is installed and does not run [A]. */
export function mark(context: CommandContext, zone: Zone, args: string[]): number {
    const [state, ...more] = args;
    if ((state !== "incomplete" && state !== "unavailable") || more.length > 0) {
        return usage(context);
    }
    if (isActive(zone)) {
        return zoneError(context, zone.name, "mark operation is invalid for running zones.");
    }
    if (!isInstalled(zone)) {
        return zoneError(context, zone.name, "must be installed before mark.");
    }
    context.host.change(zone, { state, auxiliary: [] }, actorOf(context));
    return exitOk;
}
