import type { Fleet } from "../../solaris";

// What only looks, by the names under which the simulated hosts log it.
const reads = new Set(["zoneadm list", "zonecfg export", "zonecfg -r export", "hostid", "uname"]);

/** The commands that ran on all hosts and are more than a look, as `host: name`, in the order of their start. */
export function changingCommands(fleet: Fleet): string[] {
    return fleet
        .commands()
        .filter(({ name }) => !reads.has(name))
        .map(({ host, name }) => `${host}: ${name}`);
}

/** Everything that a host holds, as text, to be compared byte for byte. */
export function contentOf(fleet: Fleet, host: string): string {
    return JSON.stringify(fleet.state().hosts[host]);
}

/** The state of each zone of a host, by name. */
export function zonesOn(fleet: Fleet, host: string): Record<string, string> {
    const zones = Object.entries(fleet.state().hosts[host]?.zones ?? {});
    return Object.fromEntries(zones.map(([name, { state, auxiliary }]) => [name, [state, ...auxiliary].join(", ")]));
}
