import { SolarisError } from "../../errors/solarisError";
import { hideSecrets } from "./hideSecrets";

/** An error, and what caused it, without secrets that are known. The error itself where there are none. */
export function withoutSecrets(error: SolarisError, secrets: readonly string[]): SolarisError {
    if (secrets.length === 0) {
        return error;
    }
    const hide = (text: string): string => hideSecrets(text, secrets);
    const { message, lines, cause } = error.details;
    return new SolarisError(error.code, {
        ...error.details,
        message: hide(message),
        ...(lines === undefined ? {} : { lines: lines.map(hide) }),
        ...(SolarisError.isInstance(cause) ? { cause: withoutSecrets(cause, secrets) } : {}),
    });
}
