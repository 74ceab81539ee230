import { SolarisError } from "../errors/solarisError";
import { isOtherZone, type Sighting } from "../migration/sighting";
import type { SeenZone } from "../solaris/hosts";
import type { GuestState } from "../solaris/zoneService";

/** A zone on the host where it is. */
export interface PlacedZone {
    readonly zone: string;
    readonly host: string;
    /** Its UUID as far as it is known. */
    readonly uuid?: string;
}

/** What a host shows of a zone that is to be started or stopped. */
export interface StateView {
    readonly sighting: Sighting;
    /** How far the guest is, where the zone runs. */
    readonly guest: GuestState;
}

/** What is to be done next. */
export type StateStep =
    | { readonly kind: "boot" | "shutdown" | "halt" | "wait" }
    | { readonly kind: "done"; readonly zone: SeenZone; readonly warning?: string }
    | { readonly kind: "refuse"; readonly error: SolarisError };

/** What has been done so far. */
export interface StateProgress {
    /** A boot, or a shutdown, has been asked for. */
    readonly asked: boolean;
    /** A halt has been asked for. */
    readonly halted?: boolean;
    /** The bound on waiting has passed. */
    readonly timeIsUp: boolean;
}

/** Auxiliary states in which a zone runs and does not answer (solaris-facts 1.3 [C]). */
const stuck = ["panicked", "debugging"];

/**
 * Decides the next step towards a zone that is up. Pure. The first row that fits counts.
 *
 * | seen | next |
 * | --- | --- |
 * | the host does not answer | refuse: why |
 * | absent; another UUID; under migration | refuse: ZONE_NOT_FOUND; ZONE_FOREIGN; MIGRATION_IN_PROGRESS |
 * | configured, incomplete, unavailable | refuse: STATE_NOT_REACHABLE |
 * | installed | boot; once that was done: refuse: BOOT_FAILED |
 * | running, panicked or in the debugger | refuse: ZONE_NOT_UP |
 * | running, its service in maintenance | refuse: ZONE_NOT_UP |
 * | running, its service online or telling nothing | done |
 * | running, its service degraded | done, with a warning |
 * | running, its service on the way; or a state that passes | wait; when time is up, refuse: ZONE_NOT_UP |
 */
export function nextStartStep(
    { sighting, guest }: StateView,
    place: PlacedZone,
    { asked, timeIsUp }: StateProgress,
): StateStep {
    const { zone, host } = place;
    const seen = requireSound(sighting, place, "run");
    if ("kind" in seen) {
        return seen;
    }
    if (seen.state === "installed") {
        return asked
            ? refuse("BOOT_FAILED", `${zone} was booted on ${host} and is not running any more`, place)
            : { kind: "boot" };
    }
    const inTheWay = seen.auxiliary.filter((state) => stuck.includes(state));
    if (inTheWay.length > 0) {
        return refuse("ZONE_NOT_UP", `${zone} on ${host} is running and ${inTheWay.join(", ")}`, place);
    }
    const told = seen.state === "running" ? guest : "coming";
    switch (told) {
        case "up":
        case "untold":
            return { kind: "done", zone: seen };
        case "degraded":
            return { kind: "done", zone: seen, warning: `${zone} on ${host} is up, and its service is degraded` };
        case "failed":
            return refuse(
                "ZONE_NOT_UP",
                `${zone} on ${host} runs, and its service is in maintenance`,
                place,
                `Look what it needs (svcs -xv svc:/system/zones/zone:${zone}), mend that, then: svcadm clear svc:/system/zones/zone:${zone}`,
            );
        case "coming":
            return timeIsUp
                ? refuse(
                      "ZONE_NOT_UP",
                      `${zone} on ${host} has not come up in time; it is ${describe(seen)}${seen.state === "running" ? ", its service not online" : ""}`,
                      { ...place, property: "timeouts.boot" },
                  )
                : { kind: "wait" };
    }
}

