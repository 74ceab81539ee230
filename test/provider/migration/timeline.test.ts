import { timelineOf } from "../../../provider/migration/timeline";
import type { OutputLine } from "../../../provider/transport/command";

/** Lines of zoneadm, each some milliseconds after the first. */
function linesAt(timed: Readonly<Record<number, string>>): OutputLine[] {
    return Object.entries(timed).map(([at, text]) => ({
        stream: "stderr",
        text: `zoneadm: zone 'kzone1': ${text}`,
        at: 1_000 + Number(at),
    }));
}

describe("the timeline of a migration", () => {
    const full = linesAt({
        0: "Importing zone configuration.",
        1_500: "Attaching zone.",
        4_500: "Booting zone in 'migrating-in' mode.",
        10_000: "Checking migration compatibility.",
        12_000: "Starting migration.",
        20_000: "Suspending zone on source host.",
        20_800: "Waiting for migration to complete.",
        21_800: "Migration successful.",
        21_900: "Halting and detaching zone on source host.",
    });

    it("has the seconds of each phase, from its line to the next phase's", () => {
        expect(timelineOf(full, 1_000 + 24_900)).toEqual({
            phases: {
                configure: 1.5,
                attach: 3,
                boot: 5.5,
                check: 2,
                migrate: 8,
                suspend: 0.8,
                finish: 1,
                complete: 0.1,
                detach: 3,
            },
            pause: 0.8,
        });
    });

    it("adds up to the whole in the seed's order too, where detaching comes before success", () => {
        const { phases } = timelineOf(
            linesAt({
                0: "Importing zone configuration.",
                2_000: "Attaching zone.",
                3_000: "Halting and detaching zone on source host.",
                3_400: "Migration successful.",
            }),
            1_000 + 3_500,
        );
        expect(phases).toEqual({ configure: 2, attach: 1, detach: 0.4, complete: 0.1 });
    });

    it("has no pause where Solaris does not print the suspending line (example 45)", () => {
        const lines = full.filter(({ text }) => !text.includes("Suspending"));
        const timeline = timelineOf(lines, 25_900);
        expect(timeline).not.toHaveProperty("pause");
        expect(timeline.phases).not.toHaveProperty("suspend");
    });

    it("has no pause where nothing came after the suspending line", () => {
        const timeline = timelineOf(full.slice(0, 6), 30_000);
        expect(timeline).not.toHaveProperty("pause");
        expect(timeline.phases.suspend).toBe(9);
    });

    it("ends the pause at the first line of any kind", () => {
        const strange = linesAt({ 0: "Suspending zone on source host.", 250: "Something that nobody has seen yet." });
        expect(timelineOf(strange, 2_000).pause).toBe(0.25);
    });

    it("is empty for a command that said nothing, or nothing that is known", () => {
        expect(timelineOf([], 5)).toEqual({ phases: {} });
        expect(timelineOf(linesAt({ 0: "-----" }), 5_000)).toEqual({ phases: {} });
    });
});
