import { z } from "zod";
import { durationSchema } from "./duration";

/*
 * Bounds on waiting, as they are written for one zone and, in `solaris:migration`, for all. Both reference pages are
 * generated from here.
 */

/** Bounds, in seconds or as `90s`, `10m`, `2h`; each at most 7 days. */
export const timeoutsSchema = z.strictObject({
    /**
     * Bound on one dry run, in seconds or as `90s`, `10m`, `2h`; at most 7 days. Default: 300 s and 60 s per GiB of the
     * zone's memory. It grows with the memory because the target reserves all of it.
     */
    dryRun: durationSchema.optional(),
    /**
     * Time allowed for one migration, in seconds or as `90s`, `10m`, `2h`; at most 7 days. Default: 300 s and 60 s per GiB
     * of the zone's memory. What happens then is `onTimeout`; the migration itself is never stopped.
     */
    migrate: durationSchema.optional(),
    /**
     * Time without any change that can be seen, after which a migration counts as stalled. Solaris is silent while it
     * copies the memory. Default: 300 s and 30 s per GiB of the zone's memory, at least 10 minutes.
     */
    stall: durationSchema.optional(),
    /** Bound on waiting for a turn within the limits. Default: 12 hours. */
    queue: durationSchema.optional(),
});

/** What happens when time is up. */
export const onTimeoutSchema = z.enum(["wait", "leave", "fail"]);
