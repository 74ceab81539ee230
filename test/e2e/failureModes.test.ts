import { describeEngine } from "../engine/describeEngine";
import type { RunResult } from "../engine/runResult";
import { accessStories } from "../failureModes/accessStories";
import { configurationStories } from "../failureModes/configurationStories";
import { expectSaid } from "../failureModes/hear";
import { hostStories } from "../failureModes/hostStories";
import { interruptedStories } from "../failureModes/interruptedStories";
import { storageStories } from "../failureModes/storageStories";
import type { Story } from "../failureModes/story";
import { held, recordsOn } from "../failureModes/tell";
import { zoneStories } from "../failureModes/zoneStories";
import { secondCopies } from "../solaris";
import { failureModes } from "../solaris/failureModes";
import { type Mode, WorstModes } from "./support/worstModes";

const stories = [
    ...zoneStories,
    ...configurationStories,
    ...storageStories,
    ...hostStories,
    ...accessStories,
    ...interruptedStories,
];

/** The worst failures, and how often a real `zoneadm migrate` runs until the zone is where it shall be. */
const worst: readonly (readonly [number: number, migrations: number, variant?: string])[] = [
    [4, 1],
    [16, 1],
    [23, 2],
    [24, 1],
    [26, 1],
    [28, 1],
    [29, 1],
    [30, 1],
    [31, 1, "it has gone at the third attempt"],
    [32, 0],
    [34, 2],
    [35, 2],
    [36, 1],
    [37, 1],
    [38, 2],
    [39, 2],
    [40, 1],
    [41, 2],
    [42, 2],
    [48, 1],
    [49, 2],
];

function storyOf([number, , variant]: (typeof worst)[number]): Story {
    return stories.find((story) => story.number === number && story.variant === variant)!;
}

describeEngine("the worst failures on the real engine", () => {
    let all: WorstModes;
    const results: Record<string, RunResult> = {};
    const modeOf = (number: number): Mode => all.modes.find(({ story }) => story.number === number)!;
    const outputsOf = async ({ name }: Mode) => (await all.stack.resourceState(name))?.outputs;
    const rows = worst.map((row): [string, (typeof worst)[number], Story] => {
        const title = failureModes.find(({ number }) => number === row[0])?.title ?? "";
        return [`#${row[0]} ${title}`, row, storyOf(row)];
    });
    /** All of them as the hosts have them, at a moment of the test. */
    const seen: Record<string, Record<number, unknown>> = {};
    const note = async (moment: string): Promise<void> => {
        const entries = await Promise.all(
            all.modes.map(async (mode) => [
                mode.story.number,
                { held: held(mode.fleet), records: recordsOn(mode.fleet), outputs: await outputsOf(mode) },
            ]),
        );
        seen[moment] = Object.fromEntries(entries) as Record<number, unknown>;
    };

    beforeAll(async () => {
        all = await WorstModes.start(worst.map(storyOf));
        const { stack, modes } = all;
        await Promise.all(modes.map((mode) => mode.arrange()));
        // The dry run of #16 waits for half a minute: it is made in the up, where others wait as long.
        modes
            .filter(({ story }) => story.number !== 16)
            .forEach((mode) => {
                all.wish(mode, mode.target);
            });
        results["preview"] = await stack.preview();
        await note("preview");

        const struck = modes.map(({ scene, fleet }) => scene.strike?.(fleet));
        modes.forEach((mode) => {
            all.wish(mode, mode.target);
        });
        const up = await stack.start("up", { skipPreview: true, args: ["--continue-on-error"], timeoutMs: 200_000 });
        modes.forEach((mode) => {
            mode.watch(up);
        });
        results["up"] = await up.result;
        for (const strike of struck) {
            await strike;
        }
        await note("up");

        results["next preview"] = await stack.preview();
        await Promise.all(modes.map((mode) => mode.pass()));
        for (const { story, fleet } of modes) {
            await story.mend?.(fleet);
        }
        modes.forEach((mode) => {
            all.wish(mode, mode.target, true);
        });
        results["next up"] = await stack.up({ skipPreview: true });
        await note("next up");
        results["last preview"] = await stack.preview();
    }, 300_000);
    afterAll(() => all.stop());

    describe.each(rows)("%s", (_title, [number, migrations], story) => {
        const isDone = story.update.refusal === undefined && (story.state === undefined || story.isSettled === true);
        const ending = (run: string) => modeOf(number).endingOf(results[run]!);
        const said = (what: Story["preview"]) => modeOf(number).renamed(what);
        const expectHeard = (heard: ReturnType<typeof ending>, what: Story["preview"]): void =>
            expectSaid(heard, what, new RegExp(`m${number}(?:source|target)`));

        if (number !== 16) {
            it("is what the preview says, which changes nothing", () => {
                expectHeard(ending("preview"), said(story.preview));
                expect(seen["preview"]?.[number]).toMatchObject({
                    records: { open: 0, kept: 0, locks: 0 },
                    outputs: { currentHost: modeOf(number).source },
                });
            });
        }

        it("is what the up says; the hosts hold what they should, and the state tells the truth", () => {
            // Without its preview the up is the first to find it.
            expectHeard(ending("up"), said(number === 16 ? story.preview : story.update));
            const { source, target } = modeOf(number);
            const { warnings = [], ...state } = story.state ?? (isDone ? { currentHost: "global2" } : {});
            const names = { global1: source, global2: target } as Record<string, string>;
            const { currentHost = "global1", zoneState, unfinishedOn } = state as Record<string, string>;
            expect(seen["up"]?.[number]).toMatchObject({
                held: story.holds,
                records: { open: 0, kept: 0, locks: 0, ...story.records },
                outputs: {
                    zoneName: "kzone1",
                    currentHost: names[currentHost],
                    ...(zoneState === undefined ? {} : { zoneState }),
                    ...(unfinishedOn === undefined ? {} : { unfinishedOn: names[unfinishedOn] }),
                    warnings: warnings.map((): unknown => expect.any(String)),
                },
            });
        });

        it("is what the next preview says", () => {
            const expected = story.converges?.preview ?? story.again?.preview ?? story.preview;
            if (isDone) {
                expect(ending("next preview")).toEqual({ kept: "" });
            } else {
                expectHeard(ending("next preview"), said(expected));
            }
        });

        it("is over after the next up, once somebody has removed its cause", () => {
            const { fleet, target } = modeOf(number);
            const next = story.mended ?? story.converges;
            const holds = story.mended?.holds ?? (story.isSettled === true ? story.holds : ["absent", "running"]);
            if (next !== undefined) {
                expectHeard(ending("next up"), said(next.update));
            }
            expect(seen["next up"]?.[number]).toMatchObject({
                held: holds,
                records: { open: 0, kept: story.records?.kept ?? next?.records?.kept ?? 0, locks: 0 },
                outputs: {
                    host: target,
                    currentHost: target,
                    zoneState: story.mended?.zoneState ?? "running",
                    warnings: story.isSettled === true ? [expect.any(String)] : [],
                },
            });
            expect(fleet.commands().filter(({ name }) => name === "zoneadm migrate")).toHaveLength(migrations);
            expect(secondCopies(fleet.history)).toHaveLength(story.secondCopies ?? 0);
            expect(ending("last preview")).toEqual({ kept: "" });
        });
    });

    it("end all with nothing to do", () => {
        expect(results["next up"]).toMatchObject({ exitCode: 0 });
        expect(results["last preview"]).toMatchObject({ exitCode: 0, resourceChanges: { same: worst.length + 1 } });
    });
});
