import type { ZoneConfiguration, ZoneResource } from "../../solaris/zoneConfiguration";
import type { PreflightInput } from "./input";

/** All resources of a type, in the order of the export. */
export function resourcesOf({ resources }: ZoneConfiguration, type: string): readonly ZoneResource[] {
    return resources.filter((resource) => resource.type === type);
}

/** A global property's (first) value. */
export function globalOf({ properties }: ZoneConfiguration, name: string): string | undefined {
    return properties.get(name)?.[0];
}

/** The target's own configuration of the zone, where the zone will be booted under it. */
export function existingConfiguration(input: PreflightInput): ZoneConfiguration | undefined {
    return input.overwriteTargetConfig ? undefined : input.targetConfiguration;
}

/** The configuration under which the zone will be booted on the target, apart from host overrides. */
export function configurationToCome(input: PreflightInput): ZoneConfiguration {
    return existingConfiguration(input) ?? input.sourceConfiguration;
}
