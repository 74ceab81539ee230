import { PartialFailure } from "../../../provider/kernelZone/partialFailure";
import type { PropertyBag } from "../../../provider/kernelZone/state";
import { update } from "../../../provider/kernelZone/update";
import { migrate } from "../../../provider/solaris/zoneadmMigrate";
import type { CommandResult } from "../../../provider/transport/command";
import type { HostSpec, WordingName } from "../../solaris";
import { hurry } from "../migration/hurry";
import { Recorder } from "../migration/recorder";
import { otherUuid } from "../migration/sightings";
import { changesMade, connect, hostsWithOneZone, startWorld, statesOf, type World } from "../migration/world";
import { inputs, outputs } from "./bags";

let world: World;
afterEach(() => world.stop());

const three = ["global1", "global2", "global3"];
const start = async (more: Partial<HostSpec> = {}) => {
    world = await startWorld(hostsWithOneZone(three, more));
};

/** What the state says after a run that left the zone on global1. */
const state = (more: PropertyBag = {}): PropertyBag =>
    outputs("global1", { uuid: world.fleet.zone("global1", "kzone1")?.uuid, ...more });
const moveTo = (host: string, more: PropertyBag = {}, olds: PropertyBag = state()) =>
    update("the-id", olds, inputs({ host, ...more }), world.context);
const everywhere = () => three.map((host) => statesOf(world, host));
// A configuration that no record of a job of ours tells of.
const unproven = expect.stringMatching(
    /^the configuration of kzone1 is still on global1, and no record here proves/,
) as string;
const migrations = () => changesMade(world).filter((change) => change.endsWith("zoneadm migrate"));

describe("a changed host", () => {
    it("moves the zone, records the move, and keeps id, inputs and hidden keys", async () => {
        await start();
        const { id, outs } = await moveTo("global2", { migration: { timeouts: { migrate: "10m" } } });
        expect(id).toBe("the-id");
        expect(outs).toMatchObject({
            ...inputs({ host: "global2", migration: { timeouts: { migrate: "10m" } } }),
            currentHost: "global2",
            zoneState: "running",
            uuid: world.fleet.zone("global2", "kzone1")?.uuid,
            warnings: [],
            lastMigration: { from: "global1", to: "global2", method: "live", pause: expect.any(Number) as number },
        });
        expect(everywhere()).toEqual([undefined, "running", undefined]);
        expect(world.reporter.texts("info").at(-1)).toMatch(
            /^moved global1 -> global2 in .*, paused for .*; seen running on global2$/,
        );
        expect(world.reporter.texts("status").filter((text) => text.length > 60)).toEqual([]);
    });

    it("moves it there and back, and round all hosts", async () => {
        await start();
        let olds = state();
        for (const host of ["global2", "global1", "global3", "global2"]) {
            const { outs } = await moveTo(host, {}, olds);
            olds = outs;
        }
        expect(everywhere()).toEqual([undefined, "running", undefined]);
    });

    it("that is refused throws a plain error: nothing was changed", async () => {
        await start();
        const lines = ["zoneadm: zone 'kzone1': boot failed:"];
        world.fleet.addFault("global1", { kind: "refuse", command: "zoneadm migrate -n", lines });
        const failed = moveTo("global2");
        await expect(failed).rejects.toMatchObject({ code: "DRY_RUN_REFUSED" });
        await expect(failed).rejects.not.toHaveProperty("id");
        expect(everywhere()).toEqual(["running", undefined, undefined]);
    });

    it("finds what makes the move impossible before Solaris is asked, all of it in one error", async () => {
        await start();
        world.fleet.setZone("global1", "kzone1", { state: "installed" });
        world.fleet.addZone("global2", { name: "kzone1", uuid: otherUuid });
        const failed = moveTo("global2");
        await expect(failed).rejects.toThrow(/ZONE_NOT_RUNNING[^]*TARGET_NAME_TAKEN/);
        expect(changesMade(world)).toEqual([]);
    });
});

describe("nothing to move", () => {
    it("is a no-op where only settings changed", async () => {
        await start();
        const { outs } = await moveTo("global1", { migration: { dryRun: "warn" } });
        expect(outs).toMatchObject({ currentHost: "global1", migration: { dryRun: "warn" } });
        expect(changesMade(world)).toEqual([]);
        expect(world.reporter.kept).toBe("");
    });

    it("is a no-op with a message where somebody moved the zone there by hand; its left-over is told, and not removed", async () => {
        await start();
        const olds = state();
        world.fleet.moveZone("kzone1", "global1", "global2");
        const { outs } = await moveTo("global2", {}, olds);
        expect(outs).toMatchObject({ currentHost: "global2", zoneState: "running", warnings: [unproven] });
        expect(world.reporter.texts("info")).toEqual(["kzone1 is already on global2; nothing to move"]);
        expect(changesMade(world)).toEqual([]);
    });

    it("leaves a source's configuration of another UUID, and warns", async () => {
        await start();
        const olds = state();
        world.fleet.moveZone("kzone1", "global1", "global2");
        world.fleet.setZone("global1", "kzone1", { uuid: otherUuid });
        const { outs } = await moveTo("global2", {}, olds);
        expect(outs["warnings"]).toEqual([expect.stringContaining("it shows another UUID") as string]);
        expect(everywhere()).toEqual(["configured", "running", undefined]);
    });
});

