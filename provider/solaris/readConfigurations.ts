import { randomUUID } from "node:crypto";
import { SolarisError } from "../errors/solarisError";
import type { InventoryHost } from "../transport/inventory/inventory";
import { askConfigurations } from "./askConfigurations";
import { parseConfigurations, type ZoneConfigurations } from "./parseConfigurations";
import type { ToolCall } from "./tool";

/** The configurations of all kernel zones of a host. They can hold secrets (solaris-facts 4.5 [C]). */
export interface HostConfigurations {
    readonly host: string;
    /** By zone name. A zone whose configuration could not be read is there too, with the reason. */
    readonly zones: ReadonlyMap<string, ZoneConfigurations>;
}

/**
 * Reads the configurations of all kernel zones of a host: in one command, and more only where they do not fit into one
 * answer.
 *
 * @param ask Runs a call on the host and gives its whole standard output. It can hold secrets.
 * @throws SolarisError OUTPUT_NOT_UNDERSTOOD for an answer that is not complete, and what `ask` throws.
 */
export async function readConfigurations(
    host: string,
    privilege: InventoryHost["privilege"],
    ask: (call: ToolCall) => Promise<string>,
): Promise<HostConfigurations> {
    const zones = new Map<string, ZoneConfigurations>();
    let rest: readonly string[] = [];
    do {
        const mark = `configurations-${randomUUID()}`;
        const call = askConfigurations(mark, privilege, rest);
        const answer = parseConfigurations(mark, await ask(call));
        // Of those that are left each command must answer one at least, or there would be no end.
        if (answer === undefined || (rest.length > 0 && answer.rest.length >= rest.length)) {
            throw new SolarisError("OUTPUT_NOT_UNDERSTOOD", {
                message: `${host} does not answer in full which configurations its zones have`,
                host,
                command: call.name,
            });
        }
        answer.zones.forEach((configurations, zone) => zones.set(zone, configurations));
        rest = answer.rest;
    } while (rest.length > 0);
    return { host, zones };
}
