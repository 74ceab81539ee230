import { SolarisError } from "../../errors/solarisError";

/** A line of a configuration file. */
export interface Place {
    readonly file: string;
    /** 1-based. */
    readonly line: number;
}

/** A SolarisError SSH_CONFIG_INVALID: a file, or a line of one, that `ssh` would not take either. */
export function invalid(
    place: Place | string,
    fault: string,
    more: { remedy?: string; cause?: unknown } = {},
): SolarisError {
    return new SolarisError("SSH_CONFIG_INVALID", { message: `${describe(place)}: ${fault}`, ...more });
}

/** A SolarisError SSH_CONFIG_UNSUPPORTED: something that `ssh` would do and the provider does not. */
export function unsupported(place: Place, fault: string, remedy?: string): SolarisError {
    return new SolarisError("SSH_CONFIG_UNSUPPORTED", {
        message: `${describe(place)}: ${fault}`,
        ...(remedy === undefined ? {} : { remedy }),
    });
}

function describe(place: Place | string): string {
    return typeof place === "string" ? place : `${place.file} line ${place.line}`;
}
