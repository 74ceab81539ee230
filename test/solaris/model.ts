import { setMaxListeners } from "node:events";
import { ConfigEditor, type ConfigVocabulary, statementsOf } from "./configEditor";
import { type Fault, FaultList } from "./faults";
import { FileSystem } from "./fileSystem";
import { HostData } from "./hostData";
import { FleetStopped, HostLost, type Latency } from "./latency";
import { MigrationWatch } from "./migrationWatch";
import { ProcessTable } from "./processes";
import type { HostSpec, ZoneSpec, ZoneState } from "./spec";
import { isActive, isActiveState, runningConfig, standing, type Zone, zoneSnapshot, type ZoneSnapshot } from "./zone";
import {
    type ConfigDocument,
    derivedHex,
    derivedUuid,
    kernelZoneDocument,
    memoryBytes,
    modelOf,
    otherBrandDocument,
    type ZoneConfigModel,
} from "./zoneConfig";
import { type Actor, theTest, ZoneHistory } from "./zoneHistory";

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
    /** The hostid that owns each boot disk, by storage URI. */
    disks: Record<string, string>;
}

/** What all hosts of a fleet write into. */
export interface SharedRecords {
    readonly history: ZoneHistory;
    readonly hostData: HostData;
}

/** What changes in a zone; absent: as it was. */
export interface ZoneChange {
    state?: ZoneState;
    auxiliary?: readonly string[];
    uuid?: string;
    name?: string;
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** One host: its capacities and its zones. */
export class HostModel {
    readonly name: string;
    readonly names: string[];
    readonly hostid: string;
    readonly release: string;
    readonly vocabulary: ConfigVocabulary;
    readonly services: Record<string, string>;
    readonly faults = new FaultList();
    readonly fileSystem: FileSystem;
    readonly processes: ProcessTable;
    maintenance: boolean;
    /** By how many seconds the clock is ahead of this machine's. */
    clockOffset: number;
    /** Its SSH server's port. */
    port = 0;
    /** Whether its SSH server listens. */
    reachable = true;
    /** Names of the hosts to which the link is cut. */
    readonly cutFrom = new Set<string>();
    private readonly zoneMap: Map<string, Zone>;
    private power = new AbortController();
    private nextZoneId: number;

