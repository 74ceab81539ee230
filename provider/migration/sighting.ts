import { expectSolarisError } from "../errors/expectSolarisError";
import type { SolarisError } from "../errors/solarisError";
import type { SeenZone, SolarisHosts } from "../solaris/hosts";

/** What one host shows of a zone. That a host cannot be asked is an observation too, and never the same as absent. */
export type Sighting =
    | { readonly kind: "seen"; readonly host: string; readonly zone: SeenZone }
    | { readonly kind: "absent"; readonly host: string }
    | { readonly kind: "unreachable"; readonly host: string; readonly error: SolarisError };

export type SeenSighting = Sighting & { readonly kind: "seen" };

/**
 * Looks for a zone on a host.
 *
 * @param maxAgeMs How old the host's answer may be; 0 = asked now.
 */
export async function sight(hosts: SolarisHosts, host: string, zone: string, maxAgeMs = 0): Promise<Sighting> {
    try {
        const snapshot = await hosts.snapshot(host, maxAgeMs);
        const seen = snapshot.zones.get(zone);
        return seen === undefined ? { kind: "absent", host } : { kind: "seen", host, zone: seen };
    } catch (thrown) {
        const error = expectSolarisError(thrown);
        return { kind: "unreachable", host, error };
    }
}

/** One line about a sighting, for messages to a person. */
export function describeSighting(sighting: Sighting): string {
    switch (sighting.kind) {
        case "seen": {
            const { state, auxiliary, uuid } = sighting.zone;
            const states = [state, ...auxiliary].join(", ");
            return `on ${sighting.host}: ${states}${uuid === undefined ? "" : `, UUID ${uuid}`}`;
        }
        case "absent":
            return `on ${sighting.host}: not there`;
        case "unreachable":
            return `on ${sighting.host}: cannot be asked (${sighting.error.code})`;
    }
}

/** Whether a zone's entry is a mere configuration: no disk is owned, nothing can be lost with it. */
export function isConfigurationOnly(sighting: Sighting): boolean {
    return sighting.kind === "seen" && sighting.zone.state === "configured";
}

/** Whether an entry shows another UUID than that of the zone in question; where either is not known, the name decides. */
export function isOtherZone(sighting: Sighting, uuid: string | undefined): boolean {
    return (
        sighting.kind === "seen" &&
        uuid !== undefined &&
        sighting.zone.uuid !== undefined &&
        sighting.zone.uuid !== uuid
    );
}

/** Whether a zone is seen running here for good: not as one end of a migration under way. */
export function isSettledRunning(sighting: Sighting): boolean {
    return (
        sighting.kind === "seen" &&
        sighting.zone.state === "running" &&
        !sighting.zone.auxiliary.some((state) => state === "migrating-in" || state === "migrating-out")
    );
}
