import { isOtherZone, type Sighting } from "./sighting";

/**
 * What one host shows of a zone, as one of a closed set of words. Every state that Solaris has, and every auxiliary state
 * that matters here, falls into exactly one of them.
 */
export const hostViews = [
    /** The host cannot be asked. Never the same as `absent`. */
    "unreachable",
    /** There is no zone of that name. */
    "absent",
    /** Another zone of the same name, by its UUID, which is more than a configuration. */
    "foreign",
    /** A configuration and nothing more: no disk is owned. */
    "configured",
    /** Half installed or half uninstalled, or without its configuration. */
    "incomplete",
    /** Installed, but its storage or host data cannot be used here: another host owns the boot disk. */
    "unavailable",
    /** Halted. */
    "installed",
    /** Halted with its memory kept, to be resumed at the next boot. */
    "suspended",
    /** On its way out: `shutting_down`, `down`. */
    "stopping",
    /** On its way up: `ready`, `mounted`. */
    "starting",
    "running",
    /** Running, but panicked or in its debugger. */
    "unsound",
    /** Running, and being sent away. */
    "migratingOut",
    /** Booted to receive a zone, not running yet. */
    "migratingIn",
] as const;

export type HostView = (typeof hostViews)[number];

/** Auxiliary states of a zone that runs and is of no use. */
export const unsoundStates: readonly string[] = ["panicked", "debugging", "no-config"];

/** Which word fits what a host shows. */
export function viewOf(sighting: Sighting, uuid: string | undefined): HostView {
    if (sighting.kind !== "seen") {
        return sighting.kind;
    }
    const { state, auxiliary } = sighting.zone;
    if (state === "configured") {
        return "configured";
    }
    if (isOtherZone(sighting, uuid)) {
        return "foreign";
    }
    switch (state) {
        case "incomplete":
            return "incomplete";
        case "unavailable":
            return "unavailable";
        case "shutting_down":
        case "down":
            return "stopping";
        case "ready":
        case "mounted":
            return "starting";
        case "installed":
            return auxiliary.includes("suspended") ? "suspended" : "installed";
        case "running":
            if (auxiliary.includes("migrating-out")) {
                return "migratingOut";
            }
            if (auxiliary.includes("migrating-in")) {
                return "migratingIn";
            }
            return auxiliary.some((word) => unsoundStates.includes(word)) ? "unsound" : "running";
        default:
            // A state that Solaris did not have when this was written: something is going on, and nothing is certain.
            return "starting";
    }
}
