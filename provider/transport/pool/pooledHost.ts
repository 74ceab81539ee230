import { performance } from "node:perf_hooks";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { SolarisError } from "../../errors/solarisError";
import { backoffMs } from "../connection/backoff";
import type { Command, CommandResult } from "../command";
import type { ConnectEvents } from "../connection/connect";
import { ChannelRefused, Connection } from "../connection/connection";
import { Limiter } from "./limiter";
import { orAborted } from "../connection/orAborted";
import { SharedReads } from "./sharedReads";
import type { SshTarget } from "../target";

// How long a failed connection is remembered at least, and answered with at once.
const failureMemoryMs = 3_000;

// An idle connection may turn out to be dead when it is needed; a new one that breaks as well is a fault of its own.
const maximumReconnects = 1;

// OpenSSH allows ten sessions a connection by default; two are left to others who multiplex over the same limit.
const channelsPerConnection = 8;

// OpenSSH frees a session only after it has said that the command is over: whoever asks at once for the next one can be
// refused though fewer are in use than it allows. It is asked again for a good second.
const repeatsOfRefused = 8;
const refusedBackoff = { firstMs: 10, maximumMs: 320 };

// How often a command that only reads is asked again where the connection broke in the middle of it.
const repeatsOfReads = 2;
const repeatBackoff = { firstMs: 500, maximumMs: 4_000 };

/** How a pooled host is kept. */
export interface PooledHostOptions {
    /** Milliseconds after which an idle connection is closed. Until then it does not keep the process alive. */
    readonly idleMs: number;
    readonly events: ConnectEvents;
}

/** One host's connection, opened when first needed and shared by everything in this process. */
export class PooledHost {
    readonly #channels = new Limiter(channelsPerConnection);
    readonly #reads = new SharedReads((command, started) => this.#runAlone(command, started));
    #connection: Connection | undefined;
    /** How many channels the server has had open for us at once: so many it allows. */
    #mostOpen = 0;
    #open = 0;
    #opening: Promise<Connection> | undefined;
    #failure: { readonly error: unknown; readonly until: number } | undefined;
    #users = 0;
    #idleTimer: NodeJS.Timeout | undefined;
    #closed = false;

    /** @param via The host through which this one is reached. */
    constructor(
        private readonly target: SshTarget,
        private readonly via: PooledHost | undefined,
        private readonly options: PooledHostOptions,
    ) {}

    run(command: Command): Promise<CommandResult> {
        if (command.stdin instanceof Readable) {
            // It may fail while the command waits for its turn; whoever starts the command looks at that.
            command.stdin.on("error", () => undefined);
        }
        return this.#inUse(() => this.#reads.run(command));
    }

    /** Closes the connection; what waits for its turn is told so, what runs sees its connection as lost. */
    async close(): Promise<void> {
        this.#closed = true;
        await this.#disconnect();
    }

