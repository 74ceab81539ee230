import type { InstallJob, ZoneJob } from "../../../provider/migration/zoneJobs";
import type { JobState } from "../../../provider/solaris/job/jobList";
import type { SeenZone } from "../../../provider/solaris/hosts";
import type { Ownership } from "../../../provider/lifecycle/ownership";
import type { ZoneView } from "../../../provider/lifecycle/zoneView";
import { SolarisError } from "../../../provider/errors/solarisError";

export const token = "0123456789abcdef0123456789abcdef";
export const uuid = "0f3a0b4e-0000-4000-8000-00000000000a";
export const otherUuid = "0f3a0b4e-0000-4000-8000-00000000000b";

const request = { id: "a1b2", zone: "kzone1", bootAfterwards: false, targetHad: true, by: "ops@laptop", asked: "" };

/** A zone in a list. */
export function seenZone(state: string, more: Partial<SeenZone> = {}): SeenZone {
    return { name: "kzone1", state, zonepath: "-", brand: "solaris-kz", auxiliary: [], ...more };
}

/** A host that shows the zone. */
export function there(
    host: string,
    state: string,
    { ownership = "unmarked", zone = {}, ...more }: Partial<ZoneView> & { zone?: Partial<SeenZone> } = {},
): ZoneView {
    const sighting = { kind: "seen" as const, host, zone: seenZone(state, zone) };
    return { sighting, ownership, installs: [], moves: [], ...more };
}

export function absent(host: string, more: Partial<ZoneView> = {}): ZoneView {
    return { sighting: { kind: "absent", host }, installs: [], moves: [], ...more };
}

export function silent(host: string): ZoneView {
    const error = new SolarisError("HOST_UNREACHABLE", { message: `${host} does not answer`, host });
    return { sighting: { kind: "unreachable", host, error }, installs: [], moves: [] };
}

/** A job that installs the zone on `global1`. */
export function installJob(state: JobState, more: Partial<InstallJob> = {}): InstallJob {
    const host = "global1";
    return { ...request, from: host, to: host, host, method: "install", token, log: [], state, ...more };
}

/** A job that moves the zone from `global1` to `global2`. */
export function moveJob(state: JobState): ZoneJob {
    return { ...request, from: "global1", to: "global2", host: "global1", method: "live", log: [], state };
}

export const ended: Record<"well" | "badly", JobState> = {
    well: { kind: "ended", status: { kind: "done" } },
    badly: { kind: "ended", status: { kind: "failed", step: "install", exitCode: 1 } },
};

export const ours: readonly Ownership[] = ["making", "installed", "made"];
