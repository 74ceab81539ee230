import type { Fault, FaultEffect, MigrationPhase } from "../solaris";
import { drawFleet } from "./generateFleet";
import type { Act, Event, ManagedZone, Moment, Operation, PipelineIndex, Program, Step } from "./program";
import { Random } from "./random";

/** Draws a whole program; the same seed draws the same one. */
export function drawProgram(seed: number): Program {
    const random = new Random(seed);
    const plan = drawFleet(random.fork());
    return {
        ...plan,
        steps: new StepSource(
            random.fork(),
            plan.zones,
            plan.fleet.hosts.map(({ name }) => name),
        ).draw(),
    };
}

const phases: readonly MigrationPhase[] = [
    "import",
    "attach",
    "boot",
    "check",
    "start",
    "copy",
    "suspend",
    "finish",
    "detach",
];
const commands = ["zoneadm migrate", "zoneadm migrate -n", "zoneadm*", "zoneadm list", "zonecfg*", "zonecfg delete"];

// Milliseconds, to both sides of every patience that the provider has.
const outages = [500, 5_000, 30_000, 90_000, 600_000];

/** Draws steps over the zones and hosts of a fleet. */
class StepSource {
    readonly #twoPipelines: boolean;

    constructor(
        private readonly random: Random,
        private readonly zones: readonly ManagedZone[],
        private readonly hosts: readonly string[],
    ) {
        this.#twoPipelines = random.chance(0.25);
    }

