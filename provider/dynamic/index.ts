import type * as dynamic from "@pulumi/pulumi/dynamic";
import { SolarisError } from "../errors/solarisError";
import { check, type CheckFailure } from "../kernelZone/check";
import { create, type ResourceState } from "../kernelZone/create";
import type { ZoneContext } from "../kernelZone/context";
import { DeclaredZones } from "../kernelZone/declaredZones";
import { diff } from "../kernelZone/diff";
import { Discretion } from "../kernelZone/discretion";
import { PartialFailure } from "../kernelZone/partialFailure";
import { read } from "../kernelZone/read";
import { remove } from "../kernelZone/remove";
import { update } from "../kernelZone/update";
import type { PropertyBag } from "../kernelZone/state";
import { EngineLog } from "./engineLog";
import { OrphanWatch } from "./orphan";
import { Services, urnOf, type HostsConfig } from "./services";
import { Turns } from "./turns";

/**
 * The adapter between Pulumi's dynamic provider protocol and the lifecycle verbs. There is one of it in a provider
 * process, for all zones of a run.
 */
class KernelZoneProvider implements dynamic.ResourceProvider {
    #services: Services | undefined;
    readonly #orphanWatch = new OrphanWatch();
    // Of the whole run: a process serves one, and the deletions come last.
    readonly #declared = new DeclaredZones();
    readonly #deletions = new Turns();
    #isWatched = false;

    /**
     * Keeps the configuration, and nothing more: the SDK lets other calls in before an asynchronous configure is done
     * (pulumi-facts 1.2), so this one has to be complete when it returns.
     */
    configure(request: dynamic.ConfigureRequest): Promise<void> {
        if (!this.#isWatched) {
            this.#isWatched = true;
            this.#orphanWatch.start();
        }
        this.#services = startServices({
            hosts: request.config.get("solaris:hosts"),
            sshConfig: request.config.get("solaris:sshConfig"),
            migration: request.config.get("solaris:migration"),
        });
        return Promise.resolve();
    }

    check(olds: PropertyBag, news: PropertyBag): Promise<dynamic.CheckResult> {
        this.#declared.declare(news);
        const { inputs, failures } = check(olds, news, this.#running);
        const discretion = new Discretion(news, olds);
        return Promise.resolve({
            inputs,
            failures: failures.map((failure) => showNestedPath(discretion.failure(failure))),
        });
    }

    diff(_id: string, olds: PropertyBag, news: PropertyBag): Promise<dynamic.DiffResult> {
        this.#declared.observe(news["__urn"], olds);
        return Promise.resolve(diff(olds, news));
    }

    async create(inputs: PropertyBag): Promise<dynamic.CreateResult> {
        const discretion = new Discretion(inputs);
        return this.#reported(discretion, async () => {
            const { id, outs } = await this.#observing(inputs, () =>
                create(inputs, this.#contextFor(inputs, discretion)),
            );
            return { id, outs: discretion.outputs(outs) };
        });
    }

    async update(id: string, olds: PropertyBag, news: PropertyBag): Promise<dynamic.UpdateResult> {
        const discretion = new Discretion(news, olds);
        return this.#reported(discretion, async () => {
            const { outs } = await this.#observing(news, () =>
                update(id, olds, news, this.#contextFor(news, discretion)),
            );
            return { outs: discretion.outputs(outs) };
        });
    }

    async read(id: string, props: PropertyBag = {}): Promise<dynamic.ReadResult> {
        const discretion = new Discretion(props);
        return this.#reported(discretion, async () => {
            const found = await read(id, props, this.#contextFor(props, discretion));
            return { id: found.id, props: discretion.outputs(found.props) };
        })
            .catch((error: unknown) => this.#throwShort(error, urnOf(props)))
            .catch(throwWithoutTrace);
    }

    async delete(_id: string, props: PropertyBag): Promise<void> {
        const discretion = new Discretion(props);
        // An inventory is asked for only where the zone is not retained: it must be forgettable without one.
        const reporter = discretion.reporter(this.#running.log.reporterFor(urnOf(props)));
        // Two entries of one state can be the same zone: a replacement that failed half-way leaves its old one.
        return this.#reported(discretion, () =>
            this.#deletions.take(String(props["zoneName"]), () =>
                remove(props, reporter, () => this.#contextFor(props, discretion), this.#declared.heirOf(props)),
            ),
        ).catch(throwWithoutTrace);
    }

    /** Notes what a creation or an update has seen of the zone, also where it has failed on the way. */
    async #observing(inputs: PropertyBag, work: () => Promise<ResourceState>): Promise<ResourceState> {
        try {
            const state = await work();
            this.#declared.observe(inputs["__urn"], state.outs);
            return state;
        } catch (error) {
            if (error instanceof PartialFailure) {
                this.#declared.observe(inputs["__urn"], error.properties);
            }
            throw error;
        }
    }

    /** The engine shows what read throws twice on the zone's row; so the whole is told there once, and its sentence is thrown. */
    async #throwShort(error: unknown, urn: string): Promise<never> {
        if (SolarisError.isInstance(error)) {
            const { log } = this.#running;
            log.reporterFor(urn).warn(error.message);
            await log.flush();
            error.message = `${error.code}: ${error.details.message} (the warning says more, and what to do)`;
        }
        throw error;
    }

    #contextFor(bag: PropertyBag, discretion: Discretion): ZoneContext {
        return discretion.context(this.#running.contextFor(urnOf(bag)));
    }

    get #running(): Services {
        // An engine that never configures is one that has no configuration to give.
        this.#services ??= startServices({ hosts: undefined, sshConfig: undefined });
        return this.#services;
    }

    /** Lets every message reach the engine before the answer does: after the answer the row is closed. */
    async #reported<T>(discretion: Discretion, work: () => Promise<T>): Promise<T> {
        return this.#orphanWatch.during(async () => {
            try {
                return await discretion.during(work);
            } finally {
                await this.#running.log.flush();
            }
        });
    }
}

/**
 * The engine looks a failure's property up among the top-level inputs to show its value, and shows `<nil>` for a nested
 * one; so a nested path goes into the text.
 */
function showNestedPath({ property, reason }: CheckFailure): dynamic.CheckFailure {
    return property.includes(".") ? { property: "", reason: `${property}: ${reason}` } : { property, reason };
}

/**
 * The SDK prints what read throws, text and stack, on the stack's row, and the engine shows the message on the zone's own
 * row as well. Of an error that is meant for people only a pointer is printed.
 */
function throwWithoutTrace(error: unknown): never {
    if (SolarisError.isInstance(error)) {
        error.toString = () => error.code;
        error.stack = "see the zone's own row";
    }
    throw error;
}

// The engine ends this process when it has no more use for it, so connections are simply kept.
const idleMs = 5 * 60_000;

function startServices(config: HostsConfig): Services {
    return new Services(config, EngineLog.fromArguments(process.argv.slice(2)), idleMs);
}

/** What the shim in the state hands to the engine. */
export const provider: dynamic.ResourceProvider = new KernelZoneProvider();
