import { SolarisError } from "../errors/solarisError";
import { describeEdit } from "../solaris/configuration/describe";
import type { ConfigurationTarget } from "../solaris/configuration/document";
import { effectOf } from "../solaris/configuration/effects";
import { targetOfRefusal, type PrintedScript } from "../solaris/configuration/printScript";
import { withoutSecrets } from "../solaris/configuration/withoutSecrets";
import type { ChangePlan } from "./changePlan";

/** A script that was given to a host for a zone, and how its lines are traced back to the program. */
export interface GivenScript {
    readonly zone: string;
    readonly host: string;
    readonly printed: PrintedScript;
    /** Where in the program a line of the configuration comes from. */
    readonly pathOf: (target: ConfigurationTarget) => string;
}

/**
 * The error for a script that did not go through: CONFIG_REFUSED with the property that made the line which zonecfg
 * refuses, or the failure where it was something else. Neither holds a secret of the script: whether zonecfg prints the
 * value that it refuses is not confirmed [U]. Pure.
 */
export function configurationRefusal(told: SolarisError, { zone, host, printed, pathOf }: GivenScript): SolarisError {
    const failure = withoutSecrets(told, printed.secrets);
    if (failure.code !== "COMMAND_FAILED" || failure.details.exitCode === undefined) {
        return failure;
    }
    const target = targetOfRefusal(printed, told.details.lines ?? []);
    const property = target === undefined ? "config" : pathOf(target);
    return new SolarisError("CONFIG_REFUSED", {
        ...failure.details,
        message: `${host} refuses ${property} of ${zone}; nothing of it was changed`,
        property,
        cause: failure,
    });
}

/** Refuses what cannot be changed in place, with the way out. Pure. */
export function requirePossible(
    { impossible }: ChangePlan,
    request: Pick<GivenScript, "zone" | "host" | "pathOf">,
): void {
    const [first] = impossible;
    if (first !== undefined) {
        throw new SolarisError("CONFIG_UNCHANGEABLE", {
            message: `${request.pathOf(first.target)} of ${request.zone} cannot be changed like this: ${describeEdit(first)}`,
            host: request.host,
            property: request.pathOf(first.target),
            lines: impossible.map((edit) => `${describeEdit(edit)}: ${effectOf(edit).why}`),
        });
    }
}
