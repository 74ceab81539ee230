import { findFault, type MigrationPhase } from "../faults";
import { pause } from "../latency";
import type { HostModel, Zone } from "../model";
import type { CommandContext } from "./command";
import { MigrationFailed } from "./migrateChecks";
import { ciphersOf, type MigrationRequest, parseMigrate, reachTarget } from "./migrateRequest";
import { MigrationRun, type MigrationType } from "./migrationRun";
import { exitOk, lockZone, refuseUnprivileged, zoneError } from "./zoneadmErrors";

/** The type follows the zone's state [C]: running = live, suspended = warm, installed = cold; a string is a refusal [U]. */
function typeOf(context: CommandContext, zone: Zone, request: MigrationRequest): { type: MigrationType } | string {
    if (zone.brand !== "solaris-kz") {
        return `migrate operation is not supported for brand '${zone.brand}'.`;
    }
    const odd = zone.auxiliary.find((name) => name !== "suspended");
    if (odd !== undefined) {
        return `migrate operation is invalid in auxiliary state '${odd}'.`;
    }
    if (zone.state === "running") {
        return { type: "live" };
    }
    if (request.liveOnly) {
        return `live migration requires a running zone (zone is '${zone.state}').`;
    }
    if (zone.state !== "installed") {
        return `migrate operation is invalid in state '${zone.state}'.`;
    }
    if (zone.auxiliary.includes("suspended")) {
        return { type: "warm" };
    }
    // Cold migration needs 11.4 [C].
    return context.host.before114 ? "migrate operation requires a running or suspended zone." : { type: "cold" };
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
    if (zone.operation !== undefined) {
        return zoneError(context, zone.name, "another zoneadm may have an operation in progress.");
    }
    const chosen = typeOf(context, zone, request);
    if (typeof chosen === "string") {
        return zoneError(context, zone.name, chosen);
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
    return locked(context, zone, target, request, chosen.type);
}

async function locked(
    context: CommandContext,
    zone: Zone,
    target: HostModel,
    request: MigrationRequest,
    type: MigrationType,
): Promise<number> {
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
    const run = new MigrationRun(context, zone, target, request, type);
    try {
        await runPhases(context, run, request.dryRun, type);
        return exitOk;
    } catch (error) {
        if (!(error instanceof MigrationFailed)) {
            throw error;
        }
        run.rollBack(error);
        error.lines.forEach(context.printError);
        return error.options.exitStatus ?? 1;
    } finally {
        unlockThere();
        unlock();
    }
}

async function runPhases(
    context: CommandContext,
    run: MigrationRun,
    dryRun: boolean,
    type: MigrationType,
): Promise<void> {
    const { latency, stopSignal } = context.fleet;
    const phase = async (name: MigrationPhase, milliseconds: number, step: () => void): Promise<void> => {
        step();
        context.fleet.changed();
        await pause(milliseconds, stopSignal);
        failAfter(context, name);
    };
    await phase("import", latency.import, () => {
        run.import();
    });
    await phase("attach", latency.attach, () => {
        run.attach();
    });
    if (type === "live") {
        await phase("boot", latency.boot, () => {
            run.boot();
        });
        await phase("check", latency.check, () => {
            run.check();
        });
    }
    if (dryRun) {
        await run.cleanUp();
        return;
    }
    if (type === "live") {
        await phase("start", 0, () => {
            run.start();
        });
        await phase("copy", latency.copyPerGiB * run.gibibytes, () => undefined);
        run.failIfStuck();
        await phase("suspend", run.wording.suspending ? latency.suspend : 0, () => {
            run.suspend();
        });
        run.wait();
        await pause(run.wording.suspending ? latency.finish : latency.suspend + latency.finish, stopSignal);
    }
    await run.finish(findFault(context.faults, "refuse"));
}

/** Applies a `refuse` fault that waits for this phase. */
function failAfter(context: CommandContext, phase: MigrationPhase): void {
    const refusal = findFault(context.faults, "refuse");
    if (refusal?.afterPhase === phase) {
        throw new MigrationFailed(refusal.lines, {
            exitStatus: refusal.exitStatus,
            leavesTargetConfig: refusal.leavesTargetConfig,
        });
    }
}
