import { SolarisError } from "../errors/solarisError";
import type { SolarisHosts } from "../solaris/hosts";
import { deleteConfiguration } from "../solaris/zonecfg";
import type { Settlement } from "./settle";
import { isConfigurationOnly, isOtherZone, sight } from "./sighting";
import type { VerdictKind } from "./verdictTable";

// The zone is attached on the target, and the source has let go of it.
const arrivedKinds: readonly VerdictKind[] = ["migrated", "haltedOnTarget", "suspendedOnTarget"];

/**
 * Removes the configuration that a successful migration leaves on the source (solaris-facts 2.6; Oracle's own Nova
 * driver does the same).
 *
 * Done if and only if the zone has been seen on the target under the UUID that it had on the source, and the source shows
 * nothing beyond a configuration, of no other UUID. A failure is a warning: the zone is where it shall be.
 *
 * @returns A warning, or undefined where nothing is left.
 */
export async function tidySource(
    hosts: SolarisHosts,
    zone: string,
    uuid: string | undefined,
    { verdict, source, target }: Settlement,
): Promise<string | undefined> {
    if (!arrivedKinds.includes(verdict.kind) || !isConfigurationOnly(source)) {
        return undefined;
    }
    const leftover = `the configuration of ${zone} is still on ${source.host}`;
    const byHand = `remove it by hand: zonecfg -z ${zone} delete -F`;
    if (uuid === undefined || target.kind !== "seen" || target.zone.uuid !== uuid) {
        return `${leftover}: the UUID does not prove that it belongs to the zone now on ${target.host}; ${byHand}`;
    }
    if (isOtherZone(source, uuid)) {
        return `${leftover}: it shows another UUID than the zone now on ${target.host}; if nobody needs it, ${byHand}`;
    }
    const failure = await deleteLeftover(hosts, zone, source.host);
    if (failure === undefined) {
        return undefined;
    }
    const lines = failure.details.lines ?? [];
    return `${leftover} (${[failure.details.message, ...lines].join("; ")}); ${byHand}`;
}

async function deleteLeftover(hosts: SolarisHosts, zone: string, host: string): Promise<SolarisError | undefined> {
    const call = deleteConfiguration(zone);
    try {
        const result = await hosts.call(host, call);
        hosts.forget(host);
        if (result.kind === "exited" && result.exitCode === 0) {
            return undefined;
        }
        // Whoever else finishes the same move may have been quicker.
        const { kind } = await sight(hosts, host, zone);
        return kind === "absent" ? undefined : hosts.failure(host, call.name, result);
    } catch (error) {
        if (!SolarisError.isInstance(error)) {
            throw error;
        }
        // The host has just answered and now cannot be reached. The zone has moved all the same.
        return error;
    }
}
