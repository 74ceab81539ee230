import { exportText } from "../configText";
import { chosen } from "../dialect";
import { findFault, type MigrationPhase, type TargetLeftover } from "../faults";
import { configurationRefused, streamRefused } from "../inventedWording";
import { pause, whenAborted } from "../latency";
import { type InterruptionCause, MigrationInterrupted, type WatchedMigration } from "../migrationWatch";
import type { HostModel } from "../model";
import { type Wording, wordings } from "../wording";
import { isInstalled, runningConfig, type Zone } from "../zone";
import { cloneDocument, type ConfigDocument, memoryBytes, modelOf } from "../zoneConfig";
import type { Actor } from "../zoneHistory";
import type { CommandContext } from "./command";
import {
    checkBoot,
    checkCompatibility,
    checkCpuClass,
    checkHostData,
    checkIov,
    checkStorage,
    checkSuspendedImage,
    importConfig,
    importFailed,
    MigrationFailed,
} from "./migrateChecks";
import type { MigrationRequest } from "./migrateRequest";
import { actorOf, lacksRight, zoneError } from "./zoneadmErrors";

export type MigrationType = "live" | "warm" | "cold";

/** What is decided before a migration starts. */
export interface MigrationOrder {
    readonly zone: Zone;
    readonly target: HostModel;
    readonly request: MigrationRequest;
    readonly type: MigrationType;
}

const streamPort = 8102;

/** The way of a migration as far as it goes well, step by step; each step changes both hosts' models and prints its line. */
export class MigrationRun implements WatchedMigration {
    readonly zone: Zone;
    readonly source: HostModel;
    readonly target: HostModel;
    readonly type: MigrationType;
    readonly actor: Actor;
    /** What the target had of the zone before. */
    readonly existing: Readonly<Pick<Zone, "uuid">> | undefined;
    /** The zone's entry on the target, from the import on. */
    arriving: Zone | undefined;
    /** The zone is the target's: nothing is taken back any more. */
    moved = false;
    reached: MigrationPhase | undefined;
    /** The target's power while the migration runs: a target that went down since holds what its restart left. */
    readonly targetPower: AbortSignal;
    private readonly request: MigrationRequest;
    private readonly wording: Wording;
    private readonly running: ConfigDocument;
    private readonly interruption = new AbortController();

    constructor(
        readonly context: CommandContext,
        { zone, target, request, type }: MigrationOrder,
    ) {
        this.zone = zone;
        this.source = context.host;
        this.target = target;
        this.type = type;
        this.request = request;
        this.actor = actorOf(context);
        this.wording = wordings[context.host.spec.wording ?? "secure-migration"];
        this.targetPower = target.powerSignal;
        // That an automatic import takes the live configuration is [I]: seed example 47 exports it with -r by hand.
        this.running = runningConfig(zone);
        const there = target.zones.get(zone.name);
        this.existing = there === undefined ? undefined : { uuid: there.uuid };
    }

    interrupt(cause: InterruptionCause): void {
        this.interruption.abort(new MigrationInterrupted(cause));
    }

    /**
     * The whole way.
     *
     * @throws MigrationFailed, MigrationInterrupted, FleetStopped
     */
    async run(): Promise<void> {
        const { latency } = this.context.fleet;
        const live = this.type === "live";
        await this.phase("import", latency.import, () => {
            this.import();
        });
        await this.phase("attach", latency.attach, () => {
            this.attach();
        });
        if (live) {
            await this.phase("boot", latency.boot, () => {
                this.boot();
            });
            await this.phase("check", latency.check, () => {
                this.check();
            });
        }
        // Whether a dry run opens the memory stream is not known [U].
        const opensStream = !this.request.dryRun || chosen(this.source, "streamInDryRun", [false, true]);
        if (live && opensStream) {
            await this.openStream();
        }
        if (this.request.dryRun) {
            await this.cleanUp();
            return;
        }
        if (live) {
            await this.copy();
        }
        await this.finish();
    }

    private say(text: string, zoneName: string = this.zone.name): void {
        if (this.request.quiet) {
            return;
        }
        if (this.context.brokenPipe.aborted && this.source.spec.brokenPipeKills === true) {
            this.interrupt("killed");
            return;
        }
        zoneError(this.context, zoneName, text);
    }

    get atTarget(): Zone {
        if (this.arriving === undefined) {
            throw new Error("the migration has not imported a configuration yet");
        }
        return this.arriving;
    }

    private async phase(name: MigrationPhase, milliseconds: number, step: () => void): Promise<void> {
        step();
        await this.enter(name);
        await this.wait(milliseconds);
        const refusal = findFault(this.context.faults, "refuse");
        if (refusal?.afterPhase === name) {
            const { lines, exitStatus, leavesSource, leavesTargetConfig } = refusal;
            const leavesTarget = refusal.leavesTarget ?? (leavesTargetConfig === true ? "configured" : undefined);
            throw new MigrationFailed(lines, { exitStatus, leavesSource, leavesTarget });
        }
    }

