import type { MigrationRecord } from "pulumi-solaris";

import { describeEngine } from "../engine/describeEngine";
import { readTranscript } from "../fixtures/transcript";
import type { Anet } from "../solaris";
import { run } from "../solaris/testClient";
import { upWithPause } from "./support/pause";
import { changingCommands, contentOf, zonesOn } from "./support/records";
import { type Scene, startScene } from "./support/zones";

/** Solaris's lines of a transcript, without what the book leaves out. */
function linesOf(transcript: string): string[] {
    return readTranscript(transcript)
        .text.split("\n")
        .filter((line) => line.startsWith("zone"));
}

/** The columns of one zone's row, as `zoneadm list -cv` shows it to a person who logs in. */
async function rowOf(scene: Scene, host: string, zone: string): Promise<string[] | undefined> {
    const { stdout } = await run(scene.fleet, host, "zoneadm list -cv");
    const rows = stdout.split("\n").map((line) => line.trim().split(/\s+/));
    return rows.find((columns) => columns[1] === zone);
}

function anetOn(lowerLink: string): Anet[] {
    return [{ id: 0, lowerLink, macAddress: "auto", autoMacAddress: "2:8:20:11:22:33" }];
}

describeEngine("Using Live Migration to Migrate a Kernel Zone: the procedure", () => {
    let scene: Scene;

    beforeAll(async () => {
        scene = await startScene({
            hosts: [
                { name: "source-host", wording: "seed-procedure", zones: [{ name: "kzone" }] },
                { name: "target-host", wording: "seed-procedure", nextZoneId: 1754 },
            ],
            zones: { kzone: { host: "source-host" } },
        });
    });
    afterAll(() => scene.stop());

    it("steps 1 and 2: with the rights to migrate, the zone is seen running on the source", async () => {
        expect(await rowOf(scene, "source-host", "kzone")).toEqual([
            "1",
            "kzone",
            "running",
            "-",
            "solaris-kz",
            "excl",
        ]);
        expect(await scene.stack.resourceState("kzone")).toMatchObject({
            inputs: { zoneName: "kzone", host: "source-host" },
            outputs: { currentHost: "source-host", zoneState: "running", warnings: [] },
        });
    });

    it("step 3: `pulumi preview` makes the dry run on the source and shows its lines under the zone", async () => {
        scene.fleet.clearLog();
        const target = contentOf(scene.fleet, "target-host");
        scene.change({ kzone: { host: "target-host" } });
        const result = await scene.stack.preview();
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { update: 1 } });
        expect(result.messagesOf("kzone")).toEqual([
            [
                "live migration of kzone (4 GiB, 4 vCPUs): source-host -> target-host",
                ...linesOf("seed-step-3-dry-run").map((line) => `  ${line}`),
                "  dry run passed; target-host is as it was before",
            ].join("\n"),
        ]);
        expect(changingCommands(scene.fleet)).toEqual(["source-host: zoneadm migrate -n"]);
        expect(scene.fleet.host("source-host").execs).toContain(
            "exec /usr/bin/env LC_ALL=C /usr/bin/pfexec /usr/sbin/zoneadm -z kzone migrate -n -t live ssh://zadm@target-host",
        );
        expect(contentOf(scene.fleet, "target-host")).toBe(target);
        expect(zonesOn(scene.fleet, "source-host")).toEqual({ kzone: "running" });
        expect((await scene.stack.resourceState("kzone"))?.outputs?.currentHost).toBe("source-host");
    });

    it("step 4: `pulumi up` migrates the zone", async () => {
        scene.fleet.clearLog();
        const { result } = await upWithPause(scene, "kzone");
        expect(result).toMatchObject({ exitCode: 0, resourceChanges: { update: 1 } });
        // Not in our session: by the job that goes on without it.
        const migration = scene.fleet.host("source-host").commands.find(({ name }) => name === "zoneadm migrate");
        expect(migration).toMatchObject({ user: "zadm", privileged: true, exitCode: 0 });
        expect(migration?.argv.join(" ")).toMatch(/zoneadm -z kzone migrate -t live ssh:\/\/zadm@target-host$/);
        expect(changingCommands(scene.fleet)).toEqual([
            "source-host: zoneadm migrate -n",
            "source-host: zoneadm migrate -n",
            "source-host: zoneadm migrate",
            "source-host: zonecfg delete",
        ]);
        expect(result.messagesOf("kzone").at(-1)).toMatch(
            /^moved source-host -> target-host in [\d.]+ m?s, paused for about [\d.]+ m?s; seen running on target-host$/,
        );
    });

    it("step 5: the zone is seen on the target, and no longer on the source", async () => {
        const row = await rowOf(scene, "target-host", "kzone");
        expect(row).toEqual([expect.stringMatching(/^17\d\d$/), "kzone", "running", "-", "solaris-kz", "excl"]);
        expect(await rowOf(scene, "source-host", "kzone")).toBeUndefined();
        expect((await scene.stack.resourceState("kzone"))?.outputs).toMatchObject({
            host: "target-host",
            currentHost: "target-host",
            zoneState: "running",
            warnings: [],
            lastMigration: { from: "source-host", to: "target-host", method: "live" },
        });
    });
});

