import { asError, SolarisError } from "../errors/solarisError";
import type { SeenZone, SolarisHosts } from "../solaris/hosts";
import type { CommandResult } from "../transport/command";
import { dryRun, isInconclusive } from "./dryRun";
import { runMigrate, type PhaseTimeline } from "./migrate";
import { moveError } from "./outcome";
import type { MovePlan } from "./plan";
import { whileShowing, type Reporter } from "./report";
import { settleMove, type Settlement } from "./settle";
import { isConfigurationOnly, isSettledRunning } from "./sighting";
import { prepareTarget, restoreTarget } from "./targetConfiguration";
import { tidySource } from "./tidy";

/** What a dry run decides; see `migration.dryRun` of the resource. */
export type DryRunPolicy = "required" | "warn" | "skip";

/** How a move ended. */
export type MoveOutcome =
    | {
          readonly kind: "moved";
          readonly zone: SeenZone;
          readonly record: MoveRecord;
          readonly warnings: readonly string[];
      }
    /** Nothing was begun: the zone is as it was. */
    | { readonly kind: "refused"; readonly error: SolarisError }
    /** Something was begun. `seen` is where the zone is now, as far as that can be told. */
    | {
          readonly kind: "failed";
          readonly error: SolarisError;
          readonly seen?: { readonly host: string; readonly zone: SeenZone };
      };

/** When and how a zone moved; see MigrationRecord. */
export interface MoveRecord extends PhaseTimeline {
    readonly from: string;
    readonly to: string;
    readonly method: "live";
    readonly start: string;
    readonly end: string;
}

/** How long what should pass by itself is waited for: a zone being halted, a host that restarts its SSH server. */
export const transientMs = 60_000;

/**
 * Moves a zone: prepare the target where the plan says so, dry run, migrate, look at both hosts, tidy up.
 *
 * The point of no return is the start of `zoneadm migrate`. Before it, whatever goes wrong leaves the zone and the
 * target as they were. After it nothing is repeated; only what both hosts show decides.
 */
export async function move(
    hosts: SolarisHosts,
    plan: MovePlan,
    policy: DryRunPolicy,
    reporter: Reporter,
): Promise<MoveOutcome> {
    const prepared = await beforeTheMove(hosts, plan, policy, reporter);
    if (prepared.error !== undefined) {
        return { kind: "refused", error: prepared.error };
    }
    const started = new Date();
    const attempt = await tryMigrate(hosts, plan, reporter, prepared.typeFlag);
    const settlement = await settleMove(hosts, plan, { inProgressMs: plan.migrateTimeoutMs, transientMs }, reporter);
    const error = moveError(hosts, plan, settlement, attempt.result);
    if (error !== undefined) {
        return failed(hosts, plan, settlement, attempt.error ?? error, reporter);
    }
    if (settlement.target.kind !== "seen") {
        throw new TypeError("a move that succeeded has its zone on the target");
    }
    const record: MoveRecord = {
        from: plan.from,
        to: plan.to,
        method: plan.method,
        start: started.toISOString(),
        end: new Date().toISOString(),
        ...attempt.timeline,
    };
    const warnings = await finish(hosts, plan, settlement);
    return { kind: "moved", zone: settlement.target.zone, record, warnings };
}

/** What is left to do once the zone is seen on the target, and what a person should know about it. */
export async function finish(
    hosts: SolarisHosts,
    plan: { readonly zone: string; readonly uuid?: string; readonly from: string; readonly to: string },
    settlement: Settlement,
): Promise<string[]> {
    const { zone, from, to } = plan;
    switch (settlement.verdict.kind) {
        case "migratedNotDetached":
            return [`${zone} runs on ${to}, but ${from} has not detached it; look there with: zoneadm list -cv`];
        case "migratedSourceUnknown":
            return [`${zone} runs on ${to}, but ${from} cannot be asked; nothing was removed there`];
        default: {
            const leftover = await tidySource(hosts, zone, plan.uuid, settlement);
            return leftover === undefined ? [] : [leftover];
        }
    }
}

