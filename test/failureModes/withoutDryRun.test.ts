import type { PropertyBag } from "../../provider/kernelZone/state";
import type { Fleet } from "../solaris";
import { accessStories } from "./accessStories";
import { configurationStories } from "./configurationStories";
import { expectSaid } from "./hear";
import { hostStories } from "./hostStories";
import { hurriedRuns, ProviderRuns } from "./pulumi";
import { storageStories } from "./storageStories";
import { mendThenUp, mendWhatSolarisNames, migrationFailed, passes, refuses, type Said, type Story } from "./story";
import { held, onScene, recordsOn, titleOf } from "./tell";
import { zoneStories } from "./zoneStories";

const stories = [...zoneStories, ...configurationStories, ...storageStories, ...hostStories, ...accessStories];

function withPolicy(news: PropertyBag, dryRun: "warn" | "skip"): PropertyBag {
    return { ...news, migration: { ...(news["migration"] as object), dryRun } };
}

/** What the migration itself says where the dry run is not asked, or not listened to. */
function failureOf({ update: { refusal } }: Story): Said {
    const { wayOut = "", quotes = [] } = refusal ?? {};
    // Its own words about the dry run are the first two.
    return migrationFailed(wayOut === mendWhatSolarisNames ? mendThenUp : wayOut, quotes.slice(2));
}

type Row = [string, Story];
const rows = (which: (story: Story) => boolean): Row[] =>
    stories.filter((story) => which(story) && story.by !== "clock").map((story): Row => [titleOf(story), story]);

const refusedByDryRun = rows(({ number, update }) => number !== 48 && update.refusal?.code === "DRY_RUN_REFUSED");
const skipped = (story: Story): Said => passes(['dry run skipped: migration.dryRun is "skip"'], story.preview.findings);
const migrations = (fleet: Fleet): string[] =>
    fleet
        .commands()
        .map(({ name }) => name)
        .filter((name) => name.startsWith("zoneadm migrate"));

let provider: ProviderRuns;
beforeAll(async () => {
    provider = await ProviderRuns.start();
});
afterAll(() => provider.stop());

describe("migration.dryRun: skip: the migration itself is what meets the failure", () => {
    it.each(refusedByDryRun)("%s", async (_title, story) => {
        await onScene(
            story,
            (fleet) => provider.on(fleet),
            async (pulumi, fleet, { olds, news }) => {
                const wish = withPolicy(news, "skip");
                expectSaid(await pulumi.preview(olds, wish), skipped(story));
                expect(migrations(fleet)).toEqual([]);
                const ending = await pulumi.update(olds, wish);
                expectSaid(ending, failureOf(story));
                expect(ending.state).toBe(olds);
                expect(held(fleet)).toEqual(story.holds);
                expect(recordsOn(fleet)).toEqual({ open: 0, kept: 1, locks: 0 });
                expect(migrations(fleet)).toEqual(["zoneadm migrate"]);
            },
        );
    });
});

describe("migration.dryRun: warn: the refusal is told, and the move is tried", () => {
    it.each(refusedByDryRun)("%s", async (_title, story) => {
        await onScene(
            story,
            (fleet) => provider.on(fleet),
            async (pulumi, fleet, { olds, news }) => {
                const wish = withPolicy(news, "warn");
                const { refusal, findings } = story.preview;
                const quotes = refusal?.quotes ?? [];
                expectSaid(await pulumi.preview(olds, wish), {
                    tells: ['not stopped by this, because migration.dryRun is "warn":\nDRY_RUN_REFUSED: ', ...quotes],
                    findings,
                });
                expect(held(fleet)).toEqual(story.holds);
                const ending = await pulumi.update(olds, wish);
                expectSaid(ending, {
                    ...failureOf(story),
                    tells: [
                        "the dry run does not pass, and the move is tried all the same:\nDRY_RUN_REFUSED: ",
                        ...quotes,
                    ],
                });
                expect(ending.state).toBe(olds);
                expect(held(fleet)).toEqual(story.holds);
            },
        );
    });
});

describe("what is certain before stops every move, whatever migration.dryRun says", () => {
    const certain = rows(
        ({ update, by }) =>
            by === undefined && update.refusal !== undefined && update.refusal.code !== "DRY_RUN_REFUSED",
    ).filter(([, { number }]) => ![24, 34, 23, 48].includes(number));

    it.each(certain)("%s", async (_title, story) => {
        await onScene(
            story,
            (fleet) => provider.on(fleet),
            async (pulumi, fleet, { olds, news }) => {
                for (const policy of ["warn", "skip"] as const) {
                    const ending = await pulumi.update(olds, withPolicy(news, policy));
                    expectSaid(ending, story.update);
                    expect(ending.state).toBe(olds);
                }
                expect(held(fleet)).toEqual(story.holds);
                expect(migrations(fleet)).toEqual([]);
            },
        );
    });
});

it("a password that only the migration asks for: nothing changes any more, which is told when the time for that is up", async () => {
    const story = accessStories.find(({ number, variant }) => number === 24 && variant === undefined)!;
    await onScene(
        story,
        (fleet) => provider.on(fleet),
        async (pulumi, fleet, { olds, news }) => {
            const wish = { ...news, migration: { dryRun: "skip", timeouts: { stall: "1s" }, onTimeout: "leave" } };
            const stalled = await pulumi.update(olds, wish);
            expectSaid(
                stalled,
                refuses("MIGRATION_IN_PROGRESS", "pulumi up", {
                    host: "global1",
                    quotes: ["shows no change any more"],
                }),
            );
            expect(stalled.state).toMatchObject({
                currentHost: "global1",
                zoneState: "running",
                unfinishedOn: "global1",
            });
            expect(held(fleet)).toEqual(["running", "absent"]);
            expectSaid(
                await pulumi.preview(stalled.state, news),
                passes(["is being moved global1 -> global2 at this moment"]),
            );
        },
    );
});

it("#48: a warm move that was not tried before ends suspended where it cannot be resumed, and says so", async () => {
    const story = storageStories.find(({ number, variant }) => number === 48 && variant !== undefined)!;
    await onScene(
        story,
        (fleet) => provider.on(fleet),
        async (pulumi, fleet, { olds, news }) => {
            const ending = await pulumi.update(olds, withPolicy(news, "skip"));
            expectSaid(
                ending,
                refuses("ZONE_NOT_BOOTED", "By hand, there: zoneadm -z kzone1 boot", {
                    host: "global2",
                    quotes: ["on global2: installed, suspended", "error: Suspended image ca"],
                }),
            );
            expect(ending.state).toMatchObject({
                currentHost: "global2",
                zoneState: "installed",
                unfinishedOn: "global1",
            });
            expect(held(fleet)).toEqual(["configured", "installed suspended"]);
        },
    );
});

it("#16: the migration finds the disk's other owner (verbs in process, under a fast clock)", async () => {
    const story = storageStories.find(({ number, variant }) => number === 16 && variant !== undefined)!;
    await onScene(story, hurriedRuns, async (pulumi, fleet, { olds, news }) => {
        const ending = await pulumi.update(olds, withPolicy(news, "skip"));
        expectSaid(
            ending,
            migrationFailed(mendThenUp, ["is in use by host with  hostid 848611d4", "on global2: unavailable"]),
        );
        expect(held(fleet)).toEqual(["running", "unavailable"]);
    });
});