    /** Says where the migration is, and waits where somebody holds it there. */
    private async enter(phase: MigrationPhase): Promise<void> {
        this.reached = phase;
        const { context, zone, source, target } = this;
        context.fleet.changed();
        const hold = context.fleet.migrations.announce({
            zone: zone.name,
            source: source.name,
            target: target.name,
            phase,
            dryRun: this.request.dryRun,
        });
        if (hold !== undefined) {
            await Promise.race([hold, whenAborted(context.fleet.stopSignal, this.interruption.signal)]);
        }
    }

    private async wait(milliseconds: number): Promise<void> {
        await pause(milliseconds, this.context.fleet.stopSignal, this.interruption.signal);
        const expected = this.type === "live" ? "running" : "installed";
        const there = this.target.zones.get(this.zone.name);
        const here = this.source.zones.get(this.zone.name);
        if (here !== this.zone || this.zone.state !== expected || there !== this.arriving) {
            throw new MigrationInterrupted("taken-away");
        }
    }

    private import(): void {
        const { zone, target, running } = this;
        const there = target.zones.get(zone.name);
        if (there !== undefined && isInstalled(there)) {
            // Whether the import or the attach notices it is not known [U]; both texts are the ancestor's [A].
            if (chosen(target, "nameTaken", [false, true])) {
                this.say(this.wording.usingExisting);
                this.say("Attaching zone.");
                throw new MigrationFailed([`zoneadm: zone '${zone.name}': is already installed.`]);
            }
            const text = `Zone ${zone.name} already installed; create not allowed.`;
            throw importFailed(zone.name, exportText(running), ["Error received from the target machine:", text]);
        }
        if (there !== undefined && !this.request.overwrite) {
            this.say(this.wording.usingExisting);
            this.arriving = there;
            return;
        }
        this.say(this.wording.importing);
        if (lacksRight(target, this.request.uri.user ?? this.context.user, "config")) {
            throw importFailed(zone.name, exportText(running), configurationRefused(target, zone.name));
        }
        const config = importConfig(target, zone.name, running);
        this.arriving = {
            ...zone,
            // A zone gets its UUID when it is installed; a configuration alone has none [A, from memory].
            uuid: "",
            state: "configured",
            auxiliary: [],
            id: undefined,
            liveConfig: undefined,
            operation: "migrate",
            guest: { ...zone.guest },
            config: cloneDocument(config),
        };
        target.put(this.arriving, this.actor);
    }

    private attach(): void {
        const { zone, source, target, atTarget } = this;
        this.say("Attaching zone.");
        checkStorage(target, zone.name, atTarget.config);
        if (this.type === "warm") {
            checkSuspendedImage(target, zone.name, this.running);
            checkIov(source, target, zone, this.running);
        }
        checkHostData(source, zone);
        // The UUID goes with the zone [I].
        target.change(atTarget, { state: "installed", uuid: zone.uuid }, this.actor);
    }

    private boot(): void {
        const { zone, target, atTarget } = this;
        this.say("Booting zone in 'migrating-in' mode.");
        checkBoot(target, zone.name, atTarget.config, zone.activeVcpus);
        target.change(atTarget, { state: "running", auxiliary: ["migrating-in"] }, this.actor);
    }

    private check(): void {
        const { zone, source, target, running } = this;
        this.say("Checking migration compatibility.");
        checkCpuClass(target, source.cpuClass, zone.name, running);
        checkIov(source, target, zone, running);
        checkCompatibility(target, zone.name, running, this.atTarget.config);
    }

    /** Both hosts' migration service and the way to its port [3P for port and name]. @throws MigrationFailed */
    private async openStream(): Promise<void> {
        const { source, target, zone } = this;
        const line = (why: string): string => `zoneadm: zone '${zone.name}': ${streamRefused(source, why)}`;
        if ([source, target].some((host) => host.services["svc:/network/kz-migr:stream"] !== "online")) {
            throw new MigrationFailed([line("Connection refused")]);
        }
        if (target.spec.filteredPorts?.includes(streamPort) === true) {
            await this.wait(this.context.fleet.latency.portTimeout);
            throw new MigrationFailed([line("Connection timed out")]);
        }
    }

