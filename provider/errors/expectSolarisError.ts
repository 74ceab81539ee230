import { asError, SolarisError } from "./solarisError";

/**
 * A caught value as the error that a user is meant to see.
 *
 * @throws Error anything else: it is a fault of this program, and nothing goes on behind it.
 */
export function expectSolarisError(caught: unknown): SolarisError {
    if (SolarisError.isInstance(caught)) {
        return caught;
    }
    throw asError(caught);
}
