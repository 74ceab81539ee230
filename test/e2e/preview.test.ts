import type { RunOptions } from "../engine/operation";
import type { RunResult } from "../engine/runResult";
import { describeEngine } from "../engine/describeEngine";
import { changingCommands } from "./support/records";
import { hostsWith, type Scene, startScene, type Zones } from "./support/zones";

const everyZone = ["fits", "tooMany", "tooBig", "cutOff", "leftBehind", "arrived", "elsewhere", "moving"];

describeEngine("pulumi preview", () => {
    let scene: Scene;
    const atHome: Zones = Object.fromEntries(everyZone.map((zone) => [zone, { host: "global1" }]));

    beforeAll(async () => {
        const [global1, global2, global3, offline] = hostsWith(
            everyZone.map((name) => ({
                name,
                ...(name === "tooMany" ? { config: { ncpus: 8 } } : {}),
                ...(name === "tooBig" ? { config: { memory: "32G" } } : {}),
                ...(name === "fits" ? { config: { memory: "8G", ncpus: 2 } } : {}),
            })),
            [{ name: "tooMany", state: "configured" }],
            [],
            [],
        );
        scene = await startScene({
            hosts: [global1!, { ...global2!, memory: "24G" }, global3!, { ...offline!, name: "offline" }],
            zones: atHome,
            adopted: false,
        });
        await scene.fleet.host("offline").down();
    });
    afterAll(() => scene.stop());

    /** Previews a program, and holds the preview to what it may do: read, dry-run, and put back what that takes. */
    async function preview(zones: Zones, options?: RunOptions): Promise<RunResult> {
        scene.setZones({ ...atHome, ...zones });
        scene.fleet.clearLog();
        const before = JSON.stringify(scene.fleet.state());
        const result = await scene.stack.preview(options);
        expect(JSON.stringify(scene.fleet.state())).toBe(before);
        expect(
            changingCommands(scene.fleet).filter((one) => !/: (zoneadm migrate -n|zonecfg delete)$/.test(one)),
        ).toEqual([]);
        return result;
    }

    it("says of new zones which would be taken over, and only reads, on their host alone", async () => {
        const result = await preview({});
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { create: everyZone.length + 1 } });
        for (const zone of everyZone) {
            expect(result.messagesOf(zone)).toEqual([`takes over ${zone} on global1 as it is (running)`]);
        }
        expect(changingCommands(scene.fleet)).toEqual([]);
        // One list for all zones, and one of auxiliary states.
        expect(scene.fleet.commands().map(({ host, name }) => `${host}: ${name}`)).toEqual([
            "global1: zoneadm list",
            "global1: zoneadm list",
        ]);
        expect(scene.connections()).toBe(1);
    });

    it("prints nothing and touches no host where nothing changes", async () => {
        await scene.adopt();
        const connections = scene.connections();
        const result = await preview({});
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { same: everyZone.length + 1 } });
        expect(everyZone.flatMap((zone) => [...result.messagesOf(zone), ...result.statusOf(zone)])).toEqual([]);
        expect(result.stdout).not.toContain("Diagnostics:");
        expect(scene.connections()).toBe(connections);
        expect(scene.fleet.commands()).toEqual([]);
    });

    it("shows each move under its zone: what fits, and everything that does not", async () => {
        const there = { host: "global2" };
        const result = await preview({ fits: there, tooMany: there, tooBig: there });
        expect(result).toMatchObject({ ok: false, exitCode: 1 });
        expect(result.messagesOf("fits")).toEqual([
            [
                "live migration of fits (8 GiB, 2 vCPUs): global1 -> global2",
                "  zoneadm: zone 'fits': Importing zone configuration.",
                "  zoneadm: zone 'fits': Attaching zone.",
                "  zoneadm: zone 'fits': Booting zone in 'migrating-in' mode.",
                "  zoneadm: zone 'fits': Checking migration compatibility.",
                "  zoneadm: zone 'fits': Cleaning up.",
                "  zoneadm: zone 'fits': Dry-run migration successful.",
                "  dry run passed; global2 is as it was before",
            ].join("\n"),
        ]);
        expect(result.messagesOf("tooMany").join("\n")).toContain(
            "8 active vCPUs, but its configuration on global2 allows 4",
        );
        expect(result.messagesOf("tooBig")[0]).toBe(
            [
                "live migration of tooBig (32 GiB, 4 vCPUs): global1 -> global2",
                "  warning TARGET_MEMORY_SHORT (host): tooBig has 32 GiB of memory, global2 as a whole 24 GiB",
                "    What to do: Choose a larger target, or make the zone's memory smaller.",
            ].join("\n"),
        );
        expect(result.messagesOf("tooBig")[1]).toContain(
            "DRY_RUN_REFUSED: Solaris refuses to move tooBig from global1 to global2: " +
                "global2 has not enough contiguous free memory for the 32GB of tooBig",
        );
        expect(result.stdout.match(/DRY_RUN_REFUSED/g)?.length).toBeGreaterThanOrEqual(2);
        expect(changingCommands(scene.fleet)).toEqual(Array<string>(3).fill("global1: zoneadm migrate -n"));
        expect(["fits", "tooMany", "tooBig"].map((zone) => scene.count("zoneadm migrate -n", zone))).toEqual([1, 1, 1]);
        expect(scene.commandsOn("global3")).toEqual([]);
    });

    it("goes on with migration.dryRun warn and skip, and removes what a dry run leaves, refused or passed", async () => {
        const refusal = "zoneadm: zone 'leftBehind': attach failed: the disk is on fire";
        scene.fleet.addFault("global1", {
            kind: "refuse",
            command: "zoneadm migrate -n",
            zone: "leftBehind",
            afterPhase: "boot",
            lines: [refusal],
            leavesTargetConfig: true,
        });
        scene.fleet.addFault("global1", {
            kind: "leaves-target-config",
            command: "zoneadm migrate -n",
            zone: "elsewhere",
        });
        const warn = { dryRun: "warn" } as const;
        const result = await preview({
            fits: { host: "global2", migration: { dryRun: "skip" } },
            tooMany: { host: "global2", migration: warn },
            leftBehind: { host: "global2", migration: warn },
            elsewhere: { host: "global2" },
        });
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { update: 4 } });
        expect(result.messagesOf("fits")).toEqual([
            'live migration of fits (8 GiB, 2 vCPUs): global1 -> global2\n  dry run skipped: migration.dryRun is "skip"',
        ]);
        const warnings = result.diagnostics
            .filter(({ severity }) => severity === "warning")
            .map(({ message }) => message);
        const because = 'not stopped by this, because migration.dryRun is "warn":\n';
        expect(warnings.sort()).toEqual([
            expect.stringContaining(
                `${because}DRY_RUN_REFUSED: Solaris refuses to move leftBehind from global1 to global2`,
            ),
            expect.stringContaining(`${because}DRY_RUN_REFUSED: Solaris refuses to move tooMany`),
        ]);
        expect(warnings.join("\n")).toContain(refusal);
        expect(result.messagesOf("elsewhere").join("\n")).toContain("dry run passed; global2 is as it was before");
        expect(changingCommands(scene.fleet).sort()).toEqual([
            ...Array<string>(3).fill("global1: zoneadm migrate -n"),
            ...Array<string>(2).fill("global2: zonecfg delete"),
        ]);
        expect([scene.count("zonecfg delete", "leftBehind"), scene.count("zonecfg delete", "elsewhere")]).toEqual([
            1, 1,
        ]);
    });

    it.each(["required", "warn", "skip"] as const)(
        "fails where the target cannot be asked, with dryRun %s",
        async (dryRun) => {
            const result = await preview({ cutOff: { host: "offline", migration: { dryRun } } });
            expect(result).toMatchObject({ ok: false, exitCode: 1 });
            expect(result.messagesOf("cutOff").join("\n")).toMatch(
                /HOST_UNREACHABLE: no SSH connection to offline \(zadm@127\.0\.0\.1:\d+\): connection refused\n {2}\(host offline\)\n {4}connect ECONNREFUSED/,
            );
            expect(changingCommands(scene.fleet)).toEqual([]);
        },
    );

    it("looks where the zones really are; --json holds what it says", async () => {
        scene.fleet.moveZone("arrived", "global1", "global2");
        scene.fleet.moveZone("elsewhere", "global1", "global3");
        scene.fleet.markZone("global1", "moving", "migrating-out");
        const there = { host: "global2" };
        const result = await preview({ arrived: there, elsewhere: there, moving: there }, { json: true });
        expect(result.exitCode).toBe(0);
        const { diagnostics } = JSON.parse(result.stdout) as { diagnostics: { urn: string; message: string }[] };
        const said = (zone: string): string[] =>
            diagnostics.filter(({ urn }) => urn.endsWith(`::${zone}`)).map(({ message }) => message.trimEnd());
        expect(said("arrived")).toEqual(["arrived is already on global2; `pulumi up` only records it"]);
        expect(said("elsewhere")).toEqual([
            expect.stringMatching(/^live migration of elsewhere \(4 GiB, 4 vCPUs\): global3 -> global2\n/),
        ]);
        expect(said("elsewhere")[0]).toContain(
            "(the zone was last seen on global1; somebody has moved it to global3 since)",
        );
        expect(said("elsewhere")[0]).toContain("dry run passed; global2 is as it was before");
        expect(said("moving")).toEqual([
            "warning: moving is being migrated right now; `pulumi up` waits for that to end. No dry run was made",
        ]);
        expect(changingCommands(scene.fleet)).toEqual(["global3: zoneadm migrate -n"]);
    });
});
