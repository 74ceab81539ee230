import { failureModes, type FailureScene, plainMove, type Prepare } from "./failureModes";
import { type Fleet, isSettledCopy, secondCopies, standing, startFleet } from "./index";
import { connect, execute, type Outcome, run, until } from "./testClient";

let fleet: Fleet | undefined;

afterEach(async () => {
    await fleet?.stop();
    fleet = undefined;
});

const held = (hosts: Fleet, host: string): string => standing(hosts.zone(host, "kzone1"));

/** Runs a command until it ends, loses its connection, or has asked for a password that nobody types. */
async function typed(hosts: Fleet, host: string, line: string): Promise<Outcome> {
    const client = await connect(hosts, host);
    const running = execute(client, line, undefined, (outcome) => {
        if (outcome.stderr.endsWith("Password: ")) {
            client.end();
        }
    });
    try {
        return await running;
    } finally {
        client.end();
    }
}

/** The plain move up to the command that meets the failure. */
async function move(hosts: Fleet, scene: FailureScene): Promise<{ at: string; outcome: Outcome }> {
    for (const { at, host, line } of plainMove(scene.migration)) {
        const outcome = await typed(hosts, host, line);
        if (outcome.status !== 0) {
            return { at, outcome };
        }
    }
    return { at: "nowhere", outcome: { status: 0, stdout: "", stderr: "", lines: "" } };
}

async function meet(scene: FailureScene): Promise<Fleet> {
    const hosts = await startFleet(scene.fleet);
    fleet = hosts;
    const letGo = await scene.arrange?.(hosts);
    const struck = scene.strike?.(hosts);
    const { at, outcome } = await move(hosts, scene);
    expect(scene.meets.at === "either" ? ["dryRun", "migration"] : [scene.meets.at]).toContain(at);
    expect(outcome.status).toBe(scene.meets.status);
    expect(outcome.lines).toMatch(scene.meets.text ?? /(?:)/);
    // A failure says something.
    expect(outcome.status === 1 && outcome.lines.trim() === "").toBe(false);
    await struck;
    await letGo?.();
    const { global1, global2 } = scene.after;
    await until(() => global1.includes(held(hosts, "global1")) && global2.includes(held(hosts, "global2")));
    return hosts;
}

const ways = failureModes.flatMap(({ number, title, prepare, variants }): [string, number, Prepare][] => [
    [`#${number} ${title}`, number, prepare],
    ...Object.entries(variants).map(([variant, other]): [string, number, Prepare] => [
        `#${number} ${title}: ${variant}`,
        number,
        other,
    ]),
]);

it("are all 54, each with its tag", () => {
    expect(failureModes.map(({ number }) => number)).toEqual(Array.from({ length: 54 }, (_, index) => index + 1));
});

describe.each(ways)("%s", (_title, number, prepare) => {
    // One further dialect each, another one from row to row: together they speak all that the hosts can say.
    it.each([0, 1 + (number % 7)])("is met on hosts of dialect %d", async (dialect) => {
        const scene = prepare(dialect);
        const hosts = await meet(scene);
        if (dialect === 0) {
            const { global1, global2 } = scene.after;
            expect([held(hosts, "global1"), held(hosts, "global2")]).toEqual([global1[0], global2[0]]);
        }
        const copies = secondCopies(hosts.history).map(({ entry }) => entry.by);
        expect(copies).toEqual(number === 40 ? ["test"] : []);
        // What was running runs, unless the scene says where else it is.
        const everywhere = [held(hosts, "global1"), held(hosts, "global2")];
        expect(everywhere.some(isSettledCopy) || everywhere.some((each) => each !== "absent") || number === 1).toBe(
            true,
        );
    });
});

