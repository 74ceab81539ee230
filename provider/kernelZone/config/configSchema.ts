import { z } from "zod";
import { checkAcross } from "./crossChecks";
import { escapedProperties, escapeOf } from "./escape";
import { cappedMemorySchema, keysourceSchema, verifiedBootSchema, virtualCpuSchema } from "./machineSchemas";
import { anetSchema, netSchema } from "./networkSchemas";
import { adminSchema, attrSchema } from "./peopleSchemas";
import { deviceSchema, suspendSchema } from "./storageSchemas";
import { strict } from "./strict";
import { clearableText, clearableWord, tooLong, word } from "./text";

/*
 * A kernel zone's configuration as a program declares it: zonecfg's properties in camelCase. The reference of `config` is
 * generated from here, comments included. What is not declared stays as it is found.
 */

const hostidMessage = "must be a host's id, such as `0x6f038b0b`, other than `0xffffffff`";

// Generous: what is longer is some other text that has got here.
const longestBootargs = 2048;

const featureList = z
    .union([clearableText, z.array(word)], "must be a feature or a list of features")
    .transform((written) => (typeof written === "string" ? written.split(",") : written).map((each) => each.trim()))
    .transform((features) => features.filter((each) => each !== ""))
    .refine(
        (features) => features.every((each) => /^[A-Za-z0-9_-]+$/.test(each)),
        "must be a feature or a list of features",
    );

const otherResourceSchema = z.strictObject(
    {
        /** The resource's type as zonecfg spells it, such as `npiv` or `rctl`. */
        type: z.string().regex(/^[a-z][a-z0-9-]*$/, "must be a resource's type as zonecfg spells it, such as `npiv`"),
        /** Its properties, by zonecfg's own names. */
        properties: escapedProperties,
    },
    strict,
);

/** The schema of `config`. */
export const configSchema = z
    .strictObject(
        {
            /** Whether the zone boots when its host does. Default: Solaris's, `false`. */
            autoboot: z.boolean().optional(),
            /** What becomes of the zone when its host is shut down cleanly. Default: Solaris's, `shutdown`. */
            autoshutdown: z.enum(["shutdown", "halt", "suspend"]).optional(),
            /** Arguments with which the zone boots; at most 2048 characters, this provider's own bound. Empty clears them. */
            bootargs: clearableText.max(longestBootargs, tooLong(longestBootargs)).optional(),
            /** When the zone boots among those of its host. Default: Solaris's, `normal`. */
            bootPriority: z.enum(["high", "normal", "low"]).optional(),
            /**
             * Class of CPUs between which the zone can migrate, such as `generic` or `migration-class1`. A change needs a reboot
             * of the zone. Empty clears it. Default: the class of its host.
             */
            cpuArch: clearableWord.optional(),
            /**
             * Features of newer hosts that the zone may use, such as `memlzr`, one or a list. Every host that it is to move to
             * must know them. Default: Solaris's.
             */
            hostCompatible: featureList.optional(),
            /** The `hostid` that the zone shows, such as `0x6f038b0b`. Default: Solaris makes one. */
            hostid: z
                .string()
                .regex(/^(?:0x)?[0-9a-f]{1,8}$/i, hostidMessage)
                .transform((text) => `0x${text.toLowerCase().replace(/^0x/, "")}`)
                .refine((text) => text !== "0xffffffff", hostidMessage)
                .optional(),
            /** Resource pool of the host to which the zone is bound. Empty clears it. */
            pool: clearableWord.optional(),
            /** Scheduling class of the zone. Empty clears it. */
            schedulingClass: clearableWord.optional(),
            /** Tenant of the elastic virtual switches that the zone's anets use. Empty clears it. */
            tenant: clearableWord.optional(),
            /** Virtual CPUs. */
            virtualCpu: virtualCpuSchema.optional(),
            /** Memory. */
            cappedMemory: cappedMemorySchema.optional(),
            /** Network interfaces that Solaris makes for the zone. A list is whole: an anet that is not in it is removed. */
            anets: z.array(anetSchema).optional(),
            /** Interfaces of the host that the zone is given. A list is whole: a net that is not in it is removed. */
            nets: z.array(netSchema).optional(),
            /** Disks, one of them bootable. A list is whole: a disk that is not in it is removed from the zone. */
            devices: z.array(deviceSchema).optional(),
            /** Where the zone's memory is written when it is suspended. */
            suspend: suspendSchema.optional(),
            /** Checks of the signatures of kernel modules. */
            verifiedBoot: verifiedBootSchema.optional(),
            /** Key of the zone's encrypted data. */
            keysource: keysourceSchema.optional(),
            /** Users with rights over this zone. A list is whole: a user that is not in it loses them. */
            admins: z.array(adminSchema).optional(),
            /** Notes on the zone. A list is whole: one that is not in it is removed. */
            attrs: z.array(attrSchema).optional(),
            /** Properties of the zone that are not listed here, by zonecfg's own names. */
            properties: escapeOf("config").optional(),
            /**
             * Resources of types that are not listed here. A list is whole: a resource of such a type that is not in it is
             * removed.
             */
            resources: z.array(otherResourceSchema).optional(),
        },
        strict,
    )
    .superRefine(checkAcross);

/** `config` as a program may write it. */
export type ConfigProps = z.input<typeof configSchema>;

/** `config` with every unit and spelling normalised. */
export type ZoneConfig = z.output<typeof configSchema>;
