import type { MoveSettings } from "../migration/plan";
import type { KernelZoneInputs } from "./schema";

/** The part of a resource's inputs that shapes a move to its host. */
export function moveSettings(inputs: KernelZoneInputs): MoveSettings {
    const { scheme, user, address, port, cipher, overwriteTargetConfig, timeouts } = inputs.migration;
    return {
        route: {
            ...(scheme === undefined ? {} : { scheme }),
            ...(user === undefined ? {} : { user }),
            ...(address === undefined ? {} : { address }),
            ...(port === undefined ? {} : { port }),
        },
        ...(cipher === undefined ? {} : { cipher }),
        overwriteTargetConfig,
        overrides: inputs.hostOverrides[inputs.host]?.anets ?? [],
        timeoutSeconds: {
            ...(timeouts.dryRun === undefined ? {} : { dryRun: timeouts.dryRun }),
            ...(timeouts.migrate === undefined ? {} : { migrate: timeouts.migrate }),
        },
    };
}
