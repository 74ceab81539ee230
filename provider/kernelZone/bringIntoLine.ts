import { SolarisError } from "../errors/solarisError";
import { startZone, stopZone } from "../lifecycle/state";
import { sight } from "../migration/sighting";
import { applyChange, type ChangeOutcome } from "../reconfigure/applyChange";
import { findConfigurations, pendingEdits } from "../reconfigure/foundConfigurations";
import { describeEdit } from "../solaris/configuration/describe";
import type { Edit } from "../solaris/configuration/edits";
import { asBootOwed, bootDebt, describeBootDebt, isPaid } from "./bootOwed";
import type { ZoneContext } from "./context";
import type { ResourceState } from "./create";
import { asOutlasted, outlastedPaths } from "./outlasted";
import { PartialFailure } from "./partialFailure";
import { outputsOf, parseInputs, parseObservation, type KernelZoneObservation, type PropertyBag } from "./state";
import { asNotApplied } from "./unapplied";
import { configurationWish, type ConfigurationWish } from "./wish";

/**
 * Gives a zone, where it is, the configuration and the state that the program wishes.
 *
 * @param placed The outputs after the zone was brought to its host.
 * @throws SolarisError where nothing at all was changed in this update; PartialFailure where something was.
 */
export async function bringIntoLine(
    placed: ResourceState,
    olds: PropertyBag,
    news: PropertyBag,
    context: ZoneContext,
    options: { readonly leavesConfiguration: boolean },
): Promise<ResourceState> {
    const line = new Alignment(placed, olds, news, context);
    line.tellDebt();
    try {
        if (!options.leavesConfiguration) {
            await line.configure();
        }
        await line.setState();
        return line.result;
    } catch (error) {
        if (!SolarisError.isInstance(error) || !line.hasChanged) {
            throw error;
        }
        const { outs } = line.result;
        const isApplied = options.leavesConfiguration || line.isConfigured;
        throw new PartialFailure(placed.id, isApplied ? outs : asNotApplied(outs, olds), [error.message]);
    }
}

/** One zone on its way into line: what is true of it by now. */
class Alignment {
    readonly #inputs;
    readonly #debt;
    #now: KernelZoneObservation;
    #touched = false;
    #owesBoot: boolean;
    #configured = false;
    #outlasted: readonly string[];
    /** The same in words; not known of a zone that does not run. */
    #survivors: readonly string[] = [];

    constructor(
        private readonly placed: ResourceState,
        private readonly olds: PropertyBag,
        private readonly news: PropertyBag,
        private readonly context: ZoneContext,
    ) {
        this.#inputs = parseInputs(news);
        const { currentHost, zoneState, ...more } = parseObservation(placed.outs);
        if (currentHost === undefined || zoneState === undefined) {
            throw new TypeError("a zone that was placed has a host and a state");
        }
        this.#now = { warnings: [], configDrift: [], rebootNeededFor: [], ...more, currentHost, zoneState };
        this.#debt = bootDebt(olds, news, zoneState);
        this.#owesBoot = isPaid(this.#debt);
        this.#outlasted = outlastedPaths(olds, news);
    }

