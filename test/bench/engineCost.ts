import { stat } from "node:fs/promises";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { KernelZone } from "pulumi-solaris";
import { createStack, type TestStack } from "../engine/stack";
import type { RunResult } from "../engine/runResult";
import { type Fleet, startFleet } from "../solaris";
import { ConnectionLog } from "./connectionLog";
import { sum } from "./figure";
import { requireNoChange, requireOk } from "./noChange";

/** What one operation of the engine cost. */
export interface OperationSample {
    readonly wallMs: number;
    /** TCP connections to all hosts, as the hosts count them. */
    readonly connections: number;
    /** The same for each process and host. The program, which runs in this process, counts as one process. */
    readonly connectionsPerProcessAndHost: readonly number[];
    /** Commands that ran, for each host. */
    readonly commandsPerHost: readonly number[];
}

/** A stack with so many zones, and what looking at it cost. */
export interface StackSamples {
    readonly zones: number;
    /** Size of the file in which the backend keeps the state. */
    readonly checkpointBytes: number;
    /** The text in the state as the provider's code. */
    readonly providerText: string;
    /** `pulumi preview` with nothing to change. */
    readonly preview: readonly OperationSample[];
    /** `pulumi preview --refresh` with nothing to change. */
    readonly refresh: readonly OperationSample[];
}

const hostNames = ["global1", "global2", "global3", "global4"] as const;
const hostOf = (zone: number): string => hostNames[zone % hostNames.length] ?? hostNames[0];
const nameOf = (zone: number): string => `kzone${zone + 1}`;

/**
 * Takes zones on four hosts over into a stack on the real engine, more and more of them, and looks at the stack each time.
 *
 * @param sizes Numbers of zones, rising.
 */
export async function measureEngine(sizes: readonly number[], repetitions: number): Promise<StackSamples[]> {
    const fleet = await startFleet({
        hosts: hostNames.map((name) => ({
            name,
            memory: "1T",
            zones: zonesUpTo(sizes.at(-1) ?? 0)
                .filter((zone) => hostOf(zone) === name)
                .map((zone) => ({ name: nameOf(zone) })),
        })),
    });
    const log = await ConnectionLog.create();
    let stack: TestStack | undefined;
    try {
        stack = await createStack({
            program: programOf(0),
            config: fleet.pulumiConfig(),
            env: log.environment,
        });
        const all = [];
        for (const zones of sizes) {
            all.push(await measureSize(fleet, log, stack, zones, repetitions));
        }
        return all;
    } finally {
        await stack?.remove();
        await log.remove();
        await fleet.stop();
    }
}

async function measureSize(
    fleet: Fleet,
    log: ConnectionLog,
    stack: TestStack,
    zones: number,
    repetitions: number,
): Promise<StackSamples> {
    stack.setProgram(programOf(zones));
    requireOk(await stack.up({ skipPreview: true }));
    const { size } = await stat(stack.checkpointFile);
    const state = await stack.resourceState(nameOf(0));
    const preview = [];
    const refresh = [];
    for (let count = 0; count < repetitions; count++) {
        preview.push(await measureOperation(fleet, log, () => stack.preview()));
        refresh.push(await measureOperation(fleet, log, () => stack.preview({ refresh: true })));
    }
    return { zones, checkpointBytes: size, providerText: String(state?.inputs?.["__provider"]), preview, refresh };
}

async function measureOperation(
    fleet: Fleet,
    log: ConnectionLog,
    operation: () => Promise<RunResult>,
): Promise<OperationSample> {
    fleet.clearLog();
    await log.clear();
    const before = connectionsOf(fleet);
    const result = requireNoChange(await operation());
    const connections = connectionsOf(fleet).map((total, host) => total - (before[host] ?? 0));
    const byProcess = await Promise.all(
        connections.map(async (total, host) => {
            const logged = await log.perProcess(fleet.host(hostNames[host] ?? hostNames[0]).port);
            return [...logged, total - sum(logged)];
        }),
    );
    return {
        wallMs: result.durationMs,
        connections: sum(connections),
        connectionsPerProcessAndHost: byProcess.flat().filter((count) => count > 0),
        commandsPerHost: hostNames.map((name) => fleet.host(name).commands.length),
    };
}

function connectionsOf(fleet: Fleet): number[] {
    return hostNames.map((name) => fleet.host(name).connections.total);
}

function programOf(zones: number): PulumiFn {
    return () => {
        for (const zone of zonesUpTo(zones)) {
            const name = nameOf(zone);
            new KernelZone(name, { zoneName: name, host: hostOf(zone), adopt: true });
        }
        return Promise.resolve({});
    };
}

function zonesUpTo(count: number): number[] {
    return Array.from({ length: count }, (_, zone) => zone);
}
