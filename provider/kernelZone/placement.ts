import { SolarisError } from "../errors/solarisError";
import { lookBehind } from "../migration/leftBehind";
import type { MoveOutcome } from "../migration/moveOutcome";
import { showSurvey, type Survey, type SurveyResult } from "../migration/survey";
import type { ZoneContext } from "./context";
import type { ResourceState } from "./create";
import { describeMove } from "./describe";
import { moveInTurn } from "./moveInTurn";
import { awaitOthers, finishJob, followJob, requireSameWay, setAside } from "./otherMoves";
import { placementTask, type PlacementTask } from "./placementTask";
import type { PropertyBag } from "./state";

// What can lie in the way of a move, one after the other: a job of an earlier run, a migration by hand, a change before it.
const maximumRounds = 8;

/** How a zone is brought to where it shall be. */
export interface PlacementOptions {
    /** The host on which it shall be: `host`, or where somebody else's move of it is accepted. */
    readonly wish: string;
    /**
     * What comes before a move, once it is certain that there will be one.
     *
     * @returns Whether anything was changed, so that the zone has to be looked at anew.
     */
    readonly beforeMove?: (survey: Survey) => Promise<boolean>;
}

/**
 * Brings a zone to where it shall be: looks where it is, does what is next, and looks again, until it is there.
 *
 * @throws SolarisError where nothing was changed; PartialFailure where something was, with the truth in its properties.
 */
export async function placeZone(
    id: string,
    olds: PropertyBag,
    news: PropertyBag,
    context: ZoneContext,
    { wish, beforeMove }: PlacementOptions,
): Promise<ResourceState> {
    const task = placementTask(id, olds, news, context, wish);
    try {
        return { id, outs: await makeTrue(task, beforeMove) };
    } catch (error) {
        throw task.state.failureAfter(error);
    }
}

async function makeTrue(
    task: PlacementTask,
    beforeMove: PlacementOptions["beforeMove"],
): Promise<Record<string, unknown>> {
    const { hosts, reporter } = task.context;
    for (let round = 0; round < maximumRounds; round++) {
        const found = await showSurvey(hosts, task.request, reporter);
        switch (found.kind) {
            case "toMove": {
                if ((await beforeMove?.(found.survey)) === true) {
                    break;
                }
                await setAside(task, found.obsoleteJobs);
                const outcome = await moveInTurn(task, found.survey);
                if (outcome !== undefined) {
                    return conclude(task, outcome);
                }
                break;
            }
            case "alreadyThere":
                await setAside(task, found.obsoleteJobs);
                return stay(task, found);
            case "moving":
                await awaitOthers(task, found);
                break;
            case "underWay":
                requireSameWay(task, found);
                return conclude(task, await followJob(task, found.job));
            case "unfinished": {
                const outcome = await finishJob(task, found.job);
                if (outcome !== undefined) {
                    return conclude(task, outcome);
                }
            }
        }
    }
    throw new SolarisError("MIGRATION_IN_PROGRESS", {
        message: `${task.request.zone} is being moved again and again by somebody else`,
    });
}

/** The zone is where it shall be; whoever moved it may have left something behind. */
async function stay(
    task: PlacementTask,
    { sighting }: SurveyResult & { readonly kind: "alreadyThere" },
): Promise<Record<string, unknown>> {
    const { context, request, state } = task;
    const { hosts, reporter } = context;
    const { zone, uuid, lastSeenOn, wish } = request;
    if (lastSeenOn !== wish) {
        reporter.info(`${zone} is already on ${wish}; nothing to move`);
    }
    const from = leftBehindOn(task) ?? lastSeenOn;
    if (from === wish || uuid === undefined) {
        return state.seen({ host: wish, zone: sighting.zone });
    }
    const { zone: seen, ...found } = await lookBehind(hosts, { zone, uuid, from, to: wish }, sighting.zone, reporter);
    found.warnings.forEach((warning) => reporter.warn(warning));
    return state.seen({ host: wish, zone: seen }, found);
}

/** A host that is no longer known cannot be looked at: that is told once, and then forgotten. */
function leftBehindOn({ context: { hosts, reporter }, request }: PlacementTask): string | undefined {
    const { zone, unfinishedOn } = request;
    if (unfinishedOn === undefined || hosts.inventory.knows(unfinishedOn)) {
        return unfinishedOn;
    }
    reporter.warn(
        `what a move of ${zone} may have left on ${unfinishedOn} cannot be looked at: no host of that name is known any more`,
    );
    return undefined;
}

function conclude({ context, limits, state }: PlacementTask, outcome: MoveOutcome): Record<string, unknown> {
    const { reporter } = context;
    switch (outcome.kind) {
        case "refused":
            throw outcome.error;
        case "failed": {
            // What goes on while the zone runs has changed nothing that the state says.
            const { error, overtime, stopsZone } = outcome;
            const goesOn = overtime === true && stopsZone !== true;
            throw goesOn && limits.onTimeout === "fail" ? error : state.failure(outcome);
        }
        case "moved": {
            const { record, zone } = outcome;
            const warnings = [...outcome.warnings, ...state.haltedWarnings(record.to, zone)];
            reporter.info(describeMove(outcome));
            warnings.forEach((warning) => reporter.warn(warning));
            return state.moved(outcome, warnings);
        }
    }
}
