import { expectSolarisError } from "../errors/expectSolarisError";
import { SolarisError } from "../errors/solarisError";
import { whileShowing, type Reporter } from "../migration/report";
import type { ConfigurationDocument } from "../solaris/configuration/document";
import type { SeenZone, SolarisHosts } from "../solaris/hosts";
import type { CreationRequest } from "./creationRequest";
import { nextCreationStep } from "./creationSteps";
import { questionOf, viewAgain, viewBeforeInstall, viewForCreation } from "./creationView";
import { CreationWork } from "./creationWork";
import { isOurs } from "./ownership";
import { isReal, viewAt, type ZoneView } from "./zoneView";

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

class Creation {
    readonly #work: CreationWork;
    #views: readonly ZoneView[] = [];
    /** Whether all hosts have been looked at since the configuration stands there. */
    #announced = false;

    constructor(
        private readonly hosts: SolarisHosts,
        private readonly request: CreationRequest,
        private readonly reporter: Reporter,
    ) {
        this.#work = new CreationWork(hosts, request, reporter);
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
                const step = nextCreationStep(this.#views, this.#work.wish);
                if (step.kind === "refuse") {
                    return await this.#failed(step.error);
                }
                if (!this.#announced && (step.kind === "install" || step.kind === "uninstall")) {
                    this.#views = await this.#lookEverywhere();
                    this.#announced = true;
                    continue;
                }
                const zone = step.kind === "done" ? step.zone : await this.#work.make(step, this.#here);
                if (zone !== undefined) {
                    const configuration = this.#here?.configuration;
                    return { kind: "created", zone, ...(configuration === undefined ? {} : { configuration }) };
                }
                await this.#lookAgain(step.kind === "removeLeftover" ? step.host : request.host);
            }
        } catch (error) {
            return await this.#failed(expectSolarisError(error));
        }
        return this.#failed(
            new SolarisError("ZONE_BUSY", {
                message: `somebody else is working on ${request.zone} on ${request.host} again and again`,
                host: request.host,
            }),
        );
    }

    get #here(): ZoneView | undefined {
        return this.#views.find(({ sighting }) => sighting.host === this.request.host);
    }

    #lookEverywhere(): Promise<ZoneView[]> {
        return whileShowing(
            this.reporter,
            () => `looking whether anybody else makes ${this.request.zone} or uses its storage`,
            () => viewBeforeInstall(this.hosts, this.request, this.#views),
        );
    }

    async #lookAgain(host: string): Promise<void> {
        const view = await viewAgain(this.hosts, host, this.request, this.reporter);
        // What other zones use is looked at once at the beginning and once before the installation.
        this.#views = this.#views.map((known) => {
            const { neighbours } = known;
            return known.sighting.host !== host ? known : neighbours === undefined ? view : { ...view, neighbours };
        });
    }

    /** The failure, with what there is of the zone by now: a configuration of ours must not be forgotten. */
    async #failed(error: SolarisError): Promise<CreationOutcome> {
        await this.#work.withdraw(error, this.#here);
        const { hosts, request } = this;
        let here = this.#here;
        try {
            hosts.forget(request.host);
            const now = await viewAt(hosts, request.host, questionOf(request));
            here = now.sighting.kind === "unreachable" ? here : now;
        } catch (again) {
            // What was seen before must do: the failure itself is what has to be told.
            if (!SolarisError.isInstance(again)) {
                throw again;
            }
        }
        // One that was made before this resource is not its own, whatever the mark says.
        const madeBefore = here?.ownership === "made" || (here?.ownership === "installed" && !isReal(here));
        const ours = isOurs(here?.ownership) && !(madeBefore && this.#work.wish.fresh);
        return {
            kind: "failed",
            error,
            ...(ours && here?.sighting.kind === "seen" ? { seen: here.sighting.zone } : {}),
            ...(ours && here?.configuration !== undefined ? { configuration: here.configuration } : {}),
        };
    }
}