describe("a state that lies", () => {
    it("is put right: a zone that somebody moved to a third host moves from there", async () => {
        await start();
        const olds = state();
        world.fleet.moveZone("kzone1", "global1", "global3");
        const { outs } = await moveTo("global2", {}, olds);
        expect(outs).toMatchObject({ currentHost: "global2", lastMigration: { from: "global3", to: "global2" } });
    });

    it("that names a host which is in the inventory no more is no obstacle", async () => {
        await start();
        const { outs } = await moveTo("global2", {}, { ...state(), host: "scrapped", currentHost: "scrapped" });
        expect(outs).toMatchObject({ currentHost: "global2", lastMigration: { from: "global1" } });
    });

    it("about another zone stops everything", async () => {
        await start();
        await expect(moveTo("global2", {}, state({ uuid: otherUuid }))).rejects.toMatchObject({ code: "ZONE_FOREIGN" });
        expect(changesMade(world)).toEqual([]);
    });
});

describe("a migration that is under way already", () => {
    it("is waited for and not started a second time", async () => {
        world = await startWorld({ ...hostsWithOneZone(three), latency: { copyPerGiB: 200 } });
        const olds = state();
        const somebodyElse = connect(world.fleet, new Recorder());
        const call = migrate({
            zone: "kzone1",
            uri: "ssh://zadm@global2",
            dryRun: false,
            typeFlag: true,
            overwriteTargetConfig: false,
            timeoutMs: 10_000,
        });
        let theirs: Promise<CommandResult> | undefined;
        const copying = new Promise<void>((resolve) => {
            theirs = somebodyElse.hosts.call("global1", call, ({ text }) => {
                if (text.includes("Starting migration")) {
                    resolve();
                }
            });
        });
        await copying;
        const { outs } = await moveTo("global2", {}, olds);
        expect(outs).toMatchObject({ currentHost: "global2", warnings: [unproven] });
        expect(migrations()).toEqual(["global1 zoneadm migrate"]);
        expect(world.reporter.texts("info")[0]).toContain("is being migrated already (global1 -> global2)");
        expect(everywhere()).toEqual(["configured", "running", undefined]);
        expect(await theirs).toMatchObject({ kind: "exited", exitCode: 0 });
    });

    it("that does not end is an error, and nothing else is started", async () => {
        await start();
        world.fleet.markZone("global1", "kzone1", "migrating-out");
        const calm = hurry(world.fleet);
        const failed = moveTo("global2", { migration: { timeouts: { migrate: 30 } } }).finally(calm);
        await expect(failed).rejects.toMatchObject({ code: "MIGRATION_IN_PROGRESS" });
        expect(changesMade(world)).toEqual([]);
    });
});

describe("a migration that somebody has typed and that has ended", () => {
    it("is recorded; what it has left on the source is told and not removed", async () => {
        await start();
        const olds = state();
        // Nobody is there any more when it ends; zoneadm goes on.
        const killed = connect(world.fleet, new Recorder());
        world.fleet.addFault("global1", { kind: "drop-connection", when: "during", command: "zoneadm migrate" });
        await killed.hosts.call(
            "global1",
            migrate({
                zone: "kzone1",
                uri: "ssh://zadm@global2",
                dryRun: false,
                typeFlag: true,
                overwriteTargetConfig: false,
                timeoutMs: 10_000,
            }),
        );
        const { outs } = await moveTo("global2", {}, olds);
        expect(outs).toMatchObject({ currentHost: "global2", warnings: [unproven] });
        expect(everywhere()).toEqual(["configured", "running", undefined]);
        expect(migrations()).toEqual(["global1 zoneadm migrate"]);
    });
});

