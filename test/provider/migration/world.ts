import { EngineLog } from "../../../provider/dynamic/engineLog";
import { Services } from "../../../provider/dynamic/services";
import type { ZoneContext } from "../../../provider/kernelZone/context";
import { planMove, type MovePlan, type MoveSettings } from "../../../provider/migration/plan";
import { survey } from "../../../provider/migration/survey";
import { seedFleet, startFleet, type Fleet, type FleetSpec, type HostSpec } from "../../solaris";
import { Recorder } from "./recorder";

/** Simulated hosts, and the provider's core connected to them over real SSH. */
export interface World {
    readonly fleet: Fleet;
    readonly context: ZoneContext;
    readonly reporter: Recorder;
    stop(): Promise<void>;
}

/**
 * @param spec Default: the seed's two hosts.
 * @param overrides Laid over the hosts' entries in `solaris:hosts`.
 */
export async function startWorld(
    spec: FleetSpec = seedFleet(),
    overrides: Record<string, Record<string, unknown>> = {},
): Promise<World> {
    const fleet = await startFleet(spec);
    const reporter = new Recorder();
    return { fleet, reporter, context: connect(fleet, reporter, overrides), stop: () => fleet.stop() };
}

/** The provider's core as another run of Pulumi has it: with connections, reads and limits of its own. */
export function connect(
    fleet: Fleet,
    reporter: Recorder,
    overrides: Record<string, Record<string, unknown>> = {},
): ZoneContext {
    const config = { hosts: JSON.stringify(fleet.inventory(overrides)), sshConfig: "none" };
    const services = new Services(config, EngineLog.through(undefined), 500);
    return { ...services.contextFor("urn"), reporter };
}

/** kzone1 runs on the first of the hosts; the others are empty. */
export function hostsWithOneZone(names: readonly string[], deviations: Partial<HostSpec> = {}): FleetSpec {
    return {
        hosts: names.map((name, index) => ({
            name,
            ...deviations,
            zones: index === 0 ? [{ name: "kzone1", config: { memory: "2G" } }] : [],
        })),
    };
}

const defaults: MoveSettings = { route: {}, overwriteTargetConfig: false, overrides: [], timeoutSeconds: {} };

/** The plan of a move as preview and update make it. */
export async function planFor(
    { context }: World,
    zone: string,
    from: string,
    to: string,
    settings: Partial<MoveSettings> = {},
): Promise<MovePlan> {
    const found = await survey(context.hosts, { zone, lastSeenOn: from, wish: to });
    if (found.kind !== "toMove") {
        throw new Error(`nothing to move: ${found.kind}`);
    }
    const planned = planMove(found.survey, context.hosts.inventory.get(to), { ...defaults, ...settings });
    if ("findings" in planned) {
        throw new Error(planned.findings.map(({ error }) => error.message).join("\n"));
    }
    return planned.plan;
}

/** What ran, as `host command`, without the reads that every step is full of. */
export function changesMade({ fleet }: World): string[] {
    return fleet
        .commands()
        .filter(({ name }) => !/^(?:zoneadm list|zonecfg (?:-r )?export|hostid|uname)/.test(name))
        .map(({ host, name }) => `${host} ${name}`);
}

/** A zone's states on a host, as in `running migrating-in`; undefined where it is not there. */
export function statesOf({ fleet }: World, host: string, zone = "kzone1"): string | undefined {
    const found = fleet.zone(host, zone);
    return found === undefined ? undefined : [found.state, ...found.auxiliary].join(" ");
}
