import type { SurveyRequest } from "../migration/survey";
import { timeLimits, type TimeLimits, type TimeSettings } from "../migration/timeLimits";
import type { ZoneContext } from "./context";
import { timeSettings } from "./moveSettings";
import { PlacementState } from "./placementState";
import type { KernelZoneInputs } from "./schema";
import { parseInputs, parseObservation, type PropertyBag } from "./state";

/** One zone that is to be brought to a host, and what is needed for that. */
export interface PlacementTask {
    readonly context: ZoneContext;
    readonly inputs: KernelZoneInputs;
    /** What the hosts are asked, as often as they are. */
    readonly request: SurveyRequest;
    /** Jobs that this update has finished, or has found to tell nothing, by id; the request has them too. */
    readonly doneJobs: Set<string>;
    readonly time: TimeSettings;
    /** For a migration whose zone cannot be sized up, because it is in between two hosts. */
    readonly limits: TimeLimits;
    /** What the state is to say of the zone. */
    readonly state: PlacementState;
}

/** @param wish The host on which the zone shall be. */
export function placementTask(
    id: string,
    olds: PropertyBag,
    news: PropertyBag,
    context: ZoneContext,
    wish: string,
): PlacementTask {
    const inputs = parseInputs(news);
    const last = parseObservation(olds);
    const { uuid, unfinishedOn, currentHost } = last;
    const doneJobs = new Set<string>();
    const time = timeSettings(inputs, news, context.defaults);
    return {
        context,
        inputs,
        request: {
            zone: inputs.zoneName,
            lastSeenOn: currentHost ?? String(olds["host"]),
            wish,
            doneJobs,
            shutsDown: inputs.migration.method === "cold",
            ...(uuid === undefined ? {} : { uuid }),
            ...(unfinishedOn === undefined ? {} : { unfinishedOn }),
        },
        doneJobs,
        time,
        limits: timeLimits(undefined, time),
        state: new PlacementState(id, news, last, wish),
    };
}
