import { isConfigurationOnly, isOtherZone, isSettledRunning, type Sighting } from "./sighting";

/**
 * What became of a move, judged from both hosts alone: the table of solaris-facts section 11 as a function. What a
 * command printed or returned does not enter into it.
 */
export type Verdict =
    /** Running on the target; the source holds nothing more than a configuration. */
    | { readonly kind: "migrated"; readonly sourceLeftover: boolean }
    /** Running on the target; the source still shows more than a configuration, as it does until it is detached. */
    | { readonly kind: "migratedNotDetached" }
    /** Running on the target; the source cannot be asked. Nothing may be removed. */
    | { readonly kind: "migratedSourceUnknown" }
    /** Running on the source as before. */
    | { readonly kind: "notMigrated"; readonly targetLeftover: boolean }
    /** The two ends of a migration under way. */
    | { readonly kind: "inProgress" }
    /** The source runs alone, the target still waits for memory: a migration that is being aborted, or is stuck. */
    | { readonly kind: "aborting" }
    /** Suspended on the source and running nowhere: the pause began and did not end well. */
    | { readonly kind: "suspendedOnSource" }
    /** Not running on either host, but still there. */
    | { readonly kind: "notRunning" }
    /** On neither host. */
    | { readonly kind: "lost" }
    /** Running on both hosts. */
    | { readonly kind: "splitBrain" }
    /** What runs on the target is another zone of the same name. */
    | { readonly kind: "foreignOnTarget" }
    /** At least one host cannot be asked, and the other does not settle the question. */
    | { readonly kind: "unknown" };

/** Judges a move by what source and target show; the caller decides how long to go on looking. */
export function judge(source: Sighting, target: Sighting, uuid: string | undefined): Verdict {
    if (isOtherZone(target, uuid) && !isConfigurationOnly(target)) {
        return { kind: "foreignOnTarget" };
    }
    const sourceRuns = isSettledRunning(source);
    const targetRuns = isSettledRunning(target);
    if (sourceRuns && targetRuns) {
        return { kind: "splitBrain" };
    }
    if (targetRuns) {
        if (source.kind === "unreachable") {
            return { kind: "migratedSourceUnknown" };
        }
        const settled = source.kind === "absent" || isConfigurationOnly(source);
        return settled ? { kind: "migrated", sourceLeftover: source.kind === "seen" } : { kind: "migratedNotDetached" };
    }
    if (source.kind === "unreachable" || target.kind === "unreachable") {
        return { kind: "unknown" };
    }
    const receiving = target.kind === "seen" && target.zone.auxiliary.includes("migrating-in");
    if (source.kind === "seen" && source.zone.auxiliary.includes("migrating-out")) {
        return { kind: "inProgress" };
    }
    if (sourceRuns) {
        return receiving ? { kind: "aborting" } : { kind: "notMigrated", targetLeftover: target.kind === "seen" };
    }
    if (receiving) {
        // The source has been suspended or halted and the target has not taken over yet.
        return { kind: "inProgress" };
    }
    if (source.kind === "seen" && source.zone.auxiliary.includes("suspended")) {
        return { kind: "suspendedOnSource" };
    }
    if (source.kind === "absent" && target.kind === "absent") {
        return { kind: "lost" };
    }
    return { kind: "notRunning" };
}
