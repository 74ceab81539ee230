import type { ZoneContext } from "../kernelZone/context";
import type { PropertyBag } from "../kernelZone/state";
import { OperationGate } from "../migration/limits";
import { SolarisHosts } from "../solaris/hosts";
import { Inventory } from "../transport/inventory";
import { ConnectionPool } from "../transport/pool";
import { EngineLog } from "./engineLog";

/** What all zones of a run share in one process: connections, reads, limits, and the way to the engine's log. */
export class Services {
    readonly #gate = new OperationGate();
    #inventory: Inventory | undefined;
    #hosts: SolarisHosts | undefined;

    /**
     * @param hostsConfig The value of `solaris:hosts`; looked at when first needed, because check reports what is wrong
     *     with it and delete does without it.
     * @param log The way to the engine's log.
     * @param idleMs How long an idle connection is kept, in milliseconds.
     */
    constructor(
        private readonly hostsConfig: unknown,
        readonly log: EngineLog,
        private readonly idleMs: number,
    ) {}

    /** @throws SolarisError HOSTS_CONFIG_INVALID */
    readonly loadInventory = (): Inventory => {
        this.#inventory ??= Inventory.parse(this.hostsConfig);
        return this.#inventory;
    };

    /**
     * What a lifecycle verb needs for one zone.
     *
     * @param urn The zone's URN, to speak on its row.
     * @throws SolarisError HOSTS_CONFIG_INVALID
     */
    contextFor(urn: string): ZoneContext {
        const inventory = this.loadInventory();
        this.#hosts ??= new SolarisHosts(inventory, sharedPool(this.hostsConfig, inventory, this.idleMs));
        return { hosts: this.#hosts, gate: this.#gate, reporter: this.log.reporterFor(urn) };
    }
}

// By the configuration that describes the hosts.
const pools = new Map<string, ConnectionPool>();

/**
 * One connection per host and process: a process of the Automation API can run many programs, one after the other or at
 * once, and all those that know the same hosts share what is open. Observations are not shared between runs.
 */
function sharedPool(hostsConfig: unknown, inventory: Inventory, idleMs: number): ConnectionPool {
    const key = JSON.stringify([hostsConfig, idleMs]);
    let pool = pools.get(key);
    if (pool === undefined) {
        pool = new ConnectionPool(inventory, { idleMs });
        pools.set(key, pool);
    }
    return pool;
}

/** The resource's own URN, which the SDK puts among the inputs because the engine does not tell a dynamic provider. */
export function urnOf(bag: PropertyBag): string {
    const urn = bag["__urn"];
    return typeof urn === "string" ? urn : "";
}
