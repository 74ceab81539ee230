import { SolarisError } from "../errors/solarisError";
import { clearJob } from "../migration/jobRecord";
import { lookBehind } from "../migration/leftBehind";
import { move } from "../migration/move";
import type { MoveOutcome } from "../migration/moveOutcome";
import { planMove, type MovePlan } from "../migration/plan";
import { refusalOf } from "../migration/preflight/findings";
import { resumeJob } from "../migration/resume";
import { settleMove, transientMs } from "../migration/settle";
import { describeSighting, isOtherZone, isSettledRunning } from "../migration/sighting";
import { showSurvey, type Survey, type SurveyRequest, type SurveyResult } from "../migration/survey";
import { timeLimits, type TimeLimits } from "../migration/timeLimits";
import { describeJobOrigin, describeJobProgress } from "../migration/underWay";
import type { ZoneJob } from "../migration/zoneJobs";
import type { ZoneContext } from "./context";
import type { ResourceState } from "./create";
import { describeMove } from "./describe";
import { moveSettings, timeSettings } from "./moveSettings";
import { PlacementState } from "./placementState";
import type { KernelZoneInputs } from "./schema";
import { parseInputs, parseObservation, type PropertyBag } from "./state";

// What can lie in the way of a move, one after the other: a job of an earlier run, a migration by hand, a change before it.
const maximumRounds = 8;

/** How a zone is brought to where it shall be. */
export interface PlacementOptions {
    /** The host on which it shall be: `host`, or where somebody else's move of it is accepted. */
    readonly wish: string;
    /**
     * What comes before a move, once it is certain that there will be one.
     *
     * @returns Whether anything was changed, so that the zone has to be looked at anew.
     */
    readonly beforeMove?: (survey: Survey) => Promise<boolean>;
}

/**
 * Brings a zone to where it shall be: looks where it is, and moves it if that is elsewhere.
 *
 * @throws SolarisError where nothing was changed; PartialFailure where something was, with the truth in its properties.
 */
export async function placeZone(
    id: string,
    olds: PropertyBag,
    news: PropertyBag,
    context: ZoneContext,
    options: PlacementOptions,
): Promise<ResourceState> {
    return new Placement(id, olds, news, context, options).run();
}

/** One placement of one zone: looks, does what is next, and looks again, until the zone is where it shall be. */
class Placement {
    readonly #inputs: KernelZoneInputs;
    readonly #request: SurveyRequest;
    readonly #limits: TimeLimits;
    /** Jobs that this update has finished, or has found to tell nothing. */
    readonly #doneJobs = new Set<string>();
    readonly #state: PlacementState;

