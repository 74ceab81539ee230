import { SolarisError } from "../errors/solarisError";
import type { SolarisHosts } from "../solaris/hosts";
import type { CommandResult } from "../transport/command";
import { redactLines } from "../solaris/redact";
import type { MovePlan } from "./plan";
import { explainRefusal } from "./refusal";
import type { Settlement } from "./settle";
import { describeSighting } from "./sighting";

/**
 * The error for a move that did not end with the zone running on the target, from what both hosts show. How the command
 * ended is only quoted: it does not decide.
 *
 * @returns undefined where the zone has moved.
 */
export function moveError(
    hosts: SolarisHosts,
    plan: MovePlan,
    { verdict, source, target }: Settlement,
    result: CommandResult | undefined,
): SolarisError | undefined {
    const { zone, from, to } = plan;
    const seen = [describeSighting(source), describeSighting(target)];
    const printed = result === undefined ? [] : redactLines(result.lines.map(({ text }) => text)).slice(-20);
    const how = result === undefined ? {} : endOf(result);
    const lookByHand = `Look at both hosts:\non ${from}: zoneadm list -cv; zoneadm list -s\non ${to}: zoneadm list -cv; zoneadm list -s\nWhen it is clear where the zone is, run \`pulumi refresh\` and \`pulumi up\`.`;
    switch (verdict.kind) {
        case "migrated":
        case "migratedNotDetached":
        case "migratedSourceUnknown":
            return undefined;
        case "notMigrated": {
            const explained = explainRefusal(printed, plan);
            const failure =
                result === undefined || (result.kind === "exited" && result.exitCode !== 0)
                    ? undefined
                    : result.kind === "exited"
                      ? "zoneadm migrate says that it succeeded, but the zone still runs on the source"
                      : hosts.failure(from, "zoneadm migrate", result).details.message;
            const reason = explained?.message ?? failure;
            return new SolarisError("MIGRATION_FAILED", {
                message: `${zone} did not move to ${to}${reason === undefined ? "" : `: ${reason}`}; it runs on ${from} as before`,
                host: from,
                ...how,
                lines: printed,
                ...(explained === undefined ? {} : { remedy: explained.remedy }),
            });
        }
        case "inProgress":
        case "aborting":
            return new SolarisError("MIGRATION_IN_PROGRESS", {
                message: `the migration of ${zone} from ${from} to ${to} is still under way after the time allowed for it`,
                host: from,
                ...how,
                lines: seen,
            });
        case "splitBrain":
            return new SolarisError("SPLIT_BRAIN", {
                message: `after the migration ${zone} is seen running on ${from} and on ${to}`,
                ...how,
                lines: [...seen, ...printed],
            });
        case "foreignOnTarget":
            return new SolarisError("ZONE_FOREIGN", {
                message: `what is called ${zone} on ${to} is not the zone that was to move there`,
                host: to,
                ...how,
                lines: [`UUID expected: ${plan.uuid ?? "unknown"}`, ...seen, ...printed],
            });
        case "suspendedOnSource":
        case "notRunning":
        case "lost":
        case "unknown":
            return new SolarisError("MIGRATION_UNCERTAIN", {
                message: `the migration of ${zone} from ${from} to ${to} ended and the zone ${plight[verdict.kind]}`,
                host: from,
                ...how,
                lines: [...seen, ...printed],
                remedy: lookByHand,
            });
    }
}

const plight = {
    suspendedOnSource:
        "is suspended on the source: its pause began and did not end well. It has not been booted, because that can lose the suspended image",
    notRunning: "runs on neither host",
    lost: "is on neither host",
    unknown: "cannot be found, because a host does not answer",
};

function endOf(result: CommandResult): { readonly command: string; readonly exitCode?: number } {
    return { command: "zoneadm migrate", ...(result.kind === "exited" ? { exitCode: result.exitCode } : {}) };
}
