import type { MigrationPhase } from "./faults";
import type { FleetModel } from "./fleetModel";

/** Which moment of which migration. */
export interface PhaseMoment {
    zone: string;
    phase: MigrationPhase;
    /** Default false: of a real migration. */
    dryRun?: boolean;
}

/** Which moment of which installation. */
export interface InstallMoment {
    zone: string;
    /** Behind so many lines of its output; default 1. */
    lines?: number;
}

/** What is held, and what lets it go. */
export interface Hold {
    letGo: () => void;
    /** Resolves when it is there. */
    reached: Promise<void>;
}

/** Moments of what goes on at the hosts, by which a test acts whatever the latencies are. */
export abstract class FleetMoments {
    protected constructor(protected readonly model: FleetModel) {}

    /**
     * Does something once, when a migration enters a phase: at that moment and no other, whatever the latencies are. The
     * migration does not wait for it.
     *
     * @returns when `action` is done; never, if the phase is not reached.
     */
    atPhase(moment: PhaseMoment, action: () => Promise<void> | void): Promise<void> {
        return new Promise((resolve, reject) => {
            this.once(moment, () => {
                Promise.resolve(action()).then(resolve, reject);
                return undefined;
            });
        });
    }

    /**
     * Stops the next migration that enters a phase there, until it is let go or interrupted.
     *
     * @returns what lets it go, and when it is there.
     */
    holdAt(moment: PhaseMoment): Hold {
        const [reached, arrive] = gate();
        const [released, letGo] = gate();
        this.once(moment, () => {
            arrive();
            return released;
        });
        return { letGo, reached };
    }

    /**
     * Stops the next installation of the zone there, until it is let go or its zoneadm is ended.
     *
     * @returns what lets it go, and when it is there.
     */
    holdInstall({ zone, lines = 1 }: InstallMoment): Hold {
        const [reached, arrive] = gate();
        const [released, letGo] = gate();
        const end = this.model.installations.onLine((event) => {
            if (event.zone !== zone || event.lines !== lines) {
                return undefined;
            }
            end();
            arrive();
            return released;
        });
        return { letGo, reached };
    }

    private once({ zone, phase, dryRun = false }: PhaseMoment, then: () => Promise<void> | undefined): void {
        const end = this.model.migrations.onPhase((event) => {
            if (event.zone !== zone || event.phase !== phase || event.dryRun !== dryRun) {
                return undefined;
            }
            end();
            return then();
        });
    }
}

/** A promise, and what resolves it. */
function gate(): [Promise<void>, () => void] {
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => {
        open = resolve;
    });
    return [opened, open];
}
