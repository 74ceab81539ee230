import { type ConfigurationResource, valueOf } from "./document";

/** Whether the zone boots from a device, or may: one without `bootpri` is no boot disk [I]. */
export function isBootDisk(device: ConfigurationResource): boolean {
    return valueOf(device, "bootpri") !== undefined;
}

/**
 * What tells the disk of a device from others, however it is spelled: a logical unit is the same one by whichever way it is
 * found (suri(7) [C]), and a path is the same one only as it stands there.
 *
 * @returns undefined where the device does not say, or says it by an id that it does not have.
 */
export function diskOf(device: ConfigurationResource): string | undefined {
    const place = valueOf(device, "storage") ?? valueOf(device, "match");
    const id = valueOf(device, "id");
    if (place === undefined || (place.includes(idToken) && id === undefined)) {
        return undefined;
    }
    const [unit] = /\bluname\.(?:naa|eui)\.[0-9a-f]+/i.exec(place) ?? [];
    return unit?.toLowerCase() ?? place.replaceAll(idToken, id ?? "");
}

const idToken = "%{id}";
