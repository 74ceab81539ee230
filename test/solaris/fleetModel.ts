import { setMaxListeners } from "node:events";
import { HostData } from "./hostData";
import { InstallWatch } from "./installWatch";
import { FleetStopped, type Latency } from "./latency";
import { MigrationWatch } from "./migrationWatch";
import { HostModel, type HostSnapshot } from "./model";
import type { HostSpec } from "./spec";
import { ZoneHistory } from "./zoneHistory";

/** The whole model as plain JSON. */
export interface FleetState {
    hosts: Record<string, HostSnapshot>;
    /** The hostid that owns each boot disk, by storage URI. */
    disks: Record<string, string>;
}

/** All hosts and what they share: time, and the signal that ends everything. */
export class FleetModel {
    readonly hosts = new Map<string, HostModel>();
    readonly history = new ZoneHistory();
    readonly hostData = new HostData();
    readonly migrations = new MigrationWatch();
    readonly installations = new InstallWatch();
    private readonly stopping = new AbortController();
    private readonly listeners = new Set<() => void>();

    constructor(
        specs: HostSpec[],
        readonly latency: Latency,
    ) {
        // Every command that waits listens to it.
        setMaxListeners(0, this.stopping.signal);
        for (const spec of specs) {
            if (this.hosts.has(spec.name)) {
                throw new Error(`two simulated hosts are named ${spec.name}`);
            }
            const twin = spec.sameMachineAs === undefined ? undefined : this.host(spec.sameMachineAs);
            this.hosts.set(spec.name, new HostModel(spec, this, twin));
        }
    }

    get stopSignal(): AbortSignal {
        return this.stopping.signal;
    }

    stop(): void {
        this.stopping.abort(new FleetStopped());
        this.hosts.forEach(({ processes }) => {
            processes.endAll(new FleetStopped());
        });
    }

    /** @throws Error for a name that no host has. */
    host(name: string): HostModel {
        const found = this.hosts.get(name);
        if (found === undefined) {
            throw new Error(`no simulated host is named ${name}; there are ${[...this.hosts.keys()].join(", ")}`);
        }
        return found;
    }

    /** The host that its peers reach by this address: a name, an alias, or a loopback address with its port. */
    reach(address: string, port: number | undefined): HostModel | undefined {
        const hosts = [...this.hosts.values()];
        const loopback = ["127.0.0.1", "localhost", "::1", "[::1]"].includes(address);
        return hosts.find((host) => (loopback ? host.port === port : host.names.includes(address)));
    }

    /** Says that something in the model changed. */
    changed(): void {
        this.listeners.forEach((listener) => {
            listener();
        });
    }

    onChange(listener: () => void): void {
        this.listeners.add(listener);
    }

    snapshot(): FleetState {
        return {
            hosts: Object.fromEntries([...this.hosts.values()].map((host) => [host.name, host.snapshot()])),
            disks: this.hostData.snapshot(),
        };
    }
}