async function beforeTheMove(
    hosts: SolarisHosts,
    plan: MovePlan,
    policy: DryRunPolicy,
    reporter: Reporter,
): Promise<{ readonly typeFlag: boolean; readonly error?: SolarisError }> {
    if (plan.targetConfiguration.kind === "prepared") {
        reporter.status(`preparing the configuration on ${plan.to}`);
        try {
            await prepareTarget(hosts, plan, plan.targetConfiguration.script);
        } catch (error) {
            return { typeFlag: true, error: expectSolarisError(error) };
        }
    }
    if (policy === "skip") {
        return { typeFlag: true };
    }
    const { error, typeFlag } = await dryRun(hosts, plan, reporter).catch((thrown: unknown) => ({
        error: expectSolarisError(thrown),
        typeFlag: true,
    }));
    if (error === undefined) {
        return { typeFlag };
    }
    if (policy === "warn" || isInconclusive(plan, error)) {
        reporter.warn(`the dry run does not pass, and the move is tried all the same:\n${error.message}`);
        return { typeFlag };
    }
    const leftover = await showRestoring(hosts, plan, reporter);
    return { typeFlag, error: leftover === undefined ? error : withLeftover(error, leftover) };
}

async function tryMigrate(
    hosts: SolarisHosts,
    plan: MovePlan,
    reporter: Reporter,
    typeFlag: boolean,
): Promise<{ readonly result?: CommandResult; readonly timeline: PhaseTimeline; readonly error?: SolarisError }> {
    try {
        return await runMigrate(hosts, plan, reporter, typeFlag);
    } catch (error) {
        // Certainly not started: the connection could not be made again. Both hosts are looked at all the same.
        return { timeline: { phases: {} }, error: expectSolarisError(error) };
    }
}

async function failed(
    hosts: SolarisHosts,
    plan: MovePlan,
    { verdict, source, target }: Settlement,
    error: SolarisError,
    reporter: Reporter,
): Promise<MoveOutcome> {
    if (verdict.kind !== "notMigrated") {
        // Until the zone is settled on the target it is the source's, and what is another zone is not ours at all.
        const candidates = verdict.kind === "foreignOnTarget" ? [source] : [source, target];
        const seen =
            candidates.find(isSettledRunning) ??
            candidates.find((sighting) => !isConfigurationOnly(sighting) && sighting.kind === "seen");
        return {
            kind: "failed",
            error,
            ...(seen?.kind === "seen" ? { seen: { host: seen.host, zone: seen.zone } } : {}),
        };
    }
    // The zone runs on the source as before, so what the attempt left on the target is ours to remove.
    const leftover = await showRestoring(hosts, plan, reporter);
    return {
        kind: "failed",
        error: leftover === undefined ? error : withLeftover(error, leftover),
        ...(source.kind === "seen" ? { seen: { host: source.host, zone: source.zone } } : {}),
    };
}

/** Restores the target where a person can see what is being waited for. */
export function showRestoring(
    hosts: SolarisHosts,
    plan: MovePlan,
    reporter: Reporter,
): Promise<SolarisError | undefined> {
    return whileShowing(
        reporter,
        () => `checking that ${plan.to} is as it was`,
        () => restoreTarget(hosts, plan),
    );
}

/** The first error with the second told in its lines: both must be known, and the first one is the cause. */
export function withLeftover(error: SolarisError, leftover: SolarisError): SolarisError {
    return new SolarisError(error.code, {
        ...error.details,
        lines: [...(error.details.lines ?? []), leftover.details.message, ...(leftover.details.lines ?? [])],
        cause: error,
    });
}

function expectSolarisError(error: unknown): SolarisError {
    if (SolarisError.isInstance(error)) {
        return error;
    }
    throw asError(error);
}
