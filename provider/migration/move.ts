import { expectSolarisError } from "../errors/expectSolarisError";
import { SolarisError } from "../errors/solarisError";
import { newJobId, stopJob } from "../solaris/job/jobCalls";
import type { JobRequest } from "../solaris/job/jobRequest";
import type { SolarisHosts } from "../solaris/hosts";
import { runAttached } from "./attached";
import { concludeMove, withLeftover } from "./conclude";
import type { EndedMove } from "./endedMove";
import { dryRun, isInconclusive } from "./dryRun";
import { goneFromSource } from "./goneFromSource";
import { clearJob } from "./jobRecord";
import type { MoveOutcome } from "./moveOutcome";
import type { MovePlan } from "./plan";
import { whileShowing, type Reporter } from "./report";
import { requester } from "./requester";
import { DetachRefused, runJob, type Attempt } from "./runJob";
import { jobSteps, stepsOf, type MoveStep } from "./steps";
import { prepareTarget, restoreTarget, unmetOverrides, type TargetBefore } from "./targetConfiguration";
import { describeJobOrigin, waitForJob } from "./underWay";

/** What a dry run decides; see `migration.dryRun` of the resource. */
export type DryRunPolicy = "required" | "warn" | "skip";

/**
 * Moves a zone: prepare the target where the plan says so, dry run, run the steps as a durable job on the source, look at
 * both hosts, tidy up.
 *
 * The point of no return is the start of the job. Before it, whatever goes wrong leaves the zone and the target as they
 * were. After it nothing is repeated; only what both hosts show decides.
 */
export async function move(
    hosts: SolarisHosts,
    plan: MovePlan,
    policy: DryRunPolicy,
    reporter: Reporter,
): Promise<MoveOutcome> {
    const prepared = await beforeTheMove(hosts, plan, policy, reporter);
    if (prepared.error !== undefined) {
        return { kind: "refused", error: prepared.error };
    }
    const conflict = await overridesConflict(hosts, plan);
    if (conflict !== undefined) {
        return { kind: "refused", error: conflict };
    }
    if (prepared.unsure) {
        const error = await goneFromSource(hosts, plan);
        if (error !== undefined) {
            return { kind: "refused", error };
        }
    }
    const { zone, from, to, method, bootAfterwards } = plan;
    const request: JobRequest = {
        id: newJobId(),
        zone,
        from,
        to,
        method,
        bootAfterwards,
        targetHad: plan.targetConfigurationBefore !== undefined,
        by: requester(),
        asked: new Date().toISOString(),
        ...(plan.size.memoryBytes === undefined ? {} : { memoryBytes: plan.size.memoryBytes }),
        ...(plan.uuid === undefined ? {} : { uuid: plan.uuid }),
    };
    hosts.forget(from);
    hosts.forget(to);
    const attempt = await attemptMove(hosts, plan, request, stepsOf(plan, prepared.typeFlag), reporter);
    const stopped = attempt.end.kind === "overtime" && plan.limits.onTimeout === "fail" && plan.stop !== undefined;
    if (stopped) {
        await stopSteps(hosts, request);
    }
    if (attempt.end.kind === "ended" && attempt.end.status.kind === "held") {
        const error = await busyError(hosts, plan, attempt.end.status.by);
        await clearJob(hosts, request, "remove");
        const leftover =
            plan.targetConfiguration.kind === "prepared" ? await showRestoring(hosts, plan, reporter) : undefined;
        return { kind: "refused", error: leftover === undefined ? error : withLeftover(error, leftover) };
    }
    const ended: EndedMove = {
        zone,
        from,
        to,
        method,
        bootAfterwards,
        start: request.asked,
        timeline: attempt.timeline,
        restoreTarget: () => showRestoring(hosts, plan, reporter),
        ...(attempt.detached ? { job: request.id } : {}),
        ...(plan.uuid === undefined ? {} : { uuid: plan.uuid }),
    };
    const outcome = await concludeMove(hosts, ended, { ...attempt, stopped }, { limits: plan.limits, reporter });
    return outcome.kind === "moved"
        ? { ...outcome, warnings: [...outcome.warnings, ...(await overridesWarnings(hosts, plan))] }
        : outcome;
}

/**
 * Right before the start: whether the target still has the configuration that the overrides are about. Solaris would
 * silently import the source's.
 */
async function overridesConflict(hosts: SolarisHosts, plan: MovePlan): Promise<SolarisError | undefined> {
    if (plan.targetConfiguration.kind !== "prepared" && plan.targetConfiguration.kind !== "existing") {
        return undefined;
    }
    try {
        const unmet = await unmetOverrides(hosts, plan, "stored");
        return unmet.length === 0 ? undefined : overridesError(plan, unmet);
    } catch (error) {
        return overridesError(plan, [expectSolarisError(error).details.message]);
    }
}

