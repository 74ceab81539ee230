import type { SolarisHosts } from "../solaris/hosts";
import { whileShowing, type Reporter } from "./report";
import { sight, type Sighting } from "./sighting";
import { judge, type Verdict } from "./verdict";

/** Which move is being looked at. */
export interface MoveInQuestion {
    readonly zone: string;
    readonly uuid?: string;
    readonly from: string;
    readonly to: string;
}

/** What both hosts show in the end. */
export interface Settlement {
    readonly verdict: Verdict;
    readonly source: Sighting;
    readonly target: Sighting;
}

/** How long an unsettled picture that does not change is watched before it is reported as it is, in milliseconds. */
export interface Patience {
    /** A migration that is visibly under way. */
    readonly inProgressMs: number;
    /** Anything else that should pass by itself: a zone being halted, a host that does not answer. */
    readonly transientMs: number;
}

const firstPollMs = 200;
const longestPollMs = 2_000;

/** Verdicts that no further looking can change. */
function isFinal(verdict: Verdict): boolean {
    return ["migrated", "notMigrated", "splitBrain", "foreignOnTarget"].includes(verdict.kind);
}

/** Looks at both hosts, now. */
export async function observeMove(hosts: SolarisHosts, move: MoveInQuestion): Promise<Settlement> {
    hosts.forget(move.from);
    hosts.forget(move.to);
    const [source, target] = await Promise.all([sight(hosts, move.from, move.zone), sight(hosts, move.to, move.zone)]);
    return { verdict: judge(source, target, move.uuid), source, target };
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
    if (isFinal(settlement.verdict)) {
        return settlement;
    }
    return whileShowing(
        reporter,
        () => waitingFor[settlement.verdict.kind] ?? "looking at both hosts",
        async () => {
            let interval = firstPollMs;
            let since = started;
            const hardLimit = started + patience.inProgressMs + 2 * patience.transientMs;
            while (!isFinal(settlement.verdict) && performance.now() < hardLimit) {
                const { kind } = settlement.verdict;
                const limit = kind === "inProgress" ? patience.inProgressMs : patience.transientMs;
                if (performance.now() - since > limit) {
                    break;
                }
                await new Promise((resolve) => setTimeout(resolve, interval));
                interval = Math.min(longestPollMs, interval * 1.5);
                settlement = await observeMove(hosts, move);
                if (settlement.verdict.kind !== kind) {
                    since = performance.now();
                }
            }
            return settlement;
        },
    );
}

const waitingFor: Partial<Record<Verdict["kind"], string>> = {
    inProgress: "waiting for the migration that is under way",
    aborting: "waiting for the target to give up",
    migratedNotDetached: "waiting for the source to detach the zone",
    migratedSourceUnknown: "waiting for the source to answer",
    unknown: "waiting for both hosts to answer",
};
