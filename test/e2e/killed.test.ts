import { hostname, userInfo } from "node:os";
import { describeEngine } from "../engine/describeEngine";
import type { RunningOperation } from "../engine/operation";
import type { RunResult } from "../engine/runResult";
import { eventually } from "../eventually";
import { isAlive } from "../isAlive";
import { secondCopies } from "../solaris";
import { type Gate, moments } from "./support/gates";
import { providerProcess } from "./support/processes";
import { jobRecords, zonesOn } from "./support/records";
import { hostsWith, type Scene, startScene, type Zones } from "./support/zones";

const limits = JSON.stringify({ limits: { perSource: 8, perTarget: 8, total: 8 } });

/** What stops an operation for good, and what a person does before the next one. */
interface Death {
    readonly what: string;
    readonly happens: (running: RunningOperation, provider: number) => Promise<void> | void;
    readonly before?: (scene: Scene) => Promise<unknown>;
    /** The provider outlives it, finishes what it can, and has nobody to tell. */
    readonly leavesProvider?: true;
}

const deaths: readonly Death[] = [
    {
        what: "the provider is killed with -9",
        happens: (_running, provider) => {
            process.kill(provider, "SIGKILL");
        },
    },
    {
        what: "Ctrl-C is pressed twice",
        happens: async (running) => {
            running.interrupt();
            await running.waitFor(/\^C received; cancelling/);
            running.interrupt();
        },
    },
    {
        what: "the CLI is killed with -9",
        happens: (running) => {
            process.kill(running.pid, "SIGKILL");
        },
        // It had no time to give its lock of the stack back.
        before: ({ stack }) => stack.cli("cancel", "--yes"),
        leavesProvider: true,
    },
];

const zoneOf = (moment: string): string => moment.replaceAll(/[ -]/g, "");