    get result(): ResourceState {
        const warnings = [...this.#now.warnings, ...this.#survivors];
        const outs = asOutlasted(outputsOf(this.news, { ...this.#now, warnings }), this.#outlasted);
        return { id: this.placed.id, outs: this.#owesBoot ? asBootOwed(outs) : outs };
    }

    get isConfigured(): boolean {
        return this.#configured;
    }

    /** Whether the state has something to learn from what was done in this update, here or before. */
    get hasChanged(): boolean {
        const last = parseObservation(this.olds);
        const { currentHost, zoneState } = this.#now;
        return this.#touched || last.currentHost !== currentHost || last.zoneState !== zoneState;
    }

    /** Says why a zone that does not run is booted, or is not. */
    tellDebt(): void {
        const told = describeBootDebt(this.#debt, this.#inputs.zoneName);
        if (told !== undefined) {
            this.context.reporter.warn(told);
        }
    }

    /** The stored configuration, then the running one, then a reboot where one is needed and allowed. */
    async configure(): Promise<void> {
        const { zoneName: zone, allowReboot, state } = this.#inputs;
        const { currentHost: host, zoneState } = this.#now;
        const configuration = configurationWish(this.#inputs, host, this.olds);
        if (configuration === undefined) {
            this.#note({ configDrift: [], rebootNeededFor: [] });
            this.#configured = true;
            return;
        }
        const { reporter } = this.context;
        const runs = zoneState === "running";
        const outcome = await this.#apply(configuration, runs);
        const pending = pendingEdits(outcome.found, configuration.wish);
        const outlasts = ({ target }: Edit): boolean => this.#outlasted.includes(configuration.pathOf(target));
        const due = pending.filter((edit) => !outlasts(edit)).map(describeEdit);
        if (runs) {
            this.#outlast(pending.filter(outlasts), configuration);
        }
        this.#note({ configDrift: [], rebootNeededFor: due });
        outcome.made.forEach((edit) => reporter.info(`configuration on ${host}: ${edit}`));
        if (due.length === 0) {
            return;
        }
        if (allowReboot && state !== "installed") {
            await this.#reboot(due, configuration);
            return;
        }
        outcome.warnings.forEach((warning) => reporter.warn(warning));
        reporter.info(
            [
                `${zone} runs with its former configuration in these points until it is rebooted (allowReboot: true has it done):`,
                ...due.map((difference) => `  ${difference}`),
            ].join("\n"),
        );
    }

    /** Starts or stops the zone where `state` says so, and boots one that is owed a boot. */
    async setState(): Promise<void> {
        const state = this.#inputs.state ?? (this.#owesBoot ? "running" : undefined);
        if (state === undefined || this.#now.zoneState === state) {
            return;
        }
        await this.#turn(state);
    }

    async #apply(configuration: ConfigurationWish, runs: boolean): Promise<ChangeOutcome> {
        const { hosts, reporter } = this.context;
        const { zoneName: zone } = this.#inputs;
        const { currentHost: host } = this.#now;
        const onMayBeChanged = (): void => {
            this.#touched = true;
        };
        const outcome = await applyChange(hosts, { zone, host, runs, ...configuration, onMayBeChanged }, reporter);
        this.#configured = true;
        return outcome;
    }

    async #reboot(due: readonly string[], configuration: ConfigurationWish): Promise<void> {
        const { hosts, reporter } = this.context;
        const { zoneName: zone } = this.#inputs;
        const { currentHost: host } = this.#now;
        reporter.info([`rebooting ${zone} on ${host} for:`, ...due.map((difference) => `  ${difference}`)].join("\n"));
        this.#owesBoot = true;
        await this.#turn("installed");
        await this.#turn("running");
        const after = await findConfigurations(hosts, { zone, host, runs: true });
        this.#outlast(pendingEdits(after, configuration.wish), configuration);
        this.#survivors.forEach((warning) => reporter.warn(warning));
        this.#note({ rebootNeededFor: [] });
    }

    /** What a reboot has not done away with: it is told, and no reason to reboot again. */
    #outlast(left: readonly Edit[], { pathOf }: ConfigurationWish): void {
        this.#outlasted = left.map(({ target }) => pathOf(target));
        this.#survivors = left.map((edit) => `after the reboot still not so: ${describeEdit(edit)}`);
    }

    async #turn(state: "running" | "installed"): Promise<void> {
        const { hosts, reporter } = this.context;
        const { zoneName: zone, timeouts, allowHalt } = this.#inputs;
        const { currentHost: host, uuid } = this.#now;
        const place = { zone, host, ...(uuid === undefined ? {} : { uuid }) };
        this.#touched = true;
        try {
            const seen =
                state === "running"
                    ? await startZone(hosts, { ...place, timeoutMs: timeouts.boot * 1000 }, reporter)
                    : await stopZone(hosts, { ...place, timeoutMs: timeouts.shutdown * 1000, allowHalt }, reporter);
            this.#note({ zoneState: seen.state });
        } catch (error) {
            hosts.forget(host);
            const left = await sight(hosts, host, zone);
            if (left.kind === "seen") {
                this.#note({ zoneState: left.zone.state });
            }
            throw error;
        }
        this.#owesBoot &&= this.#now.zoneState !== "running";
        reporter.info(`${zone} ${state === "running" ? "is booted" : "is shut down"} on ${host}`);
    }

    #note(more: Partial<KernelZoneObservation>): void {
        this.#now = { ...this.#now, ...more };
    }
}
