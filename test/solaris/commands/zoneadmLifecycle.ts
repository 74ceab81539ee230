import type { Zone } from "../zone";
import type { CommandContext } from "./command";
import type { Step } from "./lifecycleStep";
import { apply } from "./zoneadmApply";
import { attach, detach } from "./zoneadmAttach";
import { boot } from "./zoneadmBoot";
import { exitError, lockZone, refuseUnprivileged } from "./zoneadmErrors";
import { halt, reboot, shutdown, suspend } from "./zoneadmHalt";
import { install } from "./zoneadmInstall";
import { mark } from "./zoneadmMark";
import { uninstall } from "./zoneadmUninstall";
import { verify } from "./zoneadmVerify";

const steps: Record<string, Step> = {
    apply,
    attach,
    boot,
    detach,
    halt,
    install,
    mark,
    reboot,
    shutdown,
    suspend,
    uninstall,
    verify,
};

export function isLifecycleCommand(subcommand: string): boolean {
    return Object.hasOwn(steps, subcommand);
}

/** `zoneadm -z Z SUBCOMMAND` for what changes a zone on its host. */
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
