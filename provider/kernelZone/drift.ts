import { isDeepStrictEqual } from "node:util";
import { SolarisError } from "../errors/solarisError";
import { kernelZoneSchema, type KernelZoneInputs } from "./schema";
import { isUnapplied } from "./unapplied";
import { parseObservation, type PropertyBag } from "./state";

/*
 * What to do about what somebody else has changed. A refresh writes it into the outputs; here it is held against the
 * program's `driftPolicy`. Pure.
 */

/** Whether somebody else has moved the zone, and the program has not asked for another host since. */
export function hasDriftedAway(olds: PropertyBag, news: PropertyBag): boolean {
    const { currentHost, driftedTo } = parseObservation(olds);
    return (
        driftedTo !== undefined &&
        driftedTo === currentHost &&
        driftedTo !== news["host"] &&
        olds["host"] === news["host"]
    );
}

/** Whether somebody else has changed the configuration, and the program has not changed `config` since. */
export function hasConfigurationDrifted(olds: PropertyBag, news: PropertyBag): boolean {
    const { configDrift = [] } = parseObservation(olds);
    return !isUnapplied(olds) && configDrift.length > 0 && isDeepStrictEqual(declared(olds), declared(news));
}

/** The host on which the zone shall be: `host`, or where somebody else's move of it is accepted. */
export function wishedHost(olds: PropertyBag, news: PropertyBag, { host, driftPolicy }: KernelZoneInputs): string {
    const { driftedTo } = parseObservation(olds);
    return driftPolicy.location === "accept" && driftedTo !== undefined && hasDriftedAway(olds, news)
        ? driftedTo
        : host;
}

/** Whether the configuration that is found is left as it is. */
export function leavesConfiguration(olds: PropertyBag, news: PropertyBag, { driftPolicy }: KernelZoneInputs): boolean {
    return driftPolicy.configuration === "accept" && hasConfigurationDrifted(olds, news);
}

/**
 * What is left as somebody else has made it, in words: an update that does nothing about it would seem to have overlooked it.
 *
 * @returns One text for each of place and configuration.
 */
export function describeAcceptedDrift(olds: PropertyBag, news: PropertyBag, inputs: KernelZoneInputs): string[] {
    const { zoneName, host } = inputs;
    const { currentHost, configDrift = [] } = parseObservation(olds);
    const stayed = wishedHost(olds, news, inputs);
    return [
        ...(stayed === host
            ? []
            : [
                  `${zoneName} is left on ${stayed}, where somebody has moved it, until \`host\` changes (it says ${host}): driftPolicy.location is "accept"`,
              ]),
        ...(leavesConfiguration(olds, news, inputs)
            ? [
                  [
                      `the configuration of ${zoneName} is left as somebody has changed it, until \`config\` changes: driftPolicy.configuration is "accept" (program -> ${currentHost ?? "host"}):`,
                      ...configDrift.map((line) => `  ${line}`),
                  ].join("\n"),
              ]
            : []),
    ];
}

/** @throws SolarisError ZONE_MOVED_AWAY, CONFIG_DRIFTED where the policy is to stop. */
export function requireNoDrift(
    olds: PropertyBag,
    news: PropertyBag,
    { zoneName, host, driftPolicy }: KernelZoneInputs,
): void {
    const { driftedTo, configDrift = [] } = parseObservation(olds);
    if (driftPolicy.location === "fail" && driftedTo !== undefined && hasDriftedAway(olds, news)) {
        throw new SolarisError("ZONE_MOVED_AWAY", {
            message: `somebody has moved ${zoneName} to ${driftedTo}; the program says ${host}`,
            host: driftedTo,
            property: "host",
        });
    }
    if (driftPolicy.configuration === "fail" && hasConfigurationDrifted(olds, news)) {
        throw new SolarisError("CONFIG_DRIFTED", {
            message: `somebody has changed the configuration of ${zoneName}`,
            property: "config",
            lines: configDrift,
        });
    }
}

/** `config` and the overrides with defaults filled in, so that another way of writing the same is no change. */
function declared(bag: PropertyBag): unknown {
    const { config, hostOverrides } = kernelZoneSchema.shape;
    const parsed = [config.safeParse(bag["config"]), hostOverrides.safeParse(bag["hostOverrides"])];
    return parsed.every(({ success }) => success)
        ? parsed.map(({ data }) => data)
        : [bag["config"], bag["hostOverrides"]];
}
