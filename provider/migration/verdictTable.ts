import { hostViews, type HostView } from "./view";

/** What became of a move. */
export type VerdictKind =
    | "foreignOnTarget"
    | "splitBrain"
    | "inProgress"
    | "migrated"
    | "migratedNotDetached"
    | "migratedSourceUnknown"
    | "unknown"
    | "aborting"
    | "notMigrated"
    | "suspendedOnTarget"
    | "haltedOnTarget"
    | "suspendedOnSource"
    | "haltedOnSource"
    | "changing"
    | "ownedElsewhere"
    | "broken"
    | "lost";

/** One row: which pictures it fits, what they mean, and what is done about it. */
export interface VerdictRow {
    readonly source: readonly HostView[];
    readonly target: readonly HostView[];
    /** Absent: whether a job runs does not matter. */
    readonly job?: "running";
    readonly verdict: VerdictKind;
    /** For the documentation. */
    readonly meaning: string;
    readonly action: string;
}

const any = hostViews;
const runs: readonly HostView[] = ["running", "unsound"];
const gone: readonly HostView[] = ["absent", "configured", "foreign"];

/**
 * The table of solaris-facts section 11 [I], completed to all pictures that two hosts can show: the first row that fits
 * decides. What a command printed or returned does not enter into it.
 *
 * docs/reference/verdicts.md is generated from it.
 */
export const verdictTable: readonly VerdictRow[] = [
    {
        source: any,
        target: ["foreign"],
        verdict: "foreignOnTarget",
        meaning: "What has the zone's name on the target is another zone, by its UUID.",
        action: "Stops at once and touches nothing.",
    },
    {
        source: runs,
        target: [...runs, "migratingOut"],
        verdict: "splitBrain",
        meaning: "The zone runs on both hosts.",
        action: "Looks a second time, because the two answers are not of the same moment; then stops and touches nothing.",
    },
    {
        source: any,
        target: any,
        job: "running",
        verdict: "inProgress",
        meaning: "The job that moves the zone is at work on the source.",
        action: "Follows it, within the time allowed.",
    },
    {
        source: gone,
        target: runs,
        verdict: "migrated",
        meaning: "The zone has moved; the source has let go of it.",
        action: "Removes the configuration that stays on the source, if the UUID proves that it is this zone's.",
    },
    {
        source: ["unreachable"],
        target: runs,
        verdict: "migratedSourceUnknown",
        meaning: "The zone runs on the target. Whether the source has let go of it cannot be seen.",
        action: "Waits for the source to answer; then records the move with a warning. Nothing is removed.",
    },
    {
        source: [
            "incomplete",
            "unavailable",
            "installed",
            "suspended",
            "stopping",
            "starting",
            "migratingOut",
            "migratingIn",
        ],
        target: runs,
        verdict: "migratedNotDetached",
        meaning: "The zone runs on the target; the source has not detached it yet.",
        action: "Waits for that; then records the move with a warning. Nothing is removed.",
    },
    {
        source: ["unreachable"],
        target: any,
        verdict: "unknown",
        meaning: "The source cannot be asked, and the zone does not run on the target.",
        action: "Waits for an answer, then reports. Nothing is concluded and nothing is removed.",
    },
    {
        source: any,
        target: ["unreachable"],
        verdict: "unknown",
        meaning: "The target cannot be asked. Even a zone that runs on the source could be on its way.",
        action: "Waits for an answer, then reports. Nothing is concluded and nothing is removed.",
    },
    {
        source: any,
        target: ["migratingOut"],
        verdict: "inProgress",
        meaning: "The target, which has the zone, is sending it away.",
        action: "Goes on looking, within the time allowed.",
    },
    {
        source: ["migratingOut"],
        target: any,
        verdict: "inProgress",
        meaning: "The source is sending the zone away; it still runs there.",
        action: "Goes on looking, within the time allowed.",
    },
    {
        source: runs,
        target: ["migratingIn"],
        verdict: "aborting",
        meaning:
            "The source runs alone and the target still waits for memory: a dry run, a migration that is being given up, or one that is stuck.",
        action: "Waits; then reports, with the commands that take the target's half away.",
    },
    {
        source: runs,
        target: any,
        verdict: "notMigrated",
        meaning: "The zone runs on the source as before.",
        action: "Takes away a configuration that this move has left on the target; anything beyond a configuration is reported.",
    },
    {
        source: any,
        target: ["migratingIn"],
        verdict: "inProgress",
        meaning: "The source has stopped the zone and the target has not taken over yet: the pause.",
        action: "Goes on looking, within the time allowed.",
    },
    {
        source: gone,
        target: ["suspended"],
        verdict: "suspendedOnTarget",
        meaning: "The zone has arrived with its memory, and is not running: a warm migration before its boot.",
        action: "A warm move boots it there, which resumes it. Otherwise it is reported and not booted.",
    },
    {
        source: gone,
        target: ["installed"],
        verdict: "haltedOnTarget",
        meaning: "The zone has arrived and is not running: a cold migration before its boot.",
        action: "A cold move of a zone that ran boots it there; one of a halted zone is done. Otherwise it is reported and not booted.",
    },
    {
        source: any,
        target: ["stopping", "starting"],
        verdict: "changing",
        meaning: "The target is in the middle of something.",
        action: "Waits; then reports.",
    },
    {
        source: ["stopping", "starting", "migratingIn"],
        target: any,
        verdict: "changing",
        meaning: "The source is in the middle of something.",
        action: "Waits; then reports.",
    },
    {
        source: ["installed", "suspended"],
        target: ["installed", "suspended"],
        verdict: "changing",
        meaning:
            "Both hosts have the zone attached and neither runs it: a cold or warm migration between attaching and detaching.",
        action: "Waits; then reports.",
    },
    {
        source: ["suspended"],
        target: any,
        verdict: "suspendedOnSource",
        meaning: "The zone is suspended on the source.",
        action: "A warm move that did not come further resumes it there. After a live move it is reported and not booted: that could lose the suspended image.",
    },
    {
        source: ["installed"],
        target: any,
        verdict: "haltedOnSource",
        meaning: "The zone is on the source and does not run.",
        action: "A cold move that did not come further boots it there again. Otherwise it is reported and not booted.",
    },
    {
        source: any,
        target: ["unavailable"],
        verdict: "ownedElsewhere",
        meaning: "The target cannot use the zone's disks: its host data says that another host owns them.",
        action: "Reports. The disks are never taken over by force.",
    },
    {
        source: ["unavailable"],
        target: any,
        verdict: "ownedElsewhere",
        meaning: "The source cannot use the zone's disks any more, and the target has not got them.",
        action: "Reports. The disks are never taken over by force.",
    },
    {
        source: any,
        target: ["incomplete"],
        verdict: "broken",
        meaning: "The target has the zone half installed.",
        action: "Reports.",
    },
    {
        source: ["incomplete"],
        target: any,
        verdict: "broken",
        meaning: "The source has the zone half installed.",
        action: "Reports.",
    },
    {
        source: gone,
        target: ["absent", "configured"],
        verdict: "lost",
        meaning: "Neither host has more of the zone than a configuration.",
        action: "Waits, because one answer may be older than the other; then reports.",
    },
];
