import { SolarisError } from "../errors/solarisError";
import { describeSeconds } from "../migration/describeSeconds";
import { clearJob } from "../migration/jobRecord";
import { whileShowing, type Reporter } from "../migration/report";
import { editsBetween } from "../solaris/configuration/edits";
import type { ConfigurationDocument } from "../solaris/configuration/document";
import type { SeenZone, SolarisHosts } from "../solaris/hosts";
import { deleteConfiguration } from "../solaris/zonecfg";
import { uninstallZone, type InstallSettings } from "../solaris/zoneadmInstall";
import { nextCreationStep, type CreationStep, type CreationWish } from "./creationSteps";
import { questionOf, viewAgain, viewBeforeInstall, viewForCreation } from "./creationView";
import { marked } from "./ownership";
import { isUntold, pause, perform } from "./perform";
import { changeConfiguration, createConfiguration, type ConfigurationPlace } from "./putConfiguration";
import { followInstall, runInstall } from "./runInstall";
import { startZone } from "./state";
import { viewOf, type ZoneView } from "./zoneView";

export { viewForCreation } from "./creationView";

/** A zone that is to be made, or to be made to the end. */
export interface CreationRequest extends ConfigurationPlace {
    /** The token of the resource that it is made for. */
    readonly token: string;
    /** Whether the resource is new, so that its state can know of no zone that was made to the end. */
    readonly fresh: boolean;
    /** Its whole configuration on that host, without our mark. */
    readonly document: ConfigurationDocument;
    /** How a configuration that is there already becomes the wished one. */
    readonly wish: (found: ConfigurationDocument) => ConfigurationDocument;
    readonly install: InstallSettings;
    readonly state: "running" | "installed";
    /** Bound on booting it and waiting until it is up. */
    readonly bootMs: number;
}

/** What has come of it. */
export type CreationOutcome =
    | {
          readonly kind: "created";
          readonly zone: SeenZone;
          /** Its stored configuration, as it was seen last. */
          readonly configuration?: ConfigurationDocument;
      }
    | {
          readonly kind: "failed";
          readonly error: SolarisError;
          /** What there is of the zone on its host, where that is ours; absent where nothing is. */
          readonly seen?: SeenZone;
          /** Its stored configuration. */
          readonly configuration?: ConfigurationDocument;
      };

// The steps of a creation are eight; more rounds than that mean that somebody else works against it.
const maximumRounds = 16;

const pollMs = 1_000;

// By these a second look says that the zone was better not configured.
const foreclosing: ReadonlySet<string> = new Set(["ZONE_EXISTS", "STORAGE_IN_USE", "SAME_MACHINE"]);

/**
 * Makes a zone: configures it, installs it, boots it and waits until it is up. What to do next is decided anew after each
 * step, from what the hosts show; so a creation that died half-way is continued by the same call.
 *
 * Every step that changes something leaves a trace on the host by which the next run knows it: the configuration with our
 * mark, the job's record, the mark that says that the zone has been made to the end.
 */
export async function createZone(
    hosts: SolarisHosts,
    request: CreationRequest,
    reporter: Reporter,
): Promise<CreationOutcome> {
    return new Creation(hosts, request, reporter).run();
}

/** The decision's question for a request; pure. */
export function creationWish(request: CreationRequest): CreationWish {
    const { zone, host, token, state, fresh, document, wish } = request;
    return {
        zone,
        host,
        token,
        state,
        fresh,
        document,
        isWished: ({ configuration }) =>
            configuration !== undefined && editsBetween(configuration, wish(configuration)).length === 0,
    };
}

class Creation {
    readonly #givenWish: CreationWish;
    #views: readonly ZoneView[] = [];
    #untold = 0;
    #configured = false;
    /** Whether the configuration was put there by this run, and nothing was installed since. */
    #placed = false;
    /** Whether all hosts have been looked at since the configuration stands there. */
    #announced = false;
    /** Whether this run has given the mark of a zone that is made, as far as it knows. */
    #recorded = false;

    constructor(
        private readonly hosts: SolarisHosts,
        private readonly request: CreationRequest,
        private readonly reporter: Reporter,
    ) {
        this.#givenWish = creationWish(request);
    }

