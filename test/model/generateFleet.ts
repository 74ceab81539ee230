import type { FleetSpec, HostSpec, ListVariant, WordingName, ZoneSpec } from "../solaris";
import type { ManagedZone } from "./program";
import type { Random } from "./random";

const memorySizes = ["1G", "2G", "4G", "8G", "16G", "32G"] as const;
const wordings: readonly WordingName[] = [
    "secure-migration",
    "seed-procedure",
    "seed-example-45",
    "import-on-destination",
    "clean-up-last",
];
const listVariants: readonly ListVariant[] = [
    { fields: 9 },
    { globalMacProfile: "" },
    { auxiliary: "with-zone" },
    { auxiliary: "plain" },
    { uuids: false },
];

/** The key of a zone's encrypted disk, as an export shows it. It must never be seen anywhere else. */
export const plantedKey = "c2VjcmV0LWtleS1vZi1hLXpvbmU-0123456789abcdef";

/** Hosts and the zones on them that the pipelines manage. */
export interface FleetPlan {
    readonly fleet: FleetSpec;
    readonly zones: readonly ManagedZone[];
}

/** Draws two to four hosts with one to four zones. */
export function drawFleet(random: Random): FleetPlan {
    const names = ["h1", "h2", "h3", "h4"].slice(
        0,
        random.weighted([
            [5, 2],
            [4, 3],
            [1, 4],
        ]),
    );
    const count = random.weighted([
        [6, 1],
        [4, 2],
        [1, 3],
        [1, 4],
    ]);
    const specs = new Map<string, ZoneSpec[]>(names.map((name) => [name, []]));
    const zones: ManagedZone[] = [];
    for (let index = 1; index <= count; index++) {
        const name = `z${index}`;
        const host = random.pick(names);
        specs.get(host)?.push(drawZone(name, random));
        names
            .filter((other) => other !== host && random.chance(0.08))
            .forEach((other) => specs.get(other)?.push(drawLeftover(name, other, random)));
        zones.push({ name, host, settings: drawSettings(names, random) });
    }
    const uniform = drawDeviations(random, 0.1);
    const hosts = names.map((name): HostSpec => ({
        name,
        ...uniform,
        ...drawDeviations(random, 0.04),
        zones: specs.get(name) ?? [],
    }));
    return { fleet: { hosts, latency: drawLatency(random) }, zones };
}

function drawZone(name: string, random: Random): ZoneSpec {
    return {
        name,
        config: {
            memory: random.pick(memorySizes),
            ncpus: random.pick([1, 2, 4, 8]),
            autoboot: random.chance(0.5),
            ...(random.chance(0.5) ? { keysource: plantedKey } : {}),
            ...(random.chance(0.1) ? { hostCompatible: "memlzr" } : {}),
            ...(random.chance(0.3) ? { suspend: { storage: `nfs://storage1/suspend/${name}` } } : {}),
        },
    };
}

/** What a host other than the zone's own has under its name. */
function drawLeftover(name: string, host: string, random: Random): ZoneSpec {
    return random.weighted<ZoneSpec>([
        [5, { name, state: "configured" }],
        [2, { name, state: "configured", config: { memory: "1G" } }],
        [
            2,
            {
                name,
                state: random.pick(["installed", "running"] as const),
                uuid: foreignUuid(name, host),
            },
        ],
    ]);
}

function foreignUuid(zone: string, host: string): string {
    return `0badcafe-0000-4000-8000-0000000000${zone.slice(1)}${host.slice(1)}`;
}

function drawSettings(hosts: readonly string[], random: Random): Record<string, unknown> {
    const host = random.pick(hosts);
    const overrides = { [host]: { anets: [{ id: 0, lowerLink: random.chance(0.8) ? "net1" : "net0" }] } };
    // The two together are refused before anything is looked at.
    return random.weighted<() => Record<string, unknown>>([
        [12, () => ({})],
        [5, () => ({ hostOverrides: overrides })],
        [4, () => ({ migration: drawMigration(random) })],
        [1, () => ({ migration: { overwriteTargetConfig: true } })],
    ])();
}

function drawMigration(random: Random): Record<string, unknown> {
    return random.pick([
        { dryRun: "skip" },
        { dryRun: "warn" },
        { timeouts: { migrate: random.pick([1, 5, 60, "10m"]) }, onTimeout: random.pick(["wait", "leave", "fail"]) },
        { timeouts: { dryRun: random.pick([1, 5, 60]) } },
        { timeouts: { stall: 1 }, onTimeout: random.pick(["wait", "leave", "fail"]) },
        { timeouts: { queue: random.pick([1, 10]) } },
        { cipher: random.pick(["aes-128-ccm", "none", "aes-256-xyz"]) },
        { method: "cold", allowDowntime: true },
        { method: "warm", allowDowntime: true },
        { method: "auto", allowDowntime: true },
        { method: random.pick(["cold", "warm", "auto"]) },
    ]);
}

function drawDeviations(random: Random, probability: number): Partial<HostSpec> {
    const some = (draw: () => Partial<HostSpec>): Partial<HostSpec> => (random.chance(probability) ? draw() : {});
    return {
        ...some(() => ({ wording: random.pick(wordings) })),
        ...some(() => ({ list: random.pick(listVariants) })),
        ...some(() => ({ locale: random.pick(["de", "ja"] as const) })),
        ...some(() => ({ requirePrivilege: random.pick(["sudo", "none"] as const) })),
        ...some(() => ({ release: random.pick(["11.3.36.0.0", "11.4.0.0.1"]) })),
        ...some(() => ({ memory: random.pick(["8G", "40G"]) })),
        ...some(() => ({
            noise: random.pick([
                { banner: "Welcome\r\n" },
                { stdout: "You have mail.\n" },
                { stderr: "tput: no TERM\n" },
            ]),
        })),
        ...some(() => ({ hostCompatible: ["level1", "native"] })),
        ...some(() => ({ unreachableStorage: ["iscsi://storage1/"] })),
        ...some(() => ({ maxSessions: random.pick([1, 2, 4]) })),
        ...some(() => ({ clockOffset: random.pick([-4_000_000, 3_600]) })),
    };
}

/** Mostly moves of a few seconds: the watching of a job costs real time for each of its turns. */
function drawLatency(random: Random): FleetSpec["latency"] {
    const slow = random.weighted([
        [12, 1],
        [2, 10],
        [1, 60],
    ]);
    return {
        commandMs: random.pick([1, 20, 300]),
        import: 100 * slow,
        attach: 200 * slow,
        boot: 300 * slow,
        check: 100 * slow,
        copyPerGiB: random.pick([50, 200]) * slow,
        suspend: 200,
        finish: 300,
        detach: 200 * slow,
        cleanup: 200 * slow,
    };
}
