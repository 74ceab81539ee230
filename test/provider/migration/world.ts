import { EngineLog } from "../../../provider/dynamic/engineLog";
import { Services } from "../../../provider/dynamic/services";
import type { ZoneContext } from "../../../provider/kernelZone/context";
import { parseMigrationDefaults } from "../../../provider/kernelZone/migrationDefaults";
import { OperationGate } from "../../../provider/migration/limits";
import { planMove, type MovePlan, type MoveSettings } from "../../../provider/migration/plan";
import { survey } from "../../../provider/migration/survey";
import { SolarisHosts } from "../../../provider/solaris/hosts";
import { ConnectionPool } from "../../../provider/transport/pool/pool";
import { inventoryOf } from "../transport/hostBuilder";
import { seedFleet, startFleet, type Fleet, type FleetSpec, type HostSpec } from "../../solaris";
import type { CommandRunner } from "../../../provider/transport/command";
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

/** A run of Pulumi that can be killed. */
export interface MortalRun {
    readonly context: ZoneContext;
    readonly reporter: Recorder;
    /** From now on it does nothing more and hears nothing more, and its connections are gone, as after `kill -9`. */
    kill(): Promise<void>;
}

/**
 * A run with a connection pool of its own. Under `hurry` only: what a killed run waits for never comes, and its timers end
 * with the hurried clock.
 *
 * @param migration The value of `solaris:migration`.
 * @param knows The hosts in its `solaris:hosts`; default: all.
 */
export function startRun(
    fleet: Fleet,
    migration?: Record<string, unknown>,
    knows: readonly string[] = Object.keys(fleet.hosts),
): MortalRun {
    const described = Object.entries(fleet.inventory()).filter(([name]) => knows.includes(name));
    const inventory = inventoryOf(Object.fromEntries(described));
    const pool = new ConnectionPool(inventory, { idleMs: 60_000 });
    let alive = true;
    const whileAlive = <T>(promise: Promise<T>): Promise<T> =>
        new Promise((resolve, reject) => {
            promise.then(
                (value) => alive && resolve(value),
                (error: unknown) => alive && reject(error as Error),
            );
        });
    const runner: CommandRunner = {
        run: (host, { onLine, ...command }) =>
            alive
                ? whileAlive(
                      pool.run(host, {
                          ...command,
                          ...(onLine === undefined ? {} : { onLine: (line) => alive && onLine(line) }),
                      }),
                  )
                : whileAlive(new Promise<never>(() => undefined)),
    };
    const reporter = new Recorder();
    const defaults = parseMigrationDefaults(migration);
    const context = {
        hosts: new SolarisHosts(inventory, runner),
        gate: new OperationGate(defaults.limits),
        defaults,
        reporter,
    };
    return {
        context,
        reporter,
        kill: async () => {
            alive = false;
            await pool.close();
        },
    };
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

const defaults: MoveSettings = {
    method: "live",
    allowDowntime: false,
    route: {},
    overwriteTargetConfig: false,
    overrides: [],
    time: {},
};

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
    const { inventory } = context.hosts;
    const hosts = { source: inventory.get(from), target: inventory.get(to) };
    const planned = planMove(found.survey, hosts, { ...defaults, ...settings });
    if ("findings" in planned) {
        throw new Error(planned.findings.map(({ message }) => message).join("\n"));
    }
    return planned.plan;
}

const changing = /^(?:zoneadm (?!list)|zonecfg (?!(?:-r )?export|info))/;

/** What ran of zoneadm and zonecfg, as `host command`, without the reads that every step is full of. */
export function changesMade({ fleet }: Pick<World, "fleet">): string[] {
    return fleet
        .commands()
        .filter(({ name }) => changing.test(name))
        .map(({ host, name }) => `${host} ${name}`);
}

/** A zone's states on a host, as in `running migrating-in`; undefined where it is not there. */
export function statesOf({ fleet }: Pick<World, "fleet">, host: string, zone = "kzone1"): string | undefined {
    const found = fleet.zone(host, zone);
    return found === undefined ? undefined : [found.state, ...found.auxiliary].join(" ");
}

/** Where the user of the provider's login has the records of its jobs, on every host. */
export const jobBase = "/var/tmp/pulumi-solaris-100";

/** The records of jobs that a host has, one `ZONE,ID` each, those set aside included. */
export function jobRecords({ fleet }: Pick<World, "fleet">, host: string): string[] {
    return fleet.host(host).model.fileSystem.list(jobBase);
}
