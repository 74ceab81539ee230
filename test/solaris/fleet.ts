import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ClientFiles } from "./clientFiles";
import type { CommandLogEntry } from "./commands/command";
import type { Fault } from "./faults";
import { makeFleetDirectory, removeFleetDirectory } from "./fleetDirectory";
import { FleetHands } from "./fleetHands";
import { fastLatency, type Latency, latencyProfiles } from "./latency";
import { FleetModel, type FleetState } from "./fleetModel";
import type { FleetSpec } from "./spec";
import { generateKey, type KeyPair } from "./sshKeys";
import { SimulatedHost } from "./sshServer";
import { zoneSnapshot, type ZoneSnapshot } from "./zone";

function latencyOf(spec: FleetSpec["latency"]): Latency {
    return typeof spec === "string" ? latencyProfiles[spec] : { ...fastLatency, ...spec };
}

/** Simulated hosts that know each other, and the files that a client needs to log in to them. */
export class Fleet extends FleetHands {
    /** A private directory: id_ed25519, known_hosts, ssh_config, pid, and state.json if asked for. `stop()` removes it. */
    readonly directory: string;
    private readonly files: ClientFiles;
    private readonly clientKey: KeyPair;
    private stopped = false;
    private writePending = false;

    private constructor(spec: FleetSpec) {
        super(new FleetModel(spec.hosts, latencyOf(spec.latency)));
        this.clientKey = generateKey("simulated-solaris-hosts");
        this.directory = makeFleetDirectory();
        this.files = new ClientFiles(this.directory);
        for (const host of this.model.hosts.values()) {
            this.hosts[host.name] = new SimulatedHost(this.model, host, this.clientKey, generateKey(host.name));
        }
    }

    /** Starts every host's server. @throws Error for two hosts of the same name, or a configuration that is not one. */
    static async start(spec: FleetSpec): Promise<Fleet> {
        const fleet = new Fleet(spec);
        try {
            await Promise.all(Object.values(fleet.hosts).map((host) => host.up()));
            fleet.files.write(Object.values(fleet.hosts), fleet.clientKey);
            if (spec.writeState === true) {
                fleet.writeState();
                fleet.model.onChange(() => {
                    fleet.writeStateSoon();
                });
            }
        } catch (error) {
            await fleet.stop();
            throw error;
        }
        return fleet;
    }

    get identityFile(): string {
        return this.files.identityFile;
    }

    get knownHostsFile(): string {
        return this.files.knownHostsFile;
    }

    /** For `ssh -F`: every host by its names. */
    get sshConfigFile(): string {
        return this.files.sshConfigFile;
    }

    get stateFile(): string {
        return join(this.directory, "state.json");
    }

    /**
     * The value of Pulumi's `solaris:hosts`.
     *
     * @param overrides by host, laid over the host's own keys.
     */
    inventory(overrides: Record<string, Record<string, unknown>> = {}): Record<string, Record<string, unknown>> {
        const entries = Object.values(this.hosts).map((host): [string, Record<string, unknown>] => [
            host.name,
            {
                address: host.address,
                port: host.port,
                user: host.user,
                identityFile: this.identityFile,
                hostKey: host.hostKey,
                migration: { address: host.name, user: host.user },
                ...(host.model.spec.requirePrivilege === "sudo" ? { privilege: "sudo" } : {}),
                ...overrides[host.name],
            },
        ]);
        return Object.fromEntries(entries);
    }

    /** The Pulumi configuration for these hosts, which does not depend on the OpenSSH configuration of this machine. */
    pulumiConfig(overrides: Record<string, Record<string, unknown>> = {}): Record<string, string> {
        return { "solaris:hosts": JSON.stringify(this.inventory(overrides)), "solaris:sshConfig": "none" };
    }

    /** The whole model as plain data, a copy. */
    state(): FleetState {
        return this.model.snapshot();
    }

    /** A zone as that host knows it now. */
    zone(host: string, name: string): ZoneSnapshot | undefined {
        const zone = this.model.host(host).zones.get(name);
        return zone === undefined ? undefined : zoneSnapshot(zone);
    }

    /** What ran on all hosts, in the order of its start. */
    commands(): (CommandLogEntry & { host: string })[] {
        return Object.values(this.hosts)
            .flatMap((host) => host.commands.map((entry) => ({ ...entry, host: host.name })))
            .sort((left, right) => left.time - right.time);
    }

    /** Forgets what ran; counters of connections stay. */
    clearLog(): void {
        Object.values(this.hosts).forEach((host) => {
            host.commands.length = 0;
            host.execs.length = 0;
        });
    }

    addFault(host: string, fault: Fault): void {
        this.model.host(host).faults.add(fault);
    }

    /** Of one host, or of all. */
    clearFaults(host?: string): void {
        const hosts = host === undefined ? [...this.model.hosts.values()] : [this.model.host(host)];
        hosts.forEach((each) => {
            each.faults.clear();
        });
    }

    /** Ends everything that runs, closes all ports, removes the directory. */
    async stop(): Promise<void> {
        if (this.stopped) {
            return;
        }
        this.stopped = true;
        this.model.stop();
        await Promise.all(Object.values(this.hosts).map((host) => host.down()));
        removeFleetDirectory(this.directory);
    }

    /** Many changes in one turn of the event loop make one file. */
    private writeStateSoon(): void {
        if (!this.writePending) {
            this.writePending = true;
            setImmediate(() => {
                this.writePending = false;
                if (!this.stopped) {
                    this.writeState();
                }
            });
        }
    }

    private writeState(): void {
        // Written beside and renamed, so that a reader never sees half a file.
        const next = `${this.stateFile}.next`;
        writeFileSync(next, `${JSON.stringify(this.state(), undefined, 4)}\n`, { mode: 0o600 });
        renameSync(next, this.stateFile);
    }
}

/** Starts simulated Solaris hosts on loopback ports. */
export function startFleet(spec: FleetSpec): Promise<Fleet> {
    return Fleet.start(spec);
}
