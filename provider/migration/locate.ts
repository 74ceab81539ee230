import { isConfigurationOnly, isOtherZone, isSettledRunning, type SeenSighting, type Sighting } from "./sighting";

/** Where a zone is, from what all known hosts show. */
export type Location =
    | { readonly kind: "at"; readonly sighting: SeenSighting }
    | { readonly kind: "moving"; readonly source?: string; readonly target?: string }
    | { readonly kind: "splitBrain"; readonly sightings: readonly Sighting[] }
    /** Its own host shows it, but not running; another one shows it running, or better, and nothing proves that to be it. */
    | { readonly kind: "unclear"; readonly own: SeenSighting; readonly other: SeenSighting }
    | { readonly kind: "foreign"; readonly sighting: SeenSighting }
    | { readonly kind: "configuredOnly"; readonly hosts: readonly string[] }
    | { readonly kind: "unknown"; readonly unreachable: readonly (Sighting & { readonly kind: "unreachable" })[] }
    | { readonly kind: "absent" };

/**
 * Decides where a zone is. Entries of another UUID are other zones, and mere configurations are left-overs, whichever
 * host they are on.
 *
 * A running copy outweighs one that is halted, which is a source that has not been detached yet. But that needs proof: where
 * the halted one shows the zone's UUID, or stands where the zone was last seen, and the running one shows no UUID or none is
 * known, it may be another zone of the same name.
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
    const at = running[0] ?? bestOf(ours, uuid, lastSeenOn);
    const own = ours.find((one) => isProven(one, uuid)) ?? ours.find(({ host }) => host === lastSeenOn);
    if (at !== undefined && own !== undefined && !isCertain(at, { uuid, lastSeenOn })) {
        return { kind: "unclear", own, other: at };
    }
    const unreachable = sightings.filter((sighting) => sighting.kind === "unreachable");
    // A host that the program has struck off is one that somebody knows to be gone.
    const isSilent = unreachable.some(({ host, error }) => host === lastSeenOn && error.code !== "HOST_UNKNOWN");
    const runsForSure = running[0] !== undefined && isProven(running[0], uuid);
    if (at !== undefined && (runsForSure || !isSilent)) {
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

/** Whether a host's zone is ours for sure: by its UUID, or as the one that was last seen there. Else only the name says so. */
export function isCertain(
    sighting: SeenSighting,
    { uuid, lastSeenOn }: { readonly uuid?: string | undefined; readonly lastSeenOn?: string | undefined },
): boolean {
    return isProven(sighting, uuid) || sighting.host === lastSeenOn;
}

function isProven({ zone }: SeenSighting, uuid: string | undefined): boolean {
    return uuid !== undefined && zone.uuid === uuid;
}

/** What counts of entries that do not run: `unavailable` last; then where the zone was last seen, and what proves itself. */
function bestOf(
    ours: readonly SeenSighting[],
    uuid: string | undefined,
    lastSeenOn: string | undefined,
): SeenSighting | undefined {
    const usable = ours.filter(({ zone }) => zone.state !== "unavailable");
    const among = usable.length > 0 ? usable : ours;
    return among.find(({ host }) => host === lastSeenOn) ?? among.find((one) => isProven(one, uuid)) ?? among[0];
}
