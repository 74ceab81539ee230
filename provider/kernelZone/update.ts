import { SolarisError } from "../errors/solarisError";
import type { Survey } from "../migration/survey";
import { applyChange } from "../reconfigure/applyChange";
import { editsBeforeMove } from "../reconfigure/changePlan";
import { asBootOwed, owesBoot } from "./bootOwed";
import { bringIntoLine } from "./bringIntoLine";
import type { ZoneContext } from "./context";
import { continueCreation, type ResourceState } from "./create";
import { describeAcceptedDrift, leavesConfiguration, requireNoDrift, wishedHost } from "./drift";
import { asOutlasted, outlastedPaths } from "./outlasted";
import { PartialFailure } from "./partialFailure";
import { placeZone } from "./placement";
import { outputsOf, parseInputs, parseObservation, type PropertyBag } from "./state";
import { asNotApplied } from "./unapplied";
import { carriedToken, isUnfinishedCreation } from "./unfinishedCreation";
import { configurationWish } from "./wish";

/**
 * Makes the wish true, in the order that is safe: what the target of a move needs beforehand, the move, the rest of the
 * configuration, and the state.
 *
 * @throws SolarisError where nothing was changed; PartialFailure where something was, with the truth in its properties.
 */
export async function update(
    id: string,
    olds: PropertyBag,
    news: PropertyBag,
    context: ZoneContext,
): Promise<ResourceState> {
    const carrying = (outs: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
        ...outs,
        ...carriedToken(olds),
    });
    try {
        const { outs, ...more } = await makeTrue(id, olds, news, context);
        return { ...more, outs: carrying(outs) };
    } catch (error) {
        throw error instanceof PartialFailure
            ? new PartialFailure(error.id, carrying(error.properties), error.reasons)
            : error;
    }
}

async function makeTrue(
    id: string,
    olds: PropertyBag,
    news: PropertyBag,
    context: ZoneContext,
): Promise<ResourceState> {
    const inputs = parseInputs(news);
    if (isUnfinishedCreation(olds)) {
        const made = await continueCreation(id, olds, news, context);
        return bringIntoLine(made, olds, news, context, { leavesConfiguration: false });
    }
    requireNoDrift(olds, news, inputs);
    describeAcceptedDrift(olds, news, inputs).forEach((text) => {
        context.reporter.info(text);
    });
    const wish = wishedHost(olds, news, inputs);
    const leaves = leavesConfiguration(olds, news, inputs);
    const before: BeforeMove = { begun: false, made: [], mayBeMade: false };
    const beforeMove = async ({ source }: Survey): Promise<boolean> => {
        const configuration = leaves || before.begun ? undefined : configurationWish(inputs, source.host, olds);
        if (configuration === undefined || source.zone.state !== "running") {
            return false;
        }
        before.begun = true;
        const shutsDown = inputs.migration.method === "cold";
        const { made, warnings } = await applyChange(
            context.hosts,
            {
                zone: inputs.zoneName,
                host: source.host,
                // What the zone comes up under anyway is not tried in the running one.
                runs: !shutsDown,
                ...configuration,
                only: (plan) => editsBeforeMove(plan, shutsDown),
                onMayBeChanged: () => {
                    before.mayBeMade = true;
                },
            },
            context.reporter,
        );
        before.made = made;
        made.forEach((edit) => context.reporter.info(`before the move, on ${source.host}: ${edit}`));
        warnings.forEach((warning) => context.reporter.warn(warning));
        return made.length > 0;
    };
    const placed = await placeZone(id, olds, news, context, { wish, beforeMove }).catch((error: unknown) => {
        throw notPlaced(error, { id, olds, news, before, leaves });
    });
    return bringIntoLine(placed, olds, news, context, { leavesConfiguration: leaves });
}

/** What has become of the edits that come before a move. */
interface BeforeMove {
    begun: boolean;
    made: readonly string[];
    /** Some of them may have been made, also where an error says nothing of it. */
    mayBeMade: boolean;
}

/** A placement that has failed, as it was begun. */
interface FailedPlacement {
    readonly id: string;
    readonly olds: PropertyBag;
    readonly news: PropertyBag;
    readonly before: BeforeMove;
    /** Whether the configuration was to be left as it was found. */
    readonly leaves: boolean;
}

/** The error of a failed placement: the configuration is that of before, but for what was changed on the way. */
function notPlaced(error: unknown, { id, olds, news, before, leaves }: FailedPlacement): unknown {
    const keeping = (outs: Readonly<Record<string, unknown>>): Record<string, unknown> =>
        withRebootsOf(olds, leaves ? outs : asNotApplied(outs, olds));
    if (error instanceof PartialFailure) {
        return new PartialFailure(error.id, keeping(error.properties), error.reasons);
    }
    const { currentHost, zoneState, ...more } = parseObservation(olds);
    if (!before.mayBeMade || !SolarisError.isInstance(error) || currentHost === undefined || zoneState === undefined) {
        return error;
    }
    const seen = { warnings: [], ...more, currentHost, zoneState, configDrift: before.made };
    return new PartialFailure(id, keeping(outputsOf(news, seen)), [error.message]);
}

/** Outputs with what is still to be known of reboots before this update. */
function withRebootsOf(olds: PropertyBag, outs: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const known = asOutlasted(outs, outlastedPaths(olds, olds));
    return owesBoot(olds) ? asBootOwed(known) : known;
}
