import { combineErrors, SolarisError } from "../errors/solarisError";
import { dryRun, isInconclusive } from "../migration/dryRun";
import { showRestoring, withLeftover } from "../migration/move";
import { planMove, type MovePlan } from "../migration/plan";
import { showSurvey } from "../migration/survey";
import { prepareTarget } from "../migration/targetConfiguration";
import type { ZoneContext } from "./context";
import { findZoneToAdopt } from "./create";
import { describePlan } from "./describe";
import { moveSettings } from "./moveSettings";
import { parseInputs, parseObservation, type PropertyBag } from "./state";

/** What a preview of a new resource shows: the zone that would be taken over. Reads only. */
export async function previewCreate(news: PropertyBag, context: ZoneContext): Promise<void> {
    const inputs = parseInputs(news);
    if (inputs.migration.dryRun === "skip") {
        return;
    }
    try {
        const zone = await findZoneToAdopt(inputs, context);
        context.reporter.info(`takes over ${inputs.zoneName} on ${inputs.host} as it is (${zone.state})`);
    } catch (error) {
        throwOrWarn(error, inputs.migration.dryRun, context);
    }
}

/**
 * What a preview of an update shows: where the zone would move, and what Solaris's own dry run says about it.
 *
 * The dry run is the only thing done that is not a read. Afterwards the target is looked at again, and holds what it held
 * before.
 *
 * @throws SolarisError where the preview must fail: the dry run is refused or cannot be made, and it is `required`.
 */
export async function previewUpdate(olds: PropertyBag, news: PropertyBag, context: ZoneContext): Promise<void> {
    const inputs = parseInputs(news);
    const { currentHost, uuid } = parseObservation(olds);
    const lastSeenOn = currentHost ?? String(olds["host"]);
    if (lastSeenOn === inputs.host) {
        return;
    }
    const policy = inputs.migration.dryRun;
    if (policy === "skip") {
        context.reporter.info(
            `live migration of ${inputs.zoneName}: ${lastSeenOn} -> ${inputs.host}\n  dry run skipped (migration.dryRun is "skip"): nothing was checked`,
        );
        return;
    }
    try {
        const request = {
            zone: inputs.zoneName,
            lastSeenOn,
            wish: inputs.host,
            ...(uuid === undefined ? {} : { uuid }),
        };
        const found = await showSurvey(context.hosts, request, context.reporter);
        switch (found.kind) {
            case "alreadyThere":
                context.reporter.info(`${inputs.zoneName} is already on ${inputs.host}; \`pulumi up\` only records it`);
                return;
            case "moving":
                context.reporter.warn(
                    `${inputs.zoneName} is being migrated right now${found.target === undefined ? "" : ` to ${found.target}`}; \`pulumi up\` waits for that to end. No dry run was made`,
                );
                return;
            case "toMove": {
                const planned = planMove(found.survey, context.hosts.inventory.get(inputs.host), moveSettings(inputs));
                if ("findings" in planned) {
                    throw combineErrors(planned.findings.map(({ error }) => error));
                }
                await previewMove(planned.plan, lastSeenOn, context);
            }
        }
    } catch (error) {
        throwOrWarn(error, policy, context);
    }
}

async function previewMove(plan: MovePlan, lastSeenOn: string, context: ZoneContext): Promise<void> {
    const { hosts, gate, reporter } = context;
    const head = describePlan(plan);
    if (plan.from !== lastSeenOn) {
        head.push(`  (the zone was last seen on ${lastSeenOn}; somebody has moved it to ${plan.from} since)`);
    }
    const onWait = () => reporter.status(`dry run waits for its turn on ${plan.from}, ${plan.to}`);
    await gate.run(plan.from, plan.to, onWait, async () => {
        if (plan.targetConfiguration.kind === "prepared") {
            await prepareTarget(hosts, plan, plan.targetConfiguration.script);
        }
        const outcome = await dryRun(hosts, plan, reporter).catch(async (error: unknown) => {
            // Never leave a prepared configuration behind, even if the source went away before the dry run.
            const leftover = await showRestoring(hosts, plan, reporter);
            throw leftover !== undefined && SolarisError.isInstance(error) ? withLeftover(error, leftover) : error;
        });
        const leftover = await showRestoring(hosts, plan, reporter);
        if (outcome.error !== undefined) {
            const inconclusive = isInconclusive(plan, outcome.error);
            const error = leftover === undefined ? outcome.error : withLeftover(outcome.error, leftover);
            if (!inconclusive) {
                reporter.info(head.join("\n"));
                throw error;
            }
            reporter.warn(
                [
                    ...head,
                    "  the dry run judges the configuration that will be overwritten, so it does not decide:",
                    error.message,
                ].join("\n"),
            );
            return;
        }
        if (leftover !== undefined) {
            reporter.info([...head, ...outcome.lines.map((line) => `  ${line}`)].join("\n"));
            throw leftover;
        }
        const oldRelease = outcome.typeFlag
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
    });
}

function throwOrWarn(error: unknown, policy: "required" | "warn", { reporter }: ZoneContext): void {
    if (policy === "warn" && SolarisError.isInstance(error)) {
        reporter.warn(`not stopped by this, because migration.dryRun is "warn":\n${error.message}`);
        return;
    }
    throw error;
}
