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

/** One line about a move that has been made. */
export function describeMove(record: MigrationRecord, zone: SeenZone): string {
    const state = [zone.state, ...zone.auxiliary].join(", ");
    const total = (Date.parse(record.end) - Date.parse(record.start)) / 1000;
    const pause = record.pause === undefined ? "" : `, ${describePause(record.pause)}`;
    return `moved ${record.from} -> ${record.to} in ${describeSeconds(total)}${pause}; seen ${state} on ${record.to}`;
}

// The job's log is looked at ten times a second, so a shorter pause cannot be told.
const finestPause = 0.1;

function describePause(seconds: number): string {
    return seconds < finestPause ? "paused for less than 0.1 s" : `paused for about ${describeSeconds(seconds)}`;
}
