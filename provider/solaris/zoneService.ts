import { openCall, type ToolCall } from "./tool";

/** The SMF instance of a zone; there is one from `installed` up (solaris-facts 8 [C]). */
export function zoneService(zone: string): string {
    return `svc:/system/zones/zone:${zone}`;
}

/** `svcs -H -o state FMRI` of a zone's instance. Needs no rights. Exit 1 where there is no such instance. */
export function zoneServiceState(zone: string): ToolCall {
    return openCall("svcs zone", "/usr/bin/svcs", "-H", "-o", "state", zoneService(zone));
}

/**
 * How far the guest is, by its instance's state, which mirrors the guest's milestone or goals (solaris-facts 8 [C]; that
 * this holds without `config/track-zone-goals` is [U]).
 */
export type GuestState =
    /** `online`. */
    | "up"
    /** `degraded`: up, and not all of it well. */
    | "degraded"
    /** `offline` or changing: on its way. */
    | "coming"
    /** `maintenance`: it will not come up by itself. */
    | "failed"
    /** No such instance, or a state that says nothing about the guest. */
    | "untold";

const guestStates: Readonly<Record<string, GuestState>> = {
    online: "up",
    degraded: "degraded",
    offline: "coming",
    uninitialized: "coming",
    maintenance: "failed",
};

/** Reads the answer wherever it stands between the lines of login scripts; `*` means that the state is changing. */
export function parseGuestState(text: string): GuestState {
    const words = text.split("\n").map((line) => line.trim());
    const word = words
        .reverse()
        .find((line) => /^(?:online|degraded|offline|uninitialized|maintenance)\*?$/.test(line));
    if (word === undefined) {
        return "untold";
    }
    return word.endsWith("*") ? "coming" : (guestStates[word] ?? "untold");
}
