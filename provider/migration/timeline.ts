import { phaseOf, type MigrationPhase } from "../solaris/migrateTranscript";
import type { OutputLine } from "../transport/command";

/** Times taken from Solaris's progress lines. */
export interface PhaseTimeline {
    readonly phases: Readonly<Partial<Record<MigrationPhase, number>>>;
    readonly pause?: number;
}

/**
 * Seconds in each phase, from the moment its line came until the next phase's. The pause is the time from the
 * "Suspending" line to the first line of any kind after it.
 *
 * @param end When the command ended, on the clock of the lines.
 */
export function timelineOf(lines: readonly OutputLine[], end: number): PhaseTimeline {
    const marks = lines.flatMap(({ text, at }) => {
        const phase = phaseOf(text);
        return phase === undefined ? [] : [{ phase, at }];
    });
    const phases: Partial<Record<MigrationPhase, number>> = {};
    for (const [index, { phase, at }] of marks.entries()) {
        phases[phase] = seconds((phases[phase] ?? 0) * 1000 + (marks[index + 1]?.at ?? end) - at);
    }
    const suspending = lines.findIndex(({ text }) => phaseOf(text) === "suspend");
    const before = lines[suspending];
    const after = lines[suspending + 1];
    return {
        phases,
        ...(before === undefined || after === undefined ? {} : { pause: seconds(after.at - before.at) }),
    };
}

function seconds(milliseconds: number): number {
    return Math.round(milliseconds) / 1000;
}
