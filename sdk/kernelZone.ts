import * as pulumi from "@pulumi/pulumi";
import { kernelZoneType, providerShim } from "../provider/dynamic/shim";
import { updateTimeoutKey } from "../provider/kernelZone/customTimeouts";
import type { KernelZoneProps } from "../provider/kernelZone/schema";
import type { MigrationRecord } from "../provider/kernelZone/state";
import type { InputsOf } from "./inputs";
import { markSecrets } from "./markSecrets";
import { bindPreviewHooks } from "./previewHook";
import { withSecretKey } from "./secretKey";

/** The arguments of a {@link KernelZone}; each may be a plain value, a promise or an output of another resource. */
export type KernelZoneArgs = InputsOf<KernelZoneProps>;

/**
 * An Oracle Solaris kernel zone: one that exists and is taken over (`adopt: true`), or one that is created from `config`
 * and `install`. Change `host` and the zone live-migrates there: `pulumi preview` shows the verdict of Solaris's own dry
 * run, `pulumi up` moves the zone and believes only what it then sees on both hosts. Change `config` and the zone is
 * changed in place, while it runs where Solaris can.
 *
 * No change of any property replaces or destroys the zone, and removing the resource leaves it running unless
 * `deletionPolicy` says otherwise.
 *
 * Hosts are known by the names that `ssh` takes, or described by the configuration value `solaris:hosts`; see
 * docs/reference/hosts.md. The procedure is that of
 * "Creating and Using Oracle Solaris Kernel Zones", "Using Live Migration to Migrate a Kernel Zone".
 *
 * @example
 * ```ts
 * import { KernelZone } from "pulumi-solaris";
 *
 * const zone = new KernelZone("db", { zoneName: "kzone1", host: "global1", adopt: true });
 * export const runsOn = zone.currentHost;
 * ```
 */
export class KernelZone extends pulumi.CustomResource {
    /** The zone's name on its host. */
    declare readonly zoneName: pulumi.Output<string>;
    /** The wish: the host on which the zone shall run. */
    declare readonly host: pulumi.Output<string>;
    /** What has been seen: the host on which the zone was found last. */
    declare readonly currentHost: pulumi.Output<string>;
    /** The zone's state there, in Solaris's words: `running`, `installed`, ... */
    declare readonly zoneState: pulumi.Output<string>;
    /** The zone's UUID, by which it is told from another zone of the same name. */
    declare readonly uuid: pulumi.Output<string | undefined>;
    /** The last move made by this resource: from, to, seconds per phase, and the pause as observed. */
    declare readonly lastMigration: pulumi.Output<MigrationRecord | undefined>;
    /** What the last operation left for a person to look at. Empty when all is well. */
    declare readonly warnings: pulumi.Output<string[]>;
    /** A host on which a move has left something that the next `pulumi up` can finish; unset when all is well. */
    declare readonly unfinishedOn: pulumi.Output<string | undefined>;
    /** A host to which somebody else has moved the zone since the last `pulumi up`, as a refresh has found; else unset. */
    declare readonly driftedTo: pulumi.Output<string | undefined>;
    /** How the stored configuration differs from `config`, in words, as a refresh has found. Empty when they agree. */
    declare readonly configDrift: pulumi.Output<string[]>;
    /** How the running zone differs from its stored configuration, in words: what its next reboot brings. */
    declare readonly rebootNeededFor: pulumi.Output<string[]>;

    /** Whether a value is a KernelZone, of whichever copy of this package. */
    static override isInstance(value: unknown): value is KernelZone {
        return (
            pulumi.CustomResource.isInstance(value) && "__pulumiType" in value && value.__pulumiType === kernelZoneType
        );
    }

    /**
     * @param name The resource's name in Pulumi; unrelated to `zoneName`.
     * @param args What the zone is and where it shall run.
     * @param options Pulumi's own options. `import` does not work with dynamic providers; `adopt: true` is this resource's way.
     */
    constructor(name: string, args: KernelZoneArgs, options?: pulumi.CustomResourceOptions) {
        // In JavaScript they can be null, as the SDK's own resources take them.
        const opts = options ?? {};
        if (opts.import !== undefined) {
            throw new pulumi.ResourceError(
                'the option "import" does not work with KernelZone; write adopt: true and the host on which the zone is',
                undefined,
            );
        }
        const urn = pulumi.createUrn(name, kernelZoneType, opts.parent);
        const outputs = {
            currentHost: undefined,
            zoneState: undefined,
            uuid: undefined,
            lastMigration: undefined,
            warnings: undefined,
            unfinishedOn: undefined,
            driftedTo: undefined,
            configDrift: undefined,
            rebootNeededFor: undefined,
        };
        const { update: updateTimeout } = opts.customTimeouts ?? {};
        // A program in JavaScript can leave arguments out; the provider's check says which are missing.
        const given: Partial<KernelZoneArgs> = { ...args };
        const marks = markSecrets(given, opts);
        super(
            kernelZoneType,
            name,
            {
                ...outputs,
                ...given,
                ...(given.config === undefined ? {} : { config: withSecretKey(given.config) }),
                ...(updateTimeout === undefined ? {} : { [updateTimeoutKey]: updateTimeout }),
                ...marks.inputs,
                __provider: providerShim,
                __urn: urn,
            },
            bindPreviewHooks(name, marks.opts),
        );
    }
}
