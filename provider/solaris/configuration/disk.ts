import { type StorageNames, namedDisk, namedStorage } from "../storageUri";
import { type ConfigurationResource, valueOf } from "./document";

/** The properties by which a device names its disk; it has one of them. */
export const diskNames: ReadonlySet<string> = new Set(["storage", "match"]);

/** Whether the zone boots from a device, or may: one without `bootpri` is no boot disk [I]. */
export function isBootDisk(device: ConfigurationResource): boolean {
    return valueOf(device, "bootpri") !== undefined;
}

/** The storage of a device or a suspend resource as a URI, by whichever of its properties it is named. */
export function storageUriOf(resource: ConfigurationResource): string | undefined {
    return namedStorage(namesIn(resource));
}

/** What tells the disk of a device from others: {@link namedDisk}. */
export function diskOf(device: ConfigurationResource): string | undefined {
    return namedDisk(namesIn(device));
}

function namesIn(resource: ConfigurationResource): StorageNames {
    const [id, storage, match, path] = ["id", "storage", "match", "path"].map((name) => valueOf(resource, name));
    return { id, storage, match, path };
}
