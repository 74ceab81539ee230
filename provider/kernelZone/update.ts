import type { Survey } from "../migration/survey";
import { applyChange } from "../reconfigure/applyChange";
import { editsBeforeMove } from "../reconfigure/changePlan";
import { bringIntoLine } from "./bringIntoLine";
import type { ZoneContext } from "./context";
import { continueCreation, type ResourceState } from "./create";
import { isUnfinishedCreation } from "./unfinishedCreation";
import { leavesConfiguration, requireNoDrift, wishedHost } from "./drift";
import { placeZone } from "./placement";
import { parseInputs, type PropertyBag } from "./state";
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
    const inputs = parseInputs(news);
    if (isUnfinishedCreation(olds)) {
        return continueCreation(id, olds, news, context);
    }
    requireNoDrift(olds, news, inputs);
    const wish = wishedHost(olds, news, inputs);
    const leaves = leavesConfiguration(olds, news, inputs);
    let prepared = false;
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
        made.forEach((edit) => context.reporter.info(`before the move, on ${source.host}: ${edit}`));
        warnings.forEach((warning) => context.reporter.warn(warning));
        return made.length > 0;
    };
    const placed = await placeZone(id, olds, news, context, { wish, beforeMove });
    return bringIntoLine(placed, olds, news, context, { leavesConfiguration: leaves });
}
