import type { MigrationPhase } from "./faults";
import { CommandEnded } from "./latency";
import type { HostModel } from "./model";
import type { Zone } from "./zone";

/** Why a migration under way cannot go on. */
export type InterruptionCause =
    /** The zoneadm that runs it was killed. */
    | "killed"
    | "source-lost"
    | "target-lost"
    | "link-lost"
    | "guest-halted"
    | "guest-rebooted"
    /** Somebody changed the zone on one of the hosts past all locks, as only a test can. */
    | "taken-away";

export class MigrationInterrupted extends CommandEnded {
    constructor(override readonly cause: InterruptionCause) {
        super(`the migration was interrupted: ${cause}`);
        this.name = "MigrationInterrupted";
    }
}

/** A migration under way. */
export interface WatchedMigration {
    readonly zone: Zone;
    readonly source: HostModel;
    readonly target: HostModel;
    interrupt: (cause: InterruptionCause) => void;
}

/** Says that a migration enters a phase: both hosts hold what they hold in it, and its time has not passed yet. */
export interface PhaseEvent {
    readonly zone: string;
    readonly source: string;
    readonly target: string;
    readonly phase: MigrationPhase;
    readonly dryRun: boolean;
}

/** The migrations under way in a fleet, for what happens to them from outside. */
export class MigrationWatch {
    private readonly active = new Set<WatchedMigration>();
    private readonly listeners = new Set<(event: PhaseEvent) => Promise<void> | undefined>();

    begin(migration: WatchedMigration): void {
        this.active.add(migration);
    }

    end(migration: WatchedMigration): void {
        this.active.delete(migration);
    }

    /** Interrupts every migration that `matches`. */
    interrupt(cause: InterruptionCause, matches: (migration: WatchedMigration) => boolean): void {
        [...this.active].filter(matches).forEach((migration) => {
            migration.interrupt(cause);
        });
    }

    /** @returns when the migration may go on; undefined: at once. */
    announce(event: PhaseEvent): Promise<unknown> | undefined {
        const holds = [...this.listeners].map((listener) => listener(event)).filter((hold) => hold !== undefined);
        return holds.length === 0 ? undefined : Promise.all(holds);
    }

    /**
     * @param listener may return a promise, for which the migration then waits.
     * @returns what ends the listening.
     */
    onPhase(listener: (event: PhaseEvent) => Promise<void> | undefined): () => void {
        this.listeners.add(listener);
        return () => {
            this.listeners.delete(listener);
        };
    }
}