    private async copy(): Promise<void> {
        const { latency } = this.context.fleet;
        const { suspending } = this.wording;
        await this.phase("start", 0, () => {
            this.say("Starting migration.");
            this.source.change(this.zone, { auxiliary: [...this.zone.auxiliary, "migrating-out"] }, this.actor);
        });
        const gibibytes = (memoryBytes(modelOf(this.running).memory ?? "0") ?? 0) / 2 ** 30;
        await this.phase("copy", latency.copyPerGiB * gibibytes, () => undefined);
        if (findFault(this.context.faults, "stuck-migrating-in") !== undefined) {
            // Text [U].
            const text = "migration failed: connection to destination lost.";
            throw new MigrationFailed([`zoneadm: zone '${this.zone.name}': ${text}`], { leavesTarget: "migrating-in" });
        }
        await this.phase("suspend", suspending ? latency.suspend : 0, () => {
            if (suspending) {
                this.say("Suspending zone on source host.");
            }
        });
        this.say("Waiting for migration to complete.");
        await this.enter("finish");
        await this.wait(suspending ? latency.finish : latency.suspend + latency.finish);
    }

    /** The dry run's end: halt, detach and forget the target's zone, or put back the configuration found there. */
    private async cleanUp(): Promise<void> {
        // Of a warm dry run the reversed tail is documented [C].
        const cleaningFirst = this.wording.cleaningFirst && this.type === "live";
        if (!cleaningFirst) {
            this.say("Dry-run migration successful.");
        }
        this.say("Cleaning up.");
        await this.enter("cleanUp");
        await this.wait(this.context.fleet.latency.cleanup);
        const leaves = findFault(this.context.faults, "leaves-target-config") !== undefined;
        this.restoreTarget(leaves ? "configured" : "absent");
        if (cleaningFirst) {
            this.say("Dry-run migration successful.");
        }
    }

    /** The zone becomes the target's; the source halts and detaches it, keeping its configuration [I, strong]. */
    private async finish(): Promise<void> {
        const { source, zone, actor } = this;
        this.arrive();
        const { haltingFirst, haltingZoneName } = this.wording;
        if (!haltingFirst) {
            this.say("Migration successful.");
        }
        // The words for a zone that is not running were not seen [U].
        const halting = this.type === "live" ? this.wording.halting : "Detaching zone on source host.";
        this.say(halting, haltingZoneName?.(zone.name));
        await this.enter("detach");
        await this.waitForDetach();
        const refusal = findFault(this.context.faults, "refuse");
        if (refusal?.afterPhase === "finish" || refusal?.afterPhase === "detach") {
            const { lines, exitStatus, leavesSource } = refusal;
            throw new MigrationFailed(lines, { exitStatus, leavesSource });
        }
        source.change(zone, { state: "configured", auxiliary: [] }, actor);
        this.context.fleet.changed();
        if (haltingFirst) {
            this.say("Migration successful.");
        }
    }

    /** The detach is the source's own work: only what ends the source's zoneadm or takes its zone away ends it. */
    private async waitForDetach(): Promise<void> {
        try {
            await pause(this.context.fleet.latency.detach, this.context.fleet.stopSignal, this.interruption.signal);
        } catch (error) {
            const harmless: InterruptionCause[] = ["target-lost", "link-lost", "guest-halted", "guest-rebooted"];
            if (!(error instanceof MigrationInterrupted) || !harmless.includes(error.cause)) {
                throw error;
            }
        }
        if (this.source.zones.get(this.zone.name) !== this.zone) {
            throw new MigrationInterrupted("taken-away");
        }
    }

    private arrive(): void {
        this.moved = true;
        const { source, target, zone, atTarget, actor } = this;
        target.hostData.take(target, atTarget);
        atTarget.operation = undefined;
        if (target.spec.fabricPortsMissing === true) {
            atTarget.guest.networkDead = true;
        }
        if (this.type === "live") {
            // What is left on the source stops being a running zone before the target's becomes one: at no moment are
            // there two. That the source shows shutting_down until it is detached is [I].
            source.change(zone, { state: "shutting_down", auxiliary: [] }, actor);
            atTarget.activeVcpus = zone.activeVcpus;
            target.change(atTarget, { auxiliary: [] }, actor);
        } else {
            target.change(atTarget, { auxiliary: zone.auxiliary }, actor);
        }
    }

    /** Takes the zone off the target again; a configuration that was there before stays in any case. */
    restoreTarget(leftover: TargetLeftover): void {
        const { arriving, existing, target, actor } = this;
        if (arriving === undefined || target.zones.get(arriving.name) !== arriving) {
            return;
        }
        arriving.operation = undefined;
        if (leftover === "migrating-in") {
            return;
        }
        const state = leftover === "absent" ? "configured" : leftover;
        const uuid = state === "configured" ? (existing?.uuid ?? "") : arriving.uuid;
        target.change(arriving, { state, auxiliary: [], uuid }, actor);
        if (leftover === "absent" && existing === undefined) {
            target.drop(arriving, actor);
        }
    }
}
