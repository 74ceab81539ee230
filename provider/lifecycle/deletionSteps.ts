import { SolarisError } from "../errors/solarisError";
import { locate } from "../migration/locate";
import { placeError } from "../migration/place";
import { describeSighting, isOtherZone, type SeenSighting, type Sighting } from "../migration/sighting";
import { sharedStorage, type DeletionView } from "./deletionStorage";
import { isOurs } from "./ownership";
import { busyError, isReal } from "./zoneView";

/** What deleting the resource does to the zone; `retain` asks no host and is no matter for this. */
export type DeletionPolicy = "shutdown" | "delete";

/** Which zone goes. */
export interface DeletionWish {
    readonly zone: string;
    readonly policy: DeletionPolicy;
    /** The UUID in the state; absent where none was ever seen, as of a zone that was not installed. */
    readonly uuid?: string;
    /** This run has deleted its configuration, and with it the last of it: what bears its name now is another zone. */
    readonly isDeleted?: boolean;
}

/** What is to be done next. */
export type DeletionStep =
    /** Its storage is to be compared with that of all other zones, before it is even shut down. */
    | { readonly kind: "compareStorage" }
    | { readonly kind: "stop"; readonly host: string }
    /** Before a zone that we have not made is uninstalled: afterwards only the mark proves that it was this one. */
    | { readonly kind: "mark"; readonly host: string }
    | { readonly kind: "uninstall"; readonly host: string }
    | { readonly kind: "deleteConfiguration"; readonly host: string }
    | {
          readonly kind: "done";
          /** Configurations of that name which nothing proves to be this zone's. */
          readonly left: readonly string[];
      }
    | { readonly kind: "refuse"; readonly error: SolarisError };

type SeenView = DeletionView & { readonly sighting: SeenSighting };

const active = new Set(["running", "ready", "mounted", "shutting_down", "down"]);

/**
 * Decides what to do next, from what all known hosts show. Pure. The first row that fits counts. A zone is this one if it
 * shows the UUID in the state; where the state, or the host, has none, if it has our mark.
 *
 * | seen | next |
 * | --- | --- |
 * | a job at work on it | refuse: ZONE_BUSY |
 * | running on two hosts; under migration | refuse: SPLIT_BRAIN, MIGRATION_IN_PROGRESS |
 * | this zone on two hosts, beyond a configuration | refuse: DELETION_UNSAFE |
 * | a zone of which nothing tells whether it is this one | refuse: DELETION_UNSAFE |
 * | a host does not answer, unless this zone runs and is only shut down | refuse: HOST_UNREACHABLE |
 * | this zone nowhere, not even a configuration, nor deleted by this run; another one of that name | refuse: ZONE_FOREIGN |
 * | running, or on the way up or down; it is only shut down | stop |
 * | installed, incomplete, unavailable; it is only shut down | done |
 * | unavailable | refuse: DELETION_UNSAFE |
 * | what other zones name as their storage has not been looked at | compare storage |
 * | another zone names storage of it, or may | refuse: DELETION_UNSAFE |
 * | running, or on the way up or down | stop |
 * | installed or incomplete: without our mark; with it | mark; uninstall |
 * | configured with our mark, or with this UUID | delete the configuration; done where it is only shut down |
 * | configured otherwise | done; it is left there |
 * | nowhere | done |
 */
export function nextDeletionStep(views: readonly DeletionView[], wish: DeletionWish): DeletionStep {
    const { zone, uuid, policy } = wish;
    const sightings = views.map(({ sighting }) => sighting);
    const refused = busyError(zone, views) ?? placeRefusal(sightings, wish);
    if (refused !== undefined) {
        return { kind: "refuse", error: refused };
    }
    const seen = views.flatMap((view): SeenView[] =>
        view.sighting.kind === "seen" ? [{ ...view, sighting: view.sighting }] : [],
    );
    const real = seen.filter(isReal);
    const unproven = real.find((view) => !isThisZone(view, uuid) && !isOtherZone(view.sighting, uuid));
    const [ours, second] = real.filter((view) => isThisZone(view, uuid));
    if (second !== undefined) {
        return unsafe(wish, sightings, `${zone} is on more than one host, which may share its disks`);
    }
    if (unproven !== undefined) {
        const why = uuid === undefined ? "the state has no UUID of it" : "the host shows no UUID of it";
        return unsafe(
            wish,
            sightings,
            `whether the ${zone} on ${unproven.sighting.host} is the one that is to be deleted cannot be told: ${why}, and it has no mark of this resource`,
        );
    }
    const runs = ours !== undefined && active.has(ours.sighting.zone.state);
    const unreachable = sightings.find(({ kind }) => kind === "unreachable");
    if (unreachable?.kind === "unreachable" && !(runs && policy === "shutdown")) {
        return { kind: "refuse", error: unreachableError(wish, unreachable, sightings) };
    }
    if (ours !== undefined) {
        return judgeReal(ours, wish, views);
    }
    const [foreign] = real;
    const configurations = seen.filter((view) => !isReal(view));
    if (foreign !== undefined && wish.isDeleted !== true && ourConfiguration(configurations, wish) === undefined) {
        const location = { kind: "foreign", sighting: foreign.sighting } as const;
        return { kind: "refuse", error: placeError({ zone, uuid, sightings }, location) };
    }
    return judgeConfigurations(configurations, wish);
}

