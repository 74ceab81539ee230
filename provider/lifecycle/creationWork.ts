import type { SolarisError } from "../errors/solarisError";
import { clearJob } from "../migration/jobRecord";
import { describeSeconds } from "../migration/describeSeconds";
import type { Reporter } from "../migration/report";
import type { ConfigurationDocument } from "../solaris/configuration/document";
import type { SeenZone, SolarisHosts } from "../solaris/hosts";
import { deleteConfiguration } from "../solaris/zonecfg";
import { uninstallZone } from "../solaris/zoneadmInstall";
import type { CreationRequest } from "./creationRequest";
import type { CreationStep } from "./creationSteps";
import { viewAgain } from "./creationView";
import { creationWish, type CreationWish } from "./creationWish";
import { marked } from "./ownership";
import { perform } from "./perform";
import { changeConfiguration, createConfiguration } from "./putConfiguration";
import { followInstall, runInstall } from "./runInstall";
import { startZone } from "./state";
import type { ZoneView } from "./zoneView";
import { UntoldEnds } from "./untoldEnds";

// By these a second look says that the zone was better not configured.
const foreclosing: ReadonlySet<string> = new Set(["ZONE_EXISTS", "STORAGE_IN_USE", "SAME_MACHINE"]);

/** Does the steps of one creation, and knows what of them no host shows: which have been done by this run. */
export class CreationWork {
    readonly #givenWish: CreationWish;
    readonly #untold = new UntoldEnds();
    #configured = false;
    /** Whether the configuration was put there by this run, and nothing was installed since. */
    #placed = false;
    /** Whether this run has given the mark of a zone that is made, as far as it knows. */
    #recorded = false;

    constructor(
        private readonly hosts: SolarisHosts,
        private readonly request: CreationRequest,
        private readonly reporter: Reporter,
    ) {
        this.#givenWish = creationWish(request);
    }

    /** What is wished, after what this run has done. */
    get wish(): CreationWish {
        const { fresh, isWished, ...wish } = this.#givenWish;
        return {
            ...wish,
            fresh: fresh && !this.#recorded,
            // What zonecfg makes of a value that it takes is not changed again and again.
            isWished: (view) => this.#configured || isWished(view),
        };
    }

    /**
     * Does one step.
     *
     * @param here What the wished host shows.
     * @returns The zone, where this was the last step.
     * @throws SolarisError of a step that has failed.
     */
    async make(
        step: Exclude<CreationStep, { readonly kind: "done" | "refuse" }>,
        here: ZoneView | undefined,
    ): Promise<SeenZone | undefined> {
        const { hosts, request, reporter } = this;
        const { zone, host, token, install } = request;
        switch (step.kind) {
            case "removeLeftover":
                await this.#untold.require(
                    await perform(hosts, step.host, deleteConfiguration(zone), reporter, {
                        status: `removing the configuration from ${step.host}`,
                    }),
                );
                reporter.info(`removed the configuration of ${zone} from ${step.host}, where it was never installed`);
                return undefined;
            case "configure":
                await this.#configure(here);
                return undefined;
            case "reconfigure":
                await this.#change(here, request.wish);
                this.#configured = true;
                reporter.info(
                    `changed the configuration of ${zone} on ${host}, which ${step.installed ? "has not been booted" : "is not installed"} yet`,
                );
                return undefined;
            case "install":
                this.#placed = false;
                await this.#setAsideRecords(here);
                await this.#timed(() => runInstall(hosts, { zone, host, token, settings: install }, reporter));
                return undefined;
            case "follow":
                reporter.info(`${zone} is being installed on ${host} already; following that`);
                await this.#timed(() => followInstall(hosts, step.job, install, reporter));
                return undefined;
            case "uninstall":
                reporter.info(`uninstalling what a failed installation has left of ${zone} on ${host}`);
                await this.#untold.require(
                    await perform(hosts, host, uninstallZone(zone), reporter, {
                        status: `uninstalling the half-made ${zone}`,
                    }),
                );
                return undefined;
            case "record":
                await this.#record(here);
                return undefined;
            case "noteInstalled":
                await this.#change(here, (found) => marked(found, token, "installed"));
                return undefined;
            case "start": {
                const seen = await this.#start();
                return !step.thenRecord || (await this.#record(here)) ? seen : undefined;
            }
        }
    }

    /** A configuration of this run, by which it has found that somebody else was there before it, is taken back. */
    async withdraw({ code }: SolarisError, here: ZoneView | undefined): Promise<void> {
        const { hosts, request, reporter } = this;
        const { zone, host } = request;
        const sighting = here?.sighting;
        const isOurs = this.#placed && sighting?.kind === "seen" && sighting.zone.state === "configured";
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

    async #configure(here: ZoneView | undefined): Promise<void> {
        const { hosts, request, reporter } = this;
        const { zone, host, token } = request;
        await this.#setAsideRecords(here);
        const document = marked(request.document, token, "making");
        const failure = await createConfiguration(hosts, request, document, reporter);
        if (failure?.code === "CONFIG_REFUSED") {
            const { sighting } = await viewAgain(hosts, host, request, reporter);
            if (sighting.kind === "seen") {
                // Somebody else was quicker; what is there now decides.
                return;
            }
        }
        this.#placed = await this.#untold.require(failure);
        this.#configured = true;
        reporter.info(`configured ${zone} on ${host}`);
    }

    async #start(): Promise<SeenZone> {
        const { zone, host, bootMs } = this.request;
        const seen = await startZone(this.hosts, { zone, host, timeoutMs: bootMs }, this.reporter);
        this.reporter.info(`${zone} is up on ${host}`);
        return seen;
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
    async #record(here: ZoneView | undefined): Promise<boolean> {
        this.#recorded = true;
        const { zone, host, token, state } = this.request;
        const done = await this.#change(here, (found) => marked(found, token, "made"), `marking ${zone} as made`);
        // What the zone's row shows last, and keeps.
        this.reporter.status(`${zone} is ${state === "running" ? "up" : "installed"} on ${host}`);
        if (done) {
            await Promise.all(
                (here?.installs ?? []).map((job) => clearJob(this.hosts, { ...job, from: job.host }, "remove")),
            );
        }
        return done;
    }

    async #change(
        here: ZoneView | undefined,
        wish: (found: ConfigurationDocument) => ConfigurationDocument,
        status?: string,
    ): Promise<boolean> {
        const from = here?.configuration;
        if (from === undefined) {
            throw new TypeError("a zone with our mark has a configuration");
        }
        return this.#untold.require(
            await changeConfiguration(this.hosts, this.request, { from, to: wish(from) }, this.reporter, status),
        );
    }

    /** Records of installations that are over and have no zone any more. */
    async #setAsideRecords(here: ZoneView | undefined): Promise<void> {
        const over = here?.installs ?? [];
        await Promise.all(over.map((job) => clearJob(this.hosts, { ...job, from: job.host }, "keep")));
    }
}
