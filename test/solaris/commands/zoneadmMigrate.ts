import { chosen } from "../dialect";
import { auxiliaryRefused, brandUnsupported, coldUnsupported, notRunningLive, stateRefused } from "../inventedWording";
import { MigrationInterrupted } from "../migrationWatch";
import type { Zone } from "../zone";
import type { CommandContext } from "./command";
import { MigrationFailed } from "./migrateChecks";
import { ciphersOf, type MigrationRequest, parseMigrate, reachTarget } from "./migrateRequest";
import { breakOff, type MigrationEnd, rollBack } from "./migrationEnd";
import { type MigrationOrder, MigrationRun, type MigrationType } from "./migrationRun";
import { exitOk, lockZone, refuseLocked, refuseUnprivileged, zoneError } from "./zoneadmErrors";

/** The type follows the zone's state [C]: running = live, suspended = warm, installed = cold; a string is a refusal [U]. */
function typeOf(context: CommandContext, zone: Zone, request: MigrationRequest): { type: MigrationType } | string {
    const { host } = context;
    if (zone.brand !== "solaris-kz") {
        return brandUnsupported(host, zone.brand);
    }
    const odd = zone.auxiliary.find((name) => name !== "suspended");
    if (odd !== undefined) {
        return auxiliaryRefused(host, odd);
    }
    if (zone.state === "running") {
        return { type: "live" };
    }
    if (request.liveOnly) {
        return notRunningLive(host, zone.state);
    }
    if (zone.state !== "installed") {
        return stateRefused(host, zone.state);
    }
    if (zone.auxiliary.includes("suspended")) {
        return { type: "warm" };
    }
    // Cold migration needs 11.4 [C].
    return host.before114 ? coldUnsupported(host) : { type: "cold" };
}

/** `zoneadm -z Z migrate [-nqw] [-c cipher] [-t auto|live] URI`. */
export async function migrateZone(context: CommandContext, zone: Zone, args: string[]): Promise<number> {
    const request = parseMigrate(context, zone, args);
    if (typeof request === "number") {
        return request;
    }
    const refused = refuseUnprivileged(context, zone.name, "migrate");
    if (refused !== undefined) {
        return refused;
    }
    // What is looked at first, the lock or the auxiliary state, is not known [U].
    const lockFirst = chosen(context.host, "lockFirst", [true, false]) || zone.auxiliary.length === 0;
    if (zone.operation !== undefined && lockFirst) {
        return refuseLocked(context, zone);
    }
    const kind = typeOf(context, zone, request);
    if (typeof kind === "string") {
        return zoneError(context, zone.name, kind);
    }
    const target = await reachTarget(context, zone, request.uri);
    if (typeof target === "number") {
        return target;
    }
    const { cipher } = request;
    if (cipher !== undefined && cipher !== "none" && !ciphersOf(target).includes(cipher)) {
        // Both lines [C, KZ secure migration]; that nothing precedes them is [U].
        zoneError(context, zone.name, `cipher ${cipher} not supported by destination`);
        return zoneError(context, zone.name, `destination supports: ${ciphersOf(target).join(" ")}`);
    }
    return locked(context, { zone, target, request, type: kind.type });
}

async function locked(context: CommandContext, order: MigrationOrder): Promise<number> {
    const { zone, target } = order;
    const unlock = lockZone(context, zone, "migrate");
    if (typeof unlock === "number") {
        return unlock;
    }
    const there = target.zones.get(zone.name);
    const unlockThere = there === undefined ? () => undefined : lockZone(context, there, "migrate");
    if (typeof unlockThere === "number") {
        unlock();
        return unlockThere;
    }
    const run = new MigrationRun(context, order);
    const killed = (): void => {
        // The end of the fleet ends all processes; nothing on the hosts changes by it.
        if (!context.fleet.stopSignal.aborted) {
            run.interrupt("killed");
        }
    };
    context.killed.addEventListener("abort", killed);
    context.fleet.migrations.begin(run);
    try {
        await run.run();
        return exitOk;
    } catch (error) {
        const { lines, exitStatus } = endOf(run, error);
        lines.forEach(context.printError);
        return exitStatus;
    } finally {
        context.fleet.migrations.end(run);
        context.killed.removeEventListener("abort", killed);
        unlockThere();
        unlock();
    }
}

/** @throws anything but a migration's failure. */
function endOf(run: MigrationRun, error: unknown): MigrationEnd {
    if (error instanceof MigrationFailed) {
        return rollBack(run, error);
    }
    if (error instanceof MigrationInterrupted) {
        return breakOff(run, error.cause);
    }
    throw error;
}
