import { atMost, type Comparison, ratios } from "./figure";

// Aims of the project; the README of this folder says where each comes from.
const mostTimesTheFloor = 1.3;
const commandsOnHost = 2;

/** The round trips that the floor allows for. */
export const floorRoundTrips = 9.2;

/** What one `preview --refresh` of many zones has cost, nothing having changed. */
export interface RefreshSample {
    readonly wallMs: number;
    /** The same operation on as many resources behind which there is nothing, measured right before. */
    readonly emptyMs: number;
    /** Connections by the process in which the engine runs the provider. */
    readonly connectionsOfProvider: number;
    /** Connections by the process in which the program runs. */
    readonly connectionsOfProgram: number;
    /** On all hosts. */
    readonly commands: number;
    /** What was asked over SSH, a script with many commands being one: of the host of which most was asked. */
    readonly mostRequestsToHost: number;
    /** TCP data, on all connections together. */
    readonly bytesToHosts: number;
    readonly bytesFromHosts: number;
}

/** The samples over one distance, one for each round. */
export interface RefreshSamples {
    readonly roundTripMs: number;
    readonly samples: readonly RefreshSample[];
}

/** How many zones there are, and on how many hosts. */
export interface RefreshSize {
    readonly zones: number;
    readonly hosts: number;
    /** Whether the program declares the whole configuration of each zone; default no. */
    readonly configured?: boolean;
}

/** A line for each distance: what was measured, the floor, and how many times the floor it is. */
export function compareWithFloor(distances: readonly RefreshSamples[], { hosts }: RefreshSize): Comparison[] {
    return distances.map(({ roundTripMs, samples }) => {
        const of = (property: keyof RefreshSample): number[] => samples.map((sample) => sample[property]);
        const wallMs = of("wallMs");
        const floorMs = of("emptyMs").map((empty) => empty + floorRoundTrips * roundTripMs);
        const timesTheFloor = ratios(wallMs, floorMs);
        const byProvider = of("connectionsOfProvider");
        const byProgram = of("connectionsOfProgram");
        const commands = of("commands");
        return {
            name: `${roundTripMs} ms`,
            figures: [
                { name: "wall time", unit: "ms", samples: wallMs },
                { name: "floor", unit: "ms", samples: floorMs },
                {
                    name: "times the floor",
                    unit: "ratio",
                    samples: timesTheFloor,
                    aim: atMost(mostTimesTheFloor, timesTheFloor),
                },
                { name: "connections: provider", unit: "count", samples: byProvider, aim: atMost(hosts, byProvider) },
                { name: "program", unit: "count", samples: byProgram, aim: atMost(0, byProgram, "none") },
                {
                    name: "commands",
                    unit: "count",
                    samples: commands,
                    aim: atMost(commandsOnHost * hosts, commands, `${commandsOnHost} a host`),
                },
                { name: "to the hosts", unit: "bytes", samples: of("bytesToHosts") },
                { name: "from the hosts", unit: "bytes", samples: of("bytesFromHosts") },
            ],
        };
    });
}

/** A line for each number of zones, fewest first: more of them must not mean more questions to a host. */
export function compareSizes(
    sizes: readonly { readonly zones: number; readonly samples: readonly RefreshSample[] }[],
): Comparison[] {
    const [fewest] = sizes;
    const allowed = Math.max(...(fewest?.samples ?? []).map(({ mostRequestsToHost }) => mostRequestsToHost));
    return sizes.map(({ zones, samples }) => {
        const of = (property: keyof RefreshSample): number[] => samples.map((sample) => sample[property]);
        const requests = of("mostRequestsToHost");
        return {
            name: `${zones} zones`,
            figures: [
                { name: "wall time", unit: "ms", samples: of("wallMs") },
                { name: "floor", unit: "ms", samples: of("emptyMs") },
                { name: "times the floor", unit: "ratio", samples: ratios(of("wallMs"), of("emptyMs")) },
                {
                    name: "requests to a host",
                    unit: "count",
                    samples: requests,
                    aim: atMost(allowed, requests, `no more than for ${fewest?.zones} zones`),
                },
                { name: "to the hosts", unit: "bytes", samples: of("bytesToHosts") },
                { name: "from the hosts", unit: "bytes", samples: of("bytesFromHosts") },
            ],
        };
    });
}
