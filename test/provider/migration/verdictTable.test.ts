import { judgePicture } from "../../../provider/migration/verdict";
import { verdictTable, type VerdictKind } from "../../../provider/migration/verdictTable";
import { hostViews, type HostView } from "../../../provider/migration/view";

const pictures = hostViews.flatMap((source) =>
    hostViews.flatMap((target) => [true, false].map((jobRuns) => ({ source, target, jobRuns }))),
);

const kindOf = (source: HostView, target: HostView, jobRuns = false): VerdictKind =>
    judgePicture({ source, target, jobRuns }).kind;
const where = (rule: (source: HostView, target: HostView, kind: VerdictKind) => boolean): string[] =>
    pictures
        .filter(({ source, target, jobRuns }) => !rule(source, target, kindOf(source, target, jobRuns)))
        .map(({ source, target, jobRuns }) => `${source}, ${target}, ${jobRuns ? "job" : "no job"}`);

const runs = (view: HostView): boolean => view === "running" || view === "unsound";
const moved: readonly VerdictKind[] = ["migrated", "migratedNotDetached", "migratedSourceUnknown"];

describe("the table of verdicts", () => {
    it("has a row for every picture that two hosts and a job can make", () => {
        expect(pictures).toHaveLength(hostViews.length ** 2 * 2);
        expect(pictures.filter((picture) => !verdictTable.includes(judgePicture(picture).row))).toEqual([]);
    });

    it("has no row that decides nothing", () => {
        const deciding = new Set(pictures.map((picture) => judgePicture(picture).row));
        expect(
            verdictTable.filter((row) => !deciding.has(row)).map(({ verdict, meaning }) => [verdict, meaning]),
        ).toEqual([]);
    });

    it("says of every row what it means and what is done", () => {
        for (const { meaning, action } of verdictTable) {
            expect(meaning).toMatch(/^[A-Z].*\.$/);
            expect(action).toMatch(/^[A-Z].*\.$/);
        }
        expect(new Set(verdictTable.map(({ meaning }) => meaning)).size).toBe(verdictTable.length);
    });

    it("calls a zone moved only where it runs on the target and not on the source, and no job is at work", () => {
        expect(where((source, target, kind) => !moved.includes(kind) || (runs(target) && !runs(source)))).toEqual([]);
        for (const source of hostViews) {
            expect(moved).not.toContain(kindOf(source, "running", true));
        }
    });

    it("calls it split brain exactly where both have it running, one of them perhaps on its way again", () => {
        expect(
            where(
                (source, target, kind) =>
                    (kind === "splitBrain") === (runs(source) && (runs(target) || target === "migratingOut")),
            ),
        ).toEqual([]);
    });

    it("concludes nothing that allows to boot or remove where a host cannot be asked", () => {
        expect(
            where(
                (source, target, kind) =>
                    (source !== "unreachable" && target !== "unreachable") ||
                    ["unknown", "migratedSourceUnknown", "foreignOnTarget", "inProgress"].includes(kind),
            ),
        ).toEqual([]);
    });

    it("calls a zone halted or suspended, which a cold or warm move boots, only where no other host could have it", () => {
        const harmless: readonly HostView[] = ["absent", "configured", "foreign"];
        expect(
            where((source, target, kind) => {
                switch (kind) {
                    case "haltedOnTarget":
                        return target === "installed" && harmless.includes(source);
                    case "suspendedOnTarget":
                        return target === "suspended" && harmless.includes(source);
                    case "haltedOnSource":
                        return source === "installed" && [...harmless, "unavailable", "incomplete"].includes(target);
                    case "suspendedOnSource":
                        return source === "suspended" && [...harmless, "unavailable", "incomplete"].includes(target);
                    default:
                        return true;
                }
            }),
        ).toEqual([]);
    });

    it("gives the zone up for lost only where both hosts answer and neither has more than a configuration", () => {
        const gone: readonly HostView[] = ["absent", "configured", "foreign"];
        expect(
            where((source, target, kind) => kind !== "lost" || (gone.includes(source) && gone.includes(target))),
        ).toEqual([]);
    });

    it("lets a running job decide before anything but a foreign zone and two running copies", () => {
        for (const { source, target } of pictures) {
            expect(["inProgress", "foreignOnTarget", "splitBrain"]).toContain(kindOf(source, target, true));
        }
    });
});
