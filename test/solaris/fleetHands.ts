import { changedDocument } from "./configChange";
import { FleetMoments } from "./fleetMoments";
import { goDown, startZones } from "./hostRestart";
import { pause } from "./latency";
import type { FleetModel } from "./fleetModel";
import type { HostModel } from "./model";
import { type HandOutcome, Operator } from "./operator";
import type { ZoneSpec } from "./spec";
import type { SimulatedHost } from "./sshServer";
import { isActiveState, type Zone } from "./zone";
import type { ConfigDocument } from "./zoneConfig";
import { documentOf } from "./zoneFromSpec";
import { type ConfigurationEntry, type HistoryEntry, theGuest, theTest, type WipeEntry } from "./zoneHistory";

export type { PhaseMoment } from "./fleetMoments";

/** What happens to hosts and zones other than through SSH: by a test, by people at the hosts, by the machines themselves. */
export abstract class FleetHands extends FleetMoments {
    readonly hosts: Record<string, SimulatedHost> = {};
    private readonly operator: Operator;

    protected constructor(model: FleetModel) {
        super(model);
        this.operator = new Operator(model);
    }

    /** Every change of a zone on any host, in order. */
    get history(): readonly HistoryEntry[] {
        return this.model.history.entries;
    }

    /** Every change of a zone's stored or running configuration on any host, in order. */
    get configurationHistory(): readonly ConfigurationEntry[] {
        return this.model.history.configurations;
    }

    /** Storage whose content was destroyed, in order. */
    get wipedStorage(): readonly WipeEntry[] {
        return this.model.history.wipes;
    }

    /** @throws Error for a name that no host has. */
    host(name: string): SimulatedHost {
        return this.hosts[this.model.host(name).name] as SimulatedHost;
    }

    /** @throws Error if the host has a zone of that name. */
    addZone(host: string, spec: ZoneSpec): void {
        const model = this.model.host(host);
        if (model.zones.has(spec.name)) {
            throw new Error(`${host} already has a zone ${spec.name}`);
        }
        model.addZone(spec, theTest);
        this.model.changed();
    }

    removeZone(host: string, name: string): void {
        const model = this.model.host(host);
        const zone = model.zones.get(name);
        if (zone !== undefined) {
            model.hostData.release(model, zone);
            model.drop(zone, theTest);
            this.model.changed();
        }
    }

    /**
     * Changes a zone as an administrator would who needs no commands. `config` is laid over the stored one, and a zone that
     * runs has it at once, unless its running configuration differs already or `liveConfig` is given.
     */
    setZone(host: string, name: string, changes: Partial<Omit<ZoneSpec, "name">>): void {
        const [model, zone] = this.existing(host, name);
        const { state, uuid, auxiliary } = changes;
        const vcpus = zone.activeVcpus;
        if (changes.config !== undefined || changes.export !== undefined || changes.brand !== undefined) {
            const follows = zone.liveConfig === undefined;
            model.storeConfiguration(zone, changedStored(zone, changes), theTest);
            if (follows) {
                model.runConfiguration(zone, theTest);
            }
        }
        if (changes.liveConfig !== undefined || changes.liveExport !== undefined) {
            const over = changes.liveExport === undefined ? zone.config : documentOf(changes.liveExport);
            model.runConfiguration(zone, theTest, changedDocument(name, over, changes.liveConfig ?? {}));
        }
        zone.activeVcpus = changes.activeVcpus ?? vcpus;
        zone.guest = { ...zone.guest, ...changes.guest };
        if (state !== undefined && isActiveState(state)) {
            model.hostData.take(model, zone);
        }
        if (changes.diskOwner !== undefined) {
            const owner = changes.diskOwner;
            model.hostData.set(model, zone, owner === "unreadable" ? owner : { hostid: owner });
        }
        model.change(zone, { state, uuid, auxiliary }, theTest);
        this.model.changed();
    }

