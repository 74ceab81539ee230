import { setMaxListeners } from "node:events";
import { exportText, sameConfiguration } from "./configText";
import type { ConfigVocabulary } from "./configValues";
import { type Fault, FaultList } from "./faults";
import { FileSystem } from "./fileSystem";
import { HostData } from "./hostData";
import { HostLost, type Latency } from "./latency";
import { ProcessTable } from "./processes";
import type { HostSpec, ZoneSpec, ZoneState } from "./spec";
import { isActive, isInstalled, runningConfig, standing, type Zone, zoneSnapshot, type ZoneSnapshot } from "./zone";
import { type ConfigDocument, derivedHex, derivedUuid, memoryBytes, modelOf } from "./zoneConfig";
import { zoneFromSpec } from "./zoneFromSpec";
import { type Actor, theTest, ZoneHistory } from "./zoneHistory";

export interface HostSnapshot {
    name: string;
    hostid: string;
    release: string;
    maintenance: boolean;
    zones: Record<string, ZoneSnapshot>;
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
    private installations = 0;

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
            memoryUnit: (spec.architecture === "sparc" ? 256 : 2) * 2 ** 20,
            properties: spec.zonecfg?.properties,
            resources: spec.zonecfg?.resources,
            completes: spec.zonecfg?.completes,
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
        Object.entries(spec.files ?? {}).forEach(([path, text]) => {
            this.fileSystem.writeDeep(path, text);
        });
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

    /** The support repository update: 48 of 11.4.48.123.0; 0 of a release before 11.4. */
    get updateLevel(): number {
        return Number(/^11\.4\.(\d+)/.exec(this.release)?.[1] ?? 0);
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
            mutable.liveConfig = undefined;
            zone.bootFailed &&= isInstalled(zone);
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
            this.recordConfiguration(zone, "stored", { from: zone.config, to: undefined }, actor);
        }
    }

    addZone(spec: ZoneSpec, actor: Actor): Zone {
        if (spec.id !== undefined) {
            this.nextZoneId = Math.max(this.nextZoneId, spec.id + 1);
        }
        const zone = zoneFromSpec(spec);
        this.put(zone, actor);
        this.claimDisk(zone, spec.diskOwner);
        return zone;
    }

    /** A zone that is only configured, as zonecfg makes one. */
    createZone(name: string, config: ConfigDocument, actor: Actor): Zone {
        const zone: Zone = { ...zoneFromSpec({ name, state: "configured", brand: config.globals.brand }), config };
        this.put(zone, actor);
        this.recordConfiguration(zone, "stored", { from: undefined, to: config }, actor);
        return zone;
    }

    /**
     * Stores another configuration of a zone. What runs keeps the one that it has, until it is applied or the zone boots
     * again.
     */
    storeConfiguration(zone: Zone, config: ConfigDocument, actor: Actor): void {
        const mutable = zone as Mutable<Zone>;
        const running = isActive(zone) ? runningConfig(zone) : config;
        this.recordConfiguration(zone, "stored", { from: zone.config, to: config }, actor);
        mutable.config = config;
        mutable.brand = config.globals.brand ?? zone.brand;
        mutable.liveConfig = sameConfiguration(running, config) ? undefined : running;
    }

    /** Gives a running zone another configuration: by default the stored one. */
    runConfiguration(zone: Zone, actor: Actor, config: ConfigDocument = zone.config): void {
        this.recordConfiguration(zone, "running", { from: runningConfig(zone), to: config }, actor);
        (zone as Mutable<Zone>).liveConfig = sameConfiguration(config, zone.config) ? undefined : config;
        zone.activeVcpus = modelOf(config).ncpus ?? zone.activeVcpus;
    }

    /** Says that the guest of a zone starts afresh now. */
    startGuest(zone: Zone, { guestBoot }: Latency): void {
        const bootMs = zone.guest.bootMs ?? guestBoot;
        zone.guestUpAt = bootMs === 0 ? 0 : Date.now() + bootMs;
        zone.bootFailed = false;
    }

    /** A UUID for a zone that is being installed: never the same twice. */
    takeUuid(zone: Zone): string {
        this.installations += 1;
        return derivedUuid(`${zone.name}@${this.nodeName}#${this.installations}`);
    }

    private recordConfiguration(
        { name, uuid }: Zone,
        part: "stored" | "running",
        { from, to }: { from: ConfigDocument | undefined; to: ConfigDocument | undefined },
        actor: Actor,
    ): void {
        const [before, after] = [from, to].map((each) => (each === undefined ? "" : exportText(each)));
        if (before !== undefined && after !== undefined && before !== after) {
            const entry = { host: this.nodeName, zone: name, uuid, part, from: before, to: after };
            this.history.recordConfiguration(entry, actor);
        }
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
