import { SolarisError } from "../errors/solarisError";
import { locate } from "../migration/locate";
import { describeSighting } from "../migration/sighting";
import { placeError } from "../migration/survey";
import { describeJobOrigin } from "../migration/underWay";
import { isOver, type InstallJob } from "../migration/zoneJobs";
import type { SeenZone } from "../solaris/hosts";
import { isOurs } from "./ownership";
import { busyError, isReal, type ZoneView } from "./zoneView";

/** What is to be done next for a zone that is being made. */
export type CreationStep =
    /** A configuration of ours, never installed, on a host that the program does not name any more. */
    | { readonly kind: "removeLeftover"; readonly host: string }
    | { readonly kind: "configure" }
    /** Configured by us, and the program says something else by now. */
    | { readonly kind: "reconfigure" }
    | { readonly kind: "install" }
    | { readonly kind: "follow"; readonly job: InstallJob }
    /** An installation of ours has failed half-way, and nothing runs any more. */
    | { readonly kind: "uninstall" }
    /** Installed; the mark does not say so yet. */
    | { readonly kind: "record" }
    | { readonly kind: "start" }
    | { readonly kind: "done"; readonly zone: SeenZone }
    | { readonly kind: "refuse"; readonly error: SolarisError };

/**
 * What the program wishes, as far as the next step depends on it. A zone that is being made is known by its mark: its UUID
 * can change with each attempt at installing it.
 */
export interface CreationWish {
    readonly zone: string;
    readonly host: string;
    readonly token: string;
    readonly state: "running" | "installed";
    /** Whether a configuration that is found is the wished one. */
    readonly isWished: (view: ZoneView) => boolean;
}

/**
 * Decides what to do next, from what all known hosts show. Pure. The first row that fits counts; `making` and `made` are
 * our mark in the configuration, before and after an installation of ours has succeeded.
 *
 * | seen | next |
 * | --- | --- |
 * | running on two hosts; under migration | refuse: SPLIT_BRAIN, MIGRATION_IN_PROGRESS |
 * | the wished host does not answer | refuse: why |
 * | a job at work, other than an installation of ours on the wished host | refuse: ZONE_BUSY |
 * | elsewhere, beyond a configuration | refuse: ZONE_ELSEWHERE if ours, else ZONE_EXISTS |
 * | here nothing beyond a configuration, and another host does not answer | refuse: HOST_UNREACHABLE |
 * | elsewhere a configuration: foreign; made; making | refuse: ZONE_EXISTS; refuse: INSTALL_UNSAFE; remove it |
 * | here nothing | configure |
 * | here, without our mark | refuse: ZONE_EXISTS |
 * | an installation of ours at work | follow it |
 * | configured: made, or an installation of ours has ended well | refuse: INSTALL_UNSAFE |
 * | configured: making, other than wished | reconfigure |
 * | configured: making | install |
 * | incomplete: making, our installation failed or died by its job's record | uninstall |
 * | incomplete otherwise | refuse: INSTALL_UNSAFE |
 * | unavailable | refuse: STATE_NOT_REACHABLE |
 * | installed, running or on the way: making | record |
 * | installed, running or on the way: made | start, or done where it shall not run |
 */
