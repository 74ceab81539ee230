import { performance } from "node:perf_hooks";
import { SolarisError } from "../errors/solarisError";
import type { Command, CommandResult, CommandRunner } from "./command";
import { ChannelRefused, Connection } from "./connection";
import type { Inventory } from "./inventory";
import { Limiter } from "./limiter";

// How long a failed connection is remembered at least, and answered with at once.
const failureMemoryMs = 3_000;

// An idle connection may turn out to be dead when it is needed; a new one that breaks as well is a fault of its own.
const maximumReconnects = 1;

// OpenSSH allows ten sessions a connection by default; two are left to others who multiplex over the same limit.
const channelsPerConnection = 8;

/** How a pool keeps its connections. */
export interface PoolOptions {
    /** Milliseconds after which an idle connection is closed. Until then it does not keep the process alive. */
    readonly idleMs: number;
}

/** One connection per host, shared by everything in this process and opened when first needed. */
export class ConnectionPool implements CommandRunner {
    readonly #hosts = new Map<string, PooledHost>();

    constructor(
        private readonly inventory: Inventory,
        private readonly options: PoolOptions,
    ) {}

    async run(hostName: string, command: Command): Promise<CommandResult> {
        let host = this.#hosts.get(hostName);
        if (host === undefined) {
            const target = this.inventory.get(hostName);
            host = new PooledHost(() => Connection.open(target), hostName, this.options.idleMs);
            this.#hosts.set(hostName, host);
        }
        return host.run(command);
    }

    /** Closes every connection. A command that is still running sees its connection as lost. */
    async close(): Promise<void> {
        await Promise.all([...this.#hosts.values()].map((host) => host.close()));
        this.#hosts.clear();
    }
}

class PooledHost {
    readonly #channels = new Limiter(channelsPerConnection);
    #connection: Connection | undefined;
    #opening: Promise<Connection> | undefined;
    #failure: { readonly error: unknown; readonly until: number } | undefined;
    #users = 0;
    #idleTimer: NodeJS.Timeout | undefined;

    constructor(
        private readonly open: () => Promise<Connection>,
        private readonly name: string,
        private readonly idleMs: number,
    ) {}

    async run(command: Command): Promise<CommandResult> {
        this.#users++;
        clearTimeout(this.#idleTimer);
        try {
            for (let broken = 0; broken <= maximumReconnects;) {
                const result = await this.#channels.run(() => this.#attempt(command));
                if (typeof result === "object") {
                    return result;
                }
                broken += result === "broken" ? 1 : 0;
            }
            throw new SolarisError("CONNECTION_LOST", {
                message: `the connection to ${this.name} breaks before ${command.name} can be started`,
                host: this.name,
                command: command.name,
            });
        } finally {
            this.#users--;
            if (this.#users === 0) {
                this.#idleTimer = setTimeout(() => void this.close(), this.idleMs);
                this.#idleTimer.unref();
            }
        }
    }

    async close(): Promise<void> {
        clearTimeout(this.#idleTimer);
        // A connection that could not be made needs no closing; who asked for it has had the error.
        const opening = await this.#opening?.catch(() => undefined);
        (opening ?? this.#connection)?.close();
        this.#connection = undefined;
    }

    /**
     * Runs the command if a channel can be had; "again" where the server has no channel left but others will end,
     * "broken" where the connection broke before the command was started.
     */
    async #attempt(command: Command): Promise<CommandResult | "again" | "broken"> {
        const connection = await this.#connect();
        try {
            return await connection.run(command);
        } catch (error) {
            if (!(error instanceof ChannelRefused)) {
                throw error;
            }
            if (connection.closed) {
                return "broken";
            }
            const others = this.#channels.active - 1;
            if (others > 0) {
                // The server's own limit (MaxSessions), learnt: wait for one of our own channels to end.
                this.#channels.lowerTo(others);
                return "again";
            }
            throw new SolarisError("CHANNEL_REFUSED", {
                message: `${this.name} refused to run a command`,
                host: this.name,
                command: command.name,
                lines: [error.message],
                cause: error,
            });
        }
    }

    async #connect(): Promise<Connection> {
        if (this.#opening !== undefined) {
            return this.#opening;
        }
        const current = this.#connection;
        if (current !== undefined && !current.closed) {
            return current;
        }
        if (this.#failure !== undefined && performance.now() < this.#failure.until) {
            throw this.#failure.error;
        }
        const started = performance.now();
        this.#opening = this.open();
        try {
            this.#connection = await this.#opening;
            this.#failure = undefined;
            return this.#connection;
        } catch (error) {
            // A hundred zones on a dead host must not wait a hundred times, nor lock the account by a hundred logins.
            const now = performance.now();
            this.#failure = { error, until: now + Math.max(failureMemoryMs, now - started) };
            throw error;
        } finally {
            this.#opening = undefined;
        }
    }
}