    get #wish(): CreationWish {
        const { fresh, isWished, ...wish } = this.#givenWish;
        return {
            ...wish,
            fresh: fresh && !this.#recorded,
            // What zonecfg makes of a value that it takes is not changed again and again.
            isWished: (view) => this.#configured || isWished(view),
        };
    }

    async run(): Promise<CreationOutcome> {
        const { hosts, request, reporter } = this;
        try {
            this.#views = await whileShowing(
                reporter,
                () => `looking for ${request.zone} on all hosts`,
                () => viewForCreation(hosts, request),
            );
            for (let round = 0; round < maximumRounds; round++) {
                const step = nextCreationStep(this.#views, this.#wish);
                if (step.kind === "refuse") {
                    return await this.#failed(step.error);
                }
                if (!this.#announced && (step.kind === "install" || step.kind === "uninstall")) {
                    this.#views = await this.#lookEverywhere();
                    this.#announced = true;
                    continue;
                }
                const zone = step.kind === "done" ? step.zone : await this.#make(step);
                if (zone !== undefined) {
                    return { kind: "created", zone, ...this.#configuration };
                }
                await this.#lookAgain(step.kind === "removeLeftover" ? step.host : request.host);
            }
        } catch (error) {
            if (!SolarisError.isInstance(error)) {
                throw error;
            }
            return await this.#failed(error);
        }
        return this.#failed(
            new SolarisError("ZONE_BUSY", {
                message: `somebody else is working on ${request.zone} on ${request.host} again and again`,
                host: request.host,
            }),
        );
    }

    /** @returns The zone, where this was the last step. */
    async #make(step: Exclude<CreationStep, { readonly kind: "done" | "refuse" }>): Promise<SeenZone | undefined> {
        const { hosts, request, reporter } = this;
        const { zone, host, token } = request;
        switch (step.kind) {
            case "removeLeftover":
                await this.#require(
                    await perform(hosts, step.host, deleteConfiguration(zone), reporter, {
                        status: `removing the configuration from ${step.host}`,
                    }),
                );
                reporter.info(`removed the configuration of ${zone} from ${step.host}, where it was never installed`);
                return undefined;
            case "configure":
                await this.#configure();
                return undefined;
            case "reconfigure":
                await this.#change(request.wish);
                this.#configured = true;
                reporter.info(
                    `changed the configuration of ${zone} on ${host}, which ${step.installed ? "has not been booted" : "is not installed"} yet`,
                );
                return undefined;
            case "install":
                this.#placed = false;
                await this.#setAsideRecords();
                await this.#timed(() => runInstall(hosts, { zone, host, token, settings: request.install }, reporter));
                return undefined;
            case "follow":
                reporter.info(`${zone} is being installed on ${host} already; following that`);
                await this.#timed(() => followInstall(hosts, step.job, request.install, reporter));
                return undefined;
            case "uninstall":
                reporter.info(`uninstalling what a failed installation has left of ${zone} on ${host}`);
                await this.#require(
                    await perform(hosts, host, uninstallZone(zone), reporter, {
                        status: `uninstalling the half-made ${zone}`,
                    }),
                );
                return undefined;
            case "record":
                await this.#record();
                return undefined;
            case "start": {
                const seen = await this.#start();
                return !step.thenRecord || (await this.#record()) ? seen : undefined;
            }
        }
    }

    async #configure(): Promise<void> {
        const { hosts, request, reporter } = this;
        await this.#setAsideRecords();
        const document = marked(request.document, request.token, "making");
        const failure = await createConfiguration(hosts, request, document, reporter);
        if (failure?.code === "CONFIG_REFUSED") {
            await this.#lookAgain(request.host);
            if (this.#here?.sighting.kind === "seen") {
                // Somebody else was quicker; what is there now decides.
                return;
            }
        }
        this.#placed = await this.#require(failure);
        this.#configured = true;
        reporter.info(`configured ${request.zone} on ${request.host}`);
    }

    async #start(): Promise<SeenZone> {
        const { zone, host, bootMs } = this.request;
        const seen = await startZone(this.hosts, { zone, host, timeoutMs: bootMs }, this.reporter);
        this.reporter.info(`${zone} is up on ${host}`);
        return seen;
    }

    get #here(): ZoneView | undefined {
        return this.#views.find(({ sighting }) => sighting.host === this.request.host);
    }

    async #timed(work: () => Promise<void>): Promise<void> {
        const started = performance.now();
        await work();
        const seconds = (performance.now() - started) / 1000;
        const { zone, host } = this.request;
        this.reporter.info(`installed ${zone} on ${host} in ${describeSeconds(seconds)}`);
    }

    /**
     * The mark says from now on that the zone is made; then the job's record has nothing more to prove.
     *
     * @returns Whether that is known to be done.
     */
    async #record(): Promise<boolean> {
        this.#recorded = true;
        const done = await this.#change((found) => marked(found, this.request.token, "made"));
        if (done) {
            await Promise.all(
                (this.#here?.installs ?? []).map((job) => clearJob(this.hosts, { ...job, from: job.host }, "remove")),
            );
        }
        return done;
    }

    async #change(wish: (found: ConfigurationDocument) => ConfigurationDocument): Promise<boolean> {
        const from = this.#here?.configuration;
        if (from === undefined) {
            throw new TypeError("a zone with our mark has a configuration");
        }
        return this.#require(
            await changeConfiguration(this.hosts, this.request, { from, to: wish(from) }, this.reporter),
        );
    }

    /** A configuration of this run, by which it has found that somebody else was there before it, is taken back. */
    async #withdraw({ code }: SolarisError): Promise<void> {
        const { hosts, request, reporter } = this;
        const { zone, host } = request;
        const here = this.#here?.sighting;
        const isOurs = this.#placed && here?.kind === "seen" && here.zone.state === "configured";
        if (!isOurs || !foreclosing.has(code)) {
            return;
        }
        const failure = await perform(hosts, host, deleteConfiguration(zone), reporter, {
            status: `removing the configuration from ${host}`,
        });
        if (failure === undefined) {
            reporter.info(`removed the configuration of ${zone} from ${host} again, where nothing was installed`);
        } else {
            reporter.warn(`the configuration of ${zone} could not be removed from ${host}: ${failure.message}`);
        }
    }

    /** Records of installations that are over and have no zone any more. */
    async #setAsideRecords(): Promise<void> {
        const over = this.#here?.installs ?? [];
        await Promise.all(over.map((job) => clearJob(this.hosts, { ...job, from: job.host }, "keep")));
    }

    /**
     * How a call ended is looked at where that was not told; where it was, a failure ends the creation.
     *
     * @returns Whether it is known to have done its work.
     */
    async #require(failure: SolarisError | undefined): Promise<boolean> {
        if (failure === undefined) {
            this.#untold = 0;
            return true;
        }
        this.#untold++;
        if (!isUntold(failure) || this.#untold > 2) {
            throw failure;
        }
        await pause(pollMs);
        return false;
    }

    #lookEverywhere(): Promise<ZoneView[]> {
        return whileShowing(
            this.reporter,
            () => `looking whether anybody else makes ${this.request.zone} or uses its storage`,
            () => viewBeforeInstall(this.hosts, this.request, this.#views),
        );
    }

    get #configuration(): { readonly configuration?: ConfigurationDocument } {
        const configuration = this.#here?.configuration;
        return configuration === undefined ? {} : { configuration };
    }

    async #lookAgain(host: string): Promise<void> {
        const view = await whileShowing(
            this.reporter,
            () => `looking at ${host}`,
            () => viewAgain(this.hosts, host, this.request),
        );
        // What other zones use is looked at once at the beginning and once before the installation.
        this.#views = this.#views.map((known) => {
            const { neighbours } = known;
            return known.sighting.host !== host ? known : neighbours === undefined ? view : { ...view, neighbours };
        });
    }

    /** The failure, with what there is of the zone by now: a configuration of ours must not be forgotten. */
    async #failed(error: SolarisError): Promise<CreationOutcome> {
        await this.#withdraw(error);
        const { hosts, request } = this;
        let here = this.#here;
        try {
            hosts.forget(request.host);
            const now = await viewOf(hosts, request.host, questionOf(request));
            here = now.sighting.kind === "unreachable" ? here : now;
        } catch (again) {
            // What was seen before must do: the failure itself is what has to be told.
            if (!SolarisError.isInstance(again)) {
                throw again;
            }
        }
        // One that was made before this resource is not its own, whatever the mark says.
        const ours = here?.ownership === "making" || (here?.ownership === "made" && !this.#wish.fresh);
        return {
            kind: "failed",
            error,
            ...(ours && here?.sighting.kind === "seen" ? { seen: here.sighting.zone } : {}),
            ...(ours && here?.configuration !== undefined ? { configuration: here.configuration } : {}),
        };
    }
}
