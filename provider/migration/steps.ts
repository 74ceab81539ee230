import type { JobStep } from "../solaris/job/scripts/jobScript";
import { argvOf, type ToolCall } from "../solaris/tool";
import { migrate } from "../solaris/zoneadmMigrate";
import { shutdownZone, suspendZone } from "../solaris/zoneadmLifecycle";
import type { InventoryHost } from "../transport/inventory/inventory";
import type { MovePlan } from "./plan";

/** One program that the source runs for a move. */
export interface MoveStep {
    readonly name: "shutdown" | "suspend" | "dryRun" | "migrate";
    readonly call: ToolCall;
}

/**
 * What the source has to run, in order; each only if the one before has succeeded. A zone that is stopped for the move is
 * dry-run once more as what it is then, because before that Solaris could only try the live move.
 *
 * @param typeFlag Whether the source's zoneadm takes `-t live`.
 */
export function stepsOf(plan: MovePlan, typeFlag: boolean): MoveStep[] {
    const request = (dryRun: boolean): ToolCall =>
        migrate({
            zone: plan.zone,
            uri: plan.uri,
            dryRun,
            typeFlag: plan.method === "live" && typeFlag,
            overwriteTargetConfig: !dryRun && plan.targetConfiguration.kind === "overwritten",
            timeoutMs: plan.limits.totalMs,
            ...(plan.cipher === undefined ? {} : { cipher: plan.cipher }),
        });
    const stop: MoveStep[] =
        plan.stop === undefined
            ? []
            : [
                  { name: plan.stop, call: plan.stop === "suspend" ? suspendZone(plan.zone) : shutdownZone(plan.zone) },
                  ...(plan.targetConfiguration.kind === "overwritten"
                      ? []
                      : [{ name: "dryRun" as const, call: request(true) }]),
              ];
    return [...stop, { name: "migrate", call: request(false) }];
}

/** The steps as a job runs them, with the rights that the host's login has them with. */
export function jobSteps(steps: readonly MoveStep[], privilege: InventoryHost["privilege"]): JobStep[] {
    return steps.map(({ name, call }) => ({ name, argv: argvOf(call, privilege) }));
}