    constructor(
        private readonly id: string,
        olds: PropertyBag,
        private readonly news: PropertyBag,
        private readonly context: ZoneContext,
        private readonly options: PlacementOptions,
    ) {
        this.#inputs = parseInputs(news);
        const last = parseObservation(olds);
        this.#state = new PlacementState(id, news, last, options.wish);
        const { uuid, unfinishedOn, currentHost } = last;
        this.#request = {
            zone: this.#inputs.zoneName,
            lastSeenOn: currentHost ?? String(olds["host"]),
            wish: options.wish,
            doneJobs: this.#doneJobs,
            shutsDown: this.#inputs.migration.method === "cold",
            ...(uuid === undefined ? {} : { uuid }),
            ...(unfinishedOn === undefined ? {} : { unfinishedOn }),
        };
        // For a migration whose zone cannot be sized up, because it is in between two hosts.
        this.#limits = timeLimits(undefined, this.#time);
    }

    async run(): Promise<ResourceState> {
        try {
            return { id: this.id, outs: await this.#makeTrue() };
        } catch (error) {
            throw this.#state.failureAfter(error);
        }
    }

    get #time() {
        return timeSettings(this.#inputs, this.news, this.context.defaults);
    }

    async #makeTrue(): Promise<Record<string, unknown>> {
        const { hosts, reporter } = this.context;
        for (let round = 0; round < maximumRounds; round++) {
            const found = await showSurvey(hosts, this.#request, reporter);
            switch (found.kind) {
                case "toMove": {
                    if ((await this.options.beforeMove?.(found.survey)) === true) {
                        break;
                    }
                    await this.#setAside(found.obsoleteJobs);
                    const outcome = await this.#move(found.survey);
                    if (outcome !== undefined) {
                        return this.#conclude(outcome);
                    }
                    break;
                }
                case "alreadyThere":
                    await this.#setAside(found.obsoleteJobs);
                    return this.#stay(found);
                case "moving":
                    await this.#awaitOthers(found);
                    break;
                case "underWay":
                    this.#requireSameWay(found);
                    return this.#conclude(await this.#follow(found.job));
                case "unfinished": {
                    const outcome = await this.#finish(found.job);
                    if (outcome !== undefined) {
                        return this.#conclude(outcome);
                    }
                }
            }
        }
        throw new SolarisError("MIGRATION_IN_PROGRESS", {
            message: `${this.#inputs.zoneName} is being moved again and again by somebody else`,
        });
    }

    /** Records that tell nothing any more must not be taken for something to be finished at a later time. */
    async #setAside(jobs: readonly ZoneJob[]): Promise<void> {
        const { hosts, reporter } = this.context;
        await Promise.all(
            jobs.map(async ({ zone, id, host, to }) => {
                if (!(await clearJob(hosts, { zone, id, from: host }, "keep"))) {
                    reporter.warn(
                        `the record of a move of ${zone} to ${to} that is over could not be set aside: /var/tmp/pulumi-solaris-UID/${zone},${id} on ${host}`,
                    );
                }
            }),
        );
    }

    /** @returns undefined where the zone was moved, or is being moved, by somebody else while it waited for its turn. */
    async #move(survey: Survey): Promise<MoveOutcome | undefined> {
        const { hosts, gate, reporter } = this.context;
        const { plan } = this.#plan(survey);
        const operation = { zone: plan.zone, source: plan.from, target: plan.to };
        let waited = false;
        const onWait = (reason: string) => {
            waited = true;
            reporter.status(`waits for ${reason}`);
        };
        return gate.run(operation, { timeoutMs: plan.limits.queueMs, onWait }, async () => {
            if (!waited) {
                return move(hosts, plan, this.#inputs.migration.dryRun, reporter);
            }
            // A queue can last hours, and the plan is made from what was seen before.
            const found = await showSurvey(hosts, this.#request, reporter);
            return found.kind === "toMove" && found.survey.source.host === plan.from
                ? move(hosts, this.#plan(found.survey).plan, this.#inputs.migration.dryRun, reporter)
                : undefined;
        });
    }

    #plan(survey: Survey): { readonly plan: MovePlan } {
        const { inventory } = this.context.hosts;
        const hosts = { source: inventory.get(survey.source.host), target: inventory.get(this.options.wish) };
        const planned = planMove(survey, hosts, moveSettings(this.#inputs, this.options.wish, this.#time));
        if ("findings" in planned) {
            throw refusalOf(planned.findings);
        }
        return planned;
    }

    /** A move that is under way elsewhere must end first. What is seen of it by now is told, and so it is recorded. */
    #requireSameWay({ job, sightings }: SurveyResult & { readonly kind: "underWay" }): void {
        const { zone, wish, uuid } = this.#request;
        if (job.to === wish) {
            return;
        }
        const running = sightings.find(
            (sighting) => isSettledRunning(sighting) && sighting.kind === "seen" && !isOtherZone(sighting, uuid),
        );
        if (running?.kind === "seen") {
            this.#state.note(running);
        }
        throw new SolarisError("ZONE_BUSY", {
            message: `${zone} is being moved ${job.host} -> ${job.to} at this moment (${describeJobProgress(job)}), and shall be on ${wish}`,
            host: job.host,
            property: "host",
            lines: [describeJobOrigin(job), ...sightings.map(describeSighting)],
        });
    }

    /** Follows a job that an earlier run, or somebody else, has started, to its end. */
    #follow(job: ZoneJob): Promise<MoveOutcome> {
        this.context.reporter.info(
            `${job.zone} is being moved ${job.host} -> ${job.to} already: ${describeJobOrigin(job)}; following it`,
        );
        return this.#resume(job);
    }

    /**
     * Finishes what a job was for that has ended without anybody watching.
     *
     * @returns undefined where it is done with, and the zone is to be looked at anew.
     */
    async #finish(job: ZoneJob): Promise<MoveOutcome | undefined> {
        const { reporter } = this.context;
        const { zone, host, to } = job;
        reporter.info(
            `a move of ${zone} ${host} -> ${to} has ended and was not finished: ${describeJobOrigin(job)}; finishing it`,
        );
        const outcome = await this.#resume(job);
        this.#doneJobs.add(job.id);
        if (outcome.kind === "moved") {
            if (to === this.options.wish) {
                return outcome;
            }
            this.#state.note({ host: to, zone: outcome.zone }, { lastMigration: outcome.record });
            return undefined;
        }
        if (outcome.kind === "failed" && outcome.unfinishedOn === undefined) {
            reporter.info(`that move came to nothing:\n${outcome.error.message}`);
            if (outcome.seen !== undefined) {
                this.#state.note(outcome.seen);
            }
            return undefined;
        }
        return outcome;
    }

    #resume(job: ZoneJob): Promise<MoveOutcome> {
        const { hosts, gate, reporter } = this.context;
        return gate.join({ zone: job.zone, source: job.host, target: job.to }, () =>
            resumeJob(hosts, job, this.#request.uuid, { time: this.#time, reporter }),
        );
    }

    /** Waits for a migration that somebody has started by hand. It is never started a second time. */
    async #awaitOthers({ source, target }: SurveyResult & { readonly kind: "moving" }): Promise<void> {
        const { hosts, reporter } = this.context;
        const { zone, uuid, lastSeenOn, wish } = this.#request;
        const from = source ?? lastSeenOn;
        const to = target ?? wish;
        reporter.info(`${zone} is being migrated already (${from} -> ${to}); waiting for that to end`);
        const settlement = await settleMove(
            hosts,
            { zone, from, to, ...(uuid === undefined ? {} : { uuid }) },
            { inProgressMs: this.#limits.totalMs, transientMs },
            reporter,
        );
        if (settlement.verdict.kind === "inProgress" || settlement.verdict.kind === "aborting") {
            throw new SolarisError("MIGRATION_IN_PROGRESS", {
                message: `the migration of ${zone} that somebody else has started is still under way`,
            });
        }
    }

    /** The zone is where it shall be; whoever moved it may have left something behind. */
    async #stay({ sighting }: SurveyResult & { readonly kind: "alreadyThere" }): Promise<Record<string, unknown>> {
        const { hosts, reporter } = this.context;
        const { zone, uuid, lastSeenOn, wish, unfinishedOn } = this.#request;
        if (lastSeenOn !== wish) {
            reporter.info(`${zone} is already on ${wish}; nothing to move`);
        }
        const from = this.#leftBehindOn(unfinishedOn) ?? lastSeenOn;
        if (from === wish || uuid === undefined) {
            return this.#state.seen({ host: wish, zone: sighting.zone });
        }
        const { zone: seen, ...found } = await lookBehind(
            hosts,
            { zone, uuid, from, to: wish },
            sighting.zone,
            reporter,
        );
        found.warnings.forEach((warning) => reporter.warn(warning));
        return this.#state.seen({ host: wish, zone: seen }, found);
    }

    /** A host that is no longer known cannot be looked at: that is told once, and then forgotten. */
    #leftBehindOn(unfinishedOn: string | undefined): string | undefined {
        const { hosts, reporter } = this.context;
        if (unfinishedOn === undefined || hosts.inventory.knows(unfinishedOn)) {
            return unfinishedOn;
        }
        reporter.warn(
            `what a move of ${this.#inputs.zoneName} may have left on ${unfinishedOn} cannot be looked at: no host of that name is known any more`,
        );
        return undefined;
    }

    #conclude(outcome: MoveOutcome): Record<string, unknown> {
        const { reporter } = this.context;
        switch (outcome.kind) {
            case "refused":
                throw outcome.error;
            case "failed": {
                // What goes on while the zone runs has changed nothing that the state says.
                const { error, overtime, stopsZone } = outcome;
                const goesOn = overtime === true && stopsZone !== true;
                throw goesOn && this.#limits.onTimeout === "fail" ? error : this.#state.failure(outcome);
            }
            case "moved": {
                const { record, zone } = outcome;
                const warnings = [...outcome.warnings, ...this.#state.haltedWarnings(record.to, zone)];
                reporter.info(describeMove(record, zone));
                warnings.forEach((warning) => reporter.warn(warning));
                return this.#state.moved(outcome, warnings);
            }
        }
    }
}