    /** @param twin the host that is the same machine under another name. */
    constructor(
        readonly spec: HostSpec,
        private readonly shared: SharedRecords,
        private readonly twin: HostModel | undefined,
    ) {
        this.name = spec.name;
        this.names = [spec.name, ...(spec.aliases ?? [])];
        this.zoneMap = twin?.zoneMap ?? new Map<string, Zone>();
        this.hostid = spec.hostid ?? twin?.hostid ?? derivedHex("hostid", spec.name).slice(0, 8);
        this.clockOffset = spec.clockOffset ?? 0;
        setMaxListeners(0, this.power.signal);
        this.fileSystem = twin?.fileSystem ?? new FileSystem(() => this.now(), [spec.user ?? "zadm"]);
        this.processes = twin?.processes ?? new ProcessTable();
        this.release = spec.release ?? "11.4.48.123.0";
        this.maintenance = spec.maintenance ?? false;
        this.nextZoneId = spec.nextZoneId ?? 1;
        this.vocabulary = {
            hostCompatible: spec.hostCompatible ?? ["adi", "level1", "level2", "native", "memlzr"],
            cpuArch: spec.cpuArch ?? ["generic", "solaris", "native", "migration-class1"],
            ...(spec.pageSizeCheck === "boot" ? {} : { pageSizes: spec.pageSizes }),
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
        (spec.zones ?? []).forEach((zone) => this.addZone(zone, theTest));
        (spec.faults ?? []).forEach((fault: Fault) => {
            this.faults.add(fault);
        });
    }

    get zones(): ReadonlyMap<string, Zone> {
        return this.zoneMap;
    }

    get history(): ZoneHistory {
        return this.shared.history;
    }

    get hostData(): HostData {
        return this.shared.hostData;
    }

    /** `uname -n`: one machine has one, whatever its names in DNS. */
    get nodeName(): string {
        return this.twin?.nodeName ?? this.name;
    }

    /** Aborted when the machine goes down; another signal after each start. */
    get powerSignal(): AbortSignal {
        return this.twin?.powerSignal ?? this.power.signal;
    }

    /** Ends everything that runs on the machine. */
    cutPower(): void {
        if (this.twin !== undefined) {
            this.twin.cutPower();
            return;
        }
        const { power } = this;
        this.power = new AbortController();
        setMaxListeners(0, this.power.signal);
        power.abort(new HostLost());
        this.processes.endAll();
    }

    /** The host's own time, milliseconds since the epoch. */
    now(): number {
        return Date.now() + this.clockOffset * 1000;
    }

    get before114(): boolean {
        return /^11\.[0-3](\.|$)/.test(this.release);
    }

    get links(): string[] {
        return this.spec.links ?? ["net0", "net1"];
    }

    get cpuClass(): string {
        return this.spec.cpuClass ?? "class1";
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

    /** Changes a zone and writes it into the history; leaving the active states ends its kernel id and live changes. */
    change(zone: Zone, change: ZoneChange, actor: Actor): void {
        const { history, zoneMap } = this;
        const before = standing(zone);
        const { name, uuid } = zone;
        const mutable = zone as Mutable<Zone>;
        mutable.state = change.state ?? zone.state;
        mutable.auxiliary = change.auxiliary ?? zone.auxiliary;
        mutable.uuid = change.uuid ?? zone.uuid;
        mutable.name = change.name ?? zone.name;
        if (isActive(zone)) {
            mutable.id ??= this.takeZoneId();
        } else {
            mutable.id = undefined;
            zone.liveConfig = undefined;
        }
        const after = standing(zone);
        if (zone.name !== name) {
            zoneMap.delete(name);
            zoneMap.set(zone.name, zone);
            history.record({ host: this.nodeName, zone: name, uuid, from: before, to: "absent" }, actor);
            history.record({ host: this.nodeName, zone: zone.name, uuid: zone.uuid, from: "absent", to: after }, actor);
        } else if (after !== before || zone.uuid !== uuid) {
            history.record({ host: this.nodeName, zone: name, uuid: zone.uuid, from: before, to: after }, actor);
        }
    }

    /** Puts a zone on the host, in place of one of the same name. */
    put(zone: Zone, actor: Actor): void {
        const { name, uuid } = zone;
        const from = standing(this.zoneMap.get(name));
        (zone as Mutable<Zone>).id = isActive(zone) ? (zone.id ?? this.takeZoneId()) : undefined;
        this.zoneMap.set(name, zone);
        this.history.record({ host: this.nodeName, zone: name, uuid, from, to: standing(zone) }, actor);
    }

    drop(zone: Zone, actor: Actor): void {
        const { name, uuid } = zone;
        if (this.zoneMap.get(name) === zone) {
            this.zoneMap.delete(name);
            this.history.record({ host: this.nodeName, zone: name, uuid, from: standing(zone), to: "absent" }, actor);
        }
    }

    addZone(spec: ZoneSpec, actor: Actor): Zone {
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
        const active = isActiveState(state);
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
            guest: { ...spec.guest },
            imageClass: undefined,
        };
        this.put(zone, actor);
        this.claimDisk(zone, spec.diskOwner);
        return zone;
    }

    /** A zone that is set up as installed owns its disk, unless another host was set up to own it before. */
    private claimDisk(zone: Zone, owner: ZoneSpec["diskOwner"]): void {
        const { hostData } = this;
        if (owner !== undefined) {
            hostData.set(this, zone, owner === "unreadable" ? owner : { hostid: owner });
        } else if (isActive(zone) || (zone.state === "installed" && hostData.ownerOf(this, zone) === undefined)) {
            hostData.take(this, zone);
        }
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
    readonly history = new ZoneHistory();
    readonly hostData = new HostData();
    readonly migrations = new MigrationWatch();
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
