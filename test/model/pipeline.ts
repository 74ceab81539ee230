import { EngineLog } from "../../provider/dynamic/engineLog";
import { Services } from "../../provider/dynamic/services";
import type { ZoneContext } from "../../provider/kernelZone/context";
import { create } from "../../provider/kernelZone/create";
import { diff } from "../../provider/kernelZone/diff";
import { PartialFailure } from "../../provider/kernelZone/partialFailure";
import { previewCreate } from "../../provider/kernelZone/previewCreate";
import { previewUpdate } from "../../provider/kernelZone/previewUpdate";
import { read } from "../../provider/kernelZone/read";
import { update } from "../../provider/kernelZone/update";
import { SolarisHosts } from "../../provider/solaris/hosts";
import { ConnectionPool } from "../../provider/transport/pool/pool";
import type { ManagedZone, Operation } from "./program";
import { ProviderProcess } from "./providerProcess";

/** What the engine keeps of a resource. */
export interface KeptState {
    readonly id: string;
    readonly outs: Readonly<Record<string, unknown>>;
}

/** How one zone fared in an operation. */
export interface ZoneOutcome {
    readonly zone: string;
    /** "same": the engine saw nothing to do. "killed": nobody heard how it ended. */
    readonly end: "same" | "done" | "failed" | "killed";
    readonly error?: unknown;
    /** What was said on the zone's row, and the error's text. */
    readonly texts: readonly string[];
}

/** The value of Pulumi's `solaris:hosts`. */
type Inventory = Record<string, Record<string, unknown>>;

interface Run {
    readonly process: ProviderProcess;
    readonly context: (texts: string[]) => ZoneContext;
}

/**
 * One pipeline: a program, its state, and the engine's part between them. The engine's part is that of the real one: no
 * update where diff sees no change, the old state after a failure, the new one after a partial failure, which also makes
 * the next run update whatever diff says.
 */
export class Pipeline {
    readonly #states = new Map<string, KeptState>();
    readonly #wishes = new Map<string, string>();
    /** Resources whose last update failed half-way. */
    readonly #unfinished = new Set<string>();
    #process = new ProviderProcess();
    #pool: ConnectionPool | undefined;

    constructor(
        private readonly zones: readonly ManagedZone[],
        private readonly inventory: () => Inventory,
    ) {
        zones.forEach(({ name, host }) => this.#wishes.set(name, host));
    }

    get process(): ProviderProcess {
        return this.#process;
    }

    stateOf(zone: string): KeptState | undefined {
        return this.#states.get(zone);
    }

    wishOf(zone: string): string {
        return this.#wishes.get(zone) ?? "";
    }

    /** What the resource's program says now. */
    inputsOf(zone: ManagedZone, host = this.wishOf(zone.name)): Record<string, unknown> {
        return { zoneName: zone.name, host, adopt: true, ...zone.settings, __urn: `urn:pulumi:test::${zone.name}` };
    }

    /** Puts a resource into the state as if an earlier run had taken it over. */
    adopted(zone: ManagedZone, uuid: string | undefined, zoneState: string): void {
        const outs = {
            ...this.inputsOf(zone),
            currentHost: zone.host,
            zoneState,
            warnings: [],
            ...(uuid === undefined ? {} : { uuid }),
        };
        this.#states.set(zone.name, { id: uuid ?? zone.name, outs });
    }

    /** Ends the provider as signal 9 does; the next operation has a new one. */
    kill(): void {
        this.#process.kill();
    }

    /** Runs an operation over all zones at once, as the engine does. */
    async operate({ verb, wishes }: Operation): Promise<ZoneOutcome[]> {
        if (verb === "up") {
            Object.entries(wishes).forEach(([zone, host]) => this.#wishes.set(zone, host));
        }
        const run = this.#begin();
        return Promise.all(
            this.zones.map((zone) => {
                switch (verb) {
                    case "up":
                        return this.#up(zone, run);
                    case "preview":
                        return this.#preview(zone, wishes[zone.name], run);
                    case "refresh":
                        return this.#refresh(zone, run);
                }
            }),
        );
    }

    /** A run has observations, limits and reads of its own; connections last as long as the process. */
    #begin(): Run {
        const inventory = this.inventory();
        const services = new Services(
            { hosts: JSON.stringify(inventory), sshConfig: "none" },
            EngineLog.through(undefined),
            connectionsIdleMs,
        );
        if (this.#process.dead || this.#pool === undefined) {
            this.#process = new ProviderProcess();
            this.#pool = new ConnectionPool(services.loadInventory(), { idleMs: connectionsIdleMs });
        }
        const hosts = new SolarisHosts(services.loadInventory(), this.#pool.withInventory(services.loadInventory()));
        return {
            process: this.#process,
            context: (texts) => {
                const say = (text: string): void => {
                    texts.push(text);
                };
                const reporter = { status: say, info: say, warn: say };
                return { ...services.contextFor(""), hosts, reporter };
            },
        };
    }

    async #up(zone: ManagedZone, run: Run): Promise<ZoneOutcome> {
        const inputs = this.inputsOf(zone);
        const kept = this.#states.get(zone.name);
        if (kept === undefined) {
            return this.#attempt(zone, run, (context) => create(inputs, context));
        }
        if (!this.#unfinished.has(zone.name) && !diff(kept.outs, inputs).changes) {
            return { zone: zone.name, end: "same", texts: [] };
        }
        return this.#attempt(zone, run, (context) => update(kept.id, kept.outs, inputs, context));
    }

    async #preview(zone: ManagedZone, wish: string | undefined, run: Run): Promise<ZoneOutcome> {
        const inputs = this.inputsOf(zone, wish);
        const kept = this.#states.get(zone.name);
        return this.#attempt(zone, run, async (context) => {
            await (kept === undefined ? previewCreate(inputs, context) : previewUpdate(kept.outs, inputs, context));
            return kept;
        });
    }

    async #refresh(zone: ManagedZone, run: Run): Promise<ZoneOutcome> {
        const kept = this.#states.get(zone.name);
        if (kept === undefined) {
            return { zone: zone.name, end: "same", texts: [] };
        }
        return this.#attempt(zone, run, async (context) => {
            const { id, props } = await read(kept.id, kept.outs, context);
            return id === "" ? undefined : { id, outs: props };
        });
    }

    /** Runs one verb and keeps what the engine would keep of it. */
    async #attempt(
        { name }: ManagedZone,
        { process, context }: Run,
        verb: (context: ZoneContext) => Promise<KeptState | undefined>,
    ): Promise<ZoneOutcome> {
        const texts: string[] = [];
        try {
            const result = await process.run(() => verb(context(texts)));
            if (result === "killed") {
                return { zone: name, end: "killed", texts };
            }
            this.#unfinished.delete(name);
            this.#keep(name, result.value);
            return { zone: name, end: "done", texts };
        } catch (error) {
            if (error instanceof PartialFailure) {
                this.#keep(name, { id: error.id, outs: error.properties });
                this.#unfinished.add(name);
            }
            const text = error instanceof Error ? `${error.message}\n${error.stack ?? ""}` : String(error);
            return { zone: name, end: "failed", error, texts: [...texts, text] };
        }
    }

    #keep(zone: string, state: KeptState | undefined): void {
        if (state === undefined) {
            this.#states.delete(zone);
        } else {
            this.#states.set(zone, state);
        }
    }
}

// What idle connections do is tested elsewhere; here each new one would cost as much as ten commands.
const connectionsIdleMs = 36_000_000;
