import { performance } from "node:perf_hooks";
import { discoveryOf } from "../../provider/discover/discovery";
import { readHosts } from "../../provider/discover/readHosts";
import { SolarisHosts } from "../../provider/solaris/hosts";
import { ConnectionPool } from "../../provider/transport/pool/pool";
import { inventoryOf } from "../provider/transport/hostBuilder";
import { type Fleet, startFleet } from "../solaris";
import { atMost, type Figure, ratios, type Section } from "./figure";

const hostCount = 20;
const zoneCount = 500;
/** One host has three times as many zones as each of the others. */
const share = zoneCount / (hostCount + 2);
// What each zonecfg takes on its host, so that the hosts' own time counts and not that of this process.
const commandMs = 40;

// What this process needs for the hosts that it simulates is part of the figure: all of them share its one thread.
const mostOverSlowest = 1.5;

/** How long it takes to discover a fleet, beside its slowest host alone. */
export async function discoverSection(repetitions: number): Promise<Section> {
    const names = Array.from({ length: hostCount }, (_, index) => `global${index}`);
    const [slowest = ""] = names;
    const fleet = await startFleet({
        latency: { commandMs },
        hosts: names.map((name, index) => ({ name, memory: "4T", zones: zonesOf(index) })),
    });
    try {
        const alone: number[] = [];
        const all: number[] = [];
        const judging: number[] = [];
        const commands: number[] = [];
        for (let count = 0; count < repetitions; count++) {
            alone.push((await discover(fleet, [slowest])).readMs);
            fleet.clearLog();
            const { readMs, judgeMs } = await discover(fleet, names);
            all.push(readMs);
            judging.push(judgeMs);
            commands.push(Math.max(...names.map((name) => fleet.host(name).execs.length)));
        }
        return {
            title: `Discover: ${hostCount} hosts, ${zoneCount} zones`,
            notes: [
                `One host has three times the zones of each other; each zonecfg takes ${commandMs} ms, no delay to the hosts.`,
                "All hosts are simulated by this one process, whose time for that is in the figures.",
            ],
            figures: figuresOf({ alone, all, judging, commands }),
        };
    } finally {
        await fleet.stop();
    }
}

function zonesOf(host: number): { name: string }[] {
    const first = host === 0 ? 0 : Math.round(share * (host + 2));
    const last = Math.round(share * (host + 3));
    return Array.from({ length: last - first }, (_, index) => ({ name: `kzone${first + index}` }));
}

async function discover(fleet: Fleet, names: readonly string[]): Promise<{ readMs: number; judgeMs: number }> {
    const inventory = inventoryOf(fleet.inventory());
    const pool = new ConnectionPool(inventory, { idleMs: 60_000 });
    try {
        const started = performance.now();
        const readings = await readHosts(new SolarisHosts(inventory, pool), names, () => undefined);
        const read = performance.now();
        const { zones } = discoveryOf(readings);
        if (zones.length === 0 || readings.some(({ kind }) => kind === "failed")) {
            throw new Error("the hosts could not be read");
        }
        return { readMs: read - started, judgeMs: performance.now() - read };
    } finally {
        await pool.close();
    }
}

interface Samples {
    readonly alone: readonly number[];
    readonly all: readonly number[];
    readonly judging: readonly number[];
    readonly commands: readonly number[];
}

function figuresOf({ alone, all, judging, commands }: Samples): Figure[] {
    const over = ratios(all, alone);
    return [
        { name: "reading the slowest host alone", unit: "ms", samples: alone },
        { name: "reading all hosts", unit: "ms", samples: all },
        { name: "all hosts over the slowest", unit: "ratio", samples: over, aim: atMost(mostOverSlowest, over) },
        { name: `judging ${zoneCount} zones for ${hostCount - 1} other hosts each`, unit: "ms", samples: judging },
        { name: "commands on a host, at most", unit: "count", samples: commands, aim: atMost(4, commands) },
    ];
}