    draw(): Step[] {
        const { random } = this;
        const steps: Step[] = random.chance(0.1) ? this.#killedInMove() : [];
        for (
            let left = random.weighted([
                [3, 1],
                [4, 2],
                [2, 3],
                [1, 4],
            ]);
            left > 0;
            left--
        ) {
            if (random.chance(0.12)) {
                steps.push({ kind: "act", act: this.#byHand() });
            }
            if (random.chance(0.12)) {
                steps.push({ kind: "act", act: this.#hostTrouble() });
            }
            const operation = this.#operation(0.75);
            if (operation.verb === "refresh" && random.chance(0.5)) {
                // What cannot be asked is the one thing that a refresh can take for gone.
                steps.push({ kind: "act", act: { kind: "down", host: random.pick(this.zones).host, ms: 30_000 } });
            }
            steps.push({ kind: "operation", operation });
            if (random.chance(operation.verb === "preview" ? 0.8 : 0.1)) {
                steps.push({ kind: "calm" });
            }
        }
        return steps;
    }

    /**
     * A provider is killed while it moves a zone. The next one comes at once and finds the move under way; or later, finds
     * the zone moved, and is refused another move.
     */
    #killedInMove(): Step[] {
        const { random } = this;
        const { name, host: home } = random.pick(this.zones);
        const first = random.pick(this.hosts.filter((host) => host !== home));
        const second = random.pick(this.hosts.filter((host) => host !== first));
        const upTo = (host: string, meanwhile: Event[]): Step => ({
            kind: "operation",
            operation: { verb: "up", pipeline: 0, wishes: { [name]: host }, meanwhile },
        });
        const lines = ["zoneadm: zone 'z': migration failed: unknown reason."];
        const fault: Fault = { kind: "refuse", lines, command: "zoneadm migrate -n", zone: name, times: 1 };
        const killed = upTo(first, [
            { at: { kind: "state", zone: name, state: "migrating-out" }, act: { kind: "kill", pipeline: 0 } },
        ]);
        if (random.chance(0.4)) {
            return [killed, upTo(first, [])];
        }
        return [
            killed,
            { kind: "calm" },
            { kind: "act", act: { kind: "fault", host: first, fault } },
            upTo(second, []),
        ];
    }

    #operation(trouble: number): Operation {
        const { random } = this;
        const pipeline: PipelineIndex = this.#twoPipelines && random.chance(0.4) ? 1 : 0;
        const verb = random.weighted([
            [6, "up"],
            [3, "preview"],
            [1, "refresh"],
        ] as const);
        const meanwhile: Event[] = [];
        if (random.chance(trouble)) {
            for (
                let left = random.weighted([
                    [5, 1],
                    [3, 2],
                    [1, 4],
                ]);
                left > 0;
                left--
            ) {
                meanwhile.push({ at: this.#moment(), act: this.#act(pipeline) });
            }
        }
        if (this.#twoPipelines && trouble > 0.5 && random.chance(0.4)) {
            const other: PipelineIndex = pipeline === 0 ? 1 : 0;
            const operation = { ...this.#operation(0.2), pipeline: other };
            meanwhile.push({ at: this.#moment(), act: { kind: "operation", operation } });
        }
        return { verb, pipeline, wishes: verb === "refresh" ? {} : this.#wishes(), meanwhile };
    }

    /** One zone somewhere else or back again, or all of them, or those of two hosts the other way round. */
    #wishes(): Record<string, string> {
        const { random, zones, hosts } = this;
        const chosen = random.chance(0.6) ? [random.pick(zones)] : zones;
        const shift = random.between(1, hosts.length - 1);
        return Object.fromEntries(
            chosen.map(({ name, host, settings }) => {
                const [special] = Object.keys(settings["hostOverrides"] ?? {});
                if (random.chance(0.15)) {
                    // Where it was at first: a wish that is taken back.
                    return [name, host];
                }
                const next = special ?? hosts[(hosts.indexOf(host) + shift) % hosts.length];
                return [name, random.chance(0.7) && next !== undefined ? next : random.pick(hosts)];
            }),
        );
    }

    #moment(): Moment {
        const { random, zones } = this;
        return random.weighted<() => Moment>([
            [4, () => ({ kind: "commands", count: random.between(0, 30) })],
            [3, () => ({ kind: "time", ms: random.pick([0, 100, 1_000, 5_000, 20_000, 60_000, 400_000]) })],
            [
                4,
                () => ({
                    kind: "state",
                    zone: random.pick(zones).name,
                    state: random.pick(["migrating-in", "migrating-out", "shutting_down", "installed"]),
                }),
            ],
        ])();
    }

    #act(pipeline: PipelineIndex): Act {
        const { random } = this;
        const host = random.pick(this.hosts);
        const ms = random.pick(outages);
        return random.weighted<() => Act>([
            [6, () => ({ kind: "fault", host, fault: this.#commandFault() })],
            [8, () => this.#migrationFault()],
            [7, () => ({ kind: "kill", pipeline })],
            [4, () => ({ kind: "cut", host })],
            [9, () => this.#hostTrouble()],
            [1, () => ({ kind: "cutLink", one: host, other: random.pick(this.hosts), ms })],
            [1, () => ({ kind: "maintenance", host, on: true })],
            [1, () => ({ kind: "diskFull", host, on: true })],
            [1, () => ({ kind: "clock", seconds: random.pick([-86_400, -60, 60, 86_400]) })],
            [1, () => ({ kind: "hostClock", host, seconds: random.pick([-86_400, 86_400]) })],
            [3, () => this.#byHand()],
        ])();
    }

    /** A host that does not answer, from which a zone comes more often than not. */
    #hostTrouble(): Act {
        const { random } = this;
        const host = random.chance(0.6) ? random.pick(this.zones).host : random.pick(this.hosts);
        const ms = random.pick(outages);
        return random.weighted<() => Act>([
            [3, () => ({ kind: "freeze", host, ms })],
            [2, () => ({ kind: "down", host, ms })],
            [2, () => ({ kind: "loseNetwork", host, ms })],
            [2, () => ({ kind: "reboot", host, ms: random.pick([0, 5_000, 120_000]) })],
        ])();
    }

    #byHand(): Act {
        const { random } = this;
        const zone = random.pick(this.zones).name;
        return random.weighted<() => Act>([
            [5, () => ({ kind: "migrateByHand", zone, to: random.pick(this.hosts) })],
            [2, () => ({ kind: random.pick(["halt", "shutdown", "guestHalts"] as const), zone })],
            [1, () => ({ kind: random.pick(["boot", "guestReboots"] as const), zone })],
            [2, () => ({ kind: "deleteLeftover", zone })],
            [1, () => ({ kind: "remark", zone })],
            [1, () => ({ kind: "forceRunning", zone, host: random.pick(this.hosts) })],
            [1, () => ({ kind: "holdLock", zone, ms: random.pick([5_000, 60_000]) })],
        ])();
    }

    /** Something wrong with a command or a connection. */
    #commandFault(): Fault {
        const { random } = this;
        const effect = random.weighted<() => FaultEffect>([
            [2, () => ({ kind: "drop-connection", when: "before" })],
            [3, () => ({ kind: "drop-connection", when: "during", lines: random.between(1, 6) })],
            [3, () => ({ kind: "drop-connection", when: "after" })],
            [2, () => ({ kind: "slow", milliseconds: random.pick([2_000, 60_000, 600_000]) })],
            [2, () => ({ kind: "hang" })],
            [1, () => ({ kind: "password-prompt" })],
            [1, () => ({ kind: "invalid-utf8" })],
            [1, () => ({ kind: "refuse-connection" })],
            [1, () => ({ kind: "silent-handshake" })],
            [1, () => ({ kind: "refuse-login" })],
            [1, () => ({ kind: "refuse-channel" })],
        ])();
        return { ...effect, command: random.pick(commands), times: random.between(1, 3) };
    }

    /** Something wrong with a migration or its dry run, mostly from where a zone is at first. */
    #migrationFault(): Act {
        const { random } = this;
        const { name, host: home } = random.pick(this.zones);
        const host = random.chance(0.7) ? home : random.pick(this.hosts);
        const real = { command: "zoneadm migrate", times: 1, ...(random.chance(0.5) ? { zone: name } : {}) };
        const dryRun = { ...real, command: "zoneadm migrate -n" };
        const lines = ["zoneadm: zone 'z': migration failed: unknown reason."];
        const success = "zoneadm: zone 'z': Migration successful.\n";
        const fault = random.weighted<() => Fault>([
            [6, () => this.#brokenOff(lines, random.chance(0.3) ? dryRun : real)],
            [2, () => ({ kind: "refuse", lines, ...real })],
            [4, () => ({ kind: "exit-after-effect", lines, ...real })],
            [3, () => ({ kind: "no-effect", stderr: success, ...real })],
            [2, () => ({ kind: "stuck-migrating-in", ...real })],
            [4, () => ({ kind: "leaves-target-config", ...(random.chance(0.7) ? dryRun : real) })],
            [1, () => ({ kind: "exit-after-effect", ...real, command: "zonecfg delete" })],
        ])();
        return { kind: "fault", host, fault };
    }

    /** How far a migration comes, and what it leaves. */
    #brokenOff(lines: string[], of: Pick<Fault, "command" | "times" | "zone">): Fault {
        const { random } = this;
        const targets = ["configured", "installed", "unavailable", "migrating-in"] as const;
        const sources = ["suspended", "installed", "shutting_down"] as const;
        const leavesTarget = random.chance(0.3) ? { leavesTarget: random.pick(targets) } : {};
        const leavesSource = random.chance(0.2) ? { leavesSource: random.pick(sources) } : {};
        return {
            kind: "refuse",
            lines,
            afterPhase: random.pick(phases),
            ...leavesTarget,
            // A dry run does nothing to the source.
            ...(of.command === "zoneadm migrate" ? leavesSource : {}),
            ...of,
        };
    }
}
