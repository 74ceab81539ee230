import { resourcesOfType, valueOf, type ConfigurationDocument } from "../solaris/configuration/document";
import type { DeletionPolicy } from "./deletionSteps";

/**
 * Tells what deleting the resource does to the zone. What uninstall touches are the storage URIs of its configuration; how
 * much of each it wipes is Solaris's matter (solaris-facts 3.4). Pure.
 *
 * @param host Where the zone was last seen.
 * @param document Its stored configuration, where it is known. Secrets in it are not shown.
 */
export function describeDeletion(
    zone: string,
    host: string,
    policy: DeletionPolicy | "retain",
    document?: ConfigurationDocument,
): string[] {
    switch (policy) {
        case "retain":
            return [`${zone} is left as it is on ${host}: deletionPolicy is retain`];
        case "shutdown":
            return [`${zone} is shut down on ${host} and kept: deletionPolicy is shutdown`];
        case "delete":
            return [
                `${zone} is destroyed on ${host}: shut down, uninstalled, its configuration deleted`,
                ...(document === undefined
                    ? ["  uninstall destroys what is on its disks, as far as Solaris owns them"]
                    : describeStorage(document)),
            ];
    }
}

/** The storage that an uninstall touches, by the configuration. */
export function describeStorage(document: ConfigurationDocument): string[] {
    const uris = ["device", "suspend"].flatMap((type) =>
        resourcesOfType(document, type).flatMap((resource) => {
            const uri = valueOf(resource, "storage") ?? valueOf(resource, "path");
            const id = valueOf(resource, "id");
            return uri === undefined ? [] : [`${type}${id === undefined ? "" : ` ${id}`}: ${uri}`];
        }),
    );
    return uris.length === 0
        ? ["  its configuration names no storage"]
        : ["  uninstall destroys, as far as Solaris owns it, what is on:", ...uris.map((uri) => `    ${uri}`)];
}
