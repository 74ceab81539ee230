import { z } from "zod";

/**
 * A zone's name: a letter or digit, then letters, digits, `-`, `_`, `.`; reserved are `global` and what starts with
 * `SUNW` or `SYS` (solaris-facts section 12; zonecfg(8) gives the rule, the length of 63 is unconfirmed).
 */
export const zoneNameSchema = z
    .string()
    .regex(
        /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/,
        "must be a zone name: a letter or digit, then up to 62 letters, digits, `-`, `_` or `.`",
    )
    .refine((name) => name !== "global", "`global` is the host itself, not a kernel zone")
    .refine((name) => !/^(?:SUNW|SYS)/.test(name), "names that start with `SUNW` or `SYS` are reserved by Solaris");
