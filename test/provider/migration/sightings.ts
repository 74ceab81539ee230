import { SolarisError } from "../../../provider/errors/solarisError";
import type { Sighting } from "../../../provider/migration/sighting";
import type { SeenZone } from "../../../provider/solaris/hosts";

export const zoneName = "kzone1";
export const ourUuid = "11111111-1111-4111-8111-111111111111";
export const otherUuid = "22222222-2222-4222-8222-222222222222";

export type Seen = Sighting & { readonly kind: "seen" };

/**
 * A zone's entry in a list.
 *
 * @param states Primary state and auxiliary states, as in `running migrating-out`.
 */
export function seenZone(states: string, uuid: string | undefined = ourUuid): SeenZone {
    const [state = "", ...auxiliary] = states.split(" ");
    return {
        name: zoneName,
        state,
        auxiliary,
        zonepath: "/kzone1",
        brand: "solaris-kz",
        ...(uuid === "" ? {} : { uuid }),
    };
}

/** @param uuid "" = Solaris shows none. */
export function seen(host: string, states: string, uuid: string | undefined = ourUuid): Seen {
    return { kind: "seen", host, zone: seenZone(states, uuid) };
}

export function absent(host: string): Sighting {
    return { kind: "absent", host };
}

export function unreachable(host: string): Sighting & { readonly kind: "unreachable" } {
    const error = new SolarisError("HOST_UNREACHABLE", { message: `no SSH connection to ${host}`, host });
    return { kind: "unreachable", host, error };
}

/** A sighting written as a word: `absent`, `unreachable`, or states. */
export function sighting(host: string, word: string, uuid?: string): Sighting {
    switch (word) {
        case "absent":
            return absent(host);
        case "unreachable":
            return unreachable(host);
        default:
            return seen(host, word, uuid);
    }
}

/** Every primary state that Solaris documents, and one that it does not. */
export const primaryStates = [
    "configured",
    "incomplete",
    "unavailable",
    "installed",
    "ready",
    "running",
    "shutting_down",
    "down",
    "mounted",
    "hibernating",
];

export const auxiliaryStates = [
    "",
    "migrating-in",
    "migrating-out",
    "suspended",
    "panicked",
    "suspended migrating-out",
];

/** Every picture that one host can show of a zone. */
export function allSightings(host: string): Sighting[] {
    const pictures = primaryStates.flatMap((state) =>
        auxiliaryStates.flatMap((auxiliary) =>
            [ourUuid, otherUuid, ""].map((uuid) => seen(host, `${state} ${auxiliary}`.trim(), uuid)),
        ),
    );
    return [absent(host), unreachable(host), ...pictures];
}