function overridesError({ zone, to }: MovePlan, lines: readonly string[]): SolarisError {
    return new SolarisError("TARGET_CONFIG_CONFLICT", {
        message: `the configuration of ${zone} with hostOverrides is not on ${to} any more; nothing was begun`,
        host: to,
        property: `hostOverrides.${to}.anets`,
        lines,
        remedy: `Somebody else has changed it, such as a preview of the same zone at the same time. Run \`pulumi up\` again.`,
    });
}

/** What came of the overrides, as the zone has arrived. */
async function overridesWarnings(hosts: SolarisHosts, plan: MovePlan): Promise<string[]> {
    try {
        const unmet = await unmetOverrides(hosts, plan, "stored");
        return unmet.map((difference) => `${plan.zone} has arrived on ${plan.to} with ${difference}`);
    } catch (error) {
        return [
            `whether ${plan.zone} has the hostOverrides on ${plan.to} could not be seen: ${expectSolarisError(error).details.message}`,
        ];
    }
}

async function attemptMove(
    hosts: SolarisHosts,
    plan: MovePlan,
    request: JobRequest,
    steps: readonly MoveStep[],
    reporter: Reporter,
): Promise<Attempt> {
    const { from, limits } = plan;
    const { privilege } = hosts.inventory.get(from);
    try {
        return await runJob(hosts, request, jobSteps(steps, privilege), {
            limits,
            reporter,
            startedAt: performance.now(),
        });
    } catch (error) {
        if (!(error instanceof DetachRefused)) {
            throw error;
        }
        reporter.warn(
            `${from} does not let the migration run detached (${error.message}); it runs in this session, and nobody hears how it ends if the link breaks`,
        );
        await clearJob(hosts, request, "remove");
        return runAttached(hosts, plan, steps, reporter);
    }
}

/** What is running goes on; no further step of the job is begun, so that nothing moves after the failure was reported. */
async function stopSteps(hosts: SolarisHosts, { zone, id, from }: JobRequest): Promise<void> {
    try {
        await hosts.call(from, stopJob(zone, id).call);
    } catch (error) {
        // It cannot be asked, and that is what the failure says.
        if (!SolarisError.isInstance(error)) {
            throw error;
        }
    }
}

/** Somebody else's job has the zone: who that is. */
async function busyError(hosts: SolarisHosts, { zone, from }: MovePlan, id: string): Promise<SolarisError> {
    const who = await hosts.jobs(from).then(
        ({ jobs }) => jobs.find((job) => job.zone === zone && job.id === id),
        () => undefined,
    );
    return new SolarisError("ZONE_BUSY", {
        remedy: waitForJob(zone, from),
        message: `${zone} is being moved from ${from}${who === undefined ? "" : ` to ${who.to}`} at this moment by somebody else`,
        host: from,
        ...(who === undefined ? {} : { lines: [describeJobOrigin(who)] }),
    });
}

async function beforeTheMove(
    hosts: SolarisHosts,
    plan: MovePlan,
    policy: DryRunPolicy,
    reporter: Reporter,
): Promise<{ readonly typeFlag: boolean; readonly unsure: boolean; readonly error?: SolarisError }> {
    if (plan.targetConfiguration.kind === "prepared") {
        reporter.status(`preparing the configuration on ${plan.to}`);
        try {
            await prepareTarget(hosts, plan, plan.targetConfiguration.script);
        } catch (error) {
            return { typeFlag: true, unsure: true, error: expectSolarisError(error) };
        }
    }
    if (policy === "skip") {
        return { typeFlag: true, unsure: true };
    }
    const outcome = await dryRun(hosts, plan, reporter).catch((thrown: unknown) => ({
        error: expectSolarisError(thrown),
        typeFlag: true,
        lines: [],
    }));
    const { error, typeFlag } = outcome;
    if (error === undefined) {
        return { typeFlag, unsure: false };
    }
    // Only a verdict of Solaris can be passed over. A dry run of which nothing is known may still be at work.
    const passedOver = policy === "warn" && error.code === "DRY_RUN_REFUSED";
    if (passedOver || isInconclusive(plan, outcome, error)) {
        reporter.warn(`the dry run does not pass, and the move is tried all the same:\n${error.message}`);
        return { typeFlag, unsure: true };
    }
    const gone = await goneFromSource(hosts, plan);
    if (gone?.code === "ZONE_BUSY") {
        // What is on the target now is not this dry run's.
        return { typeFlag, unsure: true, error: gone };
    }
    const leftover = await showRestoring(hosts, plan, reporter);
    return { typeFlag, unsure: true, error: leftover === undefined ? error : withLeftover(error, leftover) };
}

/** Restores the target where a person can see what is being waited for. */
export function showRestoring(
    hosts: SolarisHosts,
    target: TargetBefore,
    reporter: Reporter,
): Promise<SolarisError | undefined> {
    return whileShowing(
        reporter,
        () => `checking that ${target.to} is as it was`,
        () => restoreTarget(hosts, target),
    );
}
