import { SolarisError } from "../../../provider/errors/solarisError";
import type { ErrorCode } from "../../../provider/errors/catalogue";
import type { Answer, Answered } from "../../../provider/hostCheck/answer";
import { Inventory, type InventoryHost } from "../../../provider/transport/inventory/inventory";

/** A program's answer. */
export function answered(stdout: string, exitCode = 0, stderr = ""): Answered {
    const lines = [...stdout.split("\n"), ...stderr.split("\n")].filter((line) => line !== "");
    const message = "x failed on global1";
    const failure = (): SolarisError => new SolarisError("COMMAND_FAILED", { message, host: "global1", lines });
    return { kind: "answered", exitCode, stdout, lines, failure };
}

export function missing(program: string): Extract<Answer, { kind: "missing" }> {
    return { kind: "missing", program };
}

/** No answer, for an error. */
export function none(code: ErrorCode, message = "what has happened"): Extract<Answer, { kind: "none" }> {
    return { kind: "none", error: new SolarisError(code, { message, host: "global1" }) };
}

/** A host as an inventory gives it, whatever OpenSSH's configuration on this machine says. */
export function inventoryHost(name: string, settings: Record<string, unknown> = {}): InventoryHost {
    return Inventory.parse({ [name]: { user: "zadm", ...settings } }, { sshConfig: "none" }).get(name);
}
