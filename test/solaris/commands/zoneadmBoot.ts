import { maintenanceRefusal } from "../inventedWording";
import { isInstalled, type Zone } from "../zone";
import { modelOf } from "../zoneConfig";
import { type CommandContext, getopt } from "./command";
import { failureOf, refuseByHostData } from "./lifecycleStep";
import { checkBoot, checkCpuClass } from "./migrateChecks";
import { actorOf, exitError, exitOk, takeTime, zoneError } from "./zoneadmErrors";

/** `boot [-R]`: -R boots afresh and throws a suspended image away [C ZSH]. */
export async function boot(context: CommandContext, zone: Zone, args: string[]): Promise<number> {
    const { host, fleet } = context;
    if (zone.state === "running") {
        return zoneError(context, zone.name, "zone is already booted");
    }
    if (!isInstalled(zone) || zone.state === "unavailable") {
        return zoneError(context, zone.name, "must be installed before boot.");
    }
    if (host.maintenance) {
        return zoneError(context, zone.name, maintenanceRefusal(host, "boot"));
    }
    const used = refuseByHostData(context, zone);
    if (used !== undefined) {
        return used;
    }
    const resumes = zone.auxiliary.includes("suspended") && !getopt(args, "RwW").options.has("R");
    const failure = failureOf(() => {
        if (resumes && zone.imageClass !== undefined) {
            checkCpuClass(host, zone.imageClass, zone.name, zone.config);
        }
        checkBoot(host, zone.name, zone.config, resumes ? zone.activeVcpus : 0);
    });
    if (failure !== undefined) {
        zone.bootFailed = true;
        failure.lines.forEach(context.printError);
        return exitError;
    }
    await takeTime(context, fleet.latency.boot);
    if (!resumes) {
        zone.activeVcpus = modelOf(zone.config).ncpus ?? zone.activeVcpus;
        host.startGuest(zone, fleet.latency);
    }
    zone.bootFailed = false;
    zone.imageClass = undefined;
    host.hostData.take(host, zone);
    host.change(zone, { state: "running", auxiliary: [] }, actorOf(context));
    return exitOk;
}