/** By UUID; where the state or the host has none, by our mark. */
function isThisZone({ sighting, ownership }: SeenView, uuid: string | undefined): boolean {
    return uuid !== undefined && sighting.zone.uuid !== undefined ? sighting.zone.uuid === uuid : isOurs(ownership);
}

function judgeReal(view: SeenView, wish: DeletionWish, views: readonly DeletionView[]): DeletionStep {
    const { host, zone: seen } = view.sighting;
    const sightings = views.map(({ sighting }) => sighting);
    const runs = active.has(seen.state);
    if (wish.policy === "shutdown") {
        return runs ? { kind: "stop", host } : { kind: "done", left: [] };
    }
    if (seen.state === "unavailable") {
        return unsafe(
            wish,
            sightings,
            `${wish.zone} is unavailable on ${host}: its storage cannot be used there, often because another host owns its disks`,
        );
    }
    if (!runs && seen.state !== "installed" && seen.state !== "incomplete") {
        return unsafe(wish, sightings, `${wish.zone} is ${seen.state} on ${host}, and what that means is not known`);
    }
    if (views.some(({ others }) => others === undefined)) {
        return { kind: "compareStorage" };
    }
    const shared = sharedStorage(views, view, wish.zone);
    if (shared !== undefined) {
        return { kind: "refuse", error: shared };
    }
    if (runs) {
        return { kind: "stop", host };
    }
    return { kind: isOurs(view.ownership) ? "uninstall" : "mark", host };
}

function judgeConfigurations(configurations: readonly SeenView[], wish: DeletionWish): DeletionStep {
    const ours = ourConfiguration(configurations, wish);
    if (ours !== undefined && wish.policy === "delete") {
        return { kind: "deleteConfiguration", host: ours.sighting.host };
    }
    return { kind: "done", left: wish.policy === "delete" ? configurations.map(({ sighting }) => sighting.host) : [] };
}

function ourConfiguration(configurations: readonly SeenView[], { uuid }: DeletionWish): SeenView | undefined {
    return configurations.find(
        (view) => isOurs(view.ownership) || (uuid !== undefined && view.sighting.zone.uuid === uuid),
    );
}

function placeRefusal(sightings: readonly Sighting[], { zone, uuid }: DeletionWish): SolarisError | undefined {
    const location = locate(sightings, uuid);
    return location.kind === "splitBrain" || location.kind === "moving"
        ? placeError({ zone, uuid, sightings }, location)
        : undefined;
}

function unreachableError(
    { zone }: DeletionWish,
    { host, error }: Sighting & { readonly kind: "unreachable" },
    sightings: readonly Sighting[],
): SolarisError {
    return new SolarisError(error.code === "HOST_UNKNOWN" ? "HOST_UNKNOWN" : "HOST_UNREACHABLE", {
        message: `${host} cannot be asked, and may have ${zone}; nothing was done`,
        host,
        lines: [...sightings.map(describeSighting), error.details.message],
        remedy: `Make ${host} answer, or take it out of solaris:hosts if it is gone for good; then try again.`,
    });
}

function unsafe({ zone, policy }: DeletionWish, sightings: readonly Sighting[], why: string): DeletionStep {
    const what = policy === "delete" ? "deleted" : "shut down";
    return {
        kind: "refuse",
        error: new SolarisError("DELETION_UNSAFE", {
            message: `${zone} is not ${what}: ${why}`,
            property: "deletionPolicy",
            lines: sightings.map(describeSighting),
        }),
    };
}
