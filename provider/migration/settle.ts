import { SolarisError } from "../errors/solarisError";
import type { JobMethod } from "../solaris/job/jobRequest";
import type { SolarisHosts } from "../solaris/hosts";
import { pause } from "./pause";
import { whileShowing, type Reporter } from "./report";
import { sight, type Sighting } from "./sighting";
import { judge, type Verdict } from "./verdict";
import type { VerdictKind } from "./verdictTable";
import { isOver } from "./zoneJobs";

/** Which move is being looked at. */
export interface MoveInQuestion {
    readonly zone: string;
    readonly uuid?: string;
    readonly from: string;
    readonly to: string;
    /** How it was made; absent for one that somebody has made by hand. */
    readonly method?: JobMethod;
    /** The id of the job that makes it, where it has not told whether it has ended. */
    readonly jobInQuestion?: string;
    /** Its end was not told, and there is no job to ask: a zone that is where it was may yet leave. */
    readonly mayGoOn?: boolean;
}

/** What both hosts show in the end. */
export interface Settlement {
    readonly verdict: Verdict;
    readonly source: Sighting;
    readonly target: Sighting;
    /** What the source tells of the job in question; absent where nobody asked, or the source does not tell. */
    readonly job?: "running" | "over";
}

/** How long an unsettled picture that does not change is watched before it is reported as it is, in milliseconds. */
export interface Patience {
    /** A migration that is visibly under way. */
    readonly inProgressMs: number;
    /** Anything else that should pass by itself: a zone being halted, a host that does not answer. */
    readonly transientMs: number;
}

/** How long what should pass by itself is waited for: a zone being halted, a host that restarts its SSH server. */
export const transientMs = 60_000;

const firstPollMs = 200;
const longestPollMs = 2_000;

// A picture that two answers of different moments can make out of a sound zone is believed when it is seen again.
const timesSeenBeforeBelieved: Partial<Record<VerdictKind, number>> = { splitBrain: 2 };

const finalKinds: readonly VerdictKind[] = ["migrated", "notMigrated", "splitBrain", "foreignOnTarget"];
const finalWhenStopped: readonly VerdictKind[] = [
    "suspendedOnTarget",
    "haltedOnTarget",
    "suspendedOnSource",
    "haltedOnSource",
];

const whereItWas: readonly VerdictKind[] = ["notMigrated", "suspendedOnSource", "haltedOnSource"];

/** Whether no further looking can change a verdict. A zone that was to be stopped may stand still; one that ran may not. */
function isFinal({ kind }: Verdict, { method, mayGoOn }: MoveInQuestion, timesSeen: number): boolean {
    const stopped = method === "warm" || method === "cold";
    const mayChange = mayGoOn === true && whereItWas.includes(kind);
    return (
        !mayChange &&
        (finalKinds.includes(kind) || (stopped && finalWhenStopped.includes(kind))) &&
        timesSeen >= (timesSeenBeforeBelieved[kind] ?? 1)
    );
}

/** Looks at both hosts, now. */
export async function observeMove(hosts: SolarisHosts, move: MoveInQuestion): Promise<Settlement> {
    hosts.forget(move.from);
    hosts.forget(move.to);
    const [source, target, job] = await Promise.all([
        sight(hosts, move.from, move.zone),
        sight(hosts, move.to, move.zone),
        askForJob(hosts, move),
    ]);
    return {
        verdict: judge(source, target, move.uuid, job === "running"),
        source,
        target,
        ...(job === undefined ? {} : { job }),
    };
}

async function askForJob(
    hosts: SolarisHosts,
    { from, jobInQuestion }: MoveInQuestion,
): Promise<"running" | "over" | undefined> {
    if (jobInQuestion === undefined) {
        return undefined;
    }
    try {
        const { jobs, unsafe } = await hosts.jobs(from);
        if (unsafe !== undefined) {
            return undefined;
        }
        const job = jobs.find(({ id }) => id === jobInQuestion);
        // One that is not listed any more has been finished by somebody else.
        return job !== undefined && !isOver(job) ? "running" : "over";
    } catch (error) {
        if (!SolarisError.isInstance(error)) {
            throw error;
        }
        return undefined;
    }
}

/**
 * Looks at both hosts until the picture is final or patience ends. The answer to a doubt is to wait, then to report;
 * never to guess.
 */
export async function settleMove(
    hosts: SolarisHosts,
    move: MoveInQuestion,
    patience: Patience,
    reporter: Reporter,
): Promise<Settlement> {
    const started = performance.now();
    let settlement = await observeMove(hosts, move);
    let timesSeen = 1;
    if (isFinal(settlement.verdict, move, timesSeen)) {
        return settlement;
    }
    return whileShowing(
        reporter,
        () => waitingFor[settlement.verdict.kind] ?? "looking at both hosts",
        async () => {
            let interval = firstPollMs;
            let since = started;
            const hardLimit = started + patience.inProgressMs + 2 * patience.transientMs;
            for (let looks = 1; !isFinal(settlement.verdict, move, timesSeen); looks++) {
                if (looks > 1 && performance.now() > hardLimit) {
                    break;
                }
                const { kind } = settlement.verdict;
                const believed = timesSeen >= (timesSeenBeforeBelieved[kind] ?? 1);
                const limit = kind === "inProgress" ? patience.inProgressMs : patience.transientMs;
                if (believed && performance.now() - since > limit) {
                    break;
                }
                await pause(interval);
                interval = Math.min(longestPollMs, interval * 1.5);
                settlement = await observeMove(hosts, move);
                timesSeen++;
                if (settlement.verdict.kind !== kind) {
                    timesSeen = 1;
                    since = performance.now();
                }
            }
            return settlement;
        },
    );
}

const waitingFor: Partial<Record<VerdictKind, string>> = {
    inProgress: "waiting for the migration that is under way",
    aborting: "waiting for the target to give up",
    migratedNotDetached: "waiting for the source to detach the zone",
    migratedSourceUnknown: "waiting for the source to answer",
    unknown: "waiting for both hosts to answer",
    notMigrated: "looking whether the migration goes on",
    changing: "waiting for the hosts to finish with the zone",
};
