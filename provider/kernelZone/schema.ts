import { z } from "zod";
import { zoneNameSchema } from "../solaris/zoneName";
import { hostAddress, loginName, migrationScheme, port } from "../transport/inventory/hostsSchema";
import { configSchema } from "./config/configSchema";
import { installSchema } from "./install";
import { lifecycleTimeoutsSchema } from "./lifecycleTimeouts";
import { onTimeoutSchema, timeoutsSchema } from "./timeouts";

/*
 * The one source of KernelZone's argument types, defaults and reference: the SDK's types are inferred from these
 * schemas, and docs/reference/kernelZone.md is generated from them, comments included.
 */

const migrationSchema = z.strictObject({
    /**
     * How the zone moves. `live`: running, without a stop; never degrades to a move with downtime. `warm`: suspended, moved,
     * resumed; needs a suspend resource on shared storage. `cold`: shut down, moved, booted. `auto`: what the zone's state
     * allows when its turn comes, live while it runs. A zone that does not run moves with any but `live`, and is not booted.
     */
    method: z.enum(["live", "warm", "cold", "auto"]).default("live"),
    /** Whether the zone may be down for the move. `warm`, `cold` and `auto` need it for a zone that runs. */
    allowDowntime: z.boolean().default(false),
    /** User as whom the source logs in to the target. Default: the target's `migration.user`, then its `user`. */
    user: loginName.optional(),
    /** Address at which the source reaches the target. Default: the target's `migration.address`, then its `address`. */
    address: hostAddress.optional(),
    /**
     * Port at which the source reaches the target. Default: the target's `migration.port`; then, with `ssh` and the target's
     * own address, its `port`; else the scheme's own.
     */
    port: port.optional(),
    /**
     * `ssh` (public key), `rads` (TLS; asks for a password, so it cannot be used unattended) or `radg` (TLS, Kerberos).
     * Default: the target's `migration.scheme`, then `ssh`.
     */
    scheme: migrationScheme.optional(),
    /** Cipher of the memory stream, or `none`. Default: Solaris chooses one that both hosts have. */
    cipher: z
        .string()
        .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, "must be a cipher's name, such as `aes-128-ccm`, or `none`")
        .refine((cipher) => cipher !== "list", "`list` only prints ciphers; name one, or leave it out")
        .optional(),
    /**
     * Overwrite a configuration of the zone that the target already has (`zoneadm migrate -w`). Solaris cannot dry-run
     * this: the dry run then judges the configuration that is there.
     */
    overwriteTargetConfig: z.boolean().default(false),
    /**
     * What a dry run decides. `required`: a dry run that is refused, or cannot be made, stops preview and up. `warn`: one that
     * Solaris refuses is shown as a warning, and the move is tried. `skip`: none is made.
     */
    dryRun: z.enum(["required", "warn", "skip"]).default("required"),
    /** Bounds on waiting. Those that are not set come from `solaris:migration`, then from the zone's size. */
    timeouts: timeoutsSchema.prefault({}),
    /**
     * What to do when the migration takes longer than `timeouts.migrate`, or shows no change for `timeouts.stall`; it is never
     * stopped. `wait`: say so and go on watching, up to four times the time allowed, then as `leave`. `leave`: fail, and
     * record where the zone is; the migration goes on and the next `pulumi up` takes it from there. `fail`: fail and leave
     * the state as it was; a job of several steps begins no further one, and a zone that it has stopped is remembered.
     * Default: that of `solaris:migration`, then `wait`.
     */
    onTimeout: onTimeoutSchema.optional(),
});

const anetOverrideSchema = z.strictObject({
    /** The anet's `id` in the zone's configuration. */
    id: z.number().int("must be a whole number, as in `anet id=0`").min(0, "must be 0 or more"),
    /** The anet's `lower-link` on that host. */
    lowerLink: z
        .string()
        .regex(/^[A-Za-z][A-Za-z0-9_.]{0,30}$/, "must be the name of a datalink, such as `net1`, or `auto`"),
});

const hostOverrideSchema = z.strictObject({
    /** Differences of single anets. */
    anets: z
        .array(anetOverrideSchema)
        .min(1, "must name at least one anet")
        .refine((anets) => new Set(anets.map(({ id }) => id)).size === anets.length, "names the same anet twice"),
});

