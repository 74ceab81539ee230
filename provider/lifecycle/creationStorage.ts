import { SolarisError } from "../errors/solarisError";
import { concern, type Finding } from "../migration/preflight/findings";
import type { ConfigurationDocument } from "../solaris/configuration/document";
import type { CreationWish } from "./creationWish";
import { isOurs } from "./ownership";
import { conflictsBetween, describeConflict, storageOf, storageOfZone, type Conflict } from "./storageUse";
import type { ZoneView } from "./zoneView";

/**
 * The refusal for storage that another zone's configuration names, on whichever known host: its state does not matter,
 * because even a mere configuration can be that of a zone which was moved away and comes back. Data disks that both name
 * are no reason: zones of a cluster share such. Pure.
 */
export function storageInUse(
    views: readonly ZoneView[],
    here: ZoneView,
    wish: Pick<CreationWish, "zone" | "host" | "document">,
): SolarisError | undefined {
    // What is there by now of the zone may name other storage than the program by now does.
    const halfMade = isOurs(here.ownership) ? here.configuration : undefined;
    const found = conflictsOf(views, wish, halfMade).filter(holdsSystem);
    const [first] = found;
    if (first === undefined) {
        return undefined;
    }
    const { ours, theirs } = first;
    return new SolarisError("STORAGE_IN_USE", {
        message: `${ours.part} of ${wish.zone} shall be ${ours.uri}, which is ${theirs.part} of ${theirs.zone} on ${theirs.host}`,
        host: theirs.host,
        property: ours.part === "suspend" ? "config.suspend" : "config.devices",
        lines: found.map(describeConflict),
        remedy:
            `Name storage that no other zone uses. If ${theirs.zone} is nobody's any more, delete it first; ` +
            `to manage a zone that exists by another name, write its zoneName and adopt: true.`,
    });
}

/** What a preview says beside the steps: data disks that are shared, and configurations that could not be looked at. Pure. */
export function storageFindings(
    views: readonly ZoneView[],
    wish: Pick<CreationWish, "zone" | "host" | "document">,
): Finding[] {
    const shared = conflictsOf(views, wish).filter((conflict) => !holdsSystem(conflict));
    const unread = views.flatMap(({ sighting: { host }, neighbours }) => {
        if (neighbours?.kind !== "known") {
            return neighbours === undefined ? [] : [`${host}: ${neighbours.reason}`];
        }
        return [...neighbours.value].flatMap(([zone, { stored }]) =>
            zone === wish.zone || stored.kind === "known" ? [] : [`${zone} on ${host}: ${stored.reason}`],
        );
    });
    const property = "config.devices";
    return [
        ...(shared.length === 0
            ? []
            : [
                  concern("FACTS_UNKNOWN", {
                      message: `whether ${wish.zone} may share a data disk with another zone only their guests can tell`,
                      property,
                      lines: shared.map(describeConflict),
                      remedy: "Leave it so only where both guests are made for that, as in a cluster.",
                  }),
              ]),
        ...(unread.length === 0
            ? []
            : [
                  concern("FACTS_UNKNOWN", {
                      message: `whether another zone uses the storage of ${wish.zone} could not be looked at everywhere`,
                      property,
                      lines: unread,
                  }),
              ]),
    ];
}

function conflictsOf(
    views: readonly ZoneView[],
    { zone, host, document }: Pick<CreationWish, "zone" | "host" | "document">,
    halfMade?: ConfigurationDocument,
): Conflict[] {
    const ours = [document, ...(halfMade === undefined ? [] : [halfMade])].flatMap((each) =>
        storageOf(zone, host, each),
    );
    const theirs = views.flatMap(({ sighting, neighbours }) =>
        neighbours?.kind !== "known"
            ? []
            : [...neighbours.value].flatMap(([name, each]) =>
                  name === zone ? [] : storageOfZone(name, sighting.host, each),
              ),
    );
    return conflictsBetween(ours, theirs);
}

function holdsSystem({ ours, theirs }: Conflict): boolean {
    return ours.holdsSystem || theirs.holdsSystem;
}
