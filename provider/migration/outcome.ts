import { SolarisError, type ErrorDetails } from "../errors/solarisError";
import { explainRefusal } from "./refusal";
import type { Attempt, AttemptEnd } from "./runJob";
import type { MoveInQuestion, Settlement } from "./settle";
import { describeSighting, type Sighting } from "./sighting";
import { hasMoved } from "./verdict";
import type { VerdictKind } from "./verdictTable";

/**
 * The error for a move that did not end with the zone running on the target, from what both hosts show. How the attempt
 * ended is only quoted: it does not decide.
 *
 * @returns undefined where the zone has moved.
 */
export function moveError(
    move: MoveInQuestion,
    { verdict, source, target }: Settlement,
    attempt: Attempt | undefined,
): SolarisError | undefined {
    if (hasMoved(verdict)) {
        return undefined;
    }
    const { zone, from, to } = move;
    const seen = [describeSighting(source), describeSighting(target)];
    const printed = (attempt?.lines ?? []).slice(-20);
    const how = attempt === undefined ? {} : endOf(attempt.end);
    const lines = [...seen, ...printed];
    switch (verdict.kind) {
        case "notMigrated":
            return notMigrated(move, attempt, printed);
        case "inProgress":
            if (attempt?.end.kind === "ended" || attempt?.end.kind === "died") {
                return stuckHalfway(move, how, lines);
            }
            return new SolarisError("MIGRATION_IN_PROGRESS", {
                message: `the migration of ${zone} from ${from} to ${to} is still under way after the time allowed for it`,
                host: from,
                ...how,
                lines: seen,
            });
        case "aborting":
            return new SolarisError("MIGRATION_IN_PROGRESS", {
                message: `${zone} runs on ${from}, and ${to} still waits for its memory: the migration to ${to} is being given up, or is stuck`,
                host: to,
                ...how,
                lines,
                remedy: `Wait, and look on ${to}: zoneadm list -s\nIf it stays migrating-in there while it runs on ${from} without migrating-out, take the target's half away by hand, on ${to}: zoneadm -z ${zone} halt; zoneadm -z ${zone} detach; zonecfg -z ${zone} delete -F\nThen run \`pulumi up\` again.`,
            });
        case "splitBrain":
            return new SolarisError("SPLIT_BRAIN", {
                message: `after the migration ${zone} is seen running on ${from} and on ${to}`,
                ...how,
                lines,
                remedy: `Decide at once which copy is the right one, and halt the other there: zoneadm -z ${zone} halt\nTo look, on both hosts: zoneadm -z ${zone} list -p; zonecfg -z ${zone} info device`,
            });
        case "foreignOnTarget":
            return new SolarisError("ZONE_FOREIGN", {
                message: `what is called ${zone} on ${to} is not the zone that was to move there`,
                host: to,
                ...how,
                lines: [`UUID expected: ${move.uuid ?? "unknown"}`, ...lines],
            });
        case "migrated":
        case "migratedNotDetached":
        case "migratedSourceUnknown":
            return undefined;
        default:
            return new SolarisError("MIGRATION_UNCERTAIN", {
                message: `the migration of ${zone} from ${from} to ${to} ended and the zone ${plight(verdict.kind, move, silentOf(source, target))}`,
                host: verdict.kind === "haltedOnTarget" || verdict.kind === "suspendedOnTarget" ? to : from,
                ...how,
                lines,
                remedy: wayOut(verdict.kind, move),
            });
    }
}

/** The command that moves the zone has ended, and yet a host shows it on its way: nothing will bring it further. */
function stuckHalfway(
    { zone, from, to }: MoveInQuestion,
    how: Partial<ErrorDetails>,
    lines: readonly string[],
): SolarisError {
    return new SolarisError("MIGRATION_UNCERTAIN", {
        message: `the migration of ${zone} from ${from} to ${to} has ended, and the hosts show the zone on its way: it is stuck`,
        host: to,
        ...how,
        lines,
        remedy: `Look at both hosts, ${from} and ${to}: zoneadm list -cv; zoneadm list -s\nWhen no zoneadm works on it any more, take the target's half away by hand, on ${to}: zoneadm -z ${zone} halt; zoneadm -z ${zone} detach; zonecfg -z ${zone} delete -F\nIf it does not run on ${from}, boot it there: zoneadm -z ${zone} boot\nThen run \`pulumi refresh\` and \`pulumi up\`.`,
    });
}

