import type { SolarisError } from "../errors/solarisError";
import { storageUriOf } from "../solaris/configuration/disk";
import { resourcesOfType, valueOf, type ConfigurationDocument } from "../solaris/configuration/document";

/**
 * Tells what `deletionPolicy: "delete"` does to the zone. What uninstall touches are the storage URIs of its configuration;
 * how much of each it wipes is Solaris's matter (solaris-facts 3.4). Pure.
 *
 * @param host Where the zone is then.
 * @param document Its stored configuration. Secrets in it are not shown.
 * @param refusal Why it would be refused as things are; undefined where nothing is known to be in the way.
 */
export function describeDeletion(
    zone: string,
    host: string,
    document: ConfigurationDocument,
    refusal?: SolarisError,
): string[] {
    return [
        `${zone} is destroyed on ${host}: shut down, uninstalled, its configuration deleted`,
        ...describeStorage(document),
        ...(refusal === undefined ? [] : describeRefusal(refusal)),
    ];
}

function describeRefusal({ code, details }: SolarisError): string[] {
    return [
        `  as things are, that would be refused (${code}): ${details.message}`,
        ...(details.lines ?? []).map((line) => `    ${line}`),
    ];
}

/** The storage that an uninstall touches, by the configuration. */
export function describeStorage(document: ConfigurationDocument): string[] {
    const uris = ["device", "suspend"].flatMap((type) =>
        resourcesOfType(document, type).flatMap((resource) => {
            const uri = storageUriOf(resource);
            const id = valueOf(resource, "id");
            return uri === undefined ? [] : [`${type}${id === undefined ? "" : ` ${id}`}: ${uri}`];
        }),
    );
    return uris.length === 0
        ? ["  its configuration names no storage"]
        : ["  uninstall destroys, as far as Solaris owns it, what is on:", ...uris.map((uri) => `    ${uri}`)];
}
