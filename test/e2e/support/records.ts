import type { Fleet } from "../../solaris";

// What only looks, by the names under which the simulated hosts log it. `ssh` and `true` are the tried login to the target.
const reads = new Set([
    "zoneadm list",
    "zonecfg export",
    "zonecfg -r export",
    "hostid",
    "uname",
    "id",
    "date",
    "grep",
    "svcs",
    "dladm",
    "prtconf",
    "psrinfo",
    "profiles",
    "auths",
    "ssh",
    "true",
]);

/** The commands that ran on all hosts and are more than a look, as `host: name`, in the order of their start. */
export function changingCommands(fleet: Fleet): string[] {
    return fleet
        .commands()
        .filter(({ name, argv }) => !reads.has(name) && !(name === "sysadm maintain" && argv.includes("-l")))
        .map(({ host, name }) => `${host}: ${name}`);
}

/** What a host keeps of migration jobs, below /var/tmp: `ZONE open`, `ZONE kept` (set aside for a person), `ZONE lock`. */
export function jobRecords(fleet: Fleet, host: string): string[] {
    const files = fleet.host(host).model.fileSystem;
    return files
        .list("/var/tmp")
        .map((name) => `/var/tmp/${name}`)
        .flatMap((base) =>
            files.list(base).map((name) => {
                if (files.status(`${base}/${name}`)?.kind !== "directory") {
                    return `${name.replace(/^lock,/, "")} lock`;
                }
                const isKept = files.status(`${base}/${name}/collected`) !== undefined;
                return `${name.replace(/,[^,]*$/, "")} ${isKept ? "kept" : "open"}`;
            }),
        )
        .sort();
}

/** Everything that a host holds, as text, to be compared byte for byte: its zones, and what is kept of jobs. */
export function contentOf(fleet: Fleet, host: string): string {
    return JSON.stringify([fleet.state().hosts[host], jobRecords(fleet, host)]);
}

/** The state of each zone of a host, by name. */
export function zonesOn(fleet: Fleet, host: string): Record<string, string> {
    const zones = Object.entries(fleet.state().hosts[host]?.zones ?? {});
    return Object.fromEntries(zones.map(([name, { state, auxiliary }]) => [name, [state, ...auxiliary].join(", ")]));
}
