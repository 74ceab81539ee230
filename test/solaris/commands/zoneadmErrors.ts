import { privilegeRefused } from "../inventedWording";
import { pause } from "../latency";
import { localised, speaksEnglish } from "../locale";
import type { HostModel } from "../model";
import type { ZoneRight } from "../spec";
import type { Zone } from "../zone";
import type { Actor } from "../zoneHistory";
import type { CommandContext } from "./command";
import { identify } from "./commandName";

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

/** Who a change of a zone is by: the command with what changes its meaning, and the login that ran it. */
export function actorOf(context: CommandContext): Actor {
    return { by: identify("zoneadm", context.args).name, user: context.user };
}

/** Whether a login other than root lacks a right in spite of its profiles' pfexec. */
export function lacksRight(host: HostModel, user: string, right: ZoneRight): boolean {
    return user !== "root" && host.spec.lacksRights?.includes(right) === true;
}

/** A subcommand that changes zones needs privileges [C]; the text is the ancestor's [A], with authorizations [U]. */
export function refuseUnprivileged(context: CommandContext, zone: string, subcommand: string): number | undefined {
    const right = subcommand === "migrate" ? "migrate" : "manage";
    return context.privileged && !lacksRight(context.host, context.user, right)
        ? undefined
        : zoneError(context, zone, privilegeRefused(context.host, zone, subcommand));
}

/** Which command holds a zone's lock, so that one that outlived its host's restart does not give back another's. */
const lockHolders = new WeakMap<Zone, symbol>();

/** The text is the ancestor's [A]. */
export function refuseLocked(context: CommandContext, zone: Zone): number {
    if (zone.lockRefusals !== undefined) {
        zone.lockRefusals -= 1;
        if (zone.lockRefusals <= 0) {
            zone.lockRefusals = undefined;
            zone.operation = undefined;
        }
    }
    return zoneError(context, zone.name, "another zoneadm may have an operation in progress.");
}

/**
 * Takes the zone's lock on a host, which one zoneadm at a time may hold.
 *
 * @returns a function that gives it back, or the exit status where another command has it.
 */
export function lockZone(context: CommandContext, zone: Zone, subcommand: string): (() => void) | number {
    if (zone.operation !== undefined) {
        return refuseLocked(context, zone);
    }
    const holder = Symbol(subcommand);
    lockHolders.set(zone, holder);
    zone.operation = subcommand;
    context.fleet.changed();
    return () => {
        if (lockHolders.get(zone) === holder) {
            lockHolders.delete(zone);
            zone.operation = undefined;
            context.fleet.changed();
        }
    };
}

/** The exit status of a process that was killed, as a shell shows it. */
export const exitKilled = 137;

/** Lets a command's time pass. @throws CommandEnded when the host goes down or the fleet is stopped meanwhile. */
export function takeTime(context: CommandContext, milliseconds: number): Promise<void> {
    return pause(milliseconds, context.fleet.stopSignal, context.host.powerSignal);
}
