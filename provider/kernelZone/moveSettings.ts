import type { MoveSettings } from "../migration/plan";
import type { TimeSettings } from "../migration/timeLimits";
import { parseGoDuration, updateTimeoutKey } from "./customTimeouts";
import type { MigrationDefaults } from "./migrationDefaults";
import type { KernelZoneInputs } from "./schema";
import type { PropertyBag } from "./state";

/**
 * The part of a resource's inputs that shapes a move.
 *
 * @param to The host to which it leads.
 */
export function moveSettings(inputs: KernelZoneInputs, to: string, time: TimeSettings): MoveSettings {
    const { method, allowDowntime, scheme, user, address, port, cipher, overwriteTargetConfig } = inputs.migration;
    return {
        method,
        allowDowntime,
        route: {
            ...(scheme === undefined ? {} : { scheme }),
            ...(user === undefined ? {} : { user }),
            ...(address === undefined ? {} : { address }),
            ...(port === undefined ? {} : { port }),
        },
        ...(cipher === undefined ? {} : { cipher }),
        overwriteTargetConfig,
        overrides: inputs.hostOverrides[to]?.anets ?? [],
        // What the target has is overwritten with what the source has; the rest comes after the move.
        declaredLinks: overwriteTargetConfig ? [] : declaredLinks(inputs),
        time,
    };
}

/** The lower-links that `config` declares; on its way to another host a zone's network must fit that host. */
function declaredLinks({ config }: KernelZoneInputs): MoveSettings["overrides"] {
    return (config?.anets ?? []).flatMap(({ id, lowerLink }) => (lowerLink === undefined ? [] : [{ id, lowerLink }]));
}

/** Bounds on waiting: the zone's own, then `customTimeouts.update`, then those for all zones. */
export function timeSettings(
    { migration: { timeouts, onTimeout } }: KernelZoneInputs,
    news: PropertyBag,
    defaults: MigrationDefaults,
): TimeSettings {
    const custom = news[updateTimeoutKey];
    const migrate =
        timeouts.migrate ??
        (typeof custom === "string" ? parseGoDuration(custom) : undefined) ??
        defaults.timeouts.migrate;
    const { dryRun = defaults.timeouts.dryRun, stall = defaults.timeouts.stall } = timeouts;
    const { queue = defaults.timeouts.queue } = timeouts;
    return {
        onTimeout: onTimeout ?? defaults.onTimeout,
        ...(dryRun === undefined ? {} : { dryRun }),
        ...(migrate === undefined ? {} : { migrate }),
        ...(stall === undefined ? {} : { stall }),
        ...(queue === undefined ? {} : { queue }),
    };
}
