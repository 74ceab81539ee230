import { SolarisError } from "../errors/solarisError";
import type { ZoneContext } from "./context";

/** What `migration.dryRun` makes of something that stands in the way: `required` fails the preview, `warn` tells it. */
export function throwOrWarn(error: unknown, policy: "required" | "warn", { reporter }: ZoneContext): void {
    if (policy === "warn" && SolarisError.isInstance(error)) {
        reporter.warn(`not stopped by this, because migration.dryRun is "warn":\n${error.message}`);
        return;
    }
    throw error;
}
