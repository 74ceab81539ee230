import { SolarisError } from "../errors/solarisError";
import { withLeftover } from "../migration/conclude";
import { dryRun, isInconclusive } from "../migration/dryRun";
import { goneFromSource } from "../migration/goneFromSource";
import { showRestoring, type DryRunPolicy } from "../migration/move";
import { planMove, type MovePlan, type MoveSettings } from "../migration/plan";
import { describeFindings, refusalOf, type Finding } from "../migration/preflight/findings";
import { probeLogin } from "../migration/preflight/loginProbe";
import { showSurvey, type SurveyRequest, type SurveyResult } from "../migration/survey";
import { prepareTarget } from "../migration/targetConfiguration";
import { describeJobOrigin, describeJobProgress } from "../migration/underWay";
import { migrationDestination } from "../solaris/migrationUri";
import type { ZoneContext } from "./context";
import { describePlan } from "./describe";
import { describeAcceptedDrift, requireNoDrift, wishedHost } from "./drift";
import { moveSettings, timeSettings } from "./moveSettings";
import { previewChange } from "./previewChange";
import { previewCreation } from "./previewCreate";
import { parseInputs, parseObservation, type PropertyBag } from "./state";
import { isUnfinishedCreation } from "./unfinishedCreation";

/**
 * What a preview of an update shows: where the zone would move, what speaks against it, and what Solaris's own dry run
 * says about it.
 *
 * The dry run is the only thing done that is not a read. Afterwards the target is looked at again, and holds what it held
 * before.
 *
 * @throws SolarisError where the preview must fail: the dry run is refused or cannot be made, and it is `required`.
 */
export async function previewUpdate(olds: PropertyBag, news: PropertyBag, context: ZoneContext): Promise<void> {
    const inputs = parseInputs(news);
    if (isUnfinishedCreation(olds)) {
        await previewCreation(inputs, news, olds, context);
        return;
    }
    requireNoDrift(olds, news, inputs);
    describeAcceptedDrift(olds, news, inputs).forEach((text) => {
        context.reporter.info(text);
    });
    const wish = wishedHost(olds, news, inputs);
    const { currentHost, uuid, unfinishedOn } = parseObservation(olds);
    const lastSeenOn = currentHost ?? String(olds["host"]);
    const shrinksFirst = await previewChange(olds, news, { lastSeenOn, wish }, context);
    if (lastSeenOn === wish && unfinishedOn === undefined) {
        return;
    }
    const settings = moveSettings(inputs, wish, timeSettings(inputs, news, context.defaults));
    const request: SurveyRequest = {
        zone: inputs.zoneName,
        lastSeenOn,
        wish,
        thorough: true,
        tryLogin: (source) => tryLogin(source, wish, settings, context),
        ...(uuid === undefined ? {} : { uuid }),
        ...(unfinishedOn === undefined ? {} : { unfinishedOn }),
    };
    const look = () => lookForPreview(request, settings, context);
    let prospect = await look();
    while (prospect !== undefined) {
        prospect = await previewMove(prospect, look, { policy: inputs.migration.dryRun, shrinksFirst }, context);
    }
}

/** A move that can be tried, and what a preview says of it before that. */
interface Prospect {
    readonly plan: MovePlan;
    readonly head: readonly string[];
}

/**
 * Looks at the hosts and plans.
 *
 * @returns undefined where there is nothing to try, which has been shown then.
 * @throws SolarisError where something stands in the way.
 */
async function lookForPreview(
    request: SurveyRequest,
    settings: MoveSettings,
    context: ZoneContext,
): Promise<Prospect | undefined> {
    const found = await showSurvey(context.hosts, request, context.reporter);
    if (found.kind !== "toMove") {
        showNothingToTry(found, request, context);
        return undefined;
    }
    const { inventory } = context.hosts;
    const hosts = { source: inventory.get(found.survey.source.host), target: inventory.get(request.wish) };
    const planned = planMove(found.survey, hosts, settings);
    if ("findings" in planned) {
        throw refusalOf(planned.findings);
    }
    const { plan, warnings } = planned;
    const head = describePlan(plan);
    if (plan.from !== request.lastSeenOn) {
        head.push(`  (the zone was last seen on ${request.lastSeenOn}; somebody has moved it to ${plan.from} since)`);
    }
    return { plan, head: [...head, ...describeFindings(warnings).map((line) => `  ${line}`)] };
}

/** Tries the source's login to the target; only where the source is not the target itself. */
async function tryLogin(
    source: string,
    target: string,
    { route }: MoveSettings,
    { hosts }: ZoneContext,
): Promise<Finding | undefined> {
    return source === target
        ? undefined
        : probeLogin(hosts, {
              from: source,
              to: target,
              destination: migrationDestination(hosts.inventory.get(target), route),
          });
}

/** What a dry run decides here. */
interface DryRunTerms {
    readonly policy: DryRunPolicy;
    /** `pulumi up` makes the zone's memory smaller before it moves it. */
    readonly shrinksFirst: boolean;
}

