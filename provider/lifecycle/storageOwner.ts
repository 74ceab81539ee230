import { SolarisError } from "../errors/solarisError";
import { whileShowing, type Reporter } from "../migration/report";
import type { SolarisHosts } from "../solaris/hosts";

/**
 * A failure as it should be told: where Solaris says that a disk is in use by the host with some hostid, and that is one of
 * the known hosts, the message says which. Anything else comes back as it is.
 */
export async function namingStorageOwner(
    hosts: SolarisHosts,
    error: SolarisError,
    reporter: Reporter,
): Promise<SolarisError> {
    const hostid = ownerIn(error.details.lines ?? []);
    if (hostid === undefined) {
        return error;
    }
    const names = await whileShowing(
        reporter,
        () => "looking which host uses the storage",
        () => hostsWithId(hosts, hostid),
    );
    return names.length === 0
        ? error
        : new SolarisError(error.code, {
              ...error.details,
              message: `${error.details.message}: a disk of it is in use by ${names.join(" or ")}, which has hostid ${hostid}`,
          });
}

/** The hostid in `zone kzone1 is in use by host with  hostid 848611d4` (solaris-facts 6 [C]). */
function ownerIn(lines: readonly string[]): string | undefined {
    return lines
        .map((line) => /\bin use by host with\s+hostid\s+(?:0x)?([0-9a-f]{1,8})\b/i.exec(line)?.[1])
        .find((id) => id !== undefined);
}

/** Several where machines are clones of one another. A host that does not answer is left out. */
async function hostsWithId(hosts: SolarisHosts, hostid: string): Promise<string[]> {
    const names = await Promise.all(
        hosts.inventory.names.map(async (name) => {
            try {
                const machine = await hosts.machine(name);
                return parseInt(machine.hostid, 16) === parseInt(hostid, 16) ? [name] : [];
            } catch (error) {
                if (!SolarisError.isInstance(error)) {
                    throw error;
                }
                return [];
            }
        }),
    );
    return names.flat();
}
