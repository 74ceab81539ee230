import type { Command, CommandResult, CommandRunner } from "../command";
import type { ConnectEvents } from "../connection/connect";
import type { Inventory } from "../inventory/inventory";
import { PooledHost } from "./pooledHost";
import type { SshTarget } from "../target";

/** How a pool keeps its connections. */
export interface PoolOptions {
    /** Milliseconds after which an idle connection is closed. Until then it does not keep the process alive. */
    readonly idleMs: number;
    /** Where to say what a person should see, such as a host key that was written down. Default: nowhere. */
    readonly events?: ConnectEvents;
}

/**
 * One connection per host, user and process, shared by everything and opened when first needed; the hosts through which
 * others are reached included.
 */
export class ConnectionPool implements CommandRunner {
    readonly #hosts = new Map<string, PooledHost>();

    constructor(
        private readonly inventory: Inventory,
        private readonly options: PoolOptions,
    ) {}

    /** @throws SolarisError HOST_UNKNOWN and what else keeps a host from being asked. */
    async run(hostName: string, command: Command): Promise<CommandResult> {
        return this.#hostFor(this.inventory.get(hostName)).run(command);
    }

    /**
     * The same connections for hosts as another inventory describes them: a later run in this process may find that a name
     * has come to mean another host. Where everything is the same, so is the connection.
     */
    withInventory(inventory: Inventory): CommandRunner {
        return { run: async (hostName, command) => this.#hostFor(inventory.get(hostName)).run(command) };
    }

    /** Closes every connection. A command that is still running sees its connection as lost. */
    async close(): Promise<void> {
        await Promise.all([...this.#hosts.values()].map((host) => host.close()));
        this.#hosts.clear();
    }

    #hostFor(target: SshTarget): PooledHost {
        const key = keyOf(target);
        let host = this.#hosts.get(key);
        if (host === undefined) {
            const last = target.jumps.at(-1);
            const via = last === undefined ? undefined : this.#hostFor({ ...last, jumps: target.jumps.slice(0, -1) });
            const { idleMs, events = { told: () => undefined, status: () => undefined } } = this.options;
            host = new PooledHost(target, via, { idleMs, events });
            this.#hosts.set(key, host);
        }
        return host;
    }
}

/**
 * A connection is shared where everything is the same that was decided about it; the name too, for it stands in errors, and
 * those of one name must not be told of another.
 */
function keyOf(target: SshTarget): string {
    const { name, address, port, user, login, hostKeys, connectTimeout, deadAfter, forwardAgent, jumps } = target;
    // As JSON a login is without its secrets, a copy of it is not.
    return JSON.stringify([
        name,
        address,
        port,
        user,
        { ...login },
        hostKeys,
        connectTimeout,
        deadAfter,
        forwardAgent,
        jumps.map(keyOf),
    ]);
}
