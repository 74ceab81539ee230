import type { SolarisHosts } from "../solaris/hosts";
import { phaseOf, phaseStatus, type MigrationPhase } from "../solaris/migrateTranscript";
import { ConfigurationRedactor } from "../solaris/redact";
import { migrate } from "../solaris/zoneadmMigrate";
import type { CommandResult, OutputLine } from "../transport/command";
import type { MovePlan } from "./plan";
import { whileShowing, type Reporter } from "./report";

/** How the command that migrates ended, and when it said what. Says nothing about where the zone is. */
export interface MigrateRun {
    readonly result: CommandResult;
    readonly timeline: PhaseTimeline;
}

/** Times taken from Solaris's progress lines. */
export interface PhaseTimeline {
    readonly phases: Readonly<Partial<Record<MigrationPhase, number>>>;
    readonly pause?: number;
}

/**
 * Runs `zoneadm migrate -t live` on the source and follows its lines. Never repeated by the provider, and never killed:
 * at the time limit only the watching ends.
 */
export async function runMigrate(
    hosts: SolarisHosts,
    plan: MovePlan,
    reporter: Reporter,
    typeFlag: boolean,
): Promise<MigrateRun> {
    const call = migrate({
        zone: plan.zone,
        uri: plan.uri,
        dryRun: false,
        typeFlag,
        overwriteTargetConfig: plan.targetConfiguration.kind === "overwritten",
        timeoutMs: plan.migrateTimeoutMs,
        ...(plan.cipher === undefined ? {} : { cipher: plan.cipher }),
    });
    let status = "starting";
    const redactor = new ConfigurationRedactor();
    hosts.forget(plan.from);
    hosts.forget(plan.to);
    const result = await whileShowing(
        reporter,
        () => `migrating: ${status}`,
        () =>
            hosts.call(plan.from, call, ({ text }) => {
                const phase = phaseOf(redactor.line(text) ?? "");
                if (phase !== undefined) {
                    status = phaseStatus[phase];
                    reporter.status(`migrating: ${status}`);
                }
            }),
    );
    hosts.forget(plan.from);
    hosts.forget(plan.to);
    return { result, timeline: timelineOf(result.lines, performance.now()) };
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
