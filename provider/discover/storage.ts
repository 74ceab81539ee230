import { storageUriOf } from "../solaris/configuration/disk";
import { type Locality, parseStorageUri } from "../solaris/storageUri";
import type { ZoneConfiguration } from "../solaris/zoneConfiguration";

/**
 * Where a zone's disks are, by their names (suri(7), solaris-facts 4.4 [C]): `shared`, all of them can be reached from
 * other hosts; `local`, one at least is its host's alone; `unsure`, one at least is a disk that others may see; `none`,
 * the configuration names none.
 */
export type ZoneStorage = Locality | "none";

/** Where all disks of a zone together are. */
export function storageOf({ resources }: ZoneConfiguration): ZoneStorage {
    const places = resources
        .filter(({ type }) => type === "device")
        .flatMap((device) => storageUriOf(device) ?? [])
        .map((uri) => parseStorageUri(uri).locality);
    if (places.length === 0) {
        return "none";
    }
    return places.includes("local") ? "local" : places.includes("unsure") ? "unsure" : "shared";
}
