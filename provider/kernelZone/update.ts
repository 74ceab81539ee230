import { combineErrors, SolarisError } from "../errors/solarisError";
import { finish, move, transientMs, type MoveOutcome } from "../migration/move";
import { planMove } from "../migration/plan";
import { settleMove } from "../migration/settle";
import { showSurvey, type SurveyRequest, type SurveyResult } from "../migration/survey";
import type { SeenZone } from "../solaris/hosts";
import type { ZoneContext } from "./context";
import type { ResourceState } from "./create";
import { describeMove } from "./describe";
import { moveSettings } from "./moveSettings";
import { PartialFailure } from "./partialFailure";
import type { KernelZoneInputs } from "./schema";
import { outputsOf, parseInputs, parseObservation, type KernelZoneObservation, type PropertyBag } from "./state";

// For a migration whose zone cannot be sized up, because it is in between two hosts: that of a zone of 55 GiB.
const foreignMigrationLimitSeconds = 3600;

/**
 * Makes the wish true: looks where the zone is, and moves it if that is not `host`.
 *
 * @throws SolarisError where nothing was changed; PartialFailure where something was, with the truth in its properties.
 */
export async function update(
    id: string,
    olds: PropertyBag,
    news: PropertyBag,
    context: ZoneContext,
): Promise<ResourceState> {
    const inputs = parseInputs(news);
    const last = parseObservation(olds);
    const request: SurveyRequest = {
        zone: inputs.zoneName,
        lastSeenOn: last.currentHost ?? String(olds["host"]),
        wish: inputs.host,
        ...(last.uuid === undefined ? {} : { uuid: last.uuid }),
    };
    const keep = (host: string, zone: SeenZone, more: Partial<KernelZoneObservation> = {}): Record<string, unknown> =>
        outputsOf(news, { ...observationOf(host, zone, last), ...more });

    const found = await surveyWhenSettled(inputs, request, context);
    switch (found.kind) {
        case "moving":
            throw new SolarisError("MIGRATION_IN_PROGRESS", {
                message: `the migration of ${inputs.zoneName} that somebody else has started is still under way`,
            });
        case "alreadyThere": {
            if (request.lastSeenOn !== inputs.host) {
                context.reporter.info(`${inputs.zoneName} is already on ${inputs.host}; nothing to move`);
            }
            const { zone } = found.sighting;
            const warnings = zone.state === "running" ? await tidyAfterEarlierRun(request, context) : [];
            return { id, outs: keep(inputs.host, zone, { warnings }) };
        }
        case "toMove": {
            const planned = planMove(found.survey, context.hosts.inventory.get(inputs.host), moveSettings(inputs));
            if ("findings" in planned) {
                throw combineErrors(planned.findings.map(({ error }) => error));
            }
            const { plan } = planned;
            const onWait = () => context.reporter.status(`waits for its turn: ${plan.from} -> ${plan.to}`);
            const outcome = await context.gate.run(plan.from, plan.to, onWait, () =>
                move(context.hosts, plan, inputs.migration.dryRun, context.reporter),
            );
            return { id, outs: concludeMove(id, outcome, last, keep, context) };
        }
    }
}

function concludeMove(
    id: string,
    outcome: MoveOutcome,
    last: Partial<KernelZoneObservation>,
    keep: (host: string, zone: SeenZone, more?: Partial<KernelZoneObservation>) => Record<string, unknown>,
    { reporter }: ZoneContext,
): Record<string, unknown> {
    switch (outcome.kind) {
        case "refused":
            throw outcome.error;
        case "failed":
            if (
                outcome.seen === undefined ||
                (outcome.seen.host === last.currentHost && outcome.seen.zone.state === last.zoneState)
            ) {
                // Nothing is known that the state does not say already.
                throw outcome.error;
            }
            throw new PartialFailure(id, keep(outcome.seen.host, outcome.seen.zone), [outcome.error.message]);
        case "moved": {
            reporter.info(describeMove(outcome.record));
            outcome.warnings.forEach((warning) => reporter.warn(warning));
            return keep(outcome.record.to, outcome.zone, { lastMigration: outcome.record, warnings: outcome.warnings });
        }
    }
}

/**
 * Looks where the zone is. A migration that an earlier, killed run or a person has started is waited for first, and never
 * started a second time.
 */
async function surveyWhenSettled(
    inputs: KernelZoneInputs,
    request: SurveyRequest,
    { hosts, reporter }: ZoneContext,
): Promise<SurveyResult> {
    const found = await showSurvey(hosts, request, reporter);
    if (found.kind !== "moving") {
        return found;
    }
    const { source = request.lastSeenOn, target = inputs.host } = found;
    reporter.info(`${inputs.zoneName} is being migrated already (${source} -> ${target}); waiting for that to end`);
    const limitSeconds = inputs.migration.timeouts.migrate ?? foreignMigrationLimitSeconds;
    await settleMove(
        hosts,
        {
            zone: inputs.zoneName,
            from: source,
            to: target,
            ...(request.uuid === undefined ? {} : { uuid: request.uuid }),
        },
        { inProgressMs: limitSeconds * 1000, transientMs },
        reporter,
    );
    return showSurvey(hosts, request, reporter);
}

/** An earlier run that was killed after the move may have left the source's configuration behind. */
async function tidyAfterEarlierRun(request: SurveyRequest, { hosts, reporter }: ZoneContext): Promise<string[]> {
    const { zone, lastSeenOn, wish, uuid } = request;
    if (lastSeenOn === wish || uuid === undefined) {
        return [];
    }
    const from = { zone, uuid, from: lastSeenOn, to: wish };
    const settlement = await settleMove(hosts, from, { inProgressMs: 0, transientMs }, reporter);
    const warnings = await finish(hosts, from, settlement);
    warnings.forEach((warning) => reporter.warn(warning));
    return warnings;
}

function observationOf(host: string, zone: SeenZone, last: Partial<KernelZoneObservation>): KernelZoneObservation {
    const uuid = zone.uuid ?? last.uuid;
    return {
        currentHost: host,
        zoneState: zone.state,
        warnings: [],
        ...(uuid === undefined ? {} : { uuid }),
        ...(last.lastMigration === undefined ? {} : { lastMigration: last.lastMigration }),
    };
}
