import type { ZoneConfiguration } from "../../solaris/zoneConfiguration";
import { existingConfiguration } from "./configurations";
import { describeDifference, differencesBetween } from "./differences";
import { concern, type Finding } from "./findings";
import type { PreflightInput } from "./input";

/** The configuration that the target has of the zone already, and in what it differs from the one that runs. */
export function judgeLeftover(input: PreflightInput): Finding[] {
    const existing = existingConfiguration(input);
    return existing === undefined ? [] : [...compareKeys(input, existing), ...compareAll(input, existing)];
}

/** The keys must match (solaris-facts 4.1 [C]). They are compared here and shown nowhere. */
function compareKeys(
    { zone, source, target, sourceConfiguration }: PreflightInput,
    there: ZoneConfiguration,
): Finding[] {
    const keysOnly = (configuration: ZoneConfiguration): ZoneConfiguration => ({
        ...configuration,
        properties: new Map(),
        resources: configuration.resources.filter(({ type }) => type === "keysource"),
    });
    const [here, other] = [keysOnly(sourceConfiguration), keysOnly(there)];
    if (differencesBetween(here, other).length === 0) {
        return [];
    }
    const how =
        other.resources.length === 0
            ? `has no keysource, and the zone on ${source.host} has one`
            : here.resources.length === 0
              ? `has a keysource, and the zone on ${source.host} has none`
              : `has another keysource than the zone on ${source.host}`;
    return [
        concern("KEYSOURCE_DIFFERS", {
            message: `the configuration of ${zone} that ${target.host} has ${how}`,
            host: target.host,
            property: "host",
            remedy: `Delete it on ${target.host}, so that the source's is imported with its key: zonecfg -z ${zone} delete -F`,
        }),
    ];
}

function compareAll(input: PreflightInput, existing: ZoneConfiguration): Finding[] {
    const { zone, source, target, sourceConfiguration } = input;
    // The link may differ from host to host (seed example 47).
    const differences = differencesBetween(sourceConfiguration, existing, ["lower-link"]);
    if (differences.length === 0) {
        return [];
    }
    const sides = [`on ${source.host}`, `on ${target.host}`] as const;
    const uuids = [source.zone.uuid, target.kind === "seen" ? target.zone.uuid : undefined];
    const foreign = uuids[0] !== undefined && uuids[1] !== undefined && uuids[0] !== uuids[1];
    return [
        concern("TARGET_CONFIG_LEFTOVER", {
            message: `${target.host} has a configuration of ${zone} already, under which it will be booted there; it differs from the one on ${source.host} in ${differences.length === 1 ? "one thing" : `${differences.length} things`}`,
            host: target.host,
            property: "migration.overwriteTargetConfig",
            lines: [
                ...differences.map((difference) => describeDifference(difference, sides)),
                ...(foreign ? [`UUID: ${uuids[0] ?? ""} ${sides[0]}, ${uuids[1] ?? ""} ${sides[1]}`] : []),
            ],
            remedy: `If it is out of date, delete it on ${target.host}: zonecfg -z ${zone} delete -F\nor set migration.overwriteTargetConfig.`,
        }),
    ];
}
