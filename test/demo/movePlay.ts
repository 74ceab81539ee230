import { seedFleet } from "../solaris";
import type { Play, Stage } from "./stage";

// Slow enough to read along, quick enough not to bore: the 8 GiB zone takes about five seconds.
const latency = {
    commandMs: 20,
    import: 250,
    attach: 350,
    boot: 600,
    check: 300,
    copyPerGiB: 250,
    suspend: 200,
    finish: 200,
    detach: 250,
    cleanup: 250,
};

/** The main job: a running zone moves, and a move is refused before anything has happened. */
export const movePlay: Play = {
    name: "move",
    title: "a kernel zone moves between two hosts, under Pulumi's lifecycle",
    fleet: seedFleet({ latency }),
    perform: async (stage) => {
        const { narrator } = stage;
        narrator.step(
            "Two Solaris hosts",
            "Each is a real SSH server on this machine with simulated Solaris commands behind it. A kernel zone is a virtual",
            "machine with its own kernel; kzone1 runs on global1.",
        );
        await stage.showZones("global1", "global2");
        narrator.check("kzone1 runs on global1", stage.isRunning("global1", "kzone1"));
        await moveZone(stage);
        await refusedMove(stage);
    },
};

async function moveZone(stage: Stage): Promise<void> {
    const { narrator } = stage;
    const stack = await stage.stack("live-migration", "kzone1", { zoneName: "kzone1", host: "global1" });
    narrator.step(
        "The program takes the zone over",
        'examples/live-migration/index.ts says: zoneName "kzone1", host "global1", adopt: true. Nothing changes on the hosts.',
    );
    narrator.say("", "$ pulumi up");
    const adopted = await stack.up({ onDiagnostic: narrator.live });
    narrator.engineOutput(adopted);
    narrator.check("the zone is under Pulumi's management", adopted.ok && adopted.outputs["runsOn"] === "global1");
    const before = stage.contentOf("global2");

    narrator.step(
        "A preview of the move",
        "One line of configuration changes: the host. `pulumi preview` now has Solaris try the migration without moving",
        "anything (zoneadm migrate -n) and shows its answer under the zone.",
    );
    narrator.say("", "$ pulumi config set host global2", "$ pulumi preview");
    await stack.setConfig("live-migration:host", "global2");
    const preview = await stack.preview({ onDiagnostic: narrator.live });
    narrator.engineOutput(preview);
    narrator.check("Solaris's dry run passed", preview.ok && preview.stdout.includes("Dry-run migration successful."));
    narrator.check("kzone1 still runs on global1", stage.isRunning("global1", "kzone1"));
    narrator.check("global2 holds what it held before the preview", stage.contentOf("global2") === before);

    narrator.step(
        "The move",
        "`pulumi up` makes the dry run once more, migrates the running zone with its memory, and then believes only what it",
        "sees on both hosts.",
    );
    narrator.say("", "$ pulumi up      (its own preview first, then the dry run once more and the move)");
    const moved = await stack.up({ onDiagnostic: narrator.live, args: ["--suppress-outputs"] });
    narrator.engineOutput(moved);
    narrator.check(
        "pulumi up succeeded and saw the zone on global2",
        moved.ok && moved.outputs["runsOn"] === "global2",
    );

    narrator.step(
        "Both hosts afterwards",
        "The zone runs on global2; the configuration that Solaris leaves on global1 is tidied away.",
    );
    await stage.showZones("global1", "global2");
    narrator.check("kzone1 runs on global2", stage.isRunning("global2", "kzone1"));
    narrator.check("global1 has no trace of it", stage.fleet.zone("global1", "kzone1") === undefined);
}

async function refusedMove(stage: Stage): Promise<void> {
    const { narrator } = stage;
    const stack = await stage.stack("live-migration", "kzone2", { zoneName: "kzone2", host: "global1" });
    const left = (): string => JSON.stringify(stage.fleet.zone("global2", "kzone2"));
    narrator.step(
        "A move that cannot be",
        "kzone2 has 8 active virtual CPUs, and global2 already holds a configuration of it that allows 4 (Oracle's example",
        "46). The preview fails before anything has happened, so a pull request with this change would be red.",
    );
    const adopted = await stack.up();
    narrator.check("kzone2 is under Pulumi's management", adopted.ok);
    const before = left();
    narrator.say("", "$ pulumi config set host global2", "$ pulumi preview");
    await stack.setConfig("live-migration:host", "global2");
    const refused = await stack.preview({ onDiagnostic: narrator.live });
    narrator.engineOutput(refused);
    narrator.check("the preview failed", !refused.ok);
    narrator.check("it names both numbers, 8 and 4", /8 active vCPUs.* allows 4/.test(refused.stdout));
    narrator.check(
        "it names both ways out",
        refused.stdout.includes("set ncpus=8") && refused.stdout.includes("zonecfg -z kzone2 delete -F"),
    );
    narrator.check("kzone2 still runs on global1", stage.isRunning("global1", "kzone2"));
    narrator.check("global2's configuration of kzone2 is untouched", left() === before);
}