describe("a failure after something has changed", () => {
    const lines = ["zoneadm: zone 'kzone1': migration failed: no"];

    it("tells the engine where the zone really is, with complete outputs: __provider among them", async () => {
        await start();
        const olds = state();
        world.fleet.moveZone("kzone1", "global1", "global3");
        world.fleet.addFault("global3", { kind: "refuse", command: "zoneadm migrate", lines });
        const failure: unknown = await moveTo("global2", {}, olds).catch((error: unknown) => error);
        expect(failure).toBeInstanceOf(PartialFailure);
        expect(failure).toMatchObject({
            id: "the-id",
            properties: {
                ...inputs({ host: "global2" }),
                currentHost: "global3",
                zoneState: "running",
                uuid: olds["uuid"],
            },
            reasons: [expect.stringMatching(/^MIGRATION_FAILED: /) as string],
        });
    });

    it("is a plain error where the zone is as the state says", async () => {
        await start();
        world.fleet.addFault("global1", { kind: "refuse", command: "zoneadm migrate", lines });
        const failed = moveTo("global2");
        await expect(failed).rejects.toMatchObject({ code: "MIGRATION_FAILED" });
        await expect(failed).rejects.not.toBeInstanceOf(PartialFailure);
    });

    it("stuck in migrating-in leaves the state with the source, so that the next run can go on from there", async () => {
        await start();
        const olds = state();
        world.fleet.addFault("global1", { kind: "stuck-migrating-in", command: "zoneadm migrate" });
        const calm = hurry(world.fleet);
        try {
            // Remembered, so that it is finished even if the program takes its wish back.
            const stuck = {
                properties: { currentHost: "global1", zoneState: "running", unfinishedOn: "global1" },
                message: expect.stringMatching(/^MIGRATION_IN_PROGRESS/) as string,
            };
            await expect(moveTo("global2", {}, olds)).rejects.toMatchObject(stuck);
            await expect(moveTo("global2", {}, olds)).rejects.toMatchObject(stuck);
        } finally {
            calm();
        }
        world.fleet.clearFaults();
        world.fleet.removeZone("global2", "kzone1");
        const { outs } = await moveTo("global2", {}, olds);
        expect(outs).toMatchObject({ currentHost: "global2" });
    });
});

describe("every host that Solaris documents", () => {
    it.each<WordingName>([
        "secure-migration",
        "seed-procedure",
        "seed-example-45",
        "import-on-destination",
        "clean-up-last",
    ])("in the wording of %s", async (wording) => {
        await start({ wording });
        const { outs } = await moveTo("global2");
        const { lastMigration } = outs as { lastMigration: { phases: object; pause?: number } };
        expect(Object.keys(lastMigration.phases)).toEqual(
            expect.arrayContaining(["configure", "attach", "boot", "check", "migrate", "finish", "detach", "complete"]),
        );
        expect("pause" in lastMigration).toBe(wording !== "seed-example-45");
    });

    it.each<[string, Partial<HostSpec>]>([
        ["that speaks German", { locale: "de" }],
        ["that speaks Japanese", { locale: "ja" }],
        [
            "with noisy logins",
            {
                noise: {
                    banner: "Authorised use only\n",
                    stdout: "Welcome!\nLast login: today\n",
                    stderr: "stty: no tty\n",
                    trailingStdout: "bye\n",
                },
            },
        ],
        ["of an older release without -t", { release: "11.3.36.20.0" }],
        ["whose list has nine fields and no -cs", { list: { fields: 9, auxiliary: "plain", globalMacProfile: "" } }],
        ["that needs sudo", { requirePrivilege: "sudo" }],
    ])("%s", async (_what, more) => {
        await start(more);
        const { outs } = await moveTo("global2");
        expect(outs).toMatchObject({ currentHost: "global2", warnings: [] });
        expect(everywhere()).toEqual([undefined, "running", undefined]);
    });
});

describe("many zones at once", () => {
    it("move within the limits: two at a time from one host to another", async () => {
        const zones = ["a", "b", "c", "d", "e"].map((name) => ({ name }));
        world = await startWorld({ hosts: [{ name: "global1", zones }, { name: "global2" }] });
        let inside = 0;
        let most = 0;
        const { call } = world.context.hosts;
        world.context.hosts.call = async (host, tool, onLine) => {
            const counts = tool.name.startsWith("zoneadm migrate");
            most = Math.max(most, (inside += counts ? 1 : 0));
            return call.call(world.context.hosts, host, tool, onLine).finally(() => (inside -= counts ? 1 : 0));
        };
        await Promise.all(
            zones.map(({ name }) =>
                update(
                    name,
                    outputs("global1", { zoneName: name }),
                    inputs({ zoneName: name, host: "global2" }),
                    world.context,
                ),
            ),
        );
        expect(most).toBe(2);
        expect(zones.map(({ name }) => statesOf(world, "global2", name))).toEqual(zones.map(() => "running"));
        expect(world.reporter.texts("status")).toContain("waits for a, b (2 at once from global1)");
    });
});
