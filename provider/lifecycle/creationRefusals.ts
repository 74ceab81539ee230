import { SolarisError } from "../errors/solarisError";
import { describeSighting } from "../migration/sighting";
import { describeJobOrigin } from "../migration/underWay";
import type { InstallJob } from "../migration/zoneJobs";
import type { CreationWish } from "./creationWish";
import type { ZoneView } from "./zoneView";

/** A zone of that name which this resource has not made. */
export function existsError(zone: string, { sighting }: ZoneView): SolarisError {
    const state = sighting.kind === "seen" ? sighting.zone.state : "unknown";
    const { host } = sighting;
    const remedy =
        state === "configured"
            ? `Choose another zoneName; or, if nobody needs that configuration, delete it on ${host}: zonecfg -z ${zone} delete -F`
            : adoptionRemedy(host);
    return new SolarisError("ZONE_EXISTS", {
        message: `a zone ${zone} exists already on ${host} (${state}), and this resource has not made it`,
        host,
        property: state === "configured" ? "zoneName" : "adopt",
        lines: [describeSighting(sighting)],
        remedy,
    });
}

/**
 * How a zone that exists is taken over, and before that, how it is kept by a resource that was merely renamed: taken over by
 * the new one it would be two resources' zone until the old one is removed.
 *
 * @param host Where the zone is, if that is not where the program says.
 */
export function adoptionRemedy(host?: string): string {
    return [
        'If this is a resource of the program that was renamed, give it an alias: { aliases: [{ name: "its old name" }] }',
        `Else, to manage this zone with Pulumi, write: adopt: true${host === undefined ? "" : `, host: "${host}"`}`,
    ].join("\n");
}

/** A zone that was made by a resource of this name, of which the state does not know. */
export function madeBeforeError(zone: string, { sighting }: ZoneView): SolarisError {
    const { host } = sighting;
    const state = sighting.kind === "seen" ? sighting.zone.state : "unknown";
    return new SolarisError("ZONE_EXISTS", {
        message: `a zone ${zone} exists already on ${host} (${state}); a resource of this name has made it, and the state does not know of it`,
        host,
        property: "adopt",
        lines: [describeSighting(sighting)],
        remedy:
            `It may belong to another state of this program, or the state was lost, or the resource was removed with deletionPolicy: retain; ` +
            `or Pulumi is to replace the resource (--replace, replacementTrigger, a taint), which does not make a zone anew.\n` +
            `If nobody else manages it, take it over by: adopt: true, host: "${host}"`,
    });
}

/** The zone was made by this resource, on another host than the program names. */
export function elsewhereError(
    { zone, host }: Pick<CreationWish, "zone" | "host">,
    { sighting }: ZoneView,
): SolarisError {
    return new SolarisError("ZONE_ELSEWHERE", {
        message: `${zone} was made by this resource on ${sighting.host}, and shall be on ${host}`,
        host: sighting.host,
        property: "host",
        lines: [describeSighting(sighting)],
        remedy: `Write host: "${sighting.host}" and run \`pulumi up\`; once the zone runs, change it to "${host}" to move the zone there.`,
    });
}

/** A mere configuration whose disks can hold a system. */
export function installedBeforeError(zone: string, host: string): SolarisError {
    return new SolarisError("INSTALL_UNSAFE", {
        message: `${zone} is only configured on ${host}, and has been installed once: its disks can hold its system`,
        host,
        property: "zoneName",
        remedy:
            `If it was detached: attach it on ${host} (zoneadm -z ${zone} attach) and write adopt: true.\n` +
            `If it was uninstalled and shall be made anew: zonecfg -z ${zone} delete -F`,
    });
}

/** Half-installed, and nothing proves that it was an installation of ours that has failed. */
export function unprovenError(
    zone: string,
    { sighting, ownership }: ZoneView,
    jobs: readonly InstallJob[],
): SolarisError {
    const why =
        ownership !== "making"
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

/** Its storage cannot be used on its host. */
export function unavailableError(zone: string, host: string): SolarisError {
    return new SolarisError("STATE_NOT_REACHABLE", {
        message: `${zone} is unavailable on ${host}: its storage cannot be used there`,
        host,
        remedy: `Find out which host owns its boot disk. Once it is certain that the zone runs nowhere else: zoneadm -z ${zone} attach`,
    });
}
