import { expectSolarisError } from "../errors/expectSolarisError";
import type { SolarisError } from "../errors/solarisError";
import { known, unknown, type Fact, type HostFacts } from "../solaris/hostFacts";
import type { HostSnapshot, SolarisHosts } from "../solaris/hosts";
import type { HostConfigurations } from "../solaris/readConfigurations";
import type { InventoryHost } from "../transport/inventory/inventory";

/** A host with all that was read of it. */
export interface ReadHost {
    readonly kind: "read";
    readonly host: string;
    /** How the provider logs in to it, and how others reach it. */
    readonly target: InventoryHost;
    readonly facts: HostFacts;
    readonly snapshot: HostSnapshot;
    /** Can hold secrets. */
    readonly configurations: Fact<HostConfigurations>;
}

/** A host that cannot be asked, or does not answer as a Solaris host does. */
export interface FailedHost {
    readonly kind: "failed";
    readonly host: string;
    readonly error: SolarisError;
}

/** What came of reading a host. */
export type HostReading = ReadHost | FailedHost;

/**
 * Reads a host: its facts, its zones and the configurations of its kernel zones, in a number of commands that does not
 * grow with the number of zones. Changes nothing.
 *
 * @param maxAgeMs How old answers may be to be used again; 0 = all is asked for now.
 */
export async function readHost(hosts: SolarisHosts, host: string, maxAgeMs = 0): Promise<HostReading> {
    try {
        const target = hosts.inventory.get(host);
        const [facts, snapshot, configurations] = await Promise.all([
            hosts.facts(host, maxAgeMs),
            hosts.snapshot(host, maxAgeMs),
            readConfigurations(hosts, host, maxAgeMs),
        ]);
        return { kind: "read", host, target, facts, snapshot, configurations };
    } catch (error) {
        return { kind: "failed", host, error: expectSolarisError(error) };
    }
}

/** Without its configurations a host still tells much; why they are not known is told with each zone. */
async function readConfigurations(
    hosts: SolarisHosts,
    host: string,
    maxAgeMs: number,
): Promise<Fact<HostConfigurations>> {
    try {
        return known(await hosts.configurations(host, maxAgeMs));
    } catch (thrown) {
        const error = expectSolarisError(thrown);
        return unknown(`${error.code}: ${error.details.message}`);
    }
}
