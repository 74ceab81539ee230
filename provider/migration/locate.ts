import { isConfigurationOnly, isOtherZone, isSettledRunning, type Sighting } from "./sighting";

/** Where a zone is, from what all known hosts show. */
export type Location =
    | { readonly kind: "at"; readonly sighting: Sighting & { readonly kind: "seen" } }
    | { readonly kind: "moving"; readonly source?: string; readonly target?: string }
    | { readonly kind: "splitBrain"; readonly sightings: readonly Sighting[] }
    | { readonly kind: "foreign"; readonly sighting: Sighting & { readonly kind: "seen" } }
    | { readonly kind: "configuredOnly"; readonly hosts: readonly string[] }
    | { readonly kind: "unknown"; readonly unreachable: readonly (Sighting & { readonly kind: "unreachable" })[] }
    | { readonly kind: "absent" };

/**
 * Decides where a zone is. Entries of another UUID are other zones, and mere configurations are left-overs, whichever
 * host they are on.
 *
 * @param uuid The zone's UUID as far as it is known; where it is not, the name decides.
 * @param lastSeenOn The host on which the zone was last seen. While that one cannot be asked, only a zone of its UUID that
 *     runs elsewhere is proof: one that does not run may be only received there, by a migration or a dry run, and one
 *     without a UUID may be another zone.
 */
export function locate(sightings: readonly Sighting[], uuid: string | undefined, lastSeenOn?: string): Location {
    const seen = sightings.filter((sighting) => sighting.kind === "seen");
    const real = seen.filter((sighting) => !isConfigurationOnly(sighting));
    const ours = real.filter((sighting) => !isOtherZone(sighting, uuid));

    const running = ours.filter(isSettledRunning);
    if (running.length > 1) {
        return { kind: "splitBrain", sightings: running };
    }
    const source = ours.find(({ zone }) => zone.auxiliary.includes("migrating-out"))?.host;
    const target = ours.find(({ zone }) => zone.auxiliary.includes("migrating-in"))?.host;
    if (source !== undefined || target !== undefined) {
        return {
            kind: "moving",
            ...(source === undefined ? {} : { source }),
            ...(target === undefined ? {} : { target }),
        };
    }
    // A running copy outweighs one that is halted: that is a source which has not been detached yet.
    const at = running[0] ?? ours.find(({ zone }) => zone.state !== "unavailable") ?? ours[0];
    const unreachable = sightings.filter((sighting) => sighting.kind === "unreachable");
    // A host that the program has struck off is one that somebody knows to be gone.
    const isSilent = unreachable.some(({ host, error }) => host === lastSeenOn && error.code !== "HOST_UNKNOWN");
    const isProven = running[0]?.zone.uuid !== undefined && uuid !== undefined;
    if (at !== undefined && (isProven || !isSilent)) {
        return { kind: "at", sighting: at };
    }
    if (unreachable.length > 0) {
        return { kind: "unknown", unreachable };
    }
    const foreign = real[0];
    if (foreign !== undefined) {
        return { kind: "foreign", sighting: foreign };
    }
    if (seen.length > 0) {
        return { kind: "configuredOnly", hosts: seen.map(({ host }) => host) };
    }
    return { kind: "absent" };
}
