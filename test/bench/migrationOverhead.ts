import { performance } from "node:perf_hooks";
import type { ZoneContext } from "../../provider/kernelZone/context";
import { parseMigrationDefaults } from "../../provider/kernelZone/migrationDefaults";
import { update } from "../../provider/kernelZone/update";
import { OperationGate } from "../../provider/migration/limits";
import { SolarisHosts } from "../../provider/solaris/hosts";
import type { Command } from "../../provider/transport/command";
import { Connection } from "../../provider/transport/connection/connection";
import type { Inventory } from "../../provider/transport/inventory/inventory";
import { inventoryOf } from "../provider/transport/hostBuilder";
import { ConnectionPool } from "../../provider/transport/pool/pool";
import { type Fleet, startFleet } from "../solaris";
import { DelayProxy } from "./delayProxy";
import { type CommandSpan, RecordingRunner } from "./recordingRunner";

/** What one migration cost. */
export interface MigrationSample {
    /** From calling `update` until its result, in milliseconds. */
    readonly wallMs: number;
    /** What the simulated hosts spent on the dry run and on the migration, by their own records. */
    readonly hostsMs: number;
    readonly spans: readonly CommandSpan[];
}

/** The costs over one distance. */
export interface DistanceSamples {
    readonly roundTripMs: number;
    /** From calling `Connection.open` until the login is complete. */
    readonly connectMs: readonly number[];
    /** A command that takes no time, on an open connection. */
    readonly commandMs: readonly number[];
    /** Migrations that begin without a connection, as the first one of a run does. */
    readonly cold: readonly MigrationSample[];
    /** Migrations right after another one between the same hosts. */
    readonly warm: readonly MigrationSample[];
}

const hosts = ["global1", "global2"] as const;
const zoneName = "kzone1";
const nothing: Command = { name: "hostid", argv: ["/usr/bin/hostid"], timeoutMs: 10_000 };

/** Moves a zone there and back between two simulated hosts that are so far away. */
export async function measureDistance(roundTripMs: number, repetitions: number): Promise<DistanceSamples> {
    const fleet = await startFleet({
        hosts: [{ name: hosts[0], zones: [{ name: zoneName, config: { memory: "8G" } }] }, { name: hosts[1] }],
    });
    const proxies = await Promise.all(
        hosts.map((name) => DelayProxy.start({ targetPort: fleet.host(name).port, roundTripMs })),
    );
    try {
        const [there, back] = proxies.map(({ address, port }) => ({ address, port }));
        const inventory = inventoryOf(fleet.inventory({ [hosts[0]]: there ?? {}, [hosts[1]]: back ?? {} }));
        const connections = [];
        const migrations = [];
        for (let count = 0; count < repetitions; count++) {
            connections.push(await measureConnection(inventory));
            migrations.push(await measureThereAndBack(fleet, inventory));
        }
        return {
            roundTripMs,
            connectMs: connections.map(({ connectMs }) => connectMs),
            commandMs: connections.map(({ commandMs }) => commandMs),
            cold: migrations.map(({ cold }) => cold),
            warm: migrations.map(({ warm }) => warm),
        };
    } finally {
        await Promise.all(proxies.map((proxy) => proxy.stop()));
        await fleet.stop();
    }
}

async function measureConnection(inventory: Inventory): Promise<{ connectMs: number; commandMs: number }> {
    const started = performance.now();
    const connection = await Connection.open(inventory.get(hosts[0]));
    const connected = performance.now();
    const result = await connection.run(nothing);
    const answered = performance.now();
    connection.close();
    if (result.kind !== "exited" || result.exitCode !== 0) {
        throw new Error(`hostid on a simulated host: ${JSON.stringify(result)}`);
    }
    return { connectMs: connected - started, commandMs: answered - connected };
}

async function measureThereAndBack(
    fleet: Fleet,
    inventory: Inventory,
): Promise<{ cold: MigrationSample; warm: MigrationSample }> {
    const pool = new ConnectionPool(inventory, { idleMs: 60_000 });
    const recorder = new RecordingRunner(pool);
    // As in a provider's process: what is known of a host is known to all migrations of a run.
    const solarisHosts = new SolarisHosts(inventory, recorder);
    try {
        const cold = await measureMigration(fleet, solarisHosts, recorder, hosts[0], hosts[1]);
        const warm = await measureMigration(fleet, solarisHosts, recorder, hosts[1], hosts[0]);
        return { cold, warm };
    } finally {
        await pool.close();
    }
}

async function measureMigration(
    fleet: Fleet,
    solarisHosts: SolarisHosts,
    recorder: RecordingRunner,
    from: string,
    to: string,
): Promise<MigrationSample> {
    fleet.clearLog();
    const context: ZoneContext = {
        hosts: solarisHosts,
        gate: new OperationGate(),
        defaults: parseMigrationDefaults(undefined),
        reporter: silent,
    };
    const uuid = fleet.zone(from, zoneName)?.uuid;
    const inputs = { zoneName, adopt: true };
    const before = recorder.spans.length;
    const began = recorder.elapsed;
    const started = performance.now();
    await update(
        "bench",
        { ...inputs, host: from, currentHost: from, zoneState: "running", uuid },
        { ...inputs, host: to },
        context,
    );
    const wallMs = performance.now() - started;
    if (fleet.zone(to, zoneName)?.state !== "running" || fleet.zone(from, zoneName) !== undefined) {
        throw new Error(`the migration ${from} -> ${to} has not done what it is measured for`);
    }
    const own = fleet.commands().filter(({ name }) => name.startsWith("zoneadm migrate"));
    return {
        wallMs,
        hostsMs: own.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0),
        spans: recorder.spans
            .slice(before)
            .map((span) => ({ ...span, start: span.start - began, end: span.end - began })),
    };
}

const silent = { status: () => undefined, info: () => undefined, warn: () => undefined };
