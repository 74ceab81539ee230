import { SolarisError } from "../errors/solarisError";
import { SolarisHosts } from "../solaris/hosts";
import type { ConnectEvents } from "../transport/connection/connect";
import type { Inventory } from "../transport/inventory/inventory";
import { ConnectionPool } from "../transport/pool/pool";
import { fileOf, readHostsFile } from "./hostsFile";
import { resolveNames, type NamesRequest } from "./resolveNames";
import { mistakeInTheCall, type Streams } from "./streams";

/** The hosts that a command line names. */
export interface NamedHosts {
    readonly inventory: Inventory;
    readonly names: readonly string[];
    /** The value of `solaris:hosts`; undefined where none was given. */
    readonly given: object | undefined;
}

/** What a command line says of its hosts; `all` for those of the hosts' file. */
export type HostsRequest = Omit<NamesRequest, "names"> & { readonly names: readonly string[] | "all" };

/** The hosts that a command line names, or the exit code for what is wrong with that, which has been told then. */
export async function findHosts(request: HostsRequest, { stdin, stderr }: Streams): Promise<NamedHosts | number> {
    const tell = (faults: readonly SolarisError[]): number => {
        faults.forEach(({ message }) => stderr.write(`pulumi-solaris: ${message}\n`));
        return mistakeInTheCall;
    };
    try {
        const file = fileOf(request);
        const given = file === undefined ? undefined : await readHostsFile(file, stdin);
        const names = request.names === "all" ? Object.keys(given ?? {}) : request.names;
        const resolved = resolveNames({ ...request, names }, given);
        return resolved.kind === "faults" ? tell(resolved.faults) : { inventory: resolved.inventory, names, given };
    } catch (error) {
        if (SolarisError.isInstance(error)) {
            return tell([error]);
        }
        throw error;
    }
}

/**
 * Works with hosts, whose connections are closed at the end.
 *
 * @param told Gets what a person should see of connections, such as a host key that was written down.
 */
export async function withHosts<T>(
    inventory: Inventory,
    told: (line: string) => void,
    work: (hosts: SolarisHosts) => Promise<T>,
): Promise<T> {
    const events: ConnectEvents = { told, status: () => undefined };
    const pool = new ConnectionPool(inventory, { idleMs: 60_000, events });
    try {
        return await work(new SolarisHosts(inventory, pool));
    } finally {
        await pool.close();
    }
}
