import { SolarisError } from "../errors/solarisError";
import type { SolarisHosts } from "../solaris/hosts";
import type { MovePlan } from "./plan";
import { describeSighting, isConfigurationOnly, isOtherZone, sight } from "./sighting";

/**
 * Whether a zone is still where a plan takes it from. It is asked where no dry run has vouched for it: none was made, or one
 * that failed, which says nothing of the move if somebody else has made that meanwhile.
 *
 * @returns ZONE_BUSY where it has left; or what keeps the source from answering.
 */
export async function goneFromSource(
    hosts: SolarisHosts,
    { zone, uuid, from, to }: MovePlan,
): Promise<SolarisError | undefined> {
    hosts.forget(from);
    const source = await sight(hosts, from, zone);
    if (source.kind === "unreachable") {
        return source.error;
    }
    if (source.kind === "seen" && !isConfigurationOnly(source) && !isOtherZone(source, uuid)) {
        return undefined;
    }
    hosts.forget(to);
    return new SolarisError("ZONE_BUSY", {
        message: `${zone} has left ${from} since it was looked at; nothing was begun`,
        host: from,
        lines: [describeSighting(source), describeSighting(await sight(hosts, to, zone))],
        remedy: "Somebody else has moved it. Run `pulumi up` again: it starts from where the zone is now.",
    });
}
