import { isDeepStrictEqual } from "node:util";
import { SolarisError } from "../errors/solarisError";
import { sight } from "../migration/sighting";
import { applyChange, findConfigurations, pendingEdits } from "../reconfigure/applyChange";
import type { Wish } from "../reconfigure/changePlan";
import { describeEdit } from "../solaris/configuration/describe";
import { startZone, stopZone } from "../lifecycle/state";
import { bootOwedKey, owesBoot } from "./bootOwed";
import type { ZoneContext } from "./context";
import type { ResourceState } from "./create";
import { PartialFailure } from "./partialFailure";
import { outputsOf, parseInputs, parseObservation, type KernelZoneObservation, type PropertyBag } from "./state";
import { asNotApplied } from "./unapplied";
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
        const { outs } = line.result;
        // What was not applied to the end must not be taken for applied by the next run.
        throw new PartialFailure(placed.id, line.isConfigured ? outs : asNotApplied(outs, olds), [error.message]);
    }
}

/** One zone on its way into line: what is true of it by now. */
class Alignment {
    readonly #inputs;
    readonly #found: KernelZoneObservation;
    #now: KernelZoneObservation;
    #touched = false;
    #owesBoot: boolean;
    #configured = false;

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
        this.#owesBoot = owesBoot(olds) || this.#wasCutShort();
    }

    get result(): ResourceState {
        const outs = outputsOf(this.news, this.#now);
        return { id: this.placed.id, outs: this.#owesBoot ? { ...outs, [bootOwedKey]: true } : outs };
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

    /** The stored configuration, then the running one, then a reboot where one is needed and allowed. */
    async configure(): Promise<void> {
        const { zoneName: zone, allowReboot } = this.#inputs;
        const { currentHost: host, zoneState } = this.#now;
        const configuration = configurationWish(this.#inputs, host, this.olds);
        if (configuration === undefined) {
            this.#note({ configDrift: [], rebootNeededFor: [] });
            this.#configured = true;
            return;
        }
        const { hosts, reporter } = this.context;
        const request = { zone, host, runs: zoneState === "running", ...configuration };
        const outcome = await applyChange(hosts, request, reporter);
        this.#touched ||= outcome.made.length > 0;
        this.#configured = true;
        const { warnings: known = [] } = parseObservation(this.olds);
        const survivors = outcome.rebootNeededFor.filter((difference) =>
            known.includes(afterRebootWarning(difference)),
        );
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
            await this.#reboot(pending, configuration.wish);
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
        const state = this.#inputs.state ?? (this.#owesBoot ? "running" : undefined);
        if (state === undefined || this.#now.zoneState === state) {
            return;
        }
        await this.#turn(state);
    }

    /**
     * Whether a run of ours seems to have ended between the shutdown and the boot of a reboot: the zone ran when it was last
     * recorded, it does not now, and there was something to reboot it for.
     */
    #wasCutShort(): boolean {
        const { zoneState, rebootNeededFor = [] } = parseObservation(this.olds);
        const { allowReboot, state } = this.#inputs;
        const changes = !isDeepStrictEqual(this.olds["config"], this.news["config"]) || rebootNeededFor.length > 0;
        const halted = zoneState === "running" && this.#found.zoneState === "installed";
        if (halted && state === undefined) {
            const { zoneName } = this.#inputs;
            this.context.reporter.warn(
                `${zoneName} ran when it was last recorded and was found halted${allowReboot && changes ? "; it may be a reboot of ours that was cut short, so it is booted" : `; it stays so, because state is not set. To boot it: zoneadm -z ${zoneName} boot`}`,
            );
        }
        return halted && allowReboot && changes;
    }

    async #reboot(pending: readonly string[], wish: Wish): Promise<void> {
        const { hosts, reporter } = this.context;
        const { zoneName: zone } = this.#inputs;
        const { currentHost: host } = this.#now;
        reporter.info(
            [`rebooting ${zone} on ${host} for:`, ...pending.map((difference) => `  ${difference}`)].join("\n"),
        );
        this.#owesBoot = true;
        await this.#turn("installed");
        await this.#turn("running");
        const after = await findConfigurations(hosts, { zone, host, runs: true });
        const left = pendingEdits(after, wish).map(describeEdit);
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
        this.#owesBoot &&= this.#now.zoneState !== "running";
        reporter.info(`${zone} ${state === "running" ? "is booted" : "is shut down"} on ${host}`);
    }

    #note(more: Partial<KernelZoneObservation>): void {
        this.#now = { ...this.#now, ...more };
    }
}
