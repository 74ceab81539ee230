import { Inventory } from "../../provider/transport/inventory/inventory";
import { ConnectionPool } from "../../provider/transport/pool/pool";
import { describeEngineOrigin } from "../engine/engine";
import { NoEngineError, provideEngine } from "../engine/findEngine";
import { createStack, type TestStack } from "../engine/stack";
import { type Fleet, seedFleet, startFleet } from "../solaris";
import { Narrator } from "./narrator";
import { exampleProgram } from "./program";

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

async function demo(narrator: Narrator): Promise<void> {
    narrator.step(
        "Two Solaris hosts",
        "Each is a real SSH server on this machine with simulated Solaris commands behind it. A kernel zone is a virtual",
        "machine with its own kernel; kzone1 runs on global1.",
    );
    const fleet = await startFleet(seedFleet({ latency }));
    const inventory = JSON.stringify(fleet.inventory());
    const pool = new ConnectionPool(Inventory.parse(inventory, { sshConfig: "none" }), { idleMs: 1000 });
    // Also those that are only being made, so that an interrupt finds every one.
    const stacks: Promise<TestStack>[] = [];
    let over = false;
    const stackFor = (zoneName: string): Promise<TestStack> => {
        if (over) {
            return Promise.reject(new Interrupted("the demo is over"));
        }
        const stack = createStack({
            project: "live-migration",
            stack: zoneName,
            program: exampleProgram("live-migration"),
            config: {
                "live-migration:zoneName": zoneName,
                "live-migration:host": "global1",
                "solaris:hosts": inventory,
                // The demo is the same wherever it runs, whatever ~/.ssh/config says there.
                "solaris:sshConfig": "none",
            },
        });
        stacks.push(stack);
        return stack;
    };
    const play = async (): Promise<void> => {
        await showZones(narrator, pool);
        narrator.check("kzone1 runs on global1", isRunning(fleet, "global1", "kzone1"));
        await moveZone(narrator, fleet, pool, await stackFor("kzone1"));
        await refusedMove(narrator, fleet, await stackFor("kzone2"));
    };
    try {
        await unlessInterrupted(play());
    } finally {
        over = true;
        await Promise.allSettled(stacks.map(async (stack) => (await stack).remove()));
        await pool.close();
        await fleet.stop();
    }
}

class Interrupted extends Error {
    override readonly name = "Interrupted";
}

/** Waits for the play, or for Ctrl-C: then whatever was started is still stopped and removed before the process ends. */
function unlessInterrupted(play: Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
        for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
            // Stays in place: a terminal and the tools between can deliver the same Ctrl-C more than once.
            process.on(signal, () => reject(new Interrupted("interrupted; what was started has been stopped")));
        }
        play.then(resolve, reject);
    });
}

async function moveZone(narrator: Narrator, fleet: Fleet, pool: ConnectionPool, stack: TestStack): Promise<void> {
    narrator.step(
        "The program takes the zone over",
        'examples/live-migration/index.ts says: zoneName "kzone1", host "global1", adopt: true. Nothing changes on the hosts.',
    );
    narrator.say("", "$ pulumi up");
    const adopted = await stack.up({ onDiagnostic: narrator.live });
    narrator.engineOutput(adopted);
    narrator.check("the zone is under Pulumi's management", adopted.ok && adopted.outputs["runsOn"] === "global1");
    const before = JSON.stringify(fleet.state().hosts["global2"]?.zones);

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
    narrator.check("kzone1 still runs on global1", isRunning(fleet, "global1", "kzone1"));
    narrator.check(
        "global2 holds what it held before the preview",
        JSON.stringify(fleet.state().hosts["global2"]?.zones) === before,
    );

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
    await showZones(narrator, pool);
    narrator.check("kzone1 runs on global2", isRunning(fleet, "global2", "kzone1"));
    narrator.check("global1 has no trace of it", fleet.state().hosts["global1"]?.zones["kzone1"] === undefined);
}

async function refusedMove(narrator: Narrator, fleet: Fleet, stack: TestStack): Promise<void> {
    narrator.step(
        "A move that cannot be",
        "kzone2 has 8 active virtual CPUs, and global2 already holds a configuration of it that allows 4 (Oracle's example",
        "46). The preview fails before anything has happened, so a pull request with this change would be red.",
    );
    const adopted = await stack.up();
    narrator.check("kzone2 is under Pulumi's management", adopted.ok);
    const before = JSON.stringify(fleet.state().hosts["global2"]?.zones["kzone2"]);
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
    narrator.check("kzone2 still runs on global1", isRunning(fleet, "global1", "kzone2"));
    narrator.check(
        "global2's configuration of kzone2 is untouched",
        JSON.stringify(fleet.state().hosts["global2"]?.zones["kzone2"]) === before,
    );
}

async function showZones(narrator: Narrator, pool: ConnectionPool): Promise<void> {
    for (const host of ["global1", "global2"]) {
        const command = { name: "zoneadm list -cv", argv: ["/usr/sbin/zoneadm", "list", "-cv"], timeoutMs: 10_000 };
        const result = await pool.run(host, command);
        narrator.session(`ssh ${host} zoneadm list -cv`, result.stdout);
    }
}

function isRunning(fleet: Fleet, host: string, zone: string): boolean {
    return fleet.state().hosts[host]?.zones[zone]?.state === "running";
}

async function main(): Promise<void> {
    console.log("pulumi-solaris: a kernel zone moves between two hosts, under Pulumi's lifecycle.\n");
    const engine = await provideEngine();
    console.log(`The Pulumi CLI of this demo: ${describeEngineOrigin(engine)}`);
    const started = performance.now();
    const narrator = new Narrator((text) => console.log(text));
    await demo(narrator);
    process.exitCode = narrator.conclude(Math.round((performance.now() - started) / 1000)) ? 0 : 1;
}

main().catch((error: unknown) => {
    if (error instanceof Interrupted) {
        console.error(error.message);
        // What was interrupted half-way may still hold something open.
        process.exit(130);
    }
    console.error(error instanceof NoEngineError ? error.message : error);
    process.exitCode = 1;
});
