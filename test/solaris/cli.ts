import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startFleet } from "./fleet";
import { fleetDirectoryPrefix } from "./fleetDirectory";
import { introduction, writePulumiFiles } from "./introduction";
import { type LatencyProfile, latencyProfiles } from "./latency";
import { seedFleet } from "./seedFleet";
import type { HostSpec } from "./spec";

const help = `Usage: npm run hosts -- [options]

Starts two simulated Solaris 11.4 hosts, global1 and global2, and stays until Ctrl-C.

  --latency fast|slow|real   how long the phases of a migration take (default slow)
  --state                    print the state of the hosts that run now, as JSON, and end
  --help                     this text
`;

/** Whether the process that started a fleet is still there; a killed one leaves its directory behind. */
function isAlive(directory: string): boolean {
    const pidFile = join(directory, "pid");
    if (!existsSync(pidFile)) {
        return false;
    }
    try {
        return process.kill(Number(readFileSync(pidFile, "utf8")), 0);
    } catch (error) {
        // ESRCH: no such process; EPERM: it is there, and another user's.
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
}

/** The state file of the fleet that changed last and still runs. */
function newestStateFile(): string | undefined {
    const files = readdirSync(tmpdir())
        .filter((name) => name.startsWith(fleetDirectoryPrefix))
        .map((name) => join(tmpdir(), name))
        .filter((directory) => existsSync(join(directory, "state.json")) && isAlive(directory))
        .map((directory) => join(directory, "state.json"));
    return files.sort((left, right) => statSync(right).mtimeMs - statSync(left).mtimeMs)[0];
}

/** What the README's examples and the guide's set-up have on every host. */
const forTrying: Pick<HostSpec, "profiles" | "files"> = {
    profiles: ["Zone Migration", "Zone Configuration", "Zone Management"],
    files: { "/export/profiles/web1.xml": "<service_bundle/>\n" },
};

async function main(): Promise<number> {
    const { values } = parseArgs({
        options: {
            latency: { type: "string", default: "slow" },
            state: { type: "boolean", default: false },
            help: { type: "boolean", default: false },
        },
    });
    if (values.help) {
        process.stdout.write(help);
        return 0;
    }
    if (values.state) {
        const path = newestStateFile();
        if (path === undefined) {
            process.stderr.write("No simulated hosts are running; start them with: npm run hosts\n");
            return 1;
        }
        process.stdout.write(readFileSync(path, "utf8"));
        return 0;
    }
    if (!Object.hasOwn(latencyProfiles, values.latency)) {
        process.stderr.write(`--latency is one of ${Object.keys(latencyProfiles).join(", ")}, not ${values.latency}\n`);
        return 2;
    }
    const { hosts, ...spec } = seedFleet({ latency: values.latency as LatencyProfile, writeState: true });
    const fleet = await startFleet({ ...spec, hosts: hosts.map((host) => ({ ...host, ...forTrying })) });
    process.stdout.write(introduction(fleet, writePulumiFiles(fleet)));
    await new Promise<void>((resolve) => {
        for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
            // Not `once`: a second signal (a terminal and a launcher may both send one) must not cut the cleaning short.
            process.on(signal, () => {
                resolve();
            });
        }
    });
    await fleet.stop();
    process.stdout.write("\nThe hosts are stopped and their files removed.\n");
    return 0;
}

main().then(
    (status) => {
        process.exitCode = status;
    },
    (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        process.exitCode = 1;
    },
);
