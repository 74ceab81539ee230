import { type StackSamples, measureEngine, type OperationSample } from "./engineCost";
import { atMost, type Figure, median, type Section, sum } from "./figure";
import { measureImports } from "./importTime";
import { type DistanceSamples, measureDistance, type MigrationSample } from "./migrationOverhead";

// Aims of the project; the README of this folder says where each comes from.
const providerTextBytes = 2_200;
const migrationRoundTrips = 16;
const migrationFixedMs = 300;

const distancesMs = [0, 20, 100] as const;
const stackSizes = [1, 20, 100] as const;

/** What loading the package costs. */
export async function importSection(repetitions: number): Promise<Section> {
    return {
        title: "Start-up: loading the built package",
        notes: ["Time of one Node process less the median of those that load only what is there anyway."],
        // Short and noisy, so more of them.
        figures: await measureImports(3 * repetitions),
    };
}

/** What one migration costs beyond what Solaris takes. Slowest part: the largest distance. */
export async function migrationSection(repetitions: number): Promise<{ section: Section; timeline: string }> {
    const distances = [];
    for (const roundTripMs of distancesMs) {
        distances.push(await measureDistance(roundTripMs, repetitions));
    }
    const [near] = distances;
    const far = distances.at(-1);
    if (near === undefined || far === undefined) {
        throw new TypeError("no distance to measure");
    }
    return {
        section: {
            title: "Overhead of one migration: wall time of update less the hosts' own time",
            notes: [
                "The provider's core in this process, hosts behind a proxy that delays what is sent by the round trip given.",
                "Cold: no connection yet. Warm: right after another migration between the same hosts.",
                "Round trips: what a figure grows by from no distance to this one, divided by the round trip's time.",
            ],
            figures: distances.flatMap((distance) => distanceFigures(distance, near)),
        },
        timeline: [
            `Commands of one migration over ${far.roundTripMs} ms, in round trips from the call of update:`,
            ...timelineOf("cold", far.cold.at(-1), far.roundTripMs),
            ...timelineOf("warm", far.warm.at(-1), far.roundTripMs),
        ].join("\n"),
    };
}

function distanceFigures(distance: DistanceSamples, near: DistanceSamples): Figure[] {
    const { roundTripMs } = distance;
    const at = `at ${roundTripMs} ms`;
    const limit = migrationRoundTrips * roundTripMs + migrationFixedMs;
    const cold = distance.cold.map(overhead);
    const warm = distance.warm.map(overhead);
    const milliseconds: Figure[] = [
        {
            name: `migration ${at}, cold`,
            unit: "ms",
            samples: cold,
            aim: atMost(limit, cold, `${migrationRoundTrips} round trips + ${migrationFixedMs} ms = ${limit}`),
        },
        { name: `migration ${at}, warm`, unit: "ms", samples: warm },
        { name: `connect and log in ${at}`, unit: "ms", samples: distance.connectMs },
        { name: `one command ${at}`, unit: "ms", samples: distance.commandMs },
    ];
    if (roundTripMs === 0) {
        return milliseconds;
    }
    const inRoundTrips = (samples: readonly number[], from: readonly number[]): number[] =>
        samples.map((sample) => (sample - median(from)) / roundTripMs);
    const trips: [string, readonly number[], readonly number[]][] = [
        ["migration, cold", cold, near.cold.map(overhead)],
        ["migration, warm", warm, near.warm.map(overhead)],
        ["connect and log in, TCP included", distance.connectMs, near.connectMs],
        ["one command", distance.commandMs, near.commandMs],
    ];
    return [
        ...milliseconds,
        ...trips.map(([name, samples, from]): Figure => ({
            name: `${name}, ${at}`,
            unit: "round trips",
            samples: inRoundTrips(samples, from),
        })),
    ];
}

function overhead({ wallMs, hostsMs }: MigrationSample): number {
    return wallMs - hostsMs;
}

function timelineOf(label: string, sample: MigrationSample | undefined, roundTripMs: number): string[] {
    const inTrips = (milliseconds: number): string => (milliseconds / roundTripMs).toFixed(1).padStart(6);
    return [
        `  ${label}:`,
        ...(sample?.spans ?? []).map(
            ({ host, name, start, end }) => `  ${inTrips(start)} ..${inTrips(end)}  ${host}  ${name}`,
        ),
    ];
}

