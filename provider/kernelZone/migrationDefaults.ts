import { z } from "zod";
import { SolarisError } from "../errors/solarisError";
import { defaultLimits } from "../migration/limits";
import { onTimeoutSchema, timeoutsSchema } from "./timeouts";

const limit = z.number().int("must be a whole number").min(1, "must be 1 or more");

const limitsSchema = z.strictObject({
    /** How many zones may leave one host at once. */
    perSource: limit.default(defaultLimits.perSource),
    /** How many zones may come to one host at once. */
    perTarget: limit.default(defaultLimits.perTarget),
    /** How many zones may move at once in all. */
    total: limit.default(defaultLimits.total),
});

/**
 * What holds for the moves of all zones: the configuration value `solaris:migration`. docs/reference/migration.md is
 * generated from it, comments included.
 */
export const migrationDefaultsSchema = z.strictObject({
    /** How many dry runs and migrations may be under way at once. A dry run counts like a migration: it takes the memory too. */
    limits: limitsSchema.prefault({}),
    /** Bounds on waiting, for zones that set none of their own. */
    timeouts: timeoutsSchema.prefault({}),
    /** What to do when a migration takes longer, for zones that do not say. */
    onTimeout: onTimeoutSchema.default("wait"),
});

/** The settings for all zones with every default filled in. */
export type MigrationDefaults = z.output<typeof migrationDefaultsSchema>;

/**
 * Reads `solaris:migration`.
 *
 * @param value Its value: unset, JSON text as Pulumi hands configuration on, or an object.
 * @throws SolarisError MIGRATION_CONFIG_INVALID with every fault and its path.
 */
export function parseMigrationDefaults(value: unknown): MigrationDefaults {
    const parsed = migrationDefaultsSchema.safeParse(fromJson(value));
    if (parsed.success) {
        return parsed.data;
    }
    const lines = parsed.error.issues.flatMap((issue) => {
        const at = ["solaris:migration", ...issue.path.map(String)].join(".");
        return issue.code === "unrecognized_keys"
            ? issue.keys.map((key) => `${at}.${key}: is not known`)
            : [`${at}: ${issue.message}`];
    });
    throw new SolarisError("MIGRATION_CONFIG_INVALID", { message: "solaris:migration is not valid", lines });
}

function fromJson(value: unknown): unknown {
    if (typeof value !== "string") {
        return value ?? {};
    }
    try {
        return JSON.parse(value) as unknown;
    } catch {
        throw new SolarisError("MIGRATION_CONFIG_INVALID", {
            message: "solaris:migration is not JSON",
            remedy: "Set its keys one by one: pulumi config set --path 'solaris:migration.limits.perSource' 1",
        });
    }
}
