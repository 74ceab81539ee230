import type { MigrationPhase } from "../solaris/migrateTranscript";
import type { ZoneState } from "../solaris/zoneadmList";
import { kernelZoneSchema, type KernelZoneInputs } from "./schema";

/** The record of one move. */
export interface MigrationRecord {
    /** The host that the zone left, by its name here. */
    readonly from: string;
    /** The host on which it was then seen running. */
    readonly to: string;
    /** How it moved. */
    readonly method: "live" | "warm" | "cold";
    /** When `zoneadm migrate` was started, ISO 8601, by the clock of the machine that runs Pulumi. */
    readonly start: string;
    /** When the zone was seen running on the target: later than it came there, where nobody watched the end of the move. */
    readonly end: string;
    /** Seconds in each phase that Solaris reported, in the order in which they came. */
    readonly phases: Readonly<Partial<Record<MigrationPhase, number>>>;
    /**
     * Seconds for which the guest stood still. Of a live move: between "Suspending zone on source host." and the line after
     * it, as seen over SSH, an estimate; absent where Solaris did not print that line, or nobody listened. Of a zone that was
     * stopped for the move: from then until it was seen running on the target; absent where nobody watched it come up.
     */
    readonly pause?: number;
}

/** What has been seen of a zone, as opposed to what the program wishes. */
export interface KernelZoneObservation {
    /** The host on which the zone was last seen. */
    readonly currentHost: string;
    /** The zone's primary state there, in Solaris's own words. */
    readonly zoneState: ZoneState;
    readonly uuid?: string;
    readonly lastMigration?: MigrationRecord;
    /** What the last operation left for a person to look at. Empty when all is well. */
    readonly warnings: readonly string[];
    /** A host on which a move has left something that the next `pulumi up` can finish. */
    readonly unfinishedOn?: string;
    /** A host to which somebody else has moved the zone since the last `pulumi up`, as a refresh has found. */
    readonly driftedTo?: string;
    /** How the stored configuration differs from `config`, in words. Empty where they agree, or `config` is not set. */
    readonly configDrift: readonly string[];
    /** How the running zone differs from its stored configuration, in words: what its next reboot brings. */
    readonly rebootNeededFor: readonly string[];
}

/** Property bags as the engine hands them over: inputs, outputs and hidden keys in one. */
export type PropertyBag = Readonly<Record<string, unknown>>;

/**
 * Keys that the engine or the SDK adds; they are carried along and never looked at by a comparison.
 * `__provider` is the dynamic provider's own code, `__urn` the resource's name for the engine's log.
 */
export function hiddenKeys(bag: PropertyBag): Record<string, unknown> {
    return Object.fromEntries(Object.entries(bag).filter(([key]) => key.startsWith("__")));
}

const inputKeys = Object.keys(kernelZoneSchema.shape);

/** The inputs in a bag, as they were written: hidden keys and outputs left out. */
export function rawInputs(bag: PropertyBag): Record<string, unknown> {
    return Object.fromEntries(Object.entries(bag).filter(([key]) => inputKeys.includes(key)));
}

/** The inputs in a bag with defaults filled in. They have passed check, so a failure here is a defect and throws. */
export function parseInputs(bag: PropertyBag): KernelZoneInputs {
    return kernelZoneSchema.parse(rawInputs(bag));
}

/** The outputs in a bag that hold what was last seen. Tolerant: older releases may have written less. */
export function parseObservation(bag: PropertyBag): Partial<KernelZoneObservation> {
    const { currentHost, zoneState, uuid, lastMigration, warnings, unfinishedOn, driftedTo } =
        bag as Partial<KernelZoneObservation>;
    const { configDrift, rebootNeededFor } = bag as Partial<KernelZoneObservation>;
    return {
        ...(typeof currentHost === "string" ? { currentHost } : {}),
        ...(typeof zoneState === "string" ? { zoneState } : {}),
        ...(typeof uuid === "string" ? { uuid } : {}),
        ...(typeof lastMigration === "object" ? { lastMigration } : {}),
        ...(Array.isArray(warnings) ? { warnings } : {}),
        ...(typeof unfinishedOn === "string" ? { unfinishedOn } : {}),
        ...(typeof driftedTo === "string" ? { driftedTo } : {}),
        ...(Array.isArray(configDrift) ? { configDrift } : {}),
        ...(Array.isArray(rebootNeededFor) ? { rebootNeededFor } : {}),
    };
}

/** What outputs are made of; the lists are empty where nothing is said. */
export type Observed = Omit<KernelZoneObservation, "configDrift" | "rebootNeededFor"> &
    Partial<Pick<KernelZoneObservation, "configDrift" | "rebootNeededFor">>;

/** The complete outputs: inputs as written, hidden keys, and what was seen. */
export function outputsOf(bag: PropertyBag, observation: Observed): Record<string, unknown> {
    return { ...rawInputs(bag), ...hiddenKeys(bag), configDrift: [], rebootNeededFor: [], ...observation };
}
