import { guestNotUp } from "../inventedWording";
import type { FleetModel } from "../fleetModel";
import { guestStanding, standing, type Zone } from "../zone";
import { isSettledCopy } from "../zoneHistory";
import type { CommandContext } from "./command";
import { exitError, exitOk, lacksRight } from "./zoneadmErrors";

/** `zlogin Z command`: runs a few commands as the guest would answer. */
export function zlogin(context: CommandContext): number {
    const operands = context.args.filter((argument) => !argument.startsWith("-"));
    const [name = "", ...command] = operands;
    const zone = context.host.zones.get(name);
    if (zone === undefined) {
        context.printError(`zlogin: ${name}: No such zone configured`);
        return exitError;
    }
    if (zone.state !== "running" || zone.auxiliary.length > 0) {
        const state = zone.auxiliary[0] ?? zone.state;
        context.printError(`zlogin: login allowed only to running zones (${name} is '${state}').`);
        return exitError;
    }
    if (!context.privileged || lacksRight(context.host, context.user, "login")) {
        context.printError("zlogin: insufficient privileges");
        return exitError;
    }
    if (guestStanding(zone) === "starting") {
        context.printError(guestNotUp(context.host, name));
        return exitError;
    }
    const program = command[0]?.split("/").at(-1) ?? "";
    if (program === "ping") {
        return pinged(context, command[1] ?? "", zone.guest.networkDead !== true);
    }
    // A kernel zone is its own global zone [I].
    const answers: Record<string, string> = { zonename: "global", hostname: name, uptime: "up" };
    const answer = answers[program];
    if (answer !== undefined) {
        context.print(`${answer}\n`);
    }
    return exitOk;
}

/** `ping ADDRESS`: of a zone by its name, whether a guest answers there; both texts [A]. */
export function ping(context: CommandContext): number {
    const [address = ""] = context.args.filter((argument) => !argument.startsWith("-"));
    return pinged(context, address, answers(context.fleet, address));
}

function pinged(context: CommandContext, address: string, alive: boolean): number {
    context.print(alive ? `${address} is alive\n` : `no answer from ${address}\n`);
    return alive ? exitOk : exitError;
}

/** A host by its name, or a zone by its name wherever it runs. */
function answers(fleet: FleetModel, address: string): boolean {
    const hosts = [...fleet.hosts.values()];
    const host = hosts.find(({ names }) => names.includes(address));
    return host === undefined ? hosts.some(({ zones }) => isOnline(zones.get(address))) : host.reachable;
}

function isOnline(zone: Zone | undefined): boolean {
    return (
        zone !== undefined &&
        isSettledCopy(standing(zone)) &&
        guestStanding(zone) !== "starting" &&
        zone.guest.networkDead !== true
    );
}