/** What a preview says where there is nothing to dry-run. */
function showNothingToTry(
    found: Exclude<SurveyResult, { readonly kind: "toMove" }>,
    { zone, wish, unfinishedOn }: SurveyRequest,
    { reporter }: ZoneContext,
): void {
    switch (found.kind) {
        case "alreadyThere":
            reporter.info(
                unfinishedOn === undefined
                    ? `${zone} is already on ${wish}; \`pulumi up\` only records it`
                    : `${zone} is on ${wish}; \`pulumi up\` finishes what its move has left on ${unfinishedOn}`,
            );
            return;
        case "moving":
            reporter.warn(
                `${zone} is being migrated right now${found.target === undefined ? "" : ` to ${found.target}`}; \`pulumi up\` waits for that to end. No dry run was made`,
            );
            return;
        case "underWay": {
            const { job } = found;
            const then =
                job.to === wish
                    ? "`pulumi up` follows it and finishes the work"
                    : `\`pulumi up\` refuses to move it to ${wish} until that has ended`;
            reporter.warn(
                `${zone} is being moved ${job.host} -> ${job.to} at this moment: ${describeJobProgress(job)}\n  ${describeJobOrigin(job)}\n  ${then}. No dry run was made`,
            );
            return;
        }
        case "unfinished": {
            const { job } = found;
            reporter.warn(
                `a move of ${zone} ${job.host} -> ${job.to} has ended and was not finished\n  ${describeJobOrigin(job)}\n  \`pulumi up\` looks what came of it and finishes the work. No dry run was made`,
            );
        }
    }
}

/**
 * Waits for its turn and makes the dry run. A queue can last long, so whoever had to wait looks again first.
 *
 * @returns What to try instead, where the zone has moved to another host while it waited.
 */
async function previewMove(
    { plan, head }: Prospect,
    lookAgain: () => Promise<Prospect | undefined>,
    terms: DryRunTerms,
    { hosts, gate, reporter }: ZoneContext,
): Promise<Prospect | undefined> {
    if (terms.policy === "skip") {
        reporter.info([...head, '  dry run skipped: migration.dryRun is "skip"'].join("\n"));
        return undefined;
    }
    let waited = false;
    const onWait = (reason: string) => {
        waited = true;
        reporter.status(`dry run waits for ${reason}`);
    };
    const operation = { zone: plan.zone, source: plan.from, target: plan.to };
    return gate.run(operation, { timeoutMs: plan.limits.queueMs, onWait }, async () => {
        const prospect = waited ? await lookAgain() : { plan, head };
        if (prospect !== undefined && prospect.plan.from !== plan.from) {
            return prospect;
        }
        if (prospect !== undefined) {
            await tryMove(prospect.plan, prospect.head, terms, { hosts, reporter });
        }
        return undefined;
    });
}

async function tryMove(
    plan: MovePlan,
    head: readonly string[],
    terms: DryRunTerms,
    { hosts, reporter }: Pick<ZoneContext, "hosts" | "reporter">,
): Promise<void> {
    if (plan.targetConfiguration.kind === "prepared") {
        await prepareTarget(hosts, plan, plan.targetConfiguration.script);
    }
    const outcome = await dryRun(hosts, plan, reporter).catch(async (error: unknown) => {
        // Never leave a prepared configuration behind, even if the source went away before the dry run.
        const leftover = await showRestoring(hosts, plan, reporter);
        throw leftover !== undefined && SolarisError.isInstance(error) ? withLeftover(error, leftover) : error;
    });
    const gone = outcome.error && (await goneFromSource(hosts, plan));
    if (gone?.code === "ZONE_BUSY") {
        // What is on the target now is not this dry run's.
        throw gone;
    }
    const leftover = await showRestoring(hosts, plan, reporter);
    if (outcome.error !== undefined) {
        const error = leftover === undefined ? outcome.error : withLeftover(outcome.error, leftover);
        const why = isInconclusive(plan, outcome, outcome.error)
            ? whyInconclusive(plan)
            : whyRefusalPasses(outcome.error, terms);
        if (why === undefined) {
            reporter.info(head.join("\n"));
            throw error;
        }
        reporter.warn([...head, `  ${why}`, error.message].join("\n"));
        return;
    }
    if (leftover !== undefined) {
        reporter.info([...head, ...outcome.lines.map((line) => `  ${line}`)].join("\n"));
        throw leftover;
    }
    const oldRelease =
        outcome.typeFlag || plan.method !== "live"
            ? []
            : [`  zoneadm on ${plan.from} has no \`-t live\`; the dry run shows that the move is live`];
    reporter.info(
        [
            ...head,
            ...outcome.lines.map((line) => `  ${line}`),
            ...oldRelease,
            `  dry run passed; ${plan.to} is as it was before`,
        ].join("\n"),
    );
}

function whyInconclusive(plan: MovePlan): string {
    return plan.targetConfiguration.kind === "overwritten"
        ? "the dry run judges the configuration that will be overwritten, so it does not decide:"
        : "Solaris can only dry-run the live move of a zone that runs, so this does not decide about the cold one:";
}

/** Why a dry run that Solaris has refused does not stop the preview; undefined where it does. */
function whyRefusalPasses({ code }: SolarisError, { policy, shrinksFirst }: DryRunTerms): string | undefined {
    if (code !== "DRY_RUN_REFUSED") {
        return undefined;
    }
    if (shrinksFirst) {
        return "the dry run judges the zone with the memory that it has now, and `pulumi up` makes it smaller first, so this does not decide:";
    }
    return policy === "warn" ? 'not stopped by this, because migration.dryRun is "warn":' : undefined;
}
