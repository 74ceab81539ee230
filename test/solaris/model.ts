import { setMaxListeners } from "node:events";
import { ConfigEditor, type ConfigVocabulary, statementsOf } from "./configEditor";
import { exportText } from "./configText";
import { type Fault, FaultList } from "./faults";
import type { Latency } from "./latency";
import type { HostSpec, ZoneSpec, ZoneState } from "./spec";
import {
    cloneDocument,
    type ConfigDocument,
    derivedHex,
    derivedUuid,
    kernelZoneDocument,
    memoryBytes,
    modelOf,
    otherBrandDocument,
    type ZoneConfigModel,
} from "./zoneConfig";

/** A zone as one host knows it. */
export interface Zone {
    name: string;
    uuid: string;
    brand: string;
    state: ZoneState;
    auxiliary: string[];
    /** Kernel id while it runs. */
    id: number | undefined;
    config: ConfigDocument;
    /** The running configuration where it differs from the stored one. */
    liveConfig: ConfigDocument | undefined;
    activeVcpus: number;
    zonepath: string;
    readWrite: "R" | "W" | "-";
    /** The zoneadm subcommand that holds the zone's lock. */
    operation: string | undefined;
}

/** A zone in {@link FleetState}: plain data. */
export interface ZoneSnapshot {
    name: string;
    uuid: string;
    brand: string;
    state: ZoneState;
    auxiliary: string[];
    id?: number;
    operation?: string;
    config: ZoneConfigModel;
    /** The stored configuration as `zonecfg export` prints it. */
    export: string;
    /** The running one, where it differs. */
    liveExport?: string;
}

export interface HostSnapshot {
    name: string;
    hostid: string;
    release: string;
    maintenance: boolean;
    zones: Record<string, ZoneSnapshot>;
}

/** The whole model as plain JSON. */
export interface FleetState {
    hosts: Record<string, HostSnapshot>;
}

/** The configuration that a running zone really has. */
export function runningConfig(zone: Zone): ConfigDocument {
    return zone.liveConfig ?? zone.config;
}

function zoneSnapshot(zone: Zone): ZoneSnapshot {
    return {
        name: zone.name,
        uuid: zone.uuid,
        brand: zone.brand,
        state: zone.state,
        auxiliary: [...zone.auxiliary],
        ...(zone.id === undefined ? {} : { id: zone.id }),
        ...(zone.operation === undefined ? {} : { operation: zone.operation }),
        config: modelOf(zone.config),
        export: exportText(zone.config),
        ...(zone.liveConfig === undefined ? {} : { liveExport: exportText(zone.liveConfig) }),
    };
}

const runningStates = new Set<ZoneState>(["ready", "running", "shutting_down", "down", "mounted"]);
const installedStates = new Set<ZoneState>(["installed", "unavailable", ...runningStates]);

export function isInstalled(zone: Zone): boolean {
    return installedStates.has(zone.state);
}

/** Whether the kernel knows the zone, so that it has an id and holds memory. */
export function isActive(zone: Zone): boolean {
    return runningStates.has(zone.state);
}

/** One host: its capacities and its zones. */
export class HostModel {
    readonly name: string;
    readonly names: string[];
    readonly hostid: string;
    readonly release: string;
    readonly vocabulary: ConfigVocabulary;
    readonly services: Record<string, string>;
    readonly zones = new Map<string, Zone>();
    readonly faults = new FaultList();
    /** Files that commands of this host wrote, by path. */
    readonly files = new Map<string, string>();
    maintenance: boolean;
    /** Its SSH server's port. */
    port = 0;
    /** Whether its SSH server listens. */
    reachable = true;
    private nextZoneId: number;

    constructor(readonly spec: HostSpec) {
        this.name = spec.name;
        this.names = [spec.name, ...(spec.aliases ?? [])];
        this.hostid = spec.hostid ?? derivedHex("hostid", spec.name).slice(0, 8);
        this.release = spec.release ?? "11.4.48.123.0";
        this.maintenance = spec.maintenance ?? false;
        this.nextZoneId = spec.nextZoneId ?? 1;
        this.vocabulary = {
            hostCompatible: spec.hostCompatible ?? ["adi", "level1", "level2", "native", "memlzr"],
            cpuArch: spec.cpuArch ?? ["generic", "solaris", "native", "migration-class1"],
        };
        this.services = {
            "svc:/system/zones:default": "online",
            "svc:/system/rad:local": "online",
            "svc:/system/rad:remote": "disabled",
            "svc:/system/memory-reserve:zones": "disabled",
            "svc:/network/ssh:default": "online",
            // From memory [U]: the instance's name and that it is enabled.
            "svc:/network/kz-migr:stream": "online",
            ...spec.services,
        };
        (spec.zones ?? []).forEach((zone) => this.addZone(zone));
        (spec.faults ?? []).forEach((fault: Fault) => {
            this.faults.add(fault);
        });
    }

