import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import type { IResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { EngineLog } from "../provider/dynamic/engineLog";
import { Services } from "../provider/dynamic/services";
import { Discretion } from "../provider/kernelZone/discretion";
import { previewUpdate } from "../provider/kernelZone/previewUpdate";
import { previewCreate } from "../provider/kernelZone/previewCreate";
import type { PropertyBag } from "../provider/kernelZone/state";
import { SolarisError } from "../provider/errors/solarisError";
import { reportAndFailAtEnd } from "./failAtEnd";
import { resolveKnown } from "./knownValues";
import { warnOfPlainSecrets } from "./plainSecrets";

/**
 * Adds the hooks that let `pulumi preview` ask the hosts. They are what makes a preview of this resource more than a
 * comparison of texts: the engine runs them for every planned create or update, in parallel over zones. A zone that is
 * refused fails the preview, after all zones have been looked at.
 *
 * @param name The resource's name.
 * @param opts The user's options.
 * @returns The options with our hooks before those of the user; under mocks, which know no hooks, the options as they are.
 */
export function bindPreviewHooks(name: string, opts: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
    const monitor = pulumi.runtime.getMonitor();
    if (typeof monitor?.registerResourceHook !== "function") {
        return opts;
    }
    const run = runOf(monitor);
    const create = run.hook(`solaris-adopt:${name}`, async (args) => {
        const news = await resolveKnown(args.newInputs ?? {});
        if (news.kind === "unknown") {
            run.sayUnknown(args.urn, news.path);
            return;
        }
        const discretion = new Discretion(news.value);
        await discretion.during(async () => {
            run.claim(news.value, name, args.urn);
            await previewCreate(news.value, discretion.context(run.services.contextFor(args.urn)));
        });
    });
    const update = run.hook(`solaris-dry-run:${name}`, async (args) => {
        const [olds, news] = await Promise.all([
            resolveKnown(args.oldOutputs ?? {}),
            resolveKnown(args.newInputs ?? {}),
        ]);
        const unknown = [news, olds].find((bag) => bag.kind === "unknown");
        if (unknown?.kind === "unknown") {
            run.sayUnknown(args.urn, unknown.path);
            return;
        }
        if (olds.kind === "known" && news.kind === "known") {
            const discretion = new Discretion(news.value, olds.value);
            await discretion.during(async () => {
                run.claim(news.value, name, args.urn);
                await previewUpdate(olds.value, news.value, discretion.context(run.services.contextFor(args.urn)));
            });
        }
    });
    return {
        ...opts,
        hooks: {
            ...opts.hooks,
            beforeCreate: [create, ...(opts.hooks?.beforeCreate ?? [])],
            beforeUpdate: [update, ...(opts.hooks?.beforeUpdate ?? [])],
        },
    };
}

// Long enough for what a preview does between two dry runs. An idle connection does not keep a program from ending.
const idleMs = 60_000;

/** What the zones of one run of one program share. */
class ProgramRun {
    readonly services: Services;
    readonly #hookNames = new Set<string>();
    /** Who is which zone, by the zone's name and host. */
    readonly #zones = new Map<string, { readonly name: string; readonly urn: string }>();

    constructor() {
        const config = new pulumi.Config("solaris");
        const hostsConfig = {
            hosts: config.get("hosts"),
            sshConfig: config.get("sshConfig"),
            migration: config.get("migration"),
        };
        warnOfPlainSecrets(hostsConfig.hosts);
        this.services = new Services(hostsConfig, EngineLog.through(pulumi.runtime.getEngine()), idleMs);
    }

    /**
     * Notes that a resource is a zone of a host; of two resources neither would know what the other does to it. A zone of the
     * same name that shall be on another host can be another one.
     *
     * @throws SolarisError ZONE_DECLARED_TWICE
     */
    claim({ zoneName, host }: PropertyBag, name: string, urn: string): void {
        const zone = `${String(zoneName)} on ${String(host)}`;
        const other = this.#zones.get(zone);
        if (other !== undefined && other.urn !== urn) {
            throw new SolarisError("ZONE_DECLARED_TWICE", {
                message: `two resources of this program are the zone ${zone}: ${other.name} and ${name}`,
                property: "zoneName",
            });
        }
        this.#zones.set(zone, { name, urn });
    }

    /** A hook that works in previews only and lets its messages arrive before the engine goes on. */
    hook(name: string, preview: pulumi.ResourceHookFunction): pulumi.ResourceHook {
        // Bound to this moment's asynchronous context: an inline Automation API program would else have lost its own
        // settings by the time the engine calls, and `isDryRun` would answer for nobody.
        const callback = AsyncResource.bind(async (args: pulumi.ResourceHookArgs): Promise<void> => {
            if (!pulumi.runtime.isDryRun()) {
                return;
            }
            try {
                await preview(args);
            } catch (error) {
                if (!SolarisError.isInstance(error)) {
                    throw error;
                }
                await this.services.log.flush();
                if (!reportAndFailAtEnd(args.urn, error.message)) {
                    throw error;
                }
            } finally {
                await this.services.log.flush();
            }
        });
        return new pulumi.ResourceHook(this.#unusedName(name), callback, { onDryRun: true });
    }

    sayUnknown(urn: string, path: string): void {
        this.services.log
            .reporterFor(urn)
            .info(`${path} is not known before \`pulumi up\`: the hosts were not asked and no dry run was made`);
    }

    /** The engine takes each hook name once a run; a resource's name can stand under several parents. */
    #unusedName(name: string): string {
        let unused = name;
        for (let count = 2; this.#hookNames.has(unused); count++) {
            unused = `${name}#${count}`;
        }
        this.#hookNames.add(unused);
        return unused;
    }
}

// A monitor is one run of one program; an Automation API process can have many, one after the other or at once.
const runs = new WeakMap<IResourceMonitorClient, ProgramRun>();

/** What belongs to a monitor's run; the first who asks makes it. */
export function runOf(monitor: IResourceMonitorClient): ProgramRun {
    let run = runs.get(monitor);
    if (run === undefined) {
        run = new ProgramRun();
        runs.set(monitor, run);
    }
    return run;
}
