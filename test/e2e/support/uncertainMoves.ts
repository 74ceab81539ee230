import type { RunningOperation } from "../../engine/operation";
import { eventually } from "../../eventually";
import { hostsWith, type Scene, startScene, type Zones } from "./zones";

/** The zones of {@link Uncertain}, named after what becomes of them. */
export const plannedMoves = {
    suspended: { from: "global1", to: "global2" },
    halted: { from: "global1", to: "global2" },
    orphan: { from: "global3", to: "global4" },
    undetached: { from: "global5", to: "global6" },
    lost: { from: "global5", to: "global6" },
    stuck: { from: "global7", to: "global8" },
} as const;

const hostNames = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `global${number}`);
const config = { memory: "1G" };

function zonesAt(end: "from" | "to", except?: keyof typeof plannedMoves): Zones {
    const entries = Object.entries(plannedMoves).filter(([name]) => name !== except);
    return Object.fromEntries(entries.map(([name, move]) => [name, { host: move[end] }]));
}

/**
 * Migrations that end in doubt. The provider watches a doubtful picture for a minute before it reports it, so that all
 * of them happen in one operation, while other tests run.
 */
export class Uncertain {
    private constructor(
        readonly scene: Scene,
        /** The `up` that makes the moves. */
        readonly running: RunningOperation,
    ) {}

    /** Resolves when everything has gone wrong; the provider does not know yet. */
    static async start(): Promise<Uncertain> {
        const moves = Object.entries(plannedMoves);
        const scene = await startScene({
            hosts: hostsWith(
                ...hostNames.map((host) =>
                    moves.filter(([, { from }]) => from === host).map(([name]) => ({ name, config })),
                ),
            ),
            latency: { copyPerGiB: 1_500 },
            zones: zonesAt("from"),
        });
        try {
            addFaults(scene);
            scene.setZones(zonesAt("to"));
            const running = await scene.stack.start("up", { skipPreview: true, timeoutMs: 200_000 });
            await spoil(scene);
            return new Uncertain(scene, running);
        } catch (error) {
            await scene.stop();
            throw error;
        }
    }

    /** What people then do on the hosts. `halted` has gone from the program. */
    async mend(): Promise<void> {
        const { fleet } = this.scene;
        await fleet.host("global3").up();
        fleet.setZone("global1", "suspended", { state: "running", auxiliary: [] });
        fleet.removeZone("global8", "stuck");
        await fleet.typed("global5", "zoneadm", "-z", "undetached", "detach");
        fleet.addZone("global5", { name: "lost", config });
        this.scene.setZones(zonesAt("to", "halted"));
    }
}

function addFaults({ fleet }: Scene): void {
    // In place of a migration that breaks off in the middle: one that fails after a second, in which the hosts change.
    for (const zone of ["suspended", "halted", "lost"] as const) {
        const scope = { command: "zoneadm migrate", zone, times: 1 };
        const stderr = `zoneadm: zone '${zone}': migration failed.\n`;
        fleet.addFault(plannedMoves[zone].from, { kind: "slow", milliseconds: 1_000, ...scope });
        fleet.addFault(plannedMoves[zone].from, { kind: "answer", stderr, exitStatus: 1, ...scope });
    }
    fleet.addFault("global5", {
        kind: "refuse",
        command: "zoneadm migrate",
        zone: "undetached",
        times: 1,
        afterPhase: "finish",
        lines: ["zoneadm: zone 'undetached': detach failed."],
    });
    fleet.addFault("global7", { kind: "stuck-migrating-in", command: "zoneadm migrate", zone: "stuck", times: 1 });
}

async function spoil(scene: Scene): Promise<void> {
    const { fleet } = scene;
    const migrates = (zone: keyof typeof plannedMoves): Promise<void> =>
        eventually(`${zone} migrates`, () => scene.count("zoneadm migrate", zone) > 0, 30_000);
    await Promise.all([
        migrates("suspended").then(() => {
            fleet.setZone("global1", "suspended", { state: "installed", auxiliary: ["suspended"] });
        }),
        migrates("halted").then(() => {
            fleet.moveZone("halted", "global1", "global2");
            fleet.setZone("global2", "halted", { state: "installed" });
        }),
        migrates("lost").then(() => {
            fleet.removeZone("global5", "lost");
        }),
        eventually(
            "orphan is being copied",
            () => fleet.zone("global3", "orphan")?.auxiliary.includes("migrating-out") === true,
            30_000,
        ).then(() => fleet.host("global3").down()),
    ]);
}