const driftReactionSchema = z.enum(["correct", "accept", "fail"]);

const driftPolicySchema = z.strictObject({
    /**
     * What to do about a zone that somebody else has moved, once a refresh has found it elsewhere. `correct`: move it back to
     * `host`. `accept`: leave it where it is until `host` changes. `fail`: stop preview and up until the program says which.
     */
    location: driftReactionSchema.default("correct"),
    /**
     * What to do about a configuration that somebody else has changed, once a refresh has found it to differ from `config`.
     * `correct`: change it back. `accept`: leave it until `config` changes. `fail`: stop preview and up until they agree.
     */
    configuration: driftReactionSchema.default("correct"),
});

/** All inputs of a KernelZone. */
export const kernelZoneSchema = z
    .strictObject({
        /** The zone's name on its host. Cannot change: a kernel zone is not renamed by this resource. */
        zoneName: zoneNameSchema,
        /**
         * The host on which the zone shall run: a name in `solaris:hosts`, or one by which `ssh` knows it. Change it and the
         * zone live-migrates there.
         */
        host: z.string("must be a host's name").min(1, "must name a host"),
        /**
         * Take over a zone that exists, as it is: how it differs from `config` is told, and the next `pulumi up` mends it.
         * `false`: the zone must not exist, and is created from `config` and `install`.
         */
        adopt: z.boolean().default(false),
        /**
         * The zone's whole configuration, in zonecfg's own terms. Default: taken as found. What it does not name stays as it
         * is; a list that it names (`anets`, `devices`, ...) is whole, and what is not in it is removed from the zone.
         */
        config: configSchema.optional(),
        /** From what a new zone is installed. Looked at by the creation only. */
        install: installSchema.optional(),
        /**
         * Whether the zone shall run. `installed`: it is shut down. Default: a new zone is booted, one that exists stays as it is.
         */
        state: z.enum(["running", "installed"]).optional(),
        /** Whether the zone may be rebooted for a change of `config` that a running zone cannot take. */
        allowReboot: z.boolean().default(false),
        /** Whether the zone may be halted, like a power cut, where it does not shut down in `timeouts.shutdown`. */
        allowHalt: z.boolean().default(false),
        /** What to do about what somebody else has changed. */
        driftPolicy: driftPolicySchema.prefault({}),
        /** Bounds on waiting for a zone to be installed, to come up and to go down. */
        timeouts: lifecycleTimeoutsSchema.prefault({}),
        /**
         * What differs from the zone's own configuration, or from `config`, on particular hosts, by host name. Applied when the
         * zone moves there, and with `config` whenever it is there.
         */
        hostOverrides: z.record(z.string(), hostOverrideSchema).default({}),
        /** How the zone moves. */
        migration: migrationSchema.prefault({}),
        /**
         * What deleting the resource does to the zone. `retain`: nothing, it runs on. `shutdown`: it is shut down and kept.
         * `delete`: it is shut down and uninstalled, which destroys what is on its disks as far as Solaris's uninstall touches
         * them, and its configuration is deleted.
         */
        deletionPolicy: z.enum(["retain", "shutdown", "delete"]).default("retain"),
    })
    .superRefine((inputs, context) => {
        const declared = inputs.config?.anets?.map(({ id }) => id);
        for (const [host, { anets }] of Object.entries(inputs.hostOverrides)) {
            anets.forEach(({ id }, index) => {
                if (declared !== undefined && !declared.includes(id)) {
                    context.addIssue({
                        code: "custom",
                        path: ["hostOverrides", host, "anets", index, "id"],
                        message: `names anet ${id}, which config.anets does not have`,
                    });
                }
            });
        }
        if (inputs.migration.overwriteTargetConfig && inputs.hostOverrides[inputs.host] !== undefined) {
            context.addIssue({
                code: "custom",
                path: ["migration", "overwriteTargetConfig"],
                message: `cannot be combined with hostOverrides for ${inputs.host}: the source's configuration would overwrite them`,
            });
        }
    });

/** Inputs as a program may write them. */
export type KernelZoneProps = z.input<typeof kernelZoneSchema>;

/** Inputs with every default filled in and every unit normalised. */
export type KernelZoneInputs = z.output<typeof kernelZoneSchema>;

/** One anet's difference on a host. */
export type AnetOverride = z.output<typeof anetOverrideSchema>;
