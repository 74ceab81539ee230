import type { SeenZone, SolarisHosts } from "../solaris/hosts";
import { isUnfinished } from "./arrived";
import { moveError } from "./outcome";
import type { Reporter } from "./report";
import { settleMove, transientMs, type MoveInQuestion } from "./settle";
import { describeUnproven, judgeLeftover } from "./tidy";

/** A zone that somebody has moved, and what that has left on the host where it was. */
export interface FoundBehind {
    readonly zone: SeenZone;
    readonly warnings: readonly string[];
    /** The host on which something is left that a later run can finish. */
    readonly unfinishedOn?: string;
}

/**
 * Looks at what is left behind a zone that is where it shall be. Without a record of a job nothing proves that it is ours,
 * so it is told and not removed.
 *
 * @param arrived The zone where it is.
 * @throws SolarisError SPLIT_BRAIN where it runs on the other host as well.
 */
export async function lookBehind(
    hosts: SolarisHosts,
    { zone, uuid, from, to }: MoveInQuestion,
    arrived: SeenZone,
    reporter: Reporter,
): Promise<FoundBehind> {
    const halted = arrived.state !== "running";
    const earlier: MoveInQuestion = {
        zone,
        from,
        to,
        ...(uuid === undefined ? {} : { uuid }),
        ...(halted ? { method: "cold" } : {}),
    };
    const settlement = await settleMove(hosts, earlier, { inProgressMs: 0, transientMs }, reporter);
    if (settlement.verdict.kind === "splitBrain") {
        throw moveError(earlier, settlement, undefined) ?? new TypeError("a split brain is an error");
    }
    const leftover = judgeLeftover(earlier, settlement);
    const warnings =
        leftover.kind === "configuration"
            ? [describeUnproven(zone, from)]
            : leftover.kind === "kept"
              ? [leftover.warning]
              : [];
    return {
        zone: settlement.target.kind === "seen" ? settlement.target.zone : arrived,
        warnings,
        ...(isUnfinished(settlement) ? { unfinishedOn: from } : {}),
    };
}
