import { isKernelZone } from "../solaris/brand";
import { isConfigurationOnly, isOtherZone, isSettledRunning, type SeenSighting, type Sighting } from "./sighting";

/** Where a zone is, from what all known hosts show. */
export type Location =
    | { readonly kind: "at"; readonly sighting: SeenSighting }
    | { readonly kind: "moving"; readonly source?: string; readonly target?: string }
    | { readonly kind: "splitBrain"; readonly sightings: readonly Sighting[] }
    /** Several zones of the name, by their UUIDs, and nothing tells which of them is meant. */
    | { readonly kind: "ambiguous"; readonly sightings: readonly SeenSighting[] }
    /** Its own host shows it, but not running; another one shows it running, or better, and nothing proves that to be it. */
    | { readonly kind: "unclear"; readonly own: SeenSighting; readonly other: SeenSighting }
    | { readonly kind: "foreign"; readonly sighting: SeenSighting }
    | { readonly kind: "configuredOnly"; readonly hosts: readonly string[] }
    | { readonly kind: "unknown"; readonly unreachable: readonly (Sighting & { readonly kind: "unreachable" })[] }
    | { readonly kind: "absent" };

/**
 * Decides where a zone is. Entries of another UUID or another brand are other zones, and mere configurations are
 * left-overs, whichever host they are on. Two entries of different UUIDs are two zones also where the UUID of the one in
 * question is not known: then the one that stands where the zone was last seen is meant.
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
    const ours = real.filter((one) => !isOtherZone(one, uuid) && (isKernelZone(one.zone) || isProven(one, uuid)));
    const lastSeen = ours.find(({ host }) => host === lastSeenOn);

    const running = runningOf(ours, lastSeen);
    const copies = running.filter((one) => running.some((other) => other !== one && !areTwoZones(one, other)));
    if (copies.length > 0) {
        return { kind: "splitBrain", sightings: copies };
    }
    const unreachable = sightings.filter((sighting) => sighting.kind === "unreachable");
    // A host that the program has struck off is one that somebody knows to be gone.
    const isSilent = unreachable.some(({ host, error }) => host === lastSeenOn && error.code !== "HOST_UNKNOWN");
    if (lastSeen === undefined && !isSilent && ours.some((one) => ours.some((other) => areTwoZones(one, other)))) {
        return { kind: "ambiguous", sightings: ours };
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
    const own = ours.find((one) => isProven(one, uuid)) ?? lastSeen;
    if (at !== undefined && own !== undefined && !isCertain(at, { uuid, lastSeenOn })) {
        return { kind: "unclear", own, other: at };
    }
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

/** What runs and can be the zone: beside a running one where it was last seen, a zone of another UUID cannot. */
function runningOf(ours: readonly SeenSighting[], lastSeen: SeenSighting | undefined): SeenSighting[] {
    const running = ours.filter(isSettledRunning);
    return lastSeen === undefined || !isSettledRunning(lastSeen)
        ? running
        : running.filter((one) => !areTwoZones(one, lastSeen));
}

/** Whether two entries are two zones for sure. The two ends of a migration are one, whatever the arriving one shows. */
function areTwoZones(one: SeenSighting, other: SeenSighting): boolean {
    const areEnds = [one, other].every(({ zone }) => zone.auxiliary.some((state) => state.startsWith("migrating-")));
    return !areEnds && isOtherZone(one, other.zone.uuid);
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