    async #inUse<T>(work: () => Promise<T>): Promise<T> {
        this.#enter();
        try {
            return await work();
        } finally {
            this.#leave();
        }
    }

    #enter(): void {
        this.#users++;
        clearTimeout(this.#idleTimer);
    }

    #leave(): void {
        this.#users--;
        if (this.#users === 0) {
            this.#idleTimer = setTimeout(() => void this.#disconnect(), this.options.idleMs);
            this.#idleTimer.unref();
        }
    }

    async #disconnect(): Promise<void> {
        clearTimeout(this.#idleTimer);
        // A connection that could not be made needs no closing; who asked for it has had the error.
        const opening = await this.#opening?.catch(() => undefined);
        (opening ?? this.#connection)?.close();
        this.#connection = undefined;
    }

    /** Runs a command; one that only reads is repeated where the connection broke in the middle of it. */
    async #runAlone(command: Command, started: () => void): Promise<CommandResult> {
        for (let repeats = 0; ; repeats++) {
            const result = await this.#runOnce(command, started);
            // Standard input from a stream can be given once only.
            const repeatable = command.read !== undefined && !(command.stdin instanceof Readable);
            if (result.kind !== "lost" || !repeatable || repeats >= repeatsOfReads || this.#closed) {
                return result;
            }
            this.options.events.status(`${this.target.name}: ${result.reason}; asking again: ${command.name}`);
            await orAborted(sleep(backoffMs(repeatBackoff, repeats)), command.signal);
        }
    }

    async #runOnce(command: Command, started: () => void): Promise<CommandResult> {
        for (let broken = 0; broken <= maximumReconnects;) {
            const result = await this.#channels.run(() => this.#attempt(command, started), command.signal);
            if (typeof result === "object") {
                return result;
            }
            broken += result === "broken" ? 1 : 0;
        }
        throw new SolarisError("CONNECTION_LOST", {
            message: `the connection to ${this.target.name} breaks before ${command.name} can be started`,
            host: this.target.name,
            command: command.name,
        });
    }

    /**
     * Runs the command if a channel can be had; "again" where the server has no channel left but others will end,
     * "broken" where the connection broke before the command was started.
     */
    async #attempt(command: Command, started: () => void): Promise<CommandResult | "again" | "broken"> {
        const connection = await orAborted(this.#connect(), command.signal);
        for (let refusals = 0; ; refusals++) {
            try {
                started();
                return await this.#runOn(connection, command);
            } catch (error) {
                if (!(error instanceof ChannelRefused)) {
                    throw error;
                }
                if (connection.closed) {
                    return "broken";
                }
                const others = this.#channels.active - 1;
                const freedLate = others < this.#mostOpen && refusals < repeatsOfRefused;
                if (others > 0 && !freedLate) {
                    // The server's own limit (MaxSessions), learnt: wait for one of our own channels to end.
                    this.#channels.lowerTo(others);
                    return "again";
                }
                if (!freedLate && connection.abandoned) {
                    // Commands that nobody waits for any more hold the sessions that this connection may have.
                    connection.retire();
                    return "broken";
                }
                if (!freedLate) {
                    throw new SolarisError("CHANNEL_REFUSED", {
                        message: `${this.target.name} refused to run a command`,
                        host: this.target.name,
                        command: command.name,
                        lines: [error.message],
                        cause: error,
                    });
                }
            }
            await orAborted(sleep(backoffMs(refusedBackoff, refusals)), command.signal);
        }
    }

    async #runOn(connection: Connection, command: Command): Promise<CommandResult> {
        let opened = 0;
        try {
            return await connection.run(command, () => {
                opened = 1;
                this.#open++;
                this.#mostOpen = Math.max(this.#mostOpen, this.#open);
            });
        } finally {
            this.#open -= opened;
        }
    }

    async #connect(): Promise<Connection> {
        if (this.#closed) {
            throw new SolarisError("CONNECTION_LOST", {
                message: `the connections of this run are closed; ${this.target.name} was not asked`,
                host: this.target.name,
            });
        }
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
        this.#opening = this.#dial();
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

    async #dial(): Promise<Connection> {
        const { via, target } = this;
        const { events } = this.options;
        if (via === undefined) {
            return Connection.open(target, { events });
        }
        // The host in between is in use for as long as this connection is open.
        via.#enter();
        try {
            const carrier = await via.#connect().catch((error: unknown) => {
                throw onTheWay(target, error);
            });
            const connection = await Connection.open(target, { via: carrier, events });
            connection.onClose(() => {
                via.#leave();
            });
            return connection;
        } catch (error) {
            via.#leave();
            throw error;
        }
    }
}

/** The error of a host in between, as that of the host that was to be reached. */
function onTheWay(target: SshTarget, error: unknown): unknown {
    return SolarisError.isInstance(error)
        ? new SolarisError(error.code, {
              ...error.details,
              message: `on the way to ${target.name}: ${error.details.message}`,
          })
        : error;
}
