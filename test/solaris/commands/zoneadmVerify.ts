import { lowerLinkMissing, storageUnusable } from "../inventedWording";
import type { HostModel } from "../model";
import type { Zone } from "../zone";
import { modelOf } from "../zoneConfig";
import type { CommandContext } from "./command";
import { storageTrouble } from "./migrateChecks";
import { exitError, exitOk } from "./zoneadmErrors";

/** What of its configuration a host does not have: the rule is [I], the texts are invented [U]. */
export function verifyProblems(host: HostModel, zone: Zone): string[] {
    const { anets, devices } = modelOf(zone.config);
    const links = anets.flatMap(({ id, lowerLink = "auto" }) =>
        lowerLink === "auto" || host.links.includes(lowerLink) ? [] : lowerLinkMissing(host, zone.name, id, lowerLink),
    );
    const disks = devices.flatMap(({ id, storage = "" }) => {
        const trouble = storageTrouble(host, storage);
        return trouble === undefined ? [] : [storageUnusable(host, zone.name, id, storage, trouble)];
    });
    return [...links, ...disks];
}

/** `could not verify ...` lines, then `zoneadm: zone Z failed to verify` [A]. */
export function refuseUnverified(context: CommandContext, zone: Zone): number | undefined {
    const problems = verifyProblems(context.host, zone);
    if (problems.length === 0) {
        return undefined;
    }
    problems.forEach((problem) => {
        context.printError(`could not verify ${problem}`);
    });
    context.printError(`zoneadm: zone ${zone.name} failed to verify`);
    return exitError;
}

/** `zoneadm -z Z verify`. */
export function verify(context: CommandContext, zone: Zone): number {
    return refuseUnverified(context, zone) ?? exitOk;
}