function notMigrated(move: MoveInQuestion, attempt: Attempt | undefined, lines: readonly string[]): SolarisError {
    const { zone, from, to } = move;
    if (attempt?.end.kind === "notStarted") {
        return attempt.end.error;
    }
    if (attempt?.end.kind === "ended" && attempt.end.status.kind === "held") {
        return new SolarisError("ZONE_BUSY", {
            message: `another job is moving ${zone} from ${from} at this moment; nothing was begun`,
            host: from,
        });
    }
    const explained = explainRefusal(lines, move);
    const reason = explained?.message ?? reasonOf(attempt?.end);
    return new SolarisError("MIGRATION_FAILED", {
        message: `${zone} did not move to ${to}${reason === undefined ? "" : `: ${reason}`}; it runs on ${from} as before`,
        host: from,
        ...(attempt === undefined ? {} : endOf(attempt.end)),
        lines,
        ...(explained === undefined ? {} : { remedy: explained.remedy }),
    });
}

function reasonOf(end: AttemptEnd | undefined): string | undefined {
    switch (end?.kind) {
        case "ended":
            return end.status.kind === "done"
                ? "zoneadm migrate says that it succeeded, but the zone still runs on the source"
                : undefined;
        case "died":
        case "untold":
            return end.reason;
        default:
            return undefined;
    }
}

const stepCommands: Readonly<Record<string, string>> = {
    shutdown: "zoneadm shutdown",
    suspend: "zoneadm suspend",
    dryRun: "zoneadm migrate -n",
};

/** Which command ended, and how, for the error's details. */
export function endOf(end: AttemptEnd): Pick<ErrorDetails, "command" | "exitCode"> {
    if (end.kind !== "ended") {
        return { command: "zoneadm migrate" };
    }
    switch (end.status.kind) {
        case "failed":
            return { command: stepCommands[end.status.step] ?? "zoneadm migrate", exitCode: end.status.exitCode };
        case "done":
            return { command: "zoneadm migrate", exitCode: 0 };
        default:
            return { command: "zoneadm migrate" };
    }
}

type UncertainKind = Exclude<
    VerdictKind,
    | "notMigrated"
    | "inProgress"
    | "aborting"
    | "splitBrain"
    | "foreignOnTarget"
    | "migrated"
    | "migratedNotDetached"
    | "migratedSourceUnknown"
>;

function silentOf(...sightings: readonly Sighting[]): readonly string[] {
    return sightings.flatMap(({ kind, host }) => (kind === "unreachable" ? [host] : []));
}

function plight(kind: UncertainKind, { from, to }: MoveInQuestion, silent: readonly string[]): string {
    switch (kind) {
        case "suspendedOnSource":
            return `is suspended on ${from}: its pause began and did not end well. It has not been booted, because that can lose the suspended image`;
        case "haltedOnSource":
            return `is halted on ${from} and not on ${to}`;
        case "suspendedOnTarget":
            return `is suspended on ${to}, and does not run`;
        case "haltedOnTarget":
            return `is halted on ${to}, and does not run`;
        case "changing":
            return "runs on neither host; they are still changing it, or are stuck";
        case "ownedElsewhere":
            return "runs on neither host: the one that has it says that another host owns its disks";
        case "broken":
            return "runs on neither host: one has it half installed";
        case "lost":
            return `is on neither host: ${from} and ${to} have no more of it than a configuration`;
        case "unknown":
            return `cannot be found, because ${silent.join(" and ")} cannot be asked`;
    }
}

/** Commands to look, and to put it right. */
function wayOut(kind: UncertainKind, { zone, from, to }: MoveInQuestion): string {
    const look = `Look at both hosts, ${from} and ${to}: zoneadm list -cv; zoneadm list -s`;
    const again = "Then run `pulumi refresh` and `pulumi up`.";
    switch (kind) {
        case "suspendedOnSource":
            return `${look}\nIf ${to} has no more of ${zone} than a configuration, resume it on ${from}: zoneadm -z ${zone} boot\n${again}`;
        case "haltedOnSource":
            return `${look}\nIf ${to} has no more of ${zone} than a configuration, boot it on ${from}: zoneadm -z ${zone} boot\n${again}`;
        case "suspendedOnTarget":
        case "haltedOnTarget":
            return `${look}\nIf ${from} has no more of ${zone} than a configuration, boot it on ${to}: zoneadm -z ${zone} boot\n${again}`;
        case "ownedElsewhere":
            return `${look}\nThe owner of its disks stands in what this prints on the host that shows it as unavailable: zoneadm -z ${zone} attach\nBoot it on the owner only. Never force a takeover before it is certain that the zone runs nowhere.\n${again}`;
        case "broken":
            return `${look}\nThe logs tell what was under way: ls -t /var/log/zones/zoneadm.*.${zone}.* | head\nTake care: uninstalling it destroys what its disks hold.`;
        case "lost":
            return `${look}\nLook for it on all other hosts too: zoneadm -z ${zone} list -p\n${again}`;
        case "changing":
        case "unknown":
            return `${look}\nDo not boot ${zone} anywhere until it is clear where it is.\n${again}`;
    }
}
