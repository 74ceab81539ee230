import { exportText } from "../configText";
import { type FaultOf, findFault } from "../faults";
import { pause } from "../latency";
import {
    addAuxiliary,
    enterState,
    type HostModel,
    isInstalled,
    removeAuxiliary,
    runningConfig,
    type Zone,
} from "../model";
import { type Wording, wordings } from "../wording";
import { cloneDocument, type ConfigDocument, memoryBytes, modelOf } from "../zoneConfig";
import type { CommandContext } from "./command";
import {
    checkBoot,
    checkCompatibility,
    checkStorage,
    importConfig,
    importFailed,
    MigrationFailed,
} from "./migrateChecks";
import type { MigrationRequest } from "./migrateRequest";
import { zoneError } from "./zoneadmErrors";

export type MigrationType = "live" | "warm" | "cold";

/** One migration, step by step; each step changes both hosts' models and prints its line. */
export class MigrationRun {
    readonly wording: Wording;
    private readonly running: ConfigDocument;
    /** The target's own entry from before, put back if nothing comes of the migration. */
    private readonly existing: Zone | undefined;
    private arriving: Zone | undefined;
    private moved = false;

    constructor(
        private readonly context: CommandContext,
        private readonly zone: Zone,
        private readonly target: HostModel,
        private readonly request: MigrationRequest,
        private readonly type: MigrationType,
    ) {
        this.wording = wordings[context.host.spec.wording ?? "secure-migration"];
        // That an automatic import takes the live configuration is [I]: seed example 47 exports it with -r by hand.
        this.running = runningConfig(zone);
        const there = target.zones.get(zone.name);
        this.existing = there === undefined ? undefined : structuredClone(there);
    }

    /** Memory to copy, in GiB. */
    get gibibytes(): number {
        return (memoryBytes(modelOf(this.running).memory ?? "0") ?? 0) / 2 ** 30;
    }

    private say(text: string, zoneName: string = this.zone.name): void {
        if (!this.request.quiet) {
            zoneError(this.context, zoneName, text);
        }
    }

    private get atTarget(): Zone {
        if (this.arriving === undefined) {
            throw new Error("the migration has not imported a configuration yet");
        }
        return this.arriving;
    }

    import(): void {
        const there = this.target.zones.get(this.zone.name);
        if (there !== undefined && isInstalled(there)) {
            const text = `Zone ${this.zone.name} already installed; create not allowed.`;
            throw importFailed(this.zone.name, exportText(this.running), [text]);
        }
        if (there !== undefined && !this.request.overwrite) {
            this.say(this.wording.usingExisting);
            this.arriving = there;
            return;
        }
        this.say(this.wording.importing);
        const config = importConfig(this.target, this.zone.name, this.running);
        this.arriving = {
            ...structuredClone(this.zone),
            // A zone gets its UUID when it is installed; a configuration alone has none [A, from memory].
            uuid: "",
            state: "configured",
            auxiliary: [],
            id: undefined,
            liveConfig: undefined,
            operation: "migrate",
            config: cloneDocument(config),
        };
        this.target.zones.set(this.zone.name, this.arriving);
    }

    attach(): void {
        this.say("Attaching zone.");
        checkStorage(this.target, this.zone.name, this.atTarget.config);
        // The UUID goes with the zone [I].
        this.atTarget.uuid = this.zone.uuid;
        enterState(this.target, this.atTarget, "installed");
    }

    boot(): void {
        this.say("Booting zone in 'migrating-in' mode.");
        checkBoot(this.target, this.zone, this.atTarget.config);
        enterState(this.target, this.atTarget, "running");
        addAuxiliary(this.atTarget, "migrating-in");
    }

    check(): void {
        this.say("Checking migration compatibility.");
        checkCompatibility(this.context.host, this.target, this.zone.name, this.running, this.atTarget.config);
    }

    start(): void {
        this.say("Starting migration.");
        addAuxiliary(this.zone, "migrating-out");
    }

