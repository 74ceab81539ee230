import { describeSeconds } from "../migration/describeSeconds";
import type { MovePlan } from "../migration/plan";
import { describeMemory } from "../solaris/memorySize";
import type { ZoneSize } from "../solaris/zoneConfiguration";
import type { SeenZone } from "../solaris/hosts";
import type { MigrationRecord } from "./state";

/** A zone's size in a few words: `8 GiB, 4 vCPUs`. */
export function describeSize({ memoryBytes, vcpus }: ZoneSize): string {
    const memory = memoryBytes === undefined ? "memory not configured" : describeMemory(memoryBytes);
    const cpus = vcpus === undefined ? "vCPUs not configured" : `${vcpus} vCPU${vcpus === 1 ? "" : "s"}`;
    return `${memory}, ${cpus}`;
}

/** The head of a preview: what would move where, and under which configuration. */
export function describePlan(plan: MovePlan): string[] {
    const configuration = plan.targetConfiguration;
    const lines = [`${plan.method} migration of ${plan.zone} (${describeSize(plan.size)}): ${plan.from} -> ${plan.to}`];
    if (plan.stop !== undefined) {
        const how = plan.stop === "suspend" ? "suspended, moved and resumed" : "shut down, moved and booted";
        lines.push(`  with downtime: the zone is ${how}`);
    } else if (plan.method !== "live") {
        lines.push("  the zone does not run; it is moved as it is and not booted");
    }
    switch (configuration.kind) {
        case "imported":
            break;
        case "existing":
            lines.push(`  ${plan.to} already has a configuration of ${plan.zone}; it is used`);
            break;
        case "overwritten":
            lines.push(
                `  ${plan.to} already has a configuration of ${plan.zone}; \`pulumi up\` overwrites it (zoneadm migrate -w), which no dry run can try out`,
            );
            break;
        case "prepared":
            lines.push(`  with other links on ${plan.to}: ${configuration.edits.join("; ")}`);
            break;
    }
    return lines;
}

/** One line about a move that has been made. What of its times is not known is not claimed. */
export function describeMove({
    record,
    zone,
    unwatched = false,
}: {
    readonly record: MigrationRecord;
    readonly zone: SeenZone;
    /** Nobody watched its end, so that how long it took is not known. */
    readonly unwatched?: boolean;
}): string {
    const { from, to, start, end, pause } = record;
    const state = [zone.state, ...zone.auxiliary].join(", ");
    const total = (Date.parse(end) - Date.parse(start)) / 1000;
    // One that another machine has begun was begun by that machine's clock.
    const took = total >= 0 ? describeSeconds(total) : undefined;
    if (unwatched) {
        const begun = took === undefined ? "" : ` (begun ${took} ago)`;
        return `moved ${from} -> ${to}${begun}; seen ${state} on ${to}`;
    }
    const stood = pause === undefined ? "" : `, ${describePause(record.method, pause)}`;
    return `moved ${from} -> ${to}${took === undefined ? "" : ` in ${took}`}${stood}; seen ${state} on ${to}`;
}

// The job's log is looked at ten times a second, so a shorter pause cannot be told.
const finestPause = 0.1;

function describePause(method: MigrationRecord["method"], seconds: number): string {
    const stood = method === "cold" ? "down" : "paused";
    return `${stood} for ${seconds < finestPause ? "less than 0.1 s" : `about ${describeSeconds(seconds)}`}`;
}