describeEngine.each(deaths)(
    "pulumi up, where $what in the middle of six moves",
    ({ happens, before, leavesProvider }) => {
        const names = Object.keys(moments);
        let scene: Scene;
        let died: RunResult;
        let preview: RunResult;
        let next: RunResult;
        let provider = -1;
        const gates: Record<string, Gate> = {};

        /** A provider that lives on tidies up as well. Both pictures last. */
        const isOver = (zone: string): boolean => {
            const { fleet } = scene;
            const state = fleet.zone("global1", zone)?.state;
            return leavesProvider === true
                ? state === undefined && !jobRecords(fleet, "global1").some((record) => record.startsWith(`${zone} `))
                : state === "configured";
        };

        beforeAll(async () => {
            const zones = (host: string): Zones =>
                Object.fromEntries(names.map((moment) => [zoneOf(moment), { host }]));
            scene = await startScene({
                hosts: hostsWith(
                    names.map((moment) => ({ name: zoneOf(moment), config: { memory: "1G" } })),
                    [],
                ),
                zones: zones("global1"),
                config: { "solaris:migration": limits },
            });
            const { fleet, stack } = scene;
            names.forEach((moment) => {
                gates[moment] = moments[moment]!(fleet, zoneOf(moment));
            });
            scene.setZones(zones("global2"));
            const running = await stack.start("up", { skipPreview: true, parallel: 16 });
            await Promise.all(Object.values(gates).map(({ reached }) => reached));
            provider = await providerProcess(running.pid);
            await happens(running, provider);
            died = await running.result;
            await before?.(scene);
            preview = await stack.preview();
            // Solaris goes on by itself with what it had begun.
            gates["dry run"]?.letGo();
            gates["beginning of the job"]?.letGo();
            // A provider that lives on goes from the dry run to the move: the target is without the zone for an instant only.
            await eventually("the dry run is over, and what a provider that lives on makes of it", () =>
                leavesProvider === true
                    ? isOver(zoneOf("dry run"))
                    : fleet.zone("global2", zoneOf("dry run")) === undefined,
            );
            await eventually("the first job is done", () => isOver("beginningofthejob"));
            const up = await stack.start("up", { skipPreview: true, parallel: 16 });
            await up.waitFor(/copy is being moved global1 -> global2 already/);
            await up.waitFor(/handover is being moved global1 -> global2 already/);
            gates["copy"]?.letGo();
            gates["hand-over"]?.letGo();
            next = await up.result;
        }, 120_000);

        afterAll(async () => {
            Object.values(gates).forEach(({ letGo }) => {
                letGo();
            });
            if (provider > 0 && isAlive(provider)) {
                process.kill(provider, "SIGKILL");
            }
            await scene.stop();
        });

        it("fails", () => {
            expect(died.exitCode).not.toBe(0);
        });

        it("leaves no provider behind for good: one that has finished its work ends", async () => {
            await eventually("the provider has ended", () => !isAlive(provider), 90_000);
        }, 100_000);

        it.each(["copy", "hand-over"])(
            "the next preview says of the zone in its %s who moves it, since when, how far",
            (moment) => {
                const said = preview.messagesOf(zoneOf(moment)).join("\n");
                expect(said).toContain(`${zoneOf(moment)} is being moved global1 -> global2 at this moment: `);
                expect(said).toMatch(/started at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ by /);
                expect(said).toContain(`by ${userInfo().username}@${hostname()}, login from 127.0.0.1`);
                expect(said).toContain(moment === "copy" ? "copying memory" : "detaching");
                expect(said).toContain("`pulumi up` follows it and finishes the work");
            },
        );

        it("the next preview takes the zone in its dry run for one that somebody is migrating, and dry-runs the first", () => {
            expect(preview.messagesOf("dryrun").join("\n")).toContain("is being migrated right now");
            expect(preview.messagesOf("looking").join("\n")).toContain("dry run passed; global2 is as it was before");
            expect(preview.messagesOf("end").join("\n")).toContain(
                "`pulumi up` looks what came of it and finishes the work",
            );
        });

        it("the next up follows what is under way, and finishes what has ended", () => {
            expect(next).toMatchObject({ exitCode: 0 });
            expect(next.messagesOf("handover").join("\n")).toContain("is being moved global1 -> global2 already");
            expect(next.messagesOf("beginningofthejob").join("\n")).toContain(
                leavesProvider === true ? "is already on global2; nothing to move" : "has ended and was not finished",
            );
        });

        it.each(names)("the zone that was in its %s has moved once, and nothing is left of it", async (moment) => {
            const zone = zoneOf(moment);
            expect(zonesOn(scene.fleet, "global2")[zone]).toBe("running");
            expect(zonesOn(scene.fleet, "global1")[zone]).toBeUndefined();
            expect(scene.count("zoneadm migrate", zone)).toBe(1);
            expect((await scene.stack.resourceState(zone))?.outputs).toMatchObject({
                host: "global2",
                currentHost: "global2",
                zoneState: "running",
                warnings: [],
            });
            expect((await scene.stack.resourceState(zone))?.outputs).not.toHaveProperty("unfinishedOn");
        });

        // Of a move that an abandoned provider has finished nobody knows when it was.
        const recorded = ["copy", "hand-over", "looking", "end"];
        const byTheNext = leavesProvider === true ? [] : ["beginning of the job", "dry run"];

        it.each([...recorded, ...byTheNext])("the move of the zone that was in its %s is recorded", async (moment) => {
            expect((await scene.stack.resourceState(zoneOf(moment)))?.outputs).toMatchObject({
                lastMigration: { from: "global1", to: "global2", method: "live" },
            });
        });

        it("keeps no job, no lock and no pending operation, and nothing ever ran twice", async () => {
            expect([jobRecords(scene.fleet, "global1"), jobRecords(scene.fleet, "global2")]).toEqual([[], []]);
            expect((await scene.stack.exportState()).pending_operations ?? []).toEqual([]);
            expect(secondCopies(scene.fleet.history)).toEqual([]);
        });
    },
);