    suspend(): void {
        if (this.wording.suspending) {
            this.say("Suspending zone on source host.");
        }
    }

    wait(): void {
        this.say("Waiting for migration to complete.");
    }

    /** The dry run's end: halt, detach and forget the target's zone, or put back the configuration found there. */
    async cleanUp(): Promise<void> {
        const { latency, stopSignal } = this.context.fleet;
        // Of a warm dry run the reversed tail is documented [C].
        const cleaningFirst = this.wording.cleaningFirst && this.type === "live";
        if (!cleaningFirst) {
            this.say("Dry-run migration successful.");
        }
        this.say("Cleaning up.");
        await pause(latency.cleanup, stopSignal);
        this.restoreTarget(findFault(this.context.faults, "leaves-target-config") !== undefined);
        if (cleaningFirst) {
            this.say("Dry-run migration successful.");
        }
    }

    /** @throws MigrationFailed for the fault that leaves the target's zone in `migrating-in`. */
    failIfStuck(): void {
        if (findFault(this.context.faults, "stuck-migrating-in") !== undefined) {
            // Text [U].
            const line = `zoneadm: zone '${this.zone.name}': migration failed: connection to destination lost.`;
            throw new MigrationFailed([line], { stuck: true });
        }
    }

    /** The zone becomes the target's; the source halts and detaches it, keeping its configuration [I, strong]. */
    async finish(refusal: FaultOf<"refuse"> | undefined): Promise<void> {
        const { latency, stopSignal } = this.context.fleet;
        this.arrive();
        const { haltingFirst, haltingZoneName } = this.wording;
        if (!haltingFirst) {
            this.say("Migration successful.");
        }
        // The words for a zone that is not running were not seen [U].
        const halting = this.type === "live" ? this.wording.halting : "Detaching zone on source host.";
        this.say(halting, haltingZoneName?.(this.zone.name));
        this.context.fleet.changed();
        await pause(latency.detach, stopSignal);
        this.zone.auxiliary = [];
        if (refusal?.afterPhase === "finish") {
            enterState(this.context.host, this.zone, "installed");
            throw new MigrationFailed(refusal.lines, { exitStatus: refusal.exitStatus, moved: true });
        }
        enterState(this.context.host, this.zone, "configured");
        this.context.fleet.changed();
        if (haltingFirst) {
            this.say("Migration successful.");
        }
    }

    private arrive(): void {
        this.moved = true;
        const arrived = this.atTarget;
        arrived.operation = undefined;
        if (this.type === "live") {
            removeAuxiliary(arrived, "migrating-in");
            arrived.activeVcpus = this.zone.activeVcpus;
            removeAuxiliary(this.zone, "migrating-out");
            // Between the pause and the detach the source halts what is left of the zone [I].
            enterState(this.context.host, this.zone, "shutting_down");
        } else {
            arrived.auxiliary = [...this.zone.auxiliary];
        }
    }

    /** That the source resumes by itself and the target forgets the zone is [I]. */
    rollBack(failure: MigrationFailed): void {
        if (this.moved || failure.options.moved === true) {
            return;
        }
        removeAuxiliary(this.zone, "migrating-out");
        if (failure.options.stuck === true) {
            this.atTarget.operation = undefined;
        } else {
            const leaves = findFault(this.context.faults, "leaves-target-config") !== undefined;
            this.restoreTarget(leaves || failure.options.leavesTargetConfig === true);
        }
        this.context.fleet.changed();
    }

    private restoreTarget(leavesConfig: boolean): void {
        const { arriving, existing, target } = this;
        if (arriving === undefined) {
            return;
        }
        arriving.operation = undefined;
        arriving.auxiliary = [];
        enterState(target, arriving, "configured");
        if (existing !== undefined) {
            arriving.uuid = existing.uuid;
        } else if (!leavesConfig) {
            target.zones.delete(arriving.name);
        }
        this.context.fleet.changed();
    }
}
