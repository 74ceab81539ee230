import type { ZoneContext } from "../kernelZone/context";
import type { PropertyBag } from "../kernelZone/state";
import { parseMigrationDefaults, type MigrationDefaults } from "../kernelZone/migrationDefaults";
import { OperationGate } from "../migration/limits";
import { SolarisHosts } from "../solaris/hosts";
import { Inventory } from "../transport/inventory/inventory";
import type { CommandRunner } from "../transport/command";
import { ConnectionPool } from "../transport/pool/pool";
import { EngineLog } from "./engineLog";

/** What the Pulumi configuration says of the hosts. */
export interface HostsConfig {
    /** The value of `solaris:hosts`. */
    readonly hosts: unknown;
    /** The value of `solaris:sshConfig`: OpenSSH's configuration to read, or `none`; unset for the usual files. */
    readonly sshConfig: string | undefined;
    /** The value of `solaris:migration`: what holds for the moves of all zones. */
    readonly migration?: unknown;
}

/** What all zones of a run share in one process: connections, reads, limits, and the way to the engine's log. */
export class Services {
    #gate: OperationGate | undefined;
    #defaults: MigrationDefaults | undefined;
    // Truly private, so that it is not printed: it holds secrets.
    readonly #config: HostsConfig;
    #inventory: Inventory | undefined;
    #hosts: SolarisHosts | undefined;

    /**
     * @param config What is configured; looked at when first needed, because check reports what is wrong with it and
     *     delete does without it.
     * @param log The way to the engine's log.
     * @param idleMs How long an idle connection is kept, in milliseconds.
     */
    constructor(
        config: HostsConfig,
        readonly log: EngineLog,
        private readonly idleMs: number,
    ) {
        this.#config = config;
    }

    /** @throws SolarisError HOSTS_CONFIG_INVALID */
    readonly loadInventory = (): Inventory => {
        this.#inventory ??= Inventory.parse(this.#config.hosts, { sshConfig: this.#config.sshConfig });
        return this.#inventory;
    };

    /** @throws SolarisError MIGRATION_CONFIG_INVALID */
    readonly loadDefaults = (): MigrationDefaults => {
        this.#defaults ??= parseMigrationDefaults(this.#config.migration);
        return this.#defaults;
    };

    /**
     * What a lifecycle verb needs for one zone.
     *
     * @param urn The zone's URN, to speak on its row.
     * @throws SolarisError HOSTS_CONFIG_INVALID, MIGRATION_CONFIG_INVALID
     */
    contextFor(urn: string): ZoneContext {
        const inventory = this.loadInventory();
        this.#hosts ??= new SolarisHosts(inventory, sharedPool(this.#config, inventory, this.log, this.idleMs));
        const defaults = this.loadDefaults();
        this.#gate ??= new OperationGate(defaults.limits);
        return { hosts: this.#hosts, gate: this.#gate, defaults, reporter: this.log.reporterFor(urn) };
    }
}

interface SharedPool {
    readonly pool: ConnectionPool;
    /** The log of whoever asked last: an earlier run's engine may be gone. */
    log: EngineLog;
}

// By the configuration that describes the hosts.
const pools = new Map<string, SharedPool>();

/**
 * One connection per host and process: a process of the Automation API can run many programs, one after the other or at
 * once, and all those that know the same hosts share what is open. Observations are not shared between runs.
 */
function sharedPool(config: HostsConfig, inventory: Inventory, log: EngineLog, idleMs: number): CommandRunner {
    const key = JSON.stringify([config.hosts, config.sshConfig, idleMs]);
    const known = pools.get(key);
    if (known !== undefined) {
        known.log = log;
        // What OpenSSH's configuration says of a name may have changed since: the hosts are those of this run.
        return known.pool.withInventory(inventory);
    }
    // A connection belongs to no zone, so what it has to tell goes to the stack's own row.
    const events = {
        told: (text: string) => {
            shared.log.reporterFor("").warn(text);
        },
        status: (text: string) => {
            shared.log.reporterFor("").status(text);
        },
    };
    const shared: SharedPool = { pool: new ConnectionPool(inventory, { idleMs, events }), log };
    pools.set(key, shared);
    return shared.pool;
}

/** The resource's own URN, which the SDK puts among the inputs because the engine does not tell a dynamic provider. */
export function urnOf(bag: PropertyBag): string {
    const urn = bag["__urn"];
    return typeof urn === "string" ? urn : "";
}