    /** Moves a zone by hand: it is on `to` in the state it had, and `from` keeps its configuration. */
    moveZone(name: string, from: string, to: string): void {
        const [source, zone] = this.existing(from, name);
        const target = this.model.host(to);
        const moved: Zone = { ...structuredClone(zone), id: undefined, operation: undefined };
        source.change(zone, { state: "configured", auxiliary: [] }, theTest);
        target.put(moved, theTest);
        target.hostData.take(target, moved);
        this.model.changed();
    }

    /** Leaves a zone in `migrating-out` or another auxiliary state. */
    markZone(host: string, name: string, auxiliary: string): void {
        const [model, zone] = this.existing(host, name);
        model.change(zone, { auxiliary: [...new Set([...zone.auxiliary, auxiliary])] }, theTest);
        this.model.changed();
    }

    /**
     * Lets a zone run where no command would: the only way to a second running copy.
     *
     * @param from The host whose zone it is a copy of; default the first that has one of that name.
     */
    forceRunning(host: string, name: string, from?: string): void {
        const model = this.model.host(host);
        const there = model.zones.get(name);
        const other = (from === undefined ? [...this.model.hosts.values()] : [this.model.host(from)])
            .map(({ zones }) => zones.get(name))
            .find((zone) => zone !== undefined && zone !== there);
        if (there !== undefined) {
            model.change(there, { state: "running", auxiliary: [], uuid: there.uuid || other?.uuid }, theTest);
        } else if (other !== undefined) {
            const copy: Zone = { ...structuredClone(other), id: undefined, operation: undefined };
            model.put({ ...copy, state: "running", auxiliary: [] }, theTest);
        } else {
            throw new Error(`no host has a zone ${name}`);
        }
        this.model.changed();
    }

    /** The guest powers itself off. */
    guestHalts(host: string, name: string): void {
        const [model, zone] = this.existing(host, name);
        this.model.migrations.interrupt("guest-halted", (migration) => migration.zone === zone);
        model.change(zone, { state: "installed", auxiliary: [] }, theGuest);
        this.model.changed();
    }

    /** The guest reboots itself; it takes the stored configuration [I]. */
    guestReboots(host: string, name: string): void {
        const [model, zone] = this.existing(host, name);
        this.model.migrations.interrupt("guest-rebooted", (migration) => migration.zone === zone);
        const vcpus = zone.activeVcpus;
        model.runConfiguration(zone, theGuest);
        zone.activeVcpus = vcpus;
        model.startGuest(zone, this.model.latency);
        this.model.changed();
    }

    /** The guest is up now, however long its boot was to take. */
    guestComesUp(host: string, name: string): void {
        const [, zone] = this.existing(host, name);
        zone.guestUpAt = 0;
        zone.guest.comesUp = true;
        this.model.changed();
    }

    /** `zoneadm halt`, typed by somebody else. */
    halt(host: string, zone: string): Promise<HandOutcome> {
        return this.operator.zoneadm(this.model.host(host), "-z", zone, "halt");
    }

    boot(host: string, zone: string): Promise<HandOutcome> {
        return this.operator.zoneadm(this.model.host(host), "-z", zone, "boot");
    }

    shutdown(host: string, zone: string): Promise<HandOutcome> {
        return this.operator.zoneadm(this.model.host(host), "-z", zone, "shutdown");
    }

    /** `zonecfg set zonename=`: for a zone that does not run. */
    rename(host: string, zone: string, name: string): Promise<HandOutcome> {
        return this.operator.zonecfg(this.model.host(host), "-z", zone, `set zonename=${name}`);
    }

    /** `zonecfg delete -F`: for a zone that is only configured. */
    deleteZone(host: string, zone: string): Promise<HandOutcome> {
        return this.operator.zonecfg(this.model.host(host), "-z", zone, "delete -F");
    }

