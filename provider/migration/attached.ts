import { expectSolarisError } from "../errors/expectSolarisError";
import { callFailure } from "../solaris/callFailure";
import { shownLines } from "../solaris/shownLines";
import type { SolarisHosts } from "../solaris/hosts";
import type { CommandResult } from "../transport/command";
import { JobWatch, Overtime } from "./jobWatch";
import type { MovePlan } from "./plan";
import type { Reporter } from "./report";
import type { Attempt, AttemptEnd } from "./runJob";
import type { MoveStep } from "./steps";
import { timelineOf } from "./timeline";

/**
 * Runs a move's steps in our own SSH session, for a host that does not let them run detached. If the link breaks,
 * zoneadm itself goes on [A], but nobody hears how it ends, and no further step is begun: then only what both hosts show
 * counts.
 */
export async function runAttached(
    hosts: SolarisHosts,
    { zone, from, to, limits }: Pick<MovePlan, "zone" | "from" | "to" | "limits">,
    steps: readonly MoveStep[],
    reporter: Reporter,
): Promise<Attempt> {
    const what = `the migration of ${zone} from ${from} to ${to}`;
    const watch = new JobWatch("", what, limits, reporter, performance.now());
    let end: AttemptEnd = { kind: "ended", status: { kind: "done" } };
    try {
        for (const [index, { name, call }] of steps.entries()) {
            watch.beginStep(name);
            const bounded = { ...call, timeoutMs: watch.remainingMs };
            const stepEnd = await runStep(from, name, index === 0, () =>
                hosts.call(from, bounded, (line) => watch.hear(line), watch.overtime),
            );
            if (stepEnd !== undefined) {
                end = stepEnd;
                break;
            }
        }
    } finally {
        watch.stop();
    }
    return {
        end,
        lines: shownLines(watch.lines),
        timeline: timelineOf(watch.lines, performance.now()),
        detached: false,
    };
}

/** @returns How the move ended with this step; undefined where the next one can begin. */
async function runStep(
    from: string,
    name: MoveStep["name"],
    first: boolean,
    run: () => Promise<CommandResult>,
): Promise<AttemptEnd | undefined> {
    try {
        const result = await run();
        if (result.kind !== "exited") {
            return { kind: "untold", reason: callFailure(from, `zoneadm ${name}`, result).details.message };
        }
        return result.exitCode === 0
            ? undefined
            : { kind: "ended", status: { kind: "failed", step: name, exitCode: result.exitCode } };
    } catch (error) {
        if (error instanceof Overtime) {
            return { kind: "overtime", verdict: error.verdict };
        }
        const expected = expectSolarisError(error);
        return first ? { kind: "notStarted", error: expected } : { kind: "untold", reason: expected.details.message };
    }
}
