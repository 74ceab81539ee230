import { move } from "../migration/move";
import type { MoveOutcome } from "../migration/moveOutcome";
import { planMove, type MovePlan } from "../migration/plan";
import { refusalOf } from "../migration/preflight/findings";
import { showSurvey, type Survey } from "../migration/survey";
import { moveSettings } from "./moveSettings";
import type { PlacementTask } from "./placementTask";

/**
 * Moves a zone when it is its turn.
 *
 * @returns undefined where the zone was moved, or is being moved, by somebody else while it waited.
 */
export async function moveInTurn(task: PlacementTask, survey: Survey): Promise<MoveOutcome | undefined> {
    const { hosts, gate, reporter } = task.context;
    const { dryRun } = task.inputs.migration;
    const plan = requirePlan(task, survey);
    const operation = { zone: plan.zone, source: plan.from, target: plan.to };
    let waited = false;
    const onWait = (reason: string) => {
        waited = true;
        reporter.status(`waits for ${reason}`);
    };
    return gate.run(operation, { timeoutMs: plan.limits.queueMs, onWait }, async () => {
        if (!waited) {
            return move(hosts, plan, dryRun, reporter);
        }
        // A queue can last hours, and the plan is made from what was seen before.
        const found = await showSurvey(hosts, task.request, reporter);
        return found.kind === "toMove" && found.survey.source.host === plan.from
            ? move(hosts, requirePlan(task, found.survey), dryRun, reporter)
            : undefined;
    });
}

/** @throws SolarisError that names everything that is in the way of the move. */
function requirePlan({ context, inputs, request, time }: PlacementTask, survey: Survey): MovePlan {
    const { inventory } = context.hosts;
    const hosts = { source: inventory.get(survey.source.host), target: inventory.get(request.wish) };
    const planned = planMove(survey, hosts, moveSettings(inputs, request.wish, time));
    if ("findings" in planned) {
        throw refusalOf(planned.findings);
    }
    return planned.plan;
}
