import { performance } from "node:perf_hooks";
import { parseMigrationDefaults } from "../../provider/kernelZone/migrationDefaults";
import { update } from "../../provider/kernelZone/update";
import { OperationGate } from "../../provider/migration/limits";
import { SolarisHosts } from "../../provider/solaris/hosts";
import { ConnectionPool } from "../../provider/transport/pool/pool";
import { inventoryOf } from "../provider/transport/hostBuilder";
import { startFleet } from "../solaris";
import { atMost, type Figure, type Section, sum } from "./figure";

const source = "global0";
const targets = ["global1", "global2", "global3"] as const;
const zones = 40;
const limits = [1, 2, 4] as const;

// What the hosts take for a dry run and for a migration of one zone; together two seconds.
const latency = {
    import: 100,
    attach: 100,
    boot: 200,
    check: 100,
    copyPerGiB: 400,
    suspend: 100,
    finish: 50,
    detach: 50,
};

/** How 40 zones that leave one host for three others get through their limits. */
export async function evacuationSection(): Promise<Section> {
    const figures: Figure[] = [];
    for (const limit of limits) {
        const { makespanMs, idealMs, reportMs } = await evacuate(limit);
        const ratio = makespanMs / idealMs;
        figures.push(
            { name: `${zones} zones leave one host, limit ${limit}`, unit: "ms", samples: [makespanMs] },
            { name: `the ideal, limit ${limit}`, unit: "ms", samples: [idealMs] },
            {
                name: `makespan over ideal, limit ${limit}`,
                unit: "ratio",
                samples: [ratio],
                aim: atMost(1.1, [ratio]),
            },
            {
                name: `from a migration's end to its report, limit ${limit}`,
                unit: "ms",
                samples: reportMs,
                aim: atMost(1000, [Math.max(...reportMs)], "each under 1000"),
            },
        );
    }
    return {
        title: `Many zones: ${zones} leave ${source} for ${targets.join(", ")}`,
        notes: [
            "Ideal: what the hosts themselves take for all dry runs and migrations, divided by the limit per source.",
            "All zones are asked to move at once, in one provider; no delay between it and the hosts.",
        ],
        figures,
    };
}

async function evacuate(limit: number): Promise<{ makespanMs: number; idealMs: number; reportMs: number[] }> {
    const names = Array.from({ length: zones }, (_, index) => `kzone${index}`);
    const fleet = await startFleet({
        latency,
        hosts: [
            { name: source, memory: "512G", zones: names.map((name) => ({ name, config: { memory: "2G" } })) },
            ...targets.map((name) => ({ name, memory: "512G" })),
        ],
    });
    const inventory = inventoryOf(fleet.inventory());
    const pool = new ConnectionPool(inventory, { idleMs: 60_000 });
    try {
        const hosts = new SolarisHosts(inventory, pool);
        const context = {
            hosts,
            gate: new OperationGate({ perSource: limit, perTarget: limit, total: 8 }),
            defaults: parseMigrationDefaults(undefined),
        };
        const started = performance.now();
        const reportedAt = new Map<string, number>();
        await Promise.all(
            names.map(async (zoneName, index) => {
                const inputs = { zoneName, adopt: true };
                const uuid = fleet.zone(source, zoneName)?.uuid;
                const reporter = {
                    status: () => undefined,
                    warn: () => undefined,
                    info: () => reportedAt.set(zoneName, Date.now()),
                };
                await update(
                    zoneName,
                    { ...inputs, host: source, currentHost: source, zoneState: "running", uuid },
                    { ...inputs, host: targets[index % targets.length] },
                    { ...context, reporter },
                );
            }),
        );
        const makespanMs = performance.now() - started;
        const migrations = fleet.commands().filter(({ name }) => name.startsWith("zoneadm migrate"));
        const reportMs = migrations
            .filter(({ name }) => name === "zoneadm migrate")
            .map(({ zone, time, durationMs }) => (reportedAt.get(zone ?? "") ?? Infinity) - time - (durationMs ?? 0));
        return { makespanMs, idealMs: sum(migrations.map(({ durationMs }) => durationMs ?? 0)) / limit, reportMs };
    } finally {
        await pool.close();
        await fleet.stop();
    }
}
