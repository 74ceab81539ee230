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
import { isOurs, marked } from "./ownership";
import { isUntold, pause, perform } from "./perform";
import { changeConfiguration, createConfiguration, type ConfigurationPlace } from "./putConfiguration";
import { followInstall, runInstall } from "./runInstall";
import { startZone } from "./state";
import { requireDistinctMachines, viewEverywhere, viewOf, type ZoneQuestion, type ZoneView } from "./zoneView";

/** A zone that is to be made, or to be made to the end. */
export interface CreationRequest extends ConfigurationPlace {
    /** The token of the resource that it is made for. */
    readonly token: string;
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
    | { readonly kind: "created"; readonly zone: SeenZone }
    | {
          readonly kind: "failed";
          readonly error: SolarisError;
          /** What there is of the zone on its host, where that is ours; absent where nothing is. */
          readonly seen?: SeenZone;
      };

// The steps of a creation are eight; more rounds than that mean that somebody else works against it.
const maximumRounds = 16;

// A host that restarts its SSH server in the middle of a creation is asked again for so long.
const unreachablePatienceMs = 60_000;
const pollMs = 1_000;

const goneAway: ReadonlySet<string> = new Set(["HOST_UNREACHABLE", "CONNECTION_LOST", "CHANNEL_REFUSED"]);

// Many zones of one program look at the same hosts at the same time.
const firstReadAgeMs = 5_000;

/**
 * Makes a zone: configures it, installs it, boots it and waits until it is up. What to do next is decided anew after each
 * step, from what the hosts show; so a creation that died half-way is continued by the same call.
 *
 * Every step that changes something leaves a trace on the host by which the next run knows it: the configuration with our
 * mark, the job's record, the mark that says that the installation has succeeded.
 */
export async function createZone(
    hosts: SolarisHosts,
    request: CreationRequest,
    reporter: Reporter,
): Promise<CreationOutcome> {
    return new Creation(hosts, request, reporter).run();
}

/** What all known hosts show of a zone that is to be made; reads only. */
export async function viewForCreation(
    hosts: SolarisHosts,
    { zone, host, token }: Pick<CreationRequest, "zone" | "host" | "token">,
): Promise<ZoneView[]> {
    const views = await viewEverywhere(hosts, { zone, token, jobsOn: [host] }, firstReadAgeMs);
    await requireDistinctMachines(hosts, zone, views);
    return views;
}

/** The decision's question for a request; pure. */
export function creationWish({ zone, host, token, state, wish }: CreationRequest): CreationWish {
    return {
        zone,
        host,
        token,
        state,
        isWished: ({ configuration }) =>
            configuration !== undefined && editsBetween(configuration, wish(configuration)).length === 0,
    };
}

class Creation {
    readonly #wish: CreationWish;
    readonly #question: ZoneQuestion;
    #views: readonly ZoneView[] = [];
    #untold = 0;
    #configured = false;

    constructor(
        private readonly hosts: SolarisHosts,
        private readonly request: CreationRequest,
        private readonly reporter: Reporter,
    ) {
        const { zone, host, token } = request;
        const wish = creationWish(request);
        // What zonecfg makes of a value that it takes is not changed again and again.
        this.#wish = { ...wish, isWished: (view) => this.#configured || wish.isWished(view) };
        this.#question = { zone, token, jobsOn: [host] };
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
                const zone = step.kind === "done" ? step.zone : await this.#make(step);
                if (zone !== undefined) {
                    return { kind: "created", zone };
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
                reporter.info(`changed the configuration of ${zone} on ${host}, which is not installed yet`);
                return undefined;
            case "install":
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
            case "start":
                return this.#start();
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
        await this.#require(failure);
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

    /** The mark says from now on that the disks hold a system; then the job's record has nothing more to prove. */
    async #record(): Promise<void> {
        await this.#change((found) => marked(found, this.request.token, "made"));
        await Promise.all(
            (this.#here?.installs ?? []).map((job) => clearJob(this.hosts, { ...job, from: job.host }, "remove")),
        );
    }

    async #change(wish: (found: ConfigurationDocument) => ConfigurationDocument): Promise<void> {
        const from = this.#here?.configuration;
        if (from === undefined) {
            throw new TypeError("a zone with our mark has a configuration");
        }
        await this.#require(
            await changeConfiguration(this.hosts, this.request, { from, to: wish(from) }, this.reporter),
        );
    }

    /** Records of installations that are over and have no zone any more. */
    async #setAsideRecords(): Promise<void> {
        const over = this.#here?.installs ?? [];
        await Promise.all(over.map((job) => clearJob(this.hosts, { ...job, from: job.host }, "keep")));
    }

    /** How a call ended is looked at where that was not told; where it was, a failure ends the creation. */
    async #require(failure: SolarisError | undefined): Promise<void> {
        if (failure === undefined) {
            this.#untold = 0;
            return;
        }
        this.#untold++;
        if (!isUntold(failure) || this.#untold > 2) {
            throw failure;
        }
        await pause(pollMs);
    }

    /** What one host shows now. It has just answered, so that it does not is waited out. */
    async #lookAgain(host: string): Promise<void> {
        const { hosts, reporter } = this;
        const deadline = performance.now() + unreachablePatienceMs;
        const view = await whileShowing(
            reporter,
            () => `looking at ${host}`,
            async () => {
                for (;;) {
                    hosts.forget(host);
                    const seen = await this.#glance(host);
                    if (seen.sighting.kind !== "unreachable" || performance.now() > deadline) {
                        return seen;
                    }
                    await pause(pollMs);
                }
            },
        );
        this.#views = this.#views.map((known) => (known.sighting.host === host ? view : known));
    }

    /** A look that counts a host which goes away in the middle of it as one that cannot be asked. */
    async #glance(host: string): Promise<ZoneView> {
        try {
            return await viewOf(this.hosts, host, this.#question);
        } catch (error) {
            if (!SolarisError.isInstance(error) || !goneAway.has(error.code)) {
                throw error;
            }
            return { sighting: { kind: "unreachable", host, error }, installs: [], moves: [] };
        }
    }

    /** The failure, with what there is of the zone by now: a configuration of ours must not be forgotten. */
    async #failed(error: SolarisError): Promise<CreationOutcome> {
        const { hosts, request } = this;
        let here = this.#here;
        try {
            hosts.forget(request.host);
            const now = await viewOf(hosts, request.host, this.#question);
            here = now.sighting.kind === "unreachable" ? here : now;
        } catch (again) {
            // What was seen before must do: the failure itself is what has to be told.
            if (!SolarisError.isInstance(again)) {
                throw again;
            }
        }
        const ours = here?.sighting.kind === "seen" && isOurs(here.ownership);
        return {
            kind: "failed",
            error,
            ...(ours && here?.sighting.kind === "seen" ? { seen: here.sighting.zone } : {}),
        };
    }
}
