import { SolarisError } from "../../errors/solarisError";

/** A line of a configuration file. */
export interface Place {
    readonly file: string;
    /** 1-based. */
    readonly line: number;
}

/** What is known of a fault beyond its place. */
export interface FaultDetails {
    /** The name that was asked for, where the fault is one of this host's settings. */
    readonly host?: string;
    readonly property?: string;
    readonly remedy?: string;
    readonly cause?: unknown;
}

/**
 * A SolarisError SSH_CONFIG_INVALID: a file, or a line of one, that `ssh` would not take either.
 *
 * @param place A line, or the path of a file; undefined for a default, which stands nowhere.
 */
export function invalid(place: Place | string | undefined, fault: string, details: FaultDetails = {}): SolarisError {
    return new SolarisError("SSH_CONFIG_INVALID", { message: `${describe(place)}: ${fault}`, ...details });
}

/** A SolarisError SSH_CONFIG_UNSUPPORTED: something that `ssh` would do and the provider does not. */
export function unsupported(place: Place | undefined, fault: string, details: FaultDetails = {}): SolarisError {
    return new SolarisError("SSH_CONFIG_UNSUPPORTED", { message: `${describe(place)}: ${fault}`, ...details });
}

function describe(place: Place | string | undefined): string {
    if (place === undefined) {
        return "OpenSSH's configuration";
    }
    return typeof place === "string" ? place : `${place.file} line ${place.line}`;
}
