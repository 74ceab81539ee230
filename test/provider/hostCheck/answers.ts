import { SolarisError, type ErrorDetails } from "../../../provider/errors/solarisError";
import type { ErrorCode } from "../../../provider/errors/catalogue";
import type { Answer, Answered } from "../../../provider/hostCheck/answer";
import { Inventory, type InventoryHost } from "../../../provider/transport/inventory/inventory";

/** A program's answer. */
export function answered(stdout: string, exitCode = 0, stderr = ""): Answered {
    const errorLines = stderr.split("\n").filter((line) => line !== "");
    const lines = [...stdout.split("\n").filter((line) => line !== ""), ...errorLines];
    const message = "x failed on global1";
    const failure = (): SolarisError => new SolarisError("COMMAND_FAILED", { message, host: "global1", lines });
    return { kind: "answered", exitCode, stdout, lines, errorLines, failure };
}

export function missing(program: string): Extract<Answer, { kind: "missing" }> {
    const lines = [`env: ${program}: No such file or directory`];
    return { kind: "missing", program, exitCode: 127, lines, errorLines: lines };
}

/** No answer, for an error. */
export function none(
    code: ErrorCode,
    message = "what has happened",
    more: Partial<ErrorDetails> = {},
): Extract<Answer, { kind: "none" }> {
    return { kind: "none", error: new SolarisError(code, { message, host: "global1", ...more }) };
}

/**
 * A host as an inventory gives it, whatever OpenSSH's configuration on this machine says.
 *
 * @param others Names of further hosts that are known, such as one in between.
 */
export function inventoryHost(
    name: string,
    settings: Record<string, unknown> = {},
    others: readonly string[] = [],
): InventoryHost {
    const hosts = { ...Object.fromEntries(others.map((other) => [other, {}])), [name]: { user: "zadm", ...settings } };
    return Inventory.parse(hosts, { sshConfig: "none" }).get(name);
}
