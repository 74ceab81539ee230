import { providerShim } from "../../provider/dynamic/shim";
import type { ZoneContext } from "../../provider/kernelZone/context";
import { diff } from "../../provider/kernelZone/diff";
import { PartialFailure } from "../../provider/kernelZone/partialFailure";
import { previewUpdate } from "../../provider/kernelZone/previewUpdate";
import type { PropertyBag } from "../../provider/kernelZone/state";
import { update } from "../../provider/kernelZone/update";
import { type EngineServer, startEngineServer } from "../provider/dynamic/engineServer";
import { initFailureOf, ProviderProcess } from "../provider/dynamic/providerProcess";
import { Recorder } from "../provider/migration/recorder";
import { connect } from "../provider/migration/world";
import type { Fleet } from "../solaris";
import { fastClock } from "./fastClock";

/** How one verb ended. */
export interface Ending {
    /** The whole text of the error; absent where it succeeded. */
    readonly error?: string;
    /** What stays on the zone's row. */
    readonly kept: string;
    /** What stands in the state afterwards. */
    readonly state: PropertyBag;
    /** Whether a failure has changed the state. */
    readonly isPartial: boolean;
}

/** Runs of Pulumi against one fleet; each verb is another run, which knows nothing of the ones before but the state. */
export interface Pulumi {
    preview(olds: PropertyBag, news: PropertyBag): Promise<Ending>;
    /** @param meanwhile Given what was said so far, again and again, until the update has ended. */
    update(olds: PropertyBag, news: PropertyBag, meanwhile?: (kept: string) => void): Promise<Ending>;
    hasChanges(olds: PropertyBag, news: PropertyBag): Promise<boolean>;
    /** Ends what belongs to this fleet. */
    end(): void;
}

let runs = 0;

/** The core as a run of its own has it: no connection and no failure to connect is known from another one. */
function freshContext(
    fleet: Fleet,
    reporter: Recorder,
    inventory: Record<string, Record<string, unknown>> = {},
): ZoneContext {
    runs += 1;
    // Connections are shared by all that have the same configuration.
    const own = { connectTimeout: 20 + runs / 1000 };
    const entries = Object.keys(fleet.hosts).map((name) => [name, { ...own, ...inventory[name] }] as const);
    return connect(fleet, reporter, Object.fromEntries(entries));
}

async function previewOf(
    fleet: Fleet,
    olds: PropertyBag,
    news: PropertyBag,
    inventory: Record<string, Record<string, unknown>> = {},
): Promise<Ending> {
    const reporter = new Recorder();
    const end = { state: olds, isPartial: false };
    try {
        await previewUpdate(olds, news, freshContext(fleet, reporter, inventory));
        return { ...end, kept: reporter.kept };
    } catch (error) {
        return { ...end, kept: reporter.kept, error: textOf(error) };
    }
}

const lookEveryMs = 10;

/**
 * Through Pulumi's own server for dynamic providers and the compiled package. One process serves all tests of a file: the
 * server configures a provider once for each text of its code, so that every run gets a text of its own.
 */
export class ProviderRuns {
    private runs = 0;

    private constructor(
        private readonly engine: EngineServer,
        private readonly provider: ProviderProcess,
    ) {}

    static async start(): Promise<ProviderRuns> {
        const engine = await startEngineServer();
        return new ProviderRuns(engine, await ProviderProcess.start(engine.address));
    }

    /** @param inventory By host, laid over what the fleet says of it in `solaris:hosts`. */
    on(fleet: Fleet, inventory: Record<string, Record<string, unknown>> = {}): Pulumi {
        const config = fleet.pulumiConfig(inventory);
        return {
            preview: (olds, news) => previewOf(fleet, olds, news, inventory),
            update: (olds, news, meanwhile) => this.update(config, olds, news, meanwhile),
            hasChanges: async (olds, news) => {
                const { changes, replaces } = await this.provider.diff(olds, news);
                expect(replaces).toEqual([]);
                return changes;
            },
            end: () => undefined,
        };
    }

    async stop(): Promise<void> {
        await this.provider.stop();
        this.engine.stop();
        expect(this.provider.printed).toEqual([]);
    }

    private async update(
        config: Record<string, string>,
        olds: PropertyBag,
        news: PropertyBag,
        meanwhile: ((kept: string) => void) | undefined,
    ): Promise<Ending> {
        // A new configuration is a new run: nothing that was read before is known any more.
        await this.provider.configure(config);
        this.runs += 1;
        const code = { __provider: `${providerShim} // run ${this.runs}` };
        const before = this.engine.messages.length;
        const kept = (): string =>
            this.engine.messages
                .slice(before)
                .filter(({ ephemeral }) => !ephemeral)
                .map(({ text }) => text)
                .join("\n");
        const looking = setInterval(() => meanwhile?.(kept()), lookEveryMs);
        try {
            const state = await this.provider.update("the-id", { ...olds, ...code }, { ...news, ...code });
            return { kept: kept(), state: withShim(state, code), isPartial: false };
        } catch (error) {
            const failure = initFailureOf(error);
            return failure === undefined
                ? { kept: kept(), state: olds, isPartial: false, error: textOf(error) }
                : {
                      kept: kept(),
                      state: withShim(failure.properties, code),
                      isPartial: true,
                      error: failure.reasons.join("\n"),
                  };
        } finally {
            clearInterval(looking);
        }
    }
}

/** The verbs in the test's own process, under a clock that jumps over the minutes in which nothing happens. */
export function hurriedRuns(fleet: Fleet): Pulumi {
    const end = fastClock(fleet);
    return {
        preview: (olds, news) => previewOf(fleet, olds, news),
        update: async (olds, news, meanwhile) => {
            const reporter = new Recorder();
            const looking = setInterval(() => meanwhile?.(reporter.kept), lookEveryMs);
            try {
                const { outs } = await update("the-id", olds, news, freshContext(fleet, reporter));
                return { kept: reporter.kept, state: outs, isPartial: false };
            } catch (error) {
                return error instanceof PartialFailure
                    ? { kept: reporter.kept, state: error.properties, isPartial: true, error: error.message }
                    : { kept: reporter.kept, state: olds, isPartial: false, error: textOf(error) };
            } finally {
                clearInterval(looking);
            }
        },
        hasChanges: (olds, news) => {
            const { changes } = diff(olds, news);

            return Promise.resolve(changes);
        },
        end,
    };
}

/** The state with the usual text in place of the run's own, which must be in it: without it nothing could be done later. */
function withShim(state: PropertyBag, code: { readonly __provider: string }): PropertyBag {
    expect(state).toMatchObject(code);
    return { ...state, __provider: providerShim };
}

function textOf(error: unknown): string {
    if (!(error instanceof Error)) {
        throw new TypeError("what was thrown is no error", { cause: error });
    }
    return "details" in error && typeof error.details === "string" ? error.details : error.message;
}
