import { expectSolarisError } from "../errors/expectSolarisError";
import type { SolarisError } from "../errors/solarisError";
import { callFailure } from "./callFailure";
import type { SolarisHosts } from "./hosts";
import type { ToolCall } from "./tool";

/**
 * Runs a call of which it matters only whether it has done its work.
 *
 * @returns Why it has not, as far as that was told; undefined where it has.
 */
export async function attemptCall(
    hosts: SolarisHosts,
    host: string,
    call: ToolCall,
): Promise<SolarisError | undefined> {
    try {
        const result = await hosts.call(host, call);
        return result.kind === "exited" && result.exitCode === 0 ? undefined : callFailure(host, call.name, result);
    } catch (error) {
        return expectSolarisError(error);
    }
}
