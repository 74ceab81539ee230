import type { SolarisError } from "../errors/solarisError";
import type { JobMethod } from "../solaris/job/jobRequest";
import type { SeenZone } from "../solaris/hosts";
import type { PhaseTimeline } from "./timeline";

/** When and how a zone moved; see MigrationRecord. */
export interface MoveRecord extends PhaseTimeline {
    readonly from: string;
    readonly to: string;
    readonly method: JobMethod;
    readonly start: string;
    readonly end: string;
}

/** A zone as it was last seen, and where. */
export interface SeenThere {
    readonly host: string;
    readonly zone: SeenZone;
}

/** How a move ended. */
export type MoveOutcome =
    | {
          readonly kind: "moved";
          readonly zone: SeenZone;
          readonly record: MoveRecord;
          /** Nobody watched its end: it was on the target already when this run looked. */
          readonly unwatched?: true;
          readonly warnings: readonly string[];
          /** The host on which something is left that a later run can finish. */
          readonly unfinishedOn?: string;
      }
    /** Nothing was begun: the zone is as it was. */
    | { readonly kind: "refused"; readonly error: SolarisError }
    /** Something was begun. `seen` is where the zone is now, as far as that can be told. */
    | {
          readonly kind: "failed";
          readonly error: SolarisError;
          readonly seen?: SeenThere;
          readonly unfinishedOn?: string;
          /** Watching was ended by the clock; the migration goes on. */
          readonly overtime?: boolean;
          /** Whether the zone was, or is being, stopped for the move. */
          readonly stopsZone?: boolean;
      };
