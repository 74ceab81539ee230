import { z } from "zod";
import { escapeOf } from "./escape";
import { memorySize, zoneMemory } from "./memorySize";
import { strict } from "./strict";
import { word, zoneText } from "./text";

// Four digits are more than any host has; Solaris's own bound is not known.
const cpusMessage =
    "must be a number of virtual CPUs, or a range such as `2-4`; at least 1, and at most 9999, which is this provider's own bound";

const cpus = z
    .union([z.number(), z.string()], cpusMessage)
    .transform((value) => String(value).replace(/\s/g, ""))
    .refine((text) => {
        const [, least = "0", most = least] = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(text) ?? [];
        return Number(least) >= 1 && Number(most) >= Number(least);
    }, cpusMessage);

/** The `virtual-cpu` resource. */
export const virtualCpuSchema = z.strictObject(
    {
        /** Number of virtual CPUs, or a range such as `"2-4"`. Must be the same on both hosts of a migration. */
        ncpus: cpus.optional(),
        /** Properties of the resource that are not listed here, by zonecfg's own names. */
        properties: escapeOf("virtualCpu").optional(),
    },
    strict,
);

/** The `capped-memory` resource. */
export const cappedMemorySchema = z
    .strictObject(
        {
            /**
             * The zone's memory, such as `"8g"`, `"8192M"` or bytes; at most 2 TB, a multiple of 2 MB on x86 and of 256 MB on
             * SPARC. Default: Solaris's, 4 GB for a zone made from its usual template.
             */
            physical: zoneMemory.optional(),
            /** Size of the pages that hold the memory. Cannot change while the zone runs. Default: Solaris's, `largest-available`. */
            pagesizePolicy: z.enum(["largest-available", "largest-only", "smallest-only", "fixed"]).optional(),
            /** The pages' size, such as `"2G"`; only with `pagesizePolicy: "fixed"`, which needs it. */
            pagesize: memorySize.optional(),
            /** Instance of `svc:/system/memory-reserve` from whose pool the memory comes, in place of `pagesizePolicy`. */
            memoryReserve: word.optional(),
            /** Properties of the resource that are not listed here, by zonecfg's own names. */
            properties: escapeOf("cappedMemory").optional(),
        },
        strict,
    )
    .superRefine(({ pagesizePolicy, pagesize, memoryReserve }, context) => {
        if (memoryReserve !== undefined && (pagesizePolicy !== undefined || pagesize !== undefined)) {
            context.addIssue({
                code: "custom",
                path: ["memoryReserve"],
                message: `cannot be combined with ${pagesizePolicy === undefined ? "`pagesize`" : "`pagesizePolicy`"}: the pool's own page size counts`,
            });
        } else if (pagesize !== undefined && pagesizePolicy !== "fixed") {
            context.addIssue({
                code: "custom",
                path: ["pagesize"],
                message: 'needs `pagesizePolicy: "fixed"`: any other policy chooses the size by itself',
            });
        } else if (pagesize === undefined && pagesizePolicy === "fixed") {
            context.addIssue({
                code: "custom",
                path: ["pagesizePolicy"],
                message: '`fixed` needs `pagesize`, such as `"2G"`: the size on which the pages are fixed',
            });
        }
    });

/** The `verified-boot` resource. */
export const verifiedBootSchema = z.strictObject(
    {
        /** What happens to a kernel module whose signature is not right: nothing, a warning, or it is not loaded. */
        policy: z.enum(["none", "warning", "enforce"]).optional(),
        /** URI of a certificate that is trusted beside Solaris's own, or a list of them. */
        cert: z
            .union(
                [zoneText, z.array(zoneText).min(1, "must hold at least one")],
                "must be a certificate's URI or a list of them",
            )
            .optional(),
        /** Properties of the resource that are not listed here, by zonecfg's own names. */
        properties: escapeOf("verifiedBoot").optional(),
    },
    strict,
);

/** The `keysource` resource: the key that encrypts the zone's host data and its suspended memory. */
export const keysourceSchema = z.strictObject(
    {
        /**
         * The key, as an export of the zone has it. Make it a Pulumi secret. A key that the zone has stays where none
         * is declared. The name of zonecfg's property is not confirmed.
         */
        raw: zoneText.optional(),
        /** Properties of the resource that are not listed here, by zonecfg's own names. Make them Pulumi secrets. */
        properties: escapeOf("keysource").optional(),
    },
    strict,
);
