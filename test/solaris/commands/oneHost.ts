import { type Fleet, type FleetSpec, type HostSpec, startFleet } from "../index";
import { type Outcome, run } from "../testClient";

let fleet: Fleet | undefined;

/** Starts global1, on which commands need no pfexec, and global2. `stopHost` stops both. */
export async function startHost(host: Partial<HostSpec> = {}, more: Partial<FleetSpec> = {}): Promise<Fleet> {
    fleet = await startFleet({
        hosts: [{ name: "global1", requirePrivilege: "none", ...host }, { name: "global2" }],
        ...more,
    });
    return fleet;
}

export async function stopHost(): Promise<void> {
    await fleet?.stop();
    fleet = undefined;
}

/** Runs a command line on global1. @throws Error if no host was started. */
export function type(commandLine: string, input?: string): Promise<Outcome> {
    if (fleet === undefined) {
        throw new Error("no host was started");
    }
    return run(fleet, "global1", commandLine, input);
}

/** Feeds lines to `zonecfg -z ZONE -f -`. */
export function feed(zone: string, ...lines: string[]): Promise<Outcome> {
    return type(`zonecfg -z ${zone} -f -`, `${lines.join("\n")}\n`);
}