/**
 * Decides the next step towards a zone that does not run. Pure. The first row that fits counts.
 *
 * | seen | next |
 * | --- | --- |
 * | the host does not answer | refuse: why |
 * | absent; another UUID; under migration | refuse: ZONE_NOT_FOUND; ZONE_FOREIGN; MIGRATION_IN_PROGRESS |
 * | configured, incomplete, unavailable | refuse: STATE_NOT_REACHABLE |
 * | installed | done |
 * | panicked or in the debugger | halt where that is allowed, else refuse: STATE_NOT_REACHABLE |
 * | running, and nothing asked for | shutdown |
 * | anything else that is active | wait; when time is up: halt where that is allowed, else refuse: SHUTDOWN_TIMEOUT |
 */
export function nextStopStep(
    { sighting }: StateView,
    place: PlacedZone,
    { asked, halted = false, timeIsUp, allowHalt }: StateProgress & { readonly allowHalt: boolean },
): StateStep {
    const { zone, host } = place;
    const seen = requireSound(sighting, place, "stop");
    if ("kind" in seen) {
        return seen;
    }
    if (seen.state === "installed") {
        return { kind: "done", zone: seen };
    }
    const isStuck = seen.auxiliary.some((state) => stuck.includes(state));
    if (!timeIsUp && !asked && !isStuck) {
        return { kind: seen.state === "running" ? "shutdown" : "wait" };
    }
    if (!timeIsUp && !isStuck) {
        return { kind: "wait" };
    }
    if (allowHalt && !halted) {
        return { kind: "halt" };
    }
    if (halted) {
        return timeIsUp
            ? refuse("SHUTDOWN_TIMEOUT", `${zone} on ${host} was halted and is still ${describe(seen)}`, place)
            : { kind: "wait" };
    }
    return isStuck
        ? refuse(
              "STATE_NOT_REACHABLE",
              `${zone} on ${host} is ${describe(seen)}, so it cannot shut down; it could only be halted`,
              { ...place, property: "allowHalt" },
              "Write allowHalt: true to have it halted, which is like a power cut; or resume it at its console (zlogin -C).",
          )
        : refuse("SHUTDOWN_TIMEOUT", `${zone} on ${host} did not shut down in time; it is still ${describe(seen)}`, {
              ...place,
              property: "allowHalt",
          });
}

/** The zone as it is seen, or why it can be neither started nor stopped. */
function requireSound(sighting: Sighting, place: PlacedZone, what: "run" | "stop"): SeenZone | StateStep {
    const { zone, host, uuid } = place;
    if (sighting.kind === "unreachable") {
        return { kind: "refuse", error: sighting.error };
    }
    if (sighting.kind === "absent") {
        return refuse("ZONE_NOT_FOUND", `${zone} is not on ${host} any more`, place);
    }
    const seen = sighting.zone;
    if (isOtherZone(sighting, uuid)) {
        return refuse(
            "ZONE_FOREIGN",
            `the ${zone} on ${host} has UUID ${seen.uuid ?? "unknown"}, the one in the state ${uuid ?? "unknown"}`,
            place,
        );
    }
    if (seen.auxiliary.some((state) => state.startsWith("migrating-"))) {
        return refuse(
            "MIGRATION_IN_PROGRESS",
            `${zone} on ${host} is being migrated (${seen.auxiliary.join(", ")}); it is neither started nor stopped meanwhile`,
            place,
        );
    }
    if (["configured", "incomplete", "unavailable"].includes(seen.state)) {
        const verb = what === "run" ? "be started" : "count as shut down";
        return refuse("STATE_NOT_REACHABLE", `${zone} on ${host} is ${seen.state}, so it cannot ${verb}`, {
            ...place,
            property: "state",
        });
    }
    return seen;
}

function describe({ state, auxiliary }: SeenZone): string {
    return [state, ...auxiliary].join(", ");
}

function refuse(
    code: ConstructorParameters<typeof SolarisError>[0],
    message: string,
    { host, property }: { readonly host: string; readonly property?: string },
    remedy?: string,
): StateStep & { readonly kind: "refuse" } {
    return {
        kind: "refuse",
        error: new SolarisError(code, {
            message,
            host,
            ...(property === undefined ? {} : { property }),
            ...(remedy === undefined ? {} : { remedy }),
        }),
    };
}