export function nextCreationStep(views: readonly ZoneView[], wish: CreationWish): CreationStep {
    const { zone, host } = wish;
    const sightings = views.map(({ sighting }) => sighting);
    const location = locate(sightings, undefined);
    if (location.kind === "splitBrain" || location.kind === "moving") {
        return refuse(placeError({ zone, uuid: undefined, location, sightings }, location));
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
    return elsewhere ?? (following === undefined ? judgeHere(here, wish) : { kind: "follow", job: following });
}

/** The installation that goes on and is ours: of the zone with our mark, on the wished host. */
function ourInstallation(here: ZoneView, { token }: CreationWish): InstallJob | undefined {
    return here.ownership === "making" ? here.installs.find((job) => !isOver(job) && job.token === token) : undefined;
}

function judgeElsewhere(views: readonly ZoneView[], here: ZoneView, wish: CreationWish): CreationStep | undefined {
    const { zone } = wish;
    const others = views.filter((view) => view !== here);
    const real = others.find(isReal);
    if (real !== undefined) {
        return refuse(isOurs(real.ownership) ? elsewhereError(wish, real) : existsError(zone, real));
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
            return { kind: "removeLeftover", host: configured.sighting.host };
        case "made":
            return refuse(installedBeforeError(zone, configured.sighting.host));
        default:
            return refuse(existsError(zone, configured));
    }
}

function judgeHere(here: ZoneView, wish: CreationWish): CreationStep {
    const { zone, host, token, state: wished, isWished } = wish;
    const { sighting, ownership, installs } = here;
    if (sighting.kind !== "seen") {
        return { kind: "configure" };
    }
    if (!isOurs(ownership)) {
        return refuse(existsError(zone, here));
    }
    const ended = installs.filter((job) => job.token === token);
    switch (sighting.zone.state) {
        case "configured":
            if (ownership === "made" || ended.some(hasSucceeded)) {
                return refuse(installedBeforeError(zone, host));
            }
            return { kind: isWished(here) ? "install" : "reconfigure" };
        case "incomplete":
            return ownership === "making" && ended.some(hasFailed) && !ended.some(hasSucceeded)
                ? { kind: "uninstall" }
                : refuse(unprovenError(zone, here, ended));
        case "unavailable":
            return refuse(unavailableError(zone, host));
        default:
            if (ownership === "making") {
                return { kind: "record" };
            }
            if (sighting.zone.state === "installed" && !isWished(here)) {
                return { kind: "reconfigure" };
            }
            return wished === "running" ? { kind: "start" } : { kind: "done", zone: sighting.zone };
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

/** A zone of that name which this resource has not made. */
function existsError(zone: string, { sighting }: ZoneView): SolarisError {
    const state = sighting.kind === "seen" ? sighting.zone.state : "unknown";
    const { host } = sighting;
    const remedy =
        state === "configured"
            ? `Choose another zoneName; or, if nobody needs that configuration, delete it on ${host}: zonecfg -z ${zone} delete -F`
            : `To manage this zone with Pulumi, write: adopt: true, host: "${host}"`;
    return new SolarisError("ZONE_EXISTS", {
        message: `a zone ${zone} exists already on ${host} (${state}), and this resource has not made it`,
        host,
        property: state === "configured" ? "zoneName" : "adopt",
        lines: [describeSighting(sighting)],
        remedy,
    });
}

function elsewhereError({ zone, host }: CreationWish, { sighting }: ZoneView): SolarisError {
    return new SolarisError("ZONE_ELSEWHERE", {
        message: `${zone} was made by this resource on ${sighting.host}, and shall be on ${host}`,
        host: sighting.host,
        property: "host",
        lines: [describeSighting(sighting)],
        remedy: `Write host: "${sighting.host}" and run \`pulumi up\`; once the zone runs, change it to "${host}" to move the zone there.`,
    });
}

function installedBeforeError(zone: string, host: string): SolarisError {
    return new SolarisError("INSTALL_UNSAFE", {
        message: `${zone} is only configured on ${host}, and has been installed once: its disks can hold its system`,
        host,
        property: "zoneName",
        remedy:
            `If it was detached: attach it on ${host} (zoneadm -z ${zone} attach) and write adopt: true.\n` +
            `If it was uninstalled and shall be made anew: zonecfg -z ${zone} delete -F`,
    });
}

function unprovenError(zone: string, { sighting, ownership }: ZoneView, jobs: readonly InstallJob[]): SolarisError {
    const why =
        ownership === "made"
            ? "it was installed once, so this is no installation of ours"
            : jobs.length === 0
              ? "there is no record of an installation of ours"
              : "the record of our installation says that it has succeeded";
    return new SolarisError("INSTALL_UNSAFE", {
        message: `${zone} is incomplete on ${sighting.host}, and ${why}`,
        host: sighting.host,
        property: "zoneName",
        lines: [describeSighting(sighting), ...jobs.map(describeJobOrigin)],
        remedy:
            "Make sure that nobody is installing or uninstalling it (`ps -ef | grep zoneadm`, /var/log/zones); then, if nothing on its disks is needed, there:\n" +
            `zoneadm -z ${zone} uninstall -F   # destroys what is on the zone's disks\n` +
            "and run `pulumi up` again.",
    });
}

function unavailableError(zone: string, host: string): SolarisError {
    return new SolarisError("STATE_NOT_REACHABLE", {
        message: `${zone} is unavailable on ${host}: its storage cannot be used there`,
        host,
        remedy: `Find out which host owns its boot disk. Once it is certain that the zone runs nowhere else: zoneadm -z ${zone} attach`,
    });
}
