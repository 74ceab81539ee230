import { SolarisError } from "../errors/solarisError";
import { locate } from "../migration/locate";
import { placeError, wrongBrandError } from "../migration/place";
import { describeSighting, isConfigurationOnly } from "../migration/sighting";
import { isOver, type InstallJob } from "../migration/zoneJobs";
import { isKernelZone } from "../solaris/brand";
import type { SeenZone } from "../solaris/hosts";
import {
    elsewhereError,
    existsError,
    installedBeforeError,
    madeBeforeError,
    unavailableError,
    unprovenError,
} from "./creationRefusals";
import { storageInUse } from "./creationStorage";
import type { CreationWish } from "./creationWish";
import { isOurs } from "./ownership";
import { busyError, isReal, type ZoneView } from "./zoneView";

/** What is to be done next for a zone that is being made. */
export type CreationStep =
    /** A configuration of ours, never installed, on a host that the program does not name any more. */
    | { readonly kind: "removeLeftover"; readonly host: string }
    | { readonly kind: "configure" }
    /** Made by us so far, and the program says something else by now. */
    | { readonly kind: "reconfigure"; readonly installed: boolean }
    | { readonly kind: "install" }
    | { readonly kind: "follow"; readonly job: InstallJob }
    /** An installation of ours has failed half-way, and nothing runs any more. */
    | { readonly kind: "uninstall" }
    /** Made to the end; the mark does not say so yet. */
    | { readonly kind: "record" }
    /** Installed, and about to be booted for the first time: the running zone must have it in its mark. */
    | { readonly kind: "noteInstalled" }
    /** Boot it and wait until it is up; then it is made to the end, and the mark may not say so yet. */
    | { readonly kind: "start"; readonly thenRecord: boolean }
    | { readonly kind: "done"; readonly zone: SeenZone }
    | { readonly kind: "refuse"; readonly error: SolarisError };

/**
 * Decides what to do next, from what all known hosts show. Pure. The first row that fits counts; `making`, `installed` and
 * `made` are our mark in the configuration, before and after the installation, and when we have made the zone to the end.
 *
 * | seen | next |
 * | --- | --- |
 * | running on two hosts; under migration | refuse: SPLIT_BRAIN, MIGRATION_IN_PROGRESS |
 * | of another brand, beyond a configuration | refuse: ZONE_WRONG_BRAND |
 * | the wished host does not answer | refuse: why |
 * | a job at work, other than an installation of ours on the wished host | refuse: ZONE_BUSY |
 * | elsewhere, beyond a configuration | refuse: ZONE_ELSEWHERE if ours, else (or made, and the resource is new) ZONE_EXISTS |
 * | here nothing beyond a configuration, and another host does not answer | refuse: HOST_UNREACHABLE |
 * | elsewhere a configuration: foreign | refuse: ZONE_EXISTS |
 * | elsewhere a configuration: installed, made, or an installation of ours has ended well there | refuse: INSTALL_UNSAFE |
 * | elsewhere a configuration: making | remove it |
 * | here nothing | configure |
 * | here, without our mark; more than a configuration, made, and the resource is new | refuse: ZONE_EXISTS |
 * | an installation of ours at work | follow it |
 * | configured: installed, made, or an installation of ours has ended well | refuse: INSTALL_UNSAFE |
 * | configured: making, other than wished | reconfigure |
 * | configured: making | install |
 * | incomplete: making, our installation failed or died by its job's record | uninstall |
 * | incomplete otherwise | refuse: INSTALL_UNSAFE |
 * | unavailable | refuse: STATE_NOT_REACHABLE |
 * | installed, other than wished | reconfigure |
 * | installed: making, and it shall run | note in the mark that it is installed |
 * | installed, running or on the way: it shall run | start; then record where it is not made |
 * | installed, running or on the way: it shall not; not made; made | record; done |
 *
 * What configures, installs or uninstalls is refused with STORAGE_IN_USE where another zone's configuration names the same
 * storage.
 */
export function nextCreationStep(views: readonly ZoneView[], wish: CreationWish): CreationStep {
    const { zone, host } = wish;
    const sightings = views.map(({ sighting }) => sighting);
    const location = locate(sightings, undefined);
    if (location.kind === "splitBrain" || location.kind === "moving") {
        return refuse(placeError({ zone, uuid: undefined, sightings }, location));
    }
    // It can be neither taken over nor made into one, so that is said whatever else stands in the way.
    const native = sightings.find((one) => one.kind === "seen" && !isConfigurationOnly(one) && !isKernelZone(one.zone));
    if (native?.kind === "seen") {
        return refuse(wrongBrandError(zone, native));
    }
    const here = views.find(({ sighting }) => sighting.host === host);
    if (here === undefined) {
        throw new TypeError(`${host} is among the hosts that were asked`);
    }
    if (here.sighting.kind === "unreachable") {
        return refuse(here.sighting.error);
    }
    const following = ourInstallation(here, wish);
    const busy = busyError(
        zone,
        views.map((view) => (view === here && following !== undefined ? { ...view, installs: [] } : view)),
    );
    if (busy !== undefined) {
        return refuse(busy);
    }
    const elsewhere = judgeElsewhere(views, here, wish);
    const step = elsewhere ?? (following === undefined ? judgeHere(here, wish) : { kind: "follow", job: following });
    const inUse = touchesStorage.has(step.kind) ? storageInUse(views, here, wish) : undefined;
    return inUse === undefined ? step : refuse(inUse);
}

