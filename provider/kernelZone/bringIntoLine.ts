import { SolarisError } from "../errors/solarisError";
import { sight } from "../migration/sighting";
import { applyChange, findConfigurations, pendingEdits, type ChangeOutcome } from "../reconfigure/applyChange";
import { describeEdit } from "../solaris/configuration/describe";
import { startZone, stopZone } from "../lifecycle/state";
import type { ZoneContext } from "./context";
import type { ResourceState } from "./create";
import { PartialFailure } from "./partialFailure";
import { outputsOf, parseInputs, parseObservation, type KernelZoneObservation, type PropertyBag } from "./state";
import { configurationWish } from "./wish";

/** A difference that a reboot of ours has not done away with: it is told, and no reason to reboot again. */
export function afterRebootWarning(difference: string): string {
    return `after the reboot still not so: ${difference}`;
}

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
        throw new PartialFailure(placed.id, line.result.outs, [error.message]);
    }
}

/** One zone on its way into line: what is true of it by now. */
class Alignment {
    readonly #inputs;
    readonly #found: KernelZoneObservation;
    #now: KernelZoneObservation;
    #touched = false;

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
        this.#found = { warnings: [], configDrift: [], rebootNeededFor: [], ...more, currentHost, zoneState };
        this.#now = this.#found;
    }

    get result(): ResourceState {
        return { id: this.placed.id, outs: outputsOf(this.news, this.#now) };
    }

    /** Whether the state has something to learn from what was done in this update, here or before. */
    get hasChanged(): boolean {
        const last = parseObservation(this.olds);
        const { currentHost, zoneState } = this.#now;
        return this.#touched || last.currentHost !== currentHost || last.zoneState !== zoneState;
    }

    /** The stored configuration, then the running one, then a reboot where one is needed and allowed. */
    async configure(): Promise<void> {
        const { zoneName: zone, allowReboot } = this.#inputs;
        const { currentHost: host, zoneState } = this.#now;
        const configuration = configurationWish(this.#inputs, host, this.olds);
        if (configuration === undefined) {
            this.#note({ configDrift: [], rebootNeededFor: [] });
            return;
        }
        const { hosts, reporter } = this.context;
        const request = { zone, host, runs: zoneState === "running", ...configuration };
        const outcome = await applyChange(hosts, request, reporter);
        this.#touched ||= outcome.made.length > 0;
        const survivors = outcome.rebootNeededFor.filter((difference) => this.#survivedBefore(difference, outcome));
        const pending = outcome.rebootNeededFor.filter((difference) => !survivors.includes(difference));
        this.#note({
            configDrift: [],
            rebootNeededFor: pending,
            warnings: [...this.#now.warnings, ...survivors.map(afterRebootWarning)],
        });
        outcome.made.forEach((edit) => reporter.info(`configuration on ${host}: ${edit}`));
        if (pending.length === 0) {
            return;
        }
        if (allowReboot && this.#inputs.state !== "installed") {
            await this.#reboot(pending);
            return;
        }
        outcome.warnings.forEach((warning) => reporter.warn(warning));
        reporter.info(
            [
                `${zone} runs with its former configuration in these points until it is rebooted (allowReboot: true has it done):`,
                ...pending.map((difference) => `  ${difference}`),
            ].join("\n"),
        );
    }

    /** Starts or stops the zone where `state` says so. */
    async setState(): Promise<void> {
        const { state } = this.#inputs;
        if (state === undefined || this.#now.zoneState === state) {
            return;
        }
        await this.#turn(state);
    }

    #survivedBefore(difference: string, { made }: ChangeOutcome): boolean {
        const { warnings = [] } = parseObservation(this.olds);
        return made.length === 0 && warnings.includes(afterRebootWarning(difference));
    }

    async #reboot(pending: readonly string[]): Promise<void> {
        const { hosts, reporter } = this.context;
        const { zoneName: zone } = this.#inputs;
        const { currentHost: host } = this.#now;
        reporter.info(
            [`rebooting ${zone} on ${host} for:`, ...pending.map((difference) => `  ${difference}`)].join("\n"),
        );
        await this.#turn("installed");
        await this.#turn("running");
        const left = pendingEdits(await findConfigurations(hosts, { zone, host, runs: true })).map(describeEdit);
        const warnings = left.map(afterRebootWarning);
        warnings.forEach((warning) => reporter.warn(warning));
        this.#note({ rebootNeededFor: [], warnings: [...this.#now.warnings, ...warnings] });
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
        reporter.info(`${zone} is ${this.#now.zoneState} on ${host} now`);
    }

    #note(more: Partial<KernelZoneObservation>): void {
        this.#now = { ...this.#now, ...more };
    }
}