    get before114(): boolean {
        return /^11\.[0-3](\.|$)/.test(this.release);
    }

    get links(): string[] {
        return this.spec.links ?? ["net0", "net1"];
    }

    get architecture(): string {
        return this.spec.architecture ?? "i386";
    }

    takeZoneId(): number {
        const id = this.nextZoneId;
        this.nextZoneId += 1;
        return id;
    }

    /** Bytes that running zones leave free. */
    freeMemory(): number {
        const used = [...this.zones.values()]
            .filter(isActive)
            .reduce((sum, zone) => sum + (memoryBytes(modelOf(runningConfig(zone)).memory ?? "0") ?? 0), 0);
        return (memoryBytes(this.spec.memory ?? "256G") ?? 0) - used;
    }

    addZone(spec: ZoneSpec): Zone {
        const brand = spec.brand ?? "solaris-kz";
        const kernelZone = brand === "solaris-kz";
        const state = spec.state ?? "running";
        const zonepath =
            spec.zonepath ?? (kernelZone ? `/system/volatile/zones/${spec.name}/zonepath` : `/${spec.name}`);
        const build = (config: Partial<ZoneConfigModel> | undefined): ConfigDocument =>
            this.withExtra(
                kernelZone ? kernelZoneDocument(spec.name, config) : otherBrandDocument(brand, zonepath),
                spec.extra ?? [],
            );
        const config = build(spec.config);
        const liveConfig = spec.liveConfig === undefined ? undefined : build({ ...spec.config, ...spec.liveConfig });
        const active = runningStates.has(state);
        if (spec.id !== undefined) {
            this.nextZoneId = Math.max(this.nextZoneId, spec.id + 1);
        }
        const zone: Zone = {
            name: spec.name,
            uuid: spec.uuid ?? (state === "configured" ? "" : derivedUuid(spec.name)),
            brand,
            state,
            auxiliary: [...(spec.auxiliary ?? [])],
            id: active ? (spec.id ?? this.takeZoneId()) : undefined,
            config,
            liveConfig,
            activeVcpus: spec.activeVcpus ?? modelOf(liveConfig ?? config).ncpus ?? 1,
            zonepath,
            readWrite: spec.readWrite ?? "-",
            operation: undefined,
        };
        this.zones.set(zone.name, zone);
        return zone;
    }

    private withExtra(document: ConfigDocument, extra: string[]): ConfigDocument {
        if (extra.length === 0) {
            return document;
        }
        const editor = new ConfigEditor(document, this.vocabulary);
        statementsOf(extra.join("\n")).forEach(({ text }) => {
            editor.execute(text);
        });
        return editor.result();
    }

    snapshot(): HostSnapshot {
        return {
            name: this.name,
            hostid: this.hostid,
            release: this.release,
            maintenance: this.maintenance,
            zones: Object.fromEntries([...this.zones.values()].map((zone) => [zone.name, zoneSnapshot(zone)])),
        };
    }
}

/** All hosts and what they share: time, and the signal that ends everything. */
export class FleetModel {
    readonly hosts = new Map<string, HostModel>();
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
            this.hosts.set(spec.name, new HostModel(spec));
        }
    }

    get stopSignal(): AbortSignal {
        return this.stopping.signal;
    }

    stop(): void {
        this.stopping.abort();
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
        };
    }
}

/** Puts a zone into a state; leaving the running states ends its kernel id and its running configuration. */
export function enterState(host: HostModel, zone: Zone, state: ZoneState): void {
    zone.state = state;
    if (isActive(zone)) {
        zone.id ??= host.takeZoneId();
    } else {
        zone.id = undefined;
        zone.liveConfig = undefined;
    }
}

export function addAuxiliary(zone: Zone, name: string): void {
    if (!zone.auxiliary.includes(name)) {
        zone.auxiliary.push(name);
    }
}

export function removeAuxiliary(zone: Zone, name: string): void {
    zone.auxiliary = zone.auxiliary.filter((other) => other !== name);
}

/** A stored configuration changes under a running zone: what runs keeps the old one. */
export function storeConfig(zone: Zone, config: ConfigDocument): void {
    if (isActive(zone)) {
        zone.liveConfig ??= cloneDocument(zone.config);
    }
    zone.config = config;
    zone.brand = config.globals.brand ?? zone.brand;
}
