import { SolarisError } from "../errors/solarisError";
import { callFailure } from "../solaris/callFailure";
import type { SolarisHosts } from "../solaris/hosts";
import { phaseOf, phaseStatus } from "../solaris/migrateTranscript";
import { shownLines } from "../solaris/shownLines";
import { isUsageError } from "../solaris/tool";
import { migrate } from "../solaris/zoneadmMigrate";
import { isKeptOut } from "../solaris/zoneLock";
import type { CommandResult } from "../transport/command";
import type { MovePlan } from "./plan";
import { explainRefusal } from "./refusal";
import { statusText, whileShowing, type Reporter } from "./report";
import { untilUnlocked } from "./untilUnlocked";

/** What Solaris's dry run said. */
export interface DryRunOutcome {
    /** Solaris's lines, redacted. */
    readonly lines: readonly string[];
    /** Why the move cannot be made, or why that could not be found out; absent where the dry run passed. */
    readonly error?: SolarisError;
    /** Whether this release takes `-t live`; the migration is started in the same way. */
    readonly typeFlag: boolean;
}

/**
 * Runs `zoneadm migrate -n -t live` on the source. Solaris configures, attaches and boots the zone on the target in
 * migrating-in mode, compares, and takes it apart again; the zone itself goes on running (solaris-facts 2.1 [C]).
 *
 * @throws SolarisError only where the source cannot be reached at all.
 */
export async function dryRun(hosts: SolarisHosts, plan: MovePlan, reporter: Reporter): Promise<DryRunOutcome> {
    if (plan.method !== "live") {
        return (await whenUnlocked(reporter, () => attempt(hosts, plan, reporter, false))).outcome;
    }
    const withFlag = await whenUnlocked(reporter, () => attempt(hosts, plan, reporter, true));
    if (withFlag.outcome.error === undefined || !withFlag.rejectsTypeFlag) {
        return withFlag.outcome;
    }
    // An older zoneadm without -t. Its dry run shows by booting in migrating-in mode that the move would be live.
    const { outcome } = await attempt(hosts, plan, reporter, false);
    const live = outcome.lines.some((line) => phaseOf(line) === "boot");
    if (outcome.error !== undefined || live) {
        return outcome;
    }
    return {
        ...outcome,
        error: new SolarisError("DRY_RUN_REFUSED", {
            message: `zoneadm on ${plan.from} does not know \`-t live\`, and its dry run of ${plan.zone} is not that of a live move`,
            host: plan.from,
            command: "zoneadm migrate -n",
            lines: outcome.lines,
        }),
    };
}

interface DryRunAttempt {
    readonly outcome: DryRunOutcome;
    readonly rejectsTypeFlag: boolean;
}

function whenUnlocked(reporter: Reporter, run: () => Promise<DryRunAttempt>): Promise<DryRunAttempt> {
    const onWait = () => {
        reporter.status("waits for another zoneadm that works on the zone");
    };
    return untilUnlocked(run, ({ outcome }) => outcome.error !== undefined && isKeptOut(outcome.lines), { onWait });
}

async function attempt(
    hosts: SolarisHosts,
    plan: MovePlan,
    reporter: Reporter,
    typeFlag: boolean,
): Promise<DryRunAttempt> {
    const call = migrate({
        zone: plan.zone,
        uri: plan.uri,
        dryRun: true,
        typeFlag,
        overwriteTargetConfig: false,
        timeoutMs: plan.limits.dryRunMs,
        ...(plan.cipher === undefined ? {} : { cipher: plan.cipher }),
    });
    const doing = "dry run";
    let status = "starting";
    hosts.forget(plan.to);
    const result = await whileShowing(
        reporter,
        () => status,
        () =>
            hosts.call(plan.from, call, ({ text }) => {
                const phase = phaseOf(text);
                if (phase !== undefined) {
                    status = phaseStatus[phase];
                    reporter.status(statusText(status, { doing }));
                }
            }),
        doing,
    );
    hosts.forget(plan.to);
    const lines = shownLines(result.lines);
    if (result.kind === "exited" && result.exitCode === 0) {
        return { outcome: { lines, typeFlag }, rejectsTypeFlag: false };
    }
    return {
        outcome: { lines, typeFlag, error: refusal(plan, call.name, result, lines) },
        rejectsTypeFlag: result.kind === "exited" && isUsageError(result.exitCode, lines),
    };
}

function refusal(plan: MovePlan, command: string, result: CommandResult, lines: readonly string[]): SolarisError {
    const details = { host: plan.from, command, lines };
    if (result.kind !== "exited") {
        return callFailure(plan.from, command, result);
    }
    const explained = explainRefusal(lines, plan);
    const sentence = `Solaris refuses to move ${plan.zone} from ${plan.from} to ${plan.to}`;
    return new SolarisError("DRY_RUN_REFUSED", {
        ...details,
        exitCode: result.exitCode,
        message: explained === undefined ? sentence : `${sentence}: ${explained.message}`,
        property: "host",
        ...(explained === undefined ? {} : { remedy: explained.remedy }),
    });
}

/**
 * Whether a refusal does not decide about the move. With `-w` the migration brings another configuration to the target than
 * the one that the dry run judged, because Solaris cannot dry-run the overwriting. And of a zone that runs Solaris can
 * only dry-run the live move: that its memory or its CPU class does not fit the target matters little to a cold one.
 */
export function isInconclusive(plan: MovePlan, { lines }: DryRunOutcome, error: SolarisError): boolean {
    if (error.code !== "DRY_RUN_REFUSED") {
        return false;
    }
    const judgedAsLive = plan.method === "cold" && plan.stop !== undefined;
    return (
        plan.targetConfiguration.kind === "overwritten" ||
        (judgedAsLive && lines.some((line) => phaseOf(line) === "boot"))
    );
}
