import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CommandLogEntry } from "./commands/command";
import type { Fault } from "./faults";
import { makeFleetDirectory, removeFleetDirectory } from "./fleetDirectory";
import { fastLatency, type Latency, latencyProfiles } from "./latency";
import {
    addAuxiliary,
    enterState,
    FleetModel,
    type FleetState,
    type HostModel,
    type Zone,
    type ZoneSnapshot,
} from "./model";
import type { FleetSpec, ZoneSpec } from "./spec";
import { generateKey, type KeyPair } from "./sshKeys";
import { SimulatedHost } from "./sshServer";
import { kernelZoneDocument, modelOf } from "./zoneConfig";

function latencyOf(spec: FleetSpec["latency"]): Latency {
    return typeof spec === "string" ? latencyProfiles[spec] : { ...fastLatency, ...spec };
}

/** Simulated hosts that know each other, and the files that a client needs to log in to them. */
export class Fleet {
    readonly hosts: Record<string, SimulatedHost> = {};
    /** A private directory: id_ed25519, known_hosts, ssh_config, pid, and state.json if asked for. `stop()` removes it. */
    readonly directory: string;
    private readonly model: FleetModel;
    private readonly clientKey: KeyPair;
    private stopped = false;
    private writePending = false;

    private constructor(spec: FleetSpec) {
        this.model = new FleetModel(spec.hosts, latencyOf(spec.latency));
        this.clientKey = generateKey("simulated-solaris-hosts");
        this.directory = makeFleetDirectory();
        for (const host of this.model.hosts.values()) {
            this.hosts[host.name] = new SimulatedHost(this.model, host, this.clientKey, generateKey(host.name));
        }
    }

    /** Starts every host's server. @throws Error for two hosts of the same name, or a configuration that is not one. */
    static async start(spec: FleetSpec): Promise<Fleet> {
        const fleet = new Fleet(spec);
        try {
            await Promise.all(Object.values(fleet.hosts).map((host) => host.up()));
            fleet.writeClientFiles();
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
        return join(this.directory, "id_ed25519");
    }

    get knownHostsFile(): string {
        return join(this.directory, "known_hosts");
    }

    /** For `ssh -F`: every host by its names. */
    get sshConfigFile(): string {
        return join(this.directory, "ssh_config");
    }

    get stateFile(): string {
        return join(this.directory, "state.json");
    }

    /** @throws Error for a name that no host has. */
    host(name: string): SimulatedHost {
        return this.hosts[this.model.host(name).name] as SimulatedHost;
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
        return this.state().hosts[this.model.host(host).name]?.zones[name];
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

    /** @throws Error if the host has a zone of that name. */
    addZone(host: string, spec: ZoneSpec): void {
        const model = this.model.host(host);
        if (model.zones.has(spec.name)) {
            throw new Error(`${host} already has a zone ${spec.name}`);
        }
        model.addZone(spec);
        this.model.changed();
    }

    removeZone(host: string, name: string): void {
        this.model.host(host).zones.delete(name);
        this.model.changed();
    }

    /** Changes a zone as an administrator would who needs no commands. `config` is laid over the stored one. */
    setZone(host: string, name: string, changes: Partial<Omit<ZoneSpec, "name">>): void {
        const model = this.model.host(host);
        const zone = this.existing(model, name);
        if (changes.config !== undefined) {
            zone.config = kernelZoneDocument(name, { ...modelOf(zone.config), ...changes.config });
        }
        if (changes.liveConfig !== undefined) {
            zone.liveConfig = kernelZoneDocument(name, { ...modelOf(zone.config), ...changes.liveConfig });
        }
        zone.uuid = changes.uuid ?? zone.uuid;
        zone.brand = changes.brand ?? zone.brand;
        zone.auxiliary = [...(changes.auxiliary ?? zone.auxiliary)];
        zone.activeVcpus = changes.activeVcpus ?? zone.activeVcpus;
        if (changes.state !== undefined) {
            enterState(model, zone, changes.state);
        }
        this.model.changed();
    }

    /** Moves a zone by hand: it is on `to` in the state it had, and `from` keeps its configuration. */
    moveZone(name: string, from: string, to: string): void {
        const source = this.model.host(from);
        const target = this.model.host(to);
        const zone = this.existing(source, name);
        const moved: Zone = { ...structuredClone(zone), id: undefined };
        target.zones.set(name, moved);
        enterState(target, moved, zone.state);
        zone.auxiliary = [];
        enterState(source, zone, "configured");
        this.model.changed();
    }

    /** Leaves a zone in `migrating-out` or another auxiliary state. */
    markZone(host: string, name: string, auxiliary: string): void {
        addAuxiliary(this.existing(this.model.host(host), name), auxiliary);
        this.model.changed();
    }

    setMaintenance(host: string, maintenance: boolean): void {
        this.model.host(host).maintenance = maintenance;
        this.model.changed();
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

    private existing(host: HostModel, name: string): Zone {
        const zone = host.zones.get(name);
        if (zone === undefined) {
            throw new Error(`${host.name} has no zone ${name}; it has ${[...host.zones.keys()].join(", ")}`);
        }
        return zone;
    }

    private writeClientFiles(): void {
        const hosts = Object.values(this.hosts);
        const knownHosts = hosts.map((host) => `[${host.address}]:${host.port} ${host.hostKeyLine}\n`);
        const config = hosts.map((host) =>
            [
                `Host ${host.model.names.join(" ")}`,
                `    HostName ${host.address}`,
                `    Port ${host.port}`,
                `    User ${host.user}`,
                `    IdentityFile ${this.identityFile}`,
                "    IdentitiesOnly yes",
                `    UserKnownHostsFile ${this.knownHostsFile}`,
                "    GlobalKnownHostsFile /dev/null",
                "    StrictHostKeyChecking yes",
                "",
            ].join("\n"),
        );
        writeFileSync(join(this.directory, "pid"), `${process.pid}\n`, { mode: 0o600 });
        writeFileSync(this.identityFile, this.clientKey.privateKey, { mode: 0o600 });
        writeFileSync(`${this.identityFile}.pub`, `${this.clientKey.publicLine}\n`, { mode: 0o600 });
        writeFileSync(this.knownHostsFile, knownHosts.join(""), { mode: 0o600 });
        writeFileSync(this.sshConfigFile, config.join("\n"), { mode: 0o600 });
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
