import { expanded } from "../configText";
import { findFault } from "../faults";
import { installLines, installLog, noSpace, ownInstallLines, switchingToConfigured } from "../installOutput";
import { pause, whenAborted } from "../latency";
import { isInstalled, type Zone } from "../zone";
import { memoryBytes, modelOf } from "../zoneConfig";
import { type CommandContext, getopt } from "./command";
import { type InstallSources, sourceProblem } from "./installSources";
import { refuseByHostData } from "./lifecycleStep";
import { actorOf, exitError, exitKilled, exitOk, usage, zoneError } from "./zoneadmErrors";
import { refuseUnverified } from "./zoneadmVerify";

/** The size of a disk where neither the command nor the configuration says one: invented [U]. */
const defaultDiskSize = "16G";

/**
 * `install [-a uar] [-z zone-in-archive] [-b media] [-c profile] [-m manifest] [-S size] [-v] [-x install-size=..]` [C for
 * the options]. The zone is incomplete while it goes on [C]; its UUID and host data come with it [I].
 */
export async function install(context: CommandContext, zone: Zone, args: string[]): Promise<number> {
    const { options, operands, illegal } = getopt(args, "a:b:c:m:S:vx:z:");
    if (illegal !== undefined || operands.length > 0) {
        return usage(context);
    }
    if (isInstalled(zone)) {
        return zoneError(context, zone.name, "is already installed.");
    }
    const refused = refuseUnverified(context, zone) ?? refuseByHostData(context, zone);
    if (refused !== undefined) {
        return refused;
    }
    const { host, fleet } = context;
    const uuid = zone.uuid === "" ? host.takeUuid(zone) : zone.uuid;
    host.change(zone, { state: "incomplete", uuid }, actorOf(context));
    fleet.changed();
    const sources: InstallSources = {
        archive: options.get("a"),
        archivedZone: options.get("z"),
        manifest: options.get("m"),
        profile: options.get("c"),
        media: options.get("b"),
    };
    const size = options.get("S") ?? /^install-size=(.*)$/.exec(options.get("x") ?? "")?.[1] ?? defaultDiskSize;
    return new Installation(context, zone, sources, size).run();
}

/** An installation under way. What its death leaves is what it has done so far. */
class Installation {
    private readonly log: string;
    private readonly logged: string[] = [];

    constructor(
        private readonly context: CommandContext,
        private readonly zone: Zone,
        private readonly sources: InstallSources,
        private readonly size: string,
    ) {
        this.log = installLog(zone.name, context.host.now());
    }

    /** @throws CommandEnded when it is killed or its host goes down: the zone stays incomplete [C for the state]. */
    async run(): Promise<number> {
        const { context, zone } = this;
        const { host, fleet, faults } = context;
        const names = { zone: zone.name, log: this.log, ...this.sources };
        const own = host.spec.installOutput;
        const lines = own === undefined ? installLines(names) : ownInstallLines(own, names);
        const fault = findFault(faults, "install-fails");
        const breaksOffAfter = fault === undefined ? lines.length : (fault.afterLines ?? lines.length >> 1);
        // What it begins with is looked at before anything is written [I].
        const problem = sourceProblem(host, this.sources) ?? this.spaceProblem();
        for (const [index, line] of lines.slice(0, problem === undefined ? breaksOffAfter : 1).entries()) {
            this.say(line);
            await this.pass(index + 1, fleet.latency.install / lines.length);
            if (context.brokenPipe.aborted && host.spec.brokenPipeKills === true) {
                return exitKilled;
            }
        }
        if (problem !== undefined) {
            return this.fail([problem], "configured");
        }
        if (fault !== undefined) {
            return this.fail(fault.lines, fault.leaves ?? "configured");
        }
        this.writeLog();
        host.hostData.take(host, zone);
        host.change(zone, { state: "installed" }, actorOf(context));
        fleet.changed();
        return exitOk;
    }

    private say(line: string): void {
        this.logged.push(line);
        this.context.print(`${line}\n`);
    }

    private async pass(lines: number, milliseconds: number): Promise<void> {
        const { host, fleet, killed } = this.context;
        const signals = [fleet.stopSignal, host.powerSignal, killed];
        const hold = fleet.installations.announce({ host: host.name, zone: this.zone.name, lines });
        if (hold !== undefined) {
            await Promise.race([hold, whenAborted(...signals)]);
        }
        await pause(milliseconds, ...signals);
    }

    /** Only local disks take room of this host. */
    private spaceProblem(): string | undefined {
        const room = memoryBytes(this.context.host.spec.diskSpace ?? "");
        let needed = 0;
        for (const { id, storage = "" } of modelOf(this.zone.config).devices) {
            needed += /^(dev|file):/.test(storage) ? (memoryBytes(this.size) ?? 0) : 0;
            if (room !== undefined && needed > room) {
                return noSpace(expanded(storage, this.zone.name, { id: String(id) }));
            }
        }
        return undefined;
    }

    private fail(lines: readonly string[], leaves: "configured" | "incomplete"): number {
        const { context, zone } = this;
        lines.forEach((line) => {
            this.logged.push(line);
            context.printError(line);
        });
        this.writeLog();
        if (leaves === "configured") {
            zoneError(context, zone.name, switchingToConfigured());
            context.host.change(zone, { state: "configured" }, actorOf(context));
            context.fleet.changed();
        }
        return exitError;
    }

    private writeLog(): void {
        this.context.host.fileSystem.writeDeep(this.log, `${this.logged.join("\n")}\n`);
    }
}