/** What the state holds, and what looking at zones that need nothing costs. */
export async function engineSections(repetitions: number): Promise<{ state: Section; noChange: Section }> {
    const stacks = await measureEngine(stackSizes, repetitions);
    return { state: stateSection(stacks), noChange: noChangeSection(stacks) };
}

function stateSection(stacks: readonly StackSamples[]): Section {
    const [small, large] = stacks;
    if (small === undefined || large === undefined) {
        throw new TypeError("two stacks are needed to tell what one more zone adds");
    }
    const text = [Buffer.byteLength(small.providerText)];
    const perZone = (large.checkpointBytes - small.checkpointBytes) / (large.zones - small.zones);
    return {
        title: "State: what the file backend stores",
        notes: ["The provider's text stands in it twice for each zone, among the inputs and among the outputs."],
        figures: [
            ...[small, large].map(({ zones, checkpointBytes }): Figure => ({
                name: `stack with ${zoneCount(zones)}`,
                unit: "bytes",
                samples: [checkpointBytes],
            })),
            { name: "each further zone", unit: "bytes", samples: [perZone] },
            {
                name: "text of __provider",
                unit: "bytes",
                samples: text,
                aim: atMost(providerTextBytes, text),
            },
        ],
    };
}

function noChangeSection(stacks: readonly StackSamples[]): Section {
    const [smallest] = stacks;
    const commandsOfSmallest = Math.max(0, ...mostCommands(smallest?.refresh ?? []));
    return {
        title: "Nothing to change, 4 hosts: the real engine's preview",
        notes: [
            "Wall time is that of the whole operation, the engine's own start included.",
            "Connections of a process: the most that any process has made to any one host.",
        ],
        figures: stacks.flatMap(({ zones, preview, refresh }) => [
            ...plainFigures(zoneCount(zones), preview),
            // The smallest stack is what the larger ones are measured by.
            ...refreshFigures(zoneCount(zones), refresh, zones === smallest?.zones ? undefined : commandsOfSmallest),
        ]),
    };
}

function plainFigures(zones: string, samples: readonly OperationSample[]): Figure[] {
    const connections = samples.map((sample) => sample.connections);
    const commands = samples.map(({ commandsPerHost }) => sum(commandsPerHost));
    return [
        { name: `preview, ${zones}: wall time`, unit: "ms", samples: samples.map(({ wallMs }) => wallMs) },
        { name: `preview, ${zones}: connections`, unit: "count", samples: connections, aim: none(connections) },
        { name: `preview, ${zones}: commands`, unit: "count", samples: commands, aim: none(commands) },
    ];
}

function refreshFigures(
    zones: string,
    samples: readonly OperationSample[],
    commandsOfSmallest: number | undefined,
): Figure[] {
    const perProcess = samples.map(({ connectionsPerProcessAndHost }) => Math.max(0, ...connectionsPerProcessAndHost));
    const commands = mostCommands(samples);
    const name = `preview --refresh, ${zones}`;
    return [
        { name: `${name}: wall time`, unit: "ms", samples: samples.map(({ wallMs }) => wallMs) },
        { name: `${name}: connections, all hosts`, unit: "count", samples: samples.map((one) => one.connections) },
        {
            name: `${name}: connections of a process to a host`,
            unit: "count",
            samples: perProcess,
            aim: atMost(1, perProcess),
        },
        {
            name: `${name}: commands on a host`,
            unit: "count",
            samples: commands,
            ...(commandsOfSmallest !== undefined && {
                aim: atMost(commandsOfSmallest, commands, `no more than for 1 zone: ${commandsOfSmallest}`),
            }),
        },
    ];
}

const mostCommands = (samples: readonly OperationSample[]): number[] =>
    samples.map(({ commandsPerHost }) => Math.max(...commandsPerHost));

const none = (samples: readonly number[]): Figure["aim"] => atMost(0, samples, "none");

const zoneCount = (zones: number): string => (zones === 1 ? "1 zone" : `${zones} zones`);
