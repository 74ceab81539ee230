import { type HostModel, isInstalled, type Zone } from "../model";
import { localised, speaksEnglish } from "../locale";
import type { CommandContext } from "./command";

/** Exit codes of zoneadm and zonecfg: names [A], numbers from memory with high confidence. */
export const exitOk = 0;
export const exitError = 1;
export const exitUsage = 2;

/** Prints on stderr in the language that the environment asks for. */
export function complain(context: CommandContext, line: string): void {
    const locale = context.host.spec.locale ?? "C";
    context.printError(speaksEnglish(context.environment, locale) ? line : localised(line, locale));
}

/** zerror() of zoneadm [A]: `zoneadm: zone 'Z': message` on stderr. */
export function zoneError(context: CommandContext, zone: string, message: string): number {
    complain(context, `zoneadm: zone '${zone}': ${message}`);
    return exitError;
}

/** zperror() of zoneadm [A]: `zoneadm: Z: message`. */
export function noSuchZone(context: CommandContext, zone: string): number {
    complain(context, `zoneadm: ${zone}: No such zone configured`);
    return exitError;
}

/** The shape `usage:` + text with exit 2 is [A]; the wording of the lines is from memory [U]. */
export function usage(context: CommandContext, explanation?: string): number {
    if (explanation !== undefined) {
        complain(context, explanation);
    }
    complain(context, "usage:\tzoneadm help");
    complain(context, "\tzoneadm [-z <zone>] [-u <uuid-match>] list");
    complain(context, "\tzoneadm {-z <zone>|-u <uuid-match>} <subcommand> [options]");
    return exitUsage;
}

/** What getopt(3C) says about an unknown letter [A]. */
export function illegalOption(context: CommandContext, letter: string): number {
    return usage(context, `zoneadm: illegal option -- ${letter}`);
}

/** A subcommand that changes zones needs privileges [C]; the text is the ancestor's [A], with authorizations [U]. */
export function refuseUnprivileged(context: CommandContext, zone: string, subcommand: string): number | undefined {
    return context.privileged
        ? undefined
        : zoneError(context, zone, `only a privileged user may ${subcommand} a zone.`);
}

/**
 * Takes the zone's lock on a host, which one zoneadm at a time may hold.
 *
 * @returns a function that gives it back, or the exit status where another command has it [A].
 */
export function lockZone(context: CommandContext, zone: Zone, subcommand: string): (() => void) | number {
    if (zone.operation !== undefined) {
        return zoneError(context, zone.name, "another zoneadm may have an operation in progress.");
    }
    zone.operation = subcommand;
    context.fleet.changed();
    return () => {
        zone.operation = undefined;
        context.fleet.changed();
    };
}

/** Another host of the fleet that has the zone's disks in use, as host data would show. */
export function otherOwner(context: CommandContext, zone: Zone): HostModel | undefined {
    return [...context.fleet.hosts.values()].find((host) => {
        const same = host === context.host ? undefined : host.zones.get(zone.name);
        return same !== undefined && isInstalled(same) && same.state !== "unavailable" && same.uuid === zone.uuid;
    });
}
