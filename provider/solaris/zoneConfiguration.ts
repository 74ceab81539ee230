import type { ConfigurationDocument, ConfigurationResource } from "./configuration/document";
import type { ExportedConfiguration } from "./configuration/parseExport";
import { parseMemory } from "./memorySize";

export { parseExport } from "./configuration/parseExport";

/** One `add RESOURCE ... end` block of an exported configuration. Repeated properties keep all their values. */
export type ZoneResource = ConfigurationResource;

/** A zone's configuration as `zonecfg export` prints it, with the script itself. */
export type ZoneConfiguration = ExportedConfiguration;

/** The anet with a given `id` property. */
export function anetOf(configuration: ConfigurationDocument, id: number): ZoneResource | undefined {
    return resourcesOf(configuration, "anet").find((anet) => propertyOf(anet, "id") === String(id));
}

/** The ids of all anets, for messages. */
export function anetIds(configuration: ConfigurationDocument): string[] {
    return resourcesOf(configuration, "anet").flatMap((anet) => propertyOf(anet, "id") ?? []);
}

/** A property's (first) value. */
export function propertyOf(resource: ZoneResource, name: string): string | undefined {
    return resource.properties.get(name)?.[0];
}

/**
 * Whether two configurations describe the same zone, apart from what may differ between hosts: the lower-links, and the
 * MAC address that a host has chosen by itself.
 */
export function describesSameZone(a: ZoneConfiguration, b: ZoneConfiguration): boolean {
    return portableLines(a).join("\n") === portableLines(b).join("\n");
}

/** Whether two configurations are the same, apart from the MAC address that a host has chosen by itself. */
export function sameConfiguration(a: ZoneConfiguration, b: ZoneConfiguration): boolean {
    const lines = ({ script }: ZoneConfiguration): string =>
        script
            .split("\n")
            .filter((line) => !line.startsWith("set auto-mac-address="))
            .join("\n");
    return lines(a) === lines(b);
}

function portableLines({ script }: ZoneConfiguration): string[] {
    return script.split("\n").filter((line) => !/^set (?:lower-link|auto-mac-address)=/.test(line));
}

/** What a zone takes up on a host, as far as its configuration says. */
export interface ZoneSize {
    /** Bytes of `capped-memory: physical`. */
    readonly memoryBytes?: number;
    /** `virtual-cpu: ncpus`; the upper end where it is a range. */
    readonly vcpus?: number;
}

/** Memory and virtual CPUs. Absent means that the configuration does not say: Solaris's default then applies. */
export function sizeOf(configuration: ConfigurationDocument): ZoneSize {
    const memory = firstValue(configuration, "capped-memory", "physical");
    const cpus =
        firstValue(configuration, "virtual-cpu", "ncpus") ?? firstValue(configuration, "dedicated-cpu", "ncpus");
    const memoryBytes = memory === undefined ? undefined : parseMemory(memory);
    const vcpus = cpus === undefined ? undefined : Number(/(?:^|\D)(\d+)$/.exec(cpus.trim())?.[1]);
    return {
        ...(memoryBytes === undefined ? {} : { memoryBytes }),
        ...(vcpus === undefined || Number.isNaN(vcpus) ? {} : { vcpus }),
    };
}

function firstValue(configuration: ConfigurationDocument, type: string, name: string): string | undefined {
    const resource = resourcesOf(configuration, type)[0];
    return resource === undefined ? undefined : propertyOf(resource, name);
}

function resourcesOf(configuration: ConfigurationDocument, type: string): ZoneResource[] {
    return configuration.resources.filter((resource) => resource.type === type);
}