describe("what follows", () => {
    async function met(number: number): Promise<Fleet> {
        const mode = failureModes[number - 1];
        if (mode === undefined) {
            throw new Error(`there is no failure mode ${number}`);
        }
        return meet(mode.prepare());
    }

    it("#16 the owner's zone is not taken by attach or boot, only by force", async () => {
        const hosts = await met(16);
        const inUse = "zone 'kzone1': error: ERROR: zone kzone1 is in use by host with  hostid 848611d4\n";
        const attach = "pfexec zoneadm -z kzone1 attach";
        expect(await run(hosts, "global2", attach)).toMatchObject({ status: 1, stderr: inUse });
        expect(await run(hosts, "global1", "pfexec zoneadm -z kzone1 boot")).toMatchObject({
            status: 1,
            stderr: inUse,
        });
        expect((await run(hosts, "global2", `${attach} -x force-takeover`)).status).toBe(0);
        expect(held(hosts, "global2")).toBe("installed");
    });

    it("#43 the left-over configuration stays", async () => {
        const hosts = await met(43);
        const removed = await run(hosts, "global1", "pfexec zonecfg -z kzone1 delete -F");
        expect(removed).toMatchObject({ status: 1, stderr: "kzone1: Problem updating index file\n" });
        expect(held(hosts, "global1")).toBe("configured");
    });

    it("#42 a person halts and detaches what is stuck", async () => {
        const hosts = await met(42);
        expect((await run(hosts, "global2", "pfexec zoneadm -z kzone1 halt")).status).toBe(0);
        expect((await run(hosts, "global2", "pfexec zoneadm -z kzone1 boot")).status).toBe(1);
        expect((await run(hosts, "global2", "pfexec zoneadm -z kzone1 detach")).status).toBe(0);
        expect([held(hosts, "global1"), held(hosts, "global2")]).toEqual(["running", "configured"]);
    });

    it("#45 the warning is printed, and the zone arrives with the memory it has", async () => {
        const hosts = await met(45);
        expect(hosts.zone("global2", "kzone1")?.config.memory).toBe("4.75G");
        await hosts.stop();
        const again = failureModes[44]?.prepare();
        fleet = await startFleet(again?.fleet ?? { hosts: [] });
        const resize = "pfexec zonecfg -z kzone1 -r 'select capped-memory; set physical=4G; end'";
        expect(await run(fleet, "global1", resize)).toMatchObject({
            status: 0,
            stdout: "Checking: Modifying capped-memory physical=4G\nApplying the changes\n",
            stderr: "warning: operation succeeded partially for capped memory (requested: 4G, final: 4.75G)\n",
        });
    });

    it("#46 messages are in the host's language unless LC_ALL says C", async () => {
        const mode = failureModes[45]?.prepare();
        fleet = await startFleet(mode?.fleet ?? { hosts: [] });
        const own = await run(fleet, "global1", "pfexec zoneadm -z kzone1 migrate -n ssh://global2");
        expect(own.stderr).toContain("Migrationsprobelauf erfolgreich.");
    });

    it("#51 the zone runs and its network is dead", async () => {
        const hosts = await met(51);
        expect((await run(hosts, "global2", "pfexec zlogin kzone1 zonename")).stdout).toBe("global\n");
        const inside = await run(hosts, "global2", "pfexec zlogin kzone1 /usr/sbin/ping gateway");
        expect(inside).toMatchObject({ status: 1, stdout: "no answer from gateway\n" });
        expect((await run(hosts, "global1", "ping kzone1")).stdout).toBe("no answer from kzone1\n");
    });

    it("#31 the lock that goes away lets the third attempt through", async () => {
        const scene = failureModes[30]?.variants["it has gone at the third attempt"]?.();
        fleet = await startFleet(scene?.fleet ?? { hosts: [] });
        await scene?.arrange?.(fleet);
        const tried = "pfexec zoneadm -z kzone1 migrate -n ssh://global2";
        const statuses = [];
        for (let attempt = 0; attempt < 3; attempt += 1) {
            statuses.push((await run(fleet, "global1", tried)).status);
        }
        expect(statuses).toEqual([1, 1, 0]);
    });
});