    /** `zoneadm migrate`, of the type that follows from the zone's state; takes its time as any other. */
    migrateByHand(zone: string, from: string, to: string, options: string[] = []): Promise<HandOutcome> {
        const uri = `ssh://root@${this.model.host(to).name}`;
        return this.operator.zoneadm(this.model.host(from), "-z", zone, "migrate", ...options, uri);
    }

    /**
     * An unseen zoneadm holds the zone's lock until the returned function is called, or until it has refused that many
     * others.
     */
    holdLock(host: string, name: string, refusals?: number): () => void {
        const [, zone] = this.existing(host, name);
        zone.operation = "unseen";
        zone.lockRefusals = refusals;
        this.model.changed();
        return () => {
            if (zone.operation === "unseen") {
                zone.operation = undefined;
                zone.lockRefusals = undefined;
                this.model.changed();
            }
        };
    }

    setMaintenance(host: string, maintenance: boolean): void {
        this.model.host(host).maintenance = maintenance;
        this.model.changed();
    }

    /** @param seconds by how much the clock is ahead of this machine's from now on. */
    setClockOffset(host: string, seconds: number): void {
        this.model.host(host).clockOffset = seconds;
    }

    /** The hosts do not reach each other any more, in either direction; both are reached from here. */
    cutLink(one: string, other: string): void {
        const [first, second] = [this.model.host(one), this.model.host(other)];
        first.cutFrom.add(second.name);
        second.cutFrom.add(first.name);
        this.model.migrations.interrupt("link-lost", ({ source, target }) => source.cutFrom.has(target.name));
    }

    restoreLink(one: string, other: string): void {
        const [first, second] = [this.model.host(one), this.model.host(other)];
        first.cutFrom.delete(second.name);
        second.cutFrom.delete(first.name);
    }

    /** The host is reached by nobody, and what runs on it goes on; `SimulatedHost.up()` brings its network back. */
    async loseNetwork(host: string): Promise<void> {
        const server = this.host(host);
        const closed = server.down();
        this.model.migrations.interrupt("target-lost", ({ target }) => target === server.model);
        this.model.migrations.interrupt("link-lost", ({ source }) => source === server.model);
        await closed;
    }

    /**
     * The machine goes down at once and comes up again: connections, processes and what was in memory are gone; `autoboot`
     * zones boot, unless the host data of their boot disk names another host.
     *
     * @param options.downMs how long it is reached by nobody; default 0.
     * @returns when it is up again, or the fleet is stopped.
     */
    async reboot(host: string, { downMs = 0 }: { downMs?: number } = {}): Promise<void> {
        const { model } = this;
        const machine = model.host(host);
        const servers = Object.values(this.hosts).filter((server) => server.model.nodeName === machine.nodeName);
        const closed = Promise.all(servers.map((server) => server.down()));
        goDown(model, machine);
        await closed;
        const started = await pause(downMs, model.stopSignal).then(
            () => !model.stopSignal.aborted,
            () => false,
        );
        if (started) {
            startZones(model, machine);
            await Promise.all(servers.map((server) => server.up()));
        }
    }

    /** Any zoneadm or zonecfg command, typed by somebody else. */
    typed(host: string, program: "zoneadm" | "zonecfg", ...args: string[]): Promise<HandOutcome> {
        return this.operator[program](this.model.host(host), ...args);
    }

    private existing(host: string, name: string): [HostModel, Zone] {
        const model = this.model.host(host);
        const zone = model.zones.get(name);
        if (zone === undefined) {
            throw new Error(`${model.name} has no zone ${name}; it has ${[...model.zones.keys()].join(", ")}`);
        }
        return [model, zone];
    }
}

function changedStored(zone: Zone, { config = {}, export: text, brand }: Partial<ZoneSpec>): ConfigDocument {
    const stored = changedDocument(zone.name, text === undefined ? zone.config : documentOf(text), config);
    return brand === undefined ? stored : { ...stored, globals: { ...stored.globals, brand } };
}
