import { z } from "zod";
import { escapeOf } from "./escape";
import { resourceId } from "./networkSchemas";
import { storageUri } from "./storageUri";
import { strict } from "./strict";
import { zoneText } from "./text";

const absolutePath = zoneText.regex(/^\/\S+$/, "must be an absolute path without blanks");

/** One `device` resource: a disk of the zone. */
export const deviceSchema = z
    .strictObject(
        {
            /** Number of the disk in the zone (`id: 5` is `c1d5` there), by which a change finds its device. */
            id: resourceId,
            /**
             * Storage URI by suri(7): `iscsi:`, `nfs:` and `lu:` can be reached from several hosts, which a migration needs;
             * `dev:` and `file:` are the host's own. Tokens such as `%{zonename}` and `%{id}` may stand in it.
             */
            storage: storageUri.optional(),
            /** Path of a disk of the host, such as `/dev/dsk/c9t0d0`, in place of `storage`. It is that host's own. */
            match: absolutePath.optional(),
            /**
             * Place in the boot order: the lowest is booted from, and a disk without one is no boot disk. Set it only for disks
             * of the zone's root pool: Solaris warns of damaged data otherwise.
             */
            bootpri: z
                .number("must be a whole number")
                .int("must be a whole number")
                .min(0, "must be 0 or more")
                .optional(),
            /** Whether the zone may partition or label the disk. Default: Solaris's, `false`. */
            allowPartition: z.boolean().optional(),
            /** Whether the zone may send commands of its own to the disk. Default: Solaris's, `false`. */
            allowRawIo: z.boolean().optional(),
            /** Properties of the device that are not listed here, by zonecfg's own names. */
            properties: escapeOf("devices").optional(),
        },
        strict,
    )
    .superRefine(({ storage, match }, context) => {
        if (storage !== undefined && match !== undefined) {
            context.addIssue({
                code: "custom",
                path: ["match"],
                message: "cannot be combined with `storage`: a disk has one place",
            });
        } else if (storage === undefined && match === undefined) {
            context.addIssue({ code: "custom", path: ["storage"], message: "is required, or `match` in its place" });
        }
    });

/** The `suspend` resource: where the zone's memory is written when it is suspended. */
export const suspendSchema = z
    .strictObject(
        {
            /** Storage URI of a device at least as large as the zone's memory. A warm move needs one on shared storage. */
            storage: storageUri.optional(),
            /** File of the host, in place of `storage`. The zone can then not move warm. */
            path: absolutePath.optional(),
            /** Properties of the resource that are not listed here, by zonecfg's own names. */
            properties: escapeOf("suspend").optional(),
        },
        strict,
    )
    .superRefine(({ storage, path, properties }, context) => {
        if (storage !== undefined && path !== undefined) {
            context.addIssue({
                code: "custom",
                path: ["path"],
                message: "cannot be combined with `storage`: use one of them",
            });
        } else if (storage === undefined && path === undefined && properties === undefined) {
            context.addIssue({ code: "custom", path: ["storage"], message: "is required, or `path` in its place" });
        }
    });
