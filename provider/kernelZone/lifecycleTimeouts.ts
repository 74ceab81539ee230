import { z } from "zod";
import { durationSchema } from "./duration";

/** Bounds on what creating, starting and stopping a zone wait for, in seconds or as `90s`, `10m`, `2h`; each at most 7 days. */
export const lifecycleTimeoutsSchema = z.strictObject({
    /** Bound on installing a new zone. The installation itself is never stopped: the next `pulumi up` follows it. */
    install: durationSchema.prefault("4h"),
    /** Bound on booting a zone and waiting until it is up. */
    boot: durationSchema.prefault("15m"),
    /** Bound on shutting a zone down. What happens then is `allowHalt`. */
    shutdown: durationSchema.prefault("10m"),
});

/** Bounds in seconds. */
export type LifecycleTimeouts = z.output<typeof lifecycleTimeoutsSchema>;