const touchesStorage: ReadonlySet<CreationStep["kind"]> = new Set([
    "removeLeftover",
    "configure",
    "reconfigure",
    "install",
    "uninstall",
]);

/** The installation that goes on and is ours: of the zone with our mark, on the wished host. */
function ourInstallation(here: ZoneView, { token }: CreationWish): InstallJob | undefined {
    return here.ownership === "making" ? here.installs.find((job) => !isOver(job) && job.token === token) : undefined;
}

function judgeElsewhere(views: readonly ZoneView[], here: ZoneView, wish: CreationWish): CreationStep | undefined {
    const { zone } = wish;
    const others = views.filter((view) => view !== here);
    const real = others.find(isReal);
    if (real !== undefined) {
        return refuse(realElsewhereError(wish, real));
    }
    if (isReal(here)) {
        // What is there is the zone; a configuration elsewhere, or a host that does not answer, changes nothing.
        return undefined;
    }
    const sightings = views.map(({ sighting }) => sighting);
    const unreachable = others.flatMap(({ sighting }) => (sighting.kind === "unreachable" ? [sighting] : []));
    if (unreachable.length > 0) {
        const names = unreachable.map(({ host }) => host).join(", ");
        return refuse(
            new SolarisError("HOST_UNREACHABLE", {
                message: `whether there is a ${zone} already cannot be told: ${names} cannot be asked`,
                lines: [...sightings.map(describeSighting), ...unreachable.map(({ error }) => error.details.message)],
                remedy: "Make the host answer, or take it out of solaris:hosts if it is gone for good; then try again.",
            }),
        );
    }
    const configured = others.find(({ sighting }) => sighting.kind === "seen");
    if (configured === undefined) {
        return undefined;
    }
    switch (configured.ownership) {
        case "making":
            return configured.installs.some(hasSucceeded)
                ? refuse(installedBeforeError(zone, configured.sighting.host))
                : { kind: "removeLeftover", host: configured.sighting.host };
        case "installed":
        case "made":
            return refuse(installedBeforeError(zone, configured.sighting.host));
        default:
            return refuse(existsError(zone, configured));
    }
}

function realElsewhereError(wish: CreationWish, real: ZoneView): SolarisError {
    if (!isOurs(real.ownership)) {
        return existsError(wish.zone, real);
    }
    return wish.fresh && real.ownership === "made" ? madeBeforeError(wish.zone, real) : elsewhereError(wish, real);
}

function judgeHere(here: ZoneView, wish: CreationWish): CreationStep {
    const { zone, host, token, state: wished, isWished, fresh } = wish;
    const { sighting, ownership, installs } = here;
    if (sighting.kind !== "seen") {
        return { kind: "configure" };
    }
    if (!isOurs(ownership)) {
        return refuse(existsError(zone, here));
    }
    if (fresh && ownership === "made" && isReal(here)) {
        return refuse(madeBeforeError(zone, here));
    }
    const ended = installs.filter((job) => job.token === token);
    switch (sighting.zone.state) {
        case "configured":
            if (ownership !== "making" || ended.some(hasSucceeded)) {
                return refuse(installedBeforeError(zone, host));
            }
            return isWished(here) ? { kind: "install" } : { kind: "reconfigure", installed: false };
        case "incomplete":
            return ownership === "making" && ended.some(hasFailed) && !ended.some(hasSucceeded)
                ? { kind: "uninstall" }
                : refuse(unprovenError(zone, here, ended));
        case "unavailable":
            return refuse(unavailableError(zone, host));
        default:
            if (sighting.zone.state === "installed" && !isWished(here)) {
                return { kind: "reconfigure", installed: true };
            }
            if (wished !== "running") {
                return ownership === "made" ? { kind: "done", zone: sighting.zone } : { kind: "record" };
            }
            return ownership === "making" && sighting.zone.state === "installed"
                ? { kind: "noteInstalled" }
                : { kind: "start", thenRecord: ownership !== "made" };
    }
}

/** Whether an installation is over and has said that all went well. */
function hasSucceeded({ state }: InstallJob): boolean {
    return state.kind === "ended" && state.status.kind === "done";
}

/** Whether an installation has begun and is over without having succeeded. One that another job kept out has not begun. */
function hasFailed({ state }: InstallJob): boolean {
    return state.kind === "dead" || (state.kind === "ended" && state.status.kind === "failed");
}

function refuse(error: SolarisError): CreationStep {
    return { kind: "refuse", error };
}
