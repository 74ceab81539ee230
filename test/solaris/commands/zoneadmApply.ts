import { chosen } from "../dialect";
import { applying, prefixed } from "../liveWording";
import type { Zone } from "../zone";
import { type CommandContext, getopt } from "./command";
import { notRunning } from "./lifecycleStep";
import { decideLive } from "./liveApply";
import { actorOf, exitError, exitOk, usage } from "./zoneadmErrors";

/** `apply [-n]`: gives the running zone its stored configuration [C]; -n only says what would be [U]. */
export function apply(context: CommandContext, zone: Zone, args: string[]): number {
    const { host, fleet } = context;
    const { options, illegal } = getopt(args, "n");
    if (illegal !== undefined) {
        return usage(context);
    }
    const refused = notRunning(context, zone);
    if (refused !== undefined) {
        return refused;
    }
    if (zone.liveConfig === undefined) {
        return exitOk;
    }
    const mixed = host.spec.applyMixed ?? chosen(host, "applyMixed", ["refused", "skipped"]);
    const { lines, complaints, running } = decideLive(host, zone, zone.config, mixed);
    const dryRun = options.has("n");
    lines
        .filter((line) => !dryRun || line !== applying)
        .forEach((line) => {
            context.print(`${prefixed(host, zone.name, line)}\n`);
        });
    complaints.forEach((line) => {
        context.printError(prefixed(host, zone.name, line));
    });
    if (running === undefined) {
        return exitError;
    }
    if (!dryRun) {
        host.runConfiguration(zone, actorOf(context), running);
        fleet.changed();
    }
    return exitOk;
}