describeEngine("The examples of the procedure", () => {
    let scene: Scene;

    beforeAll(async () => {
        scene = await startScene({
            hosts: [
                { name: "global", wording: "seed-example-45", zones: [{ name: "kzone1" }] },
                {
                    name: "global1",
                    wording: "secure-migration",
                    links: ["net0", "net7"],
                    zones: [
                        { name: "inAdvance" },
                        { name: "tooManyVcpus", config: { ncpus: 8 } },
                        // What runs is not what is stored: only an export with -r makes the target's vCPUs fit.
                        { name: "otherLink", config: { anets: anetOn("net7") }, liveConfig: { ncpus: 6 } },
                    ],
                },
                { name: "global2", zones: [{ name: "tooManyVcpus", state: "configured", config: { ncpus: 4 } }] },
            ],
            zones: {
                kzone1: { host: "global" },
                inAdvance: { host: "global1" },
                tooManyVcpus: { host: "global1" },
                otherLink: { host: "global1", hostOverrides: { global2: { anets: [{ id: 0, lowerLink: "net1" }] } } },
            },
        });
    });
    afterAll(() => scene.stop());
    beforeEach(() => scene.fleet.clearLog());

    describe("example 45: the configuration was created in advance on the target", () => {
        const created: Record<string, string> = {};

        it("is what the dry run uses, in either wording", async () => {
            for (const [host, zone] of [
                ["global", "kzone1"],
                ["global1", "inAdvance"],
            ] as const) {
                const copy = `zonecfg -z ${zone} export | ssh root@global2 zonecfg -z ${zone} -f -`;
                expect(await run(scene.fleet, host, copy)).toMatchObject({ status: 0 });
                const edit = `pfexec zonecfg -z ${zone} 'select anet id=0; set lower-link=net1; end'`;
                expect(await run(scene.fleet, "global2", edit)).toMatchObject({ status: 0 });
                created[zone] = scene.fleet.zone("global2", zone)?.export ?? "";
            }
            expect(created["kzone1"]).toContain("set lower-link=net1");
            scene.fleet.clearLog();
            const target = contentOf(scene.fleet, "global2");
            scene.change({ kzone1: { host: "global2" }, inAdvance: { host: "global2" } });
            const result = await scene.stack.preview();
            expect(result).toMatchObject({ exitCode: 0, resourceChanges: { update: 2 } });
            const [first, second] = ["kzone1", "inAdvance"].map((zone) => result.messagesOf(zone).join("\n"));
            expect(first).toContain("global2 already has a configuration of kzone1; it is used");
            expect(first).toContain("zoneadm: zone 'kzone1': Using zone configuration on destination.");
            expect(first).toContain("dry run passed");
            expect(second).toContain("zoneadm: zone 'inAdvance': Using existing zone configuration on destination.");
            expect(second).toContain("dry run passed");
            expect(changingCommands(scene.fleet).sort()).toEqual([
                "global1: zoneadm migrate -n",
                "global: zoneadm migrate -n",
            ]);
            expect(contentOf(scene.fleet, "global2")).toBe(target);
        });

        it("is what the zone runs with afterwards", async () => {
            const { result, leastPause } = await upWithPause(scene, "inAdvance");
            expect(result).toMatchObject({ exitCode: 0, resourceChanges: { update: 2 } });
            for (const zone of ["kzone1", "inAdvance"]) {
                expect(scene.count("zoneadm migrate", zone)).toBe(1);
                expect(scene.fleet.zone("global2", zone)).toMatchObject({ state: "running", export: created[zone] });
            }
            expect(zonesOn(scene.fleet, "global")).toEqual({});
            const phases = ["configure", "attach", "boot", "check", "migrate", "finish", "complete", "detach"];
            const first = (await scene.stack.resourceState("kzone1"))?.outputs?.lastMigration as MigrationRecord;
            // The book's example has no "Suspending zone on source host.", so nothing is known of the pause.
            expect(Object.keys(first.phases).sort()).toEqual([...phases].sort());
            expect(first.pause).toBeUndefined();
            const second = (await scene.stack.resourceState("inAdvance"))?.outputs?.lastMigration as MigrationRecord;
            expect(Object.keys(second.phases).sort()).toEqual([...phases, "suspend"].sort());
            expect(second.pause).toBeGreaterThanOrEqual(leastPause);
        });
    });

    describe("example 46: 8 active vCPUs against a maximum of 4", () => {
        const solaris = linesOf("seed-example-46-dry-run").map((line) => line.replace(/kzone1/, "tooManyVcpus"));
        let target: string;

        it("fails the preview, with both numbers and both ways out", async () => {
            target = contentOf(scene.fleet, "global2");
            scene.change({ tooManyVcpus: { host: "global2" } });
            const result = await scene.stack.preview();
            expect(result).toMatchObject({ ok: false, exitCode: 1 });
            const [plan, refusal] = result.messagesOf("tooManyVcpus");
            expect(plan?.split("\n").slice(0, 3)).toEqual([
                "live migration of tooManyVcpus (4 GiB, 8 vCPUs): global1 -> global2",
                "  global2 already has a configuration of tooManyVcpus; it is used",
                "  warning VCPUS_DIFFER (host): tooManyVcpus has 8 vCPUs on global1; the configuration of it that global2 has allows 4",
            ]);
            expect(plan).toContain("warning TARGET_CONFIG_LEFTOVER (migration.overwriteTargetConfig): ");
            expect(refusal).toContain(
                [
                    "DRY_RUN_REFUSED: Solaris refuses to move tooManyVcpus from global1 to global2: " +
                        "tooManyVcpus has 8 active vCPUs, but its configuration on global2 allows 4",
                    "  (host global1, command zoneadm migrate -n, exit code 1)",
                    ...solaris.map((line) => `    ${line}`),
                    "  What to do: Either allow them on global2: " +
                        "zonecfg -z tooManyVcpus 'select virtual-cpu; set ncpus=8; end'",
                    "    or delete the configuration on global2, so that the source's is imported: " +
                        "zonecfg -z tooManyVcpus delete -F",
                ].join("\n"),
            );
            expect(changingCommands(scene.fleet)).toEqual(["global1: zoneadm migrate -n"]);
            expect(contentOf(scene.fleet, "global2")).toBe(target);
        });

        it("fails an up without preview too, before anything is migrated", async () => {
            const result = await scene.stack.up({ skipPreview: true });
            expect(result).toMatchObject({ ok: false, exitCode: 1 });
            expect(result.messagesOf("tooManyVcpus").join("\n")).toContain("8 active vCPUs, but its configuration");
            expect(changingCommands(scene.fleet)).toEqual(["global1: zoneadm migrate -n"]);
            expect(contentOf(scene.fleet, "global2")).toBe(target);
            expect(scene.fleet.zone("global1", "tooManyVcpus")).toMatchObject({ state: "running", auxiliary: [] });
            expect((await scene.stack.resourceState("tooManyVcpus"))?.outputs).toMatchObject({
                host: "global1",
                currentHost: "global1",
                zoneState: "running",
            });
            scene.change({ tooManyVcpus: { host: "global1" } });
        });
    });

    describe("example 47: another lower-link on the target", () => {
        const prepared = ["global2: zonecfg -f", "global1: zoneadm migrate -n", "global2: zonecfg delete"];

        it("is tried with the live configuration, and cleaned up after a preview", async () => {
            const target = contentOf(scene.fleet, "global2");
            scene.change({ otherLink: { host: "global2" } });
            const result = await scene.stack.preview();
            expect(result).toMatchObject({ exitCode: 0 });
            expect(result.messagesOf("otherLink")).toEqual([
                [
                    "live migration of otherLink (4 GiB, 6 vCPUs): global1 -> global2",
                    "  with other links on global2: anet 0: lower-link=net1",
                    "  warning LIVE_CONFIG_DIFFERS (zoneName): otherLink runs on global1 under another configuration than the stored one; the one that runs moves",
                    "      virtual-cpu ncpus: 6 running, 4 stored",
                    "    What to do: If the stored one is meant, load it on global1: zoneadm -z otherLink apply",
                    "      If the one that runs is meant, store it there with zonecfg.",
                    "  zoneadm: zone 'otherLink': Using existing zone configuration on destination.",
                    "  zoneadm: zone 'otherLink': Attaching zone.",
                    "  zoneadm: zone 'otherLink': Booting zone in 'migrating-in' mode.",
                    "  zoneadm: zone 'otherLink': Checking migration compatibility.",
                    "  zoneadm: zone 'otherLink': Cleaning up.",
                    "  zoneadm: zone 'otherLink': Dry-run migration successful.",
                    "  dry run passed; global2 is as it was before",
                ].join("\n"),
            ]);
            expect(scene.commandsOn("global1", "otherLink")).toContain("zonecfg -r export");
            expect(changingCommands(scene.fleet)).toEqual(prepared);
            expect(contentOf(scene.fleet, "global2")).toBe(target);
        });

        it("is cleaned up after a dry run that is refused", async () => {
            const target = contentOf(scene.fleet, "global2");
            scene.change({ otherLink: { hostOverrides: { global2: { anets: [{ id: 0, lowerLink: "net9" }] } } } });
            const result = await scene.stack.preview();
            expect(result).toMatchObject({ ok: false, exitCode: 1 });
            const said = result.messagesOf("otherLink").join("\n");
            expect(said).toContain("DRY_RUN_REFUSED: Solaris refuses to move otherLink from global1 to global2");
            expect(said).toContain("zone 'otherLink': error: anet 0: lower-link 'net9' does not exist on this host.");
            expect(changingCommands(scene.fleet)).toEqual(prepared);
            expect(contentOf(scene.fleet, "global2")).toBe(target);
        });

        it("is kept by an up, as the configuration of the zone that runs there", async () => {
            scene.change({ otherLink: { hostOverrides: { global2: { anets: [{ id: 0, lowerLink: "net1" }] } } } });
            const result = await scene.stack.up();
            expect(result).toMatchObject({ exitCode: 0 });
            expect(changingCommands(scene.fleet)).toEqual([
                ...prepared,
                "global2: zonecfg -f",
                "global1: zoneadm migrate -n",
                "global1: zoneadm migrate",
                "global1: zonecfg delete",
            ]);
            expect(scene.fleet.zone("global2", "otherLink")).toMatchObject({
                state: "running",
                config: { ncpus: 6, anets: [expect.objectContaining({ id: 0, lowerLink: "net1" })] },
            });
            expect(zonesOn(scene.fleet, "global1")).toEqual({ tooManyVcpus: "running" });
            expect((await scene.stack.resourceState("otherLink"))?.outputs).toMatchObject({
                currentHost: "global2",
                zoneState: "running",
                warnings: [],
            });
        });
    });
});
