import { chosen } from "../dialect";
import type { HostModel } from "../model";
import { guestStanding, isActive, isInstalled, type Zone } from "../zone";
import type { CommandContext } from "./command";
import { exitError, exitOk } from "./zoneadmErrors";

/**
 * The state of a zone's instance: it says what the guest has come to, and `maintenance` where the zone could not boot [C].
 * What it says of a zone that is halted is [U].
 */
function instanceState(host: HostModel, zone: Zone): string {
    if (zone.bootFailed) {
        return "maintenance";
    }
    if (!isActive(zone)) {
        return chosen(host, "haltedInstance", ["offline", "disabled"]);
    }
    switch (guestStanding(zone)) {
        case "up":
            return zone.guest.goals ?? "online";
        case "starting":
            return "offline";
        case "down":
            return zone.auxiliary.includes("migrating-out") ? (zone.guest.goals ?? "online") : "offline";
    }
}

/** SMF states by FMRI: a zone has an instance from its installation to its uninstall or detach [C UZ]. */
function serviceStates(host: HostModel): Record<string, string> {
    const instances = [...host.zones.values()]
        .filter(isInstalled)
        .map((zone): [string, string] => [`svc:/system/zones/zone:${zone.name}`, instanceState(host, zone)]);
    return { ...Object.fromEntries(instances), ...host.services };
}

/** `svcs [-H] [-o state,fmri] pattern...`, with `*` and abbreviated names. */
export function svcs(context: CommandContext): number {
    const { args, host } = context;
    const columnsAt = args.indexOf("-o");
    const columns = columnsAt < 0 ? ["state", "fmri"] : (args[columnsAt + 1] ?? "").toLowerCase().split(",");
    const patterns = args.filter(
        (argument, index) => !argument.startsWith("-") && (columnsAt < 0 || index !== columnsAt + 1),
    );
    const states = serviceStates(host);
    let status = exitOk;
    const found = new Set<string>();
    for (const pattern of patterns.length === 0 ? ["*"] : patterns) {
        const matching = Object.keys(states).filter((fmri) => matchesFmri(fmri, pattern));
        if (matching.length === 0) {
            context.printError(`svcs: Pattern '${pattern}' doesn't match any instances`);
            status = exitError;
        }
        matching.forEach((fmri) => found.add(fmri));
    }
    const line = (values: Record<string, string>): string =>
        columns
            .map((column) => (values[column] ?? "-").padEnd(column === "state" ? 14 : 0))
            .join(" ")
            .trimEnd();
    if (!args.includes("-H") && found.size > 0) {
        context.print(`${line({ state: "STATE", fmri: "FMRI" })}\n`);
    }
    for (const fmri of found) {
        context.print(`${line({ state: states[fmri] ?? "", fmri })}\n`);
    }
    return status;
}

function matchesFmri(fmri: string, pattern: string): boolean {
    const expression = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    const anchored = new RegExp(`^(svc:/)?(.*/)?${expression.join(".*")}(:[^/]*)?$`);
    return anchored.test(fmri) || anchored.test(fmri.replace(/^svc:\//, ""));
}
