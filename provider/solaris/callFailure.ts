import { SolarisError } from "../errors/solarisError";
import type { CommandResult } from "../transport/command";
import { redactLines } from "./redact";

const refusal =
    /only a privileged user|not authorized|authorization|permission denied|insufficient privileges|password is required/i;

/**
 * The error for a call that did not do what it should, by how it ended.
 *
 * @param command The call's name.
 */
export function callFailure(host: string, command: string, result: CommandResult): SolarisError {
    const lines = redactLines(result.lines.map((line) => line.text)).slice(-20);
    const details = { host, command, lines };
    switch (result.kind) {
        case "exited":
            return lines.some((line) => refusal.test(line))
                ? new SolarisError("PRIVILEGE_MISSING", {
                      ...details,
                      exitCode: result.exitCode,
                      message: `${command} was refused on ${host} for lack of rights`,
                  })
                : new SolarisError("COMMAND_FAILED", {
                      ...details,
                      exitCode: result.exitCode,
                      message: `${command} failed on ${host}`,
                  });
        case "signalled":
            return new SolarisError("COMMAND_FAILED", {
                ...details,
                message: `${command} was ended on ${host} by signal ${result.signal}`,
            });
        case "lost":
            return new SolarisError("CONNECTION_LOST", {
                ...details,
                message: `how ${command} ended on ${host} is not known: ${result.reason}`,
            });
        case "timedOut":
            return new SolarisError("COMMAND_TIMEOUT", {
                ...details,
                message: `${command} on ${host} gave no end within ${Math.round(result.afterMs / 1000)} s`,
            });
        case "prompted":
            return new SolarisError("PASSWORD_PROMPT", {
                ...details,
                message: `${command} on ${host} asks for a password ("${result.prompt}")`,
            });
    }
}

/**
 * Makes sure that a call has succeeded and that all it printed is there. A list with its middle gone must not count as
 * complete: a zone that is not in it would be taken for absent.
 *
 * @param command The call's name.
 * @param stdout `secret` where what was printed can hold a zone's key: no error shows any of it then.
 * @throws SolarisError where it has not.
 */
export function requireSuccess(
    host: string,
    command: string,
    result: CommandResult,
    stdout: "shown" | "secret" = "shown",
): void {
    if (result.kind !== "exited" || result.exitCode !== 0) {
        const lines = stdout === "shown" ? result.lines : result.lines.filter(({ stream }) => stream === "stderr");
        throw callFailure(host, command, { ...result, lines });
    }
    if (result.cut !== undefined && result.cut.stdout > 0) {
        throw new SolarisError("OUTPUT_NOT_UNDERSTOOD", {
            message: `${command} on ${host} prints more than can be kept: ${result.cut.stdout} bytes had to be left out`,
            host,
            command,
        });
    }
}
