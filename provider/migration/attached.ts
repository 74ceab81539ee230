import { phaseOf, phaseStatus } from "../solaris/migrateTranscript";
import { ConfigurationRedactor, redactLines } from "../solaris/redact";
import type { SolarisHosts } from "../solaris/hosts";
import type { CommandResult, OutputLine } from "../transport/command";
import { whileShowing, type Reporter } from "./report";
import type { Attempt, AttemptEnd } from "./runJob";
import type { MoveStep } from "./steps";
import type { TimeLimits } from "./timeLimits";
import { timelineOf } from "./timeline";

/**
 * Runs a move's steps in our own SSH session, for a host that does not let them run detached. If the link breaks,
 * zoneadm itself goes on [A], but nobody hears how it ends: then only what both hosts show counts.
 */
export async function runAttached(
    hosts: SolarisHosts,
    from: string,
    steps: readonly MoveStep[],
    { limits, reporter }: { readonly limits: TimeLimits; readonly reporter: Reporter },
): Promise<Attempt> {
    const redactor = new ConfigurationRedactor();
    const lines: OutputLine[] = [];
    let status = "starting";
    let end: AttemptEnd = { kind: "ended", status: { kind: "done" } };
    const run = async (): Promise<void> => {
        for (const { name, call } of steps) {
            status = name;
            const bounded = { ...call, timeoutMs: limits.hardMs };
            const result = await hosts.call(from, bounded, (line) => {
                lines.push(line);
                const phase = phaseOf(redactor.line(line.text) ?? "");
                if (phase !== undefined) {
                    status = phaseStatus[phase];
                    reporter.status(`migrating: ${status}`);
                }
            });
            if (result.kind !== "exited" || result.exitCode !== 0) {
                end = endOfStep(hosts, from, name, result);
                return;
            }
        }
    };
    await whileShowing(reporter, () => `migrating: ${status}`, run);
    return {
        end,
        lines: redactLines(lines.map(({ text }) => text)).filter((text) => text.trim() !== ""),
        timeline: timelineOf(lines, performance.now()),
        detached: false,
    };
}

function endOfStep(hosts: SolarisHosts, from: string, step: string, result: CommandResult): AttemptEnd {
    switch (result.kind) {
        case "exited":
            return { kind: "ended", status: { kind: "failed", step, exitCode: result.exitCode } };
        case "timedOut":
            return { kind: "overtime", verdict: "over" };
        default:
            return { kind: "died", reason: hosts.failure(from, `zoneadm ${step}`, result).details.message };
    }
}
