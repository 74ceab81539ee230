import { SolarisError } from "../errors/solarisError";
import type { Survey } from "../migration/survey";
import { applyChange } from "../reconfigure/applyChange";
import { editsBeforeMove } from "../reconfigure/changePlan";
import { bringIntoLine } from "./bringIntoLine";
import type { ZoneContext } from "./context";
import { continueCreation, type ResourceState } from "./create";
import { leavesConfiguration, requireNoDrift, wishedHost } from "./drift";
import { PartialFailure } from "./partialFailure";
import { placeZone } from "./placement";
import { outputsOf, parseInputs, parseObservation, type PropertyBag } from "./state";
import { carriedToken, isUnfinishedCreation } from "./unfinishedCreation";
import { asNotApplied } from "./unapplied";
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
    const wish = wishedHost(olds, news, inputs);
    const leaves = leavesConfiguration(olds, news, inputs);
    let prepared = false;
    const before: string[] = [];
    const beforeMove = async ({ source }: Survey): Promise<boolean> => {
        const configuration = leaves || prepared ? undefined : configurationWish(inputs, source.host, olds);
        if (configuration === undefined || source.zone.state !== "running") {
            return false;
        }
        prepared = true;
        const { made, warnings } = await applyChange(
            context.hosts,
            { zone: inputs.zoneName, host: source.host, runs: true, ...configuration, only: editsBeforeMove },
            context.reporter,
        );
        before.push(...made);
        made.forEach((edit) => context.reporter.info(`before the move, on ${source.host}: ${edit}`));
        warnings.forEach((warning) => context.reporter.warn(warning));
        return made.length > 0;
    };
    const placed = await placeZone(id, olds, news, context, { wish, beforeMove }).catch((error: unknown) => {
        throw afterPreparing(error, { id, olds, news, before });
    });
    return bringIntoLine(placed, olds, news, context, { leavesConfiguration: leaves });
}

/** A failed placement: the configuration is that of before, but for what was changed on the way. */
function afterPreparing(
    error: unknown,
    {
        id,
        olds,
        news,
        before,
    }: {
        readonly id: string;
        readonly olds: PropertyBag;
        readonly news: PropertyBag;
        readonly before: readonly string[];
    },
): unknown {
    if (error instanceof PartialFailure) {
        return new PartialFailure(error.id, asNotApplied(error.properties, olds), error.reasons);
    }
    const { currentHost, zoneState, ...more } = parseObservation(olds);
    if (
        before.length === 0 ||
        !SolarisError.isInstance(error) ||
        currentHost === undefined ||
        zoneState === undefined
    ) {
        return error;
    }
    const seen = { warnings: [], ...more, currentHost, zoneState, configDrift: [...before] };
    return new PartialFailure(id, asNotApplied(outputsOf(news, seen), olds), [error.message]);
}
