import type { PulumiFn } from "@pulumi/pulumi/automation";
import { KernelZone } from "pulumi-solaris";
import { configFrom } from "../../provider/kernelZone/config/fromDocument";
import type { ConfigProps } from "../../provider/kernelZone/config/configSchema";
import { parseExport } from "../../provider/solaris/configuration/parseExport";
import { createStack, type TestStack } from "../engine/stack";
import { type Fleet, startFleet } from "../solaris";
import { ConnectionLog } from "./connectionLog";
import { DelayProxy } from "./delayProxy";
import { EmptyZone } from "./emptyZone";
import { sum } from "./figure";
import { requireNoChange, requireOk } from "./noChange";
import type { RefreshSample, RefreshSamples, RefreshSize } from "./refreshComparison";

interface ZoneArgs {
    zoneName: string;
    host: string;
    adopt: boolean;
    config?: ConfigProps;
}

type NewResource = new (name: string, args: ZoneArgs) => unknown;

/** Takes zones over into a stack on the real engine and looks at them, over each distance in turn, round for round. */
export async function measureRefresh(
    { zones, hosts, configured = false }: RefreshSize,
    distancesMs: readonly number[],
    rounds: number,
): Promise<RefreshSamples[]> {
    const hostNames = upTo(hosts).map((host) => `global${host + 1}`);
    const places = upTo(zones).map((zone) => ({ zoneName: `kzone${zone + 1}`, host: hostNames[zone % hosts] ?? "" }));
    const fleet = await startFleet({
        hosts: hostNames.map((name) => ({
            name,
            memory: "1T",
            zones: places.filter(({ host }) => host === name).map(({ zoneName }) => ({ name: zoneName })),
        })),
    });
    const programOf = (Resource: NewResource): PulumiFn => {
        const args = places.map((place): ZoneArgs => ({
            ...place,
            adopt: true,
            ...(configured ? { config: wholeConfig(fleet, place) } : {}),
        }));
        return () => {
            args.forEach((each) => new Resource(each.zoneName, each));
            return Promise.resolve({});
        };
    };
    const log = await ConnectionLog.create();
    const proxies: DelayProxy[] = [];
    const stacks: TestStack[] = [];
    try {
        const ways: Record<string, { address: string; port: number }> = {};
        for (const name of hostNames) {
            const proxy = await DelayProxy.start({ targetPort: fleet.host(name).port, roundTripMs: 0 });
            proxies.push(proxy);
            ways[name] = { address: proxy.address, port: proxy.port };
        }
        const prepare = async (Resource: NewResource): Promise<TestStack> => {
            const stack = await createStack({
                program: programOf(Resource),
                config: { "solaris:hosts": JSON.stringify(fleet.inventory(ways)) },
                // Only the state at the end is of use here; writing it 500 times would take most of a minute.
                env: { ...log.environment, PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" },
            });
            stacks.push(stack);
            requireOk(await stack.up({ skipPreview: true, timeoutMs: setUpTimeoutMs }));
            return stack;
        };
        const world = { fleet, log, proxies, zones: await prepare(KernelZone), empty: await prepare(EmptyZone) };
        const measured = distancesMs.map((roundTripMs) => ({ roundTripMs, samples: [] as RefreshSample[] }));
        for (let round = 0; round < rounds; round++) {
            for (const { roundTripMs, samples } of measured) {
                samples.push(await measureZones(world, roundTripMs));
            }
        }
        return measured;
    } finally {
        for (const stack of stacks) {
            await stack.remove();
        }
        await log.remove();
        await Promise.all(proxies.map((proxy) => proxy.stop()));
        await fleet.stop();
    }
}

const setUpTimeoutMs = 300_000;

/** All that the host has of a zone, as a program declares it. */
function wholeConfig(fleet: Fleet, { zoneName, host }: Pick<ZoneArgs, "zoneName" | "host">): ConfigProps {
    const document = parseExport(fleet.zone(host, zoneName)?.export ?? "");
    if (document === undefined) {
        throw new Error(`${host} has no configuration of ${zoneName}`);
    }
    return configFrom(document).config;
}

interface World {
    readonly fleet: Fleet;
    readonly log: ConnectionLog;
    readonly proxies: readonly DelayProxy[];
    readonly zones: TestStack;
    readonly empty: TestStack;
}

async function measureZones({ fleet, log, proxies, zones, empty }: World, roundTripMs: number): Promise<RefreshSample> {
    const floor = requireNoChange(await empty.preview({ refresh: true }));
    for (const proxy of proxies) {
        proxy.roundTripMs = roundTripMs;
    }
    const count = (): { connections: number; toServer: number; toClient: number } => ({
        connections: sum(Object.values(fleet.hosts).map(({ connections }) => connections.total)),
        toServer: sum(proxies.map(({ traffic }) => traffic.toServer)),
        toClient: sum(proxies.map(({ traffic }) => traffic.toClient)),
    });
    fleet.clearLog();
    await log.clear();
    const before = count();
    const { durationMs } = requireNoChange(await zones.preview({ refresh: true }));
    const after = count();
    const byProcess = await Promise.all(proxies.map(({ port }) => log.perProcess(port)));
    const connectionsOfProvider = sum(byProcess.flat());
    return {
        wallMs: durationMs,
        emptyMs: floor.durationMs,
        connectionsOfProvider,
        // The program runs in this process, which writes no log of its connections.
        connectionsOfProgram: after.connections - before.connections - connectionsOfProvider,
        commands: fleet.commands().length,
        mostRequestsToHost: Math.max(...Object.values(fleet.hosts).map(({ execs }) => execs.length)),
        bytesToHosts: after.toServer - before.toServer,
        bytesFromHosts: after.toClient - before.toClient,
    };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
