import { Inventory } from "../../provider/transport/inventory/inventory";
import { ConnectionPool } from "../../provider/transport/pool/pool";
import { type ConfigInput, createStack, type TestStack } from "../engine/stack";
import { type Fleet, type FleetSpec, startFleet } from "../solaris";
import type { Narrator } from "./narrator";
import { exampleProgram } from "./program";

/** A play of the demo: what is told, shown and checked on a stage of its own. */
export interface Play {
    /** What the demo is called with. */
    readonly name: string;
    /** In one line. */
    readonly title: string;
    readonly fleet: FleetSpec;
    readonly perform: (stage: Stage) => Promise<void>;
}

/** Where a play takes place: simulated hosts, a way to ask them, and stacks for the example's program. */
export class Stage {
    // Also those that are only being made, so that an interrupt finds every one.
    readonly #stacks: Promise<TestStack>[] = [];
    readonly #inventory: string;
    readonly #pool: ConnectionPool;
    #over = false;

    private constructor(
        readonly narrator: Narrator,
        readonly fleet: Fleet,
    ) {
        this.#inventory = JSON.stringify(fleet.inventory());
        this.#pool = new ConnectionPool(Inventory.parse(this.#inventory, { sshConfig: "none" }), { idleMs: 1000 });
    }

    /** Performs a play, and stops and removes whatever was started for it, also where it was interrupted. */
    static async perform(play: Play, narrator: Narrator): Promise<void> {
        const stage = new Stage(narrator, await startFleet(play.fleet));
        try {
            await unlessInterrupted(play.perform(stage));
        } finally {
            await stage.#clear();
        }
    }

    /** A stack that runs an example's index.ts, unchanged. */
    stack(example: string, stack: string, config: Readonly<Record<string, ConfigInput>>): Promise<TestStack> {
        if (this.#over) {
            return Promise.reject(new Interrupted("the demo is over"));
        }
        const made = createStack({
            project: example,
            stack,
            program: exampleProgram(example),
            config: {
                ...Object.fromEntries(Object.entries(config).map(([key, value]) => [`${example}:${key}`, value])),
                "solaris:hosts": this.#inventory,
                // The demo is the same wherever it runs, whatever ~/.ssh/config says there.
                "solaris:sshConfig": "none",
            },
        });
        this.#stacks.push(made);
        return made;
    }

    /** Shows what a host answers to a command that only looks. */
    async show(host: string, ...argv: [name: string, ...rest: string[]]): Promise<void> {
        const [name, ...rest] = argv;
        const command = { name, argv: [`/usr/sbin/${name}`, ...rest], timeoutMs: 10_000 };
        const { stdout } = await this.#pool.run(host, command);
        this.narrator.session(`ssh ${host} ${argv.join(" ")}`, stdout);
    }

    async showZones(...hosts: string[]): Promise<void> {
        for (const host of hosts) {
            await this.show(host, "zoneadm", "list", "-cv");
        }
    }

    isRunning(host: string, zone: string): boolean {
        return this.fleet.zone(host, zone)?.state === "running";
    }

    /** What a host holds, to be compared. */
    contentOf(host: string): string {
        return JSON.stringify(this.fleet.state().hosts[host]);
    }

    async #clear(): Promise<void> {
        this.#over = true;
        await Promise.allSettled(this.#stacks.map(async (stack) => (await stack).remove()));
        await this.#pool.close();
        await this.fleet.stop();
    }
}

/** Somebody pressed Ctrl-C. */
export class Interrupted extends Error {
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
