import {
    describeSighting,
    isConfigurationOnly,
    isSettledRunning,
    type Sighting,
} from "../../../provider/migration/sighting";
import { judge, type Verdict } from "../../../provider/migration/verdict";
import { absent, allSightings, otherUuid, ourUuid, seen, sighting, unreachable } from "./sightings";

const migrated = (sourceLeftover: boolean): Verdict => ({ kind: "migrated", sourceLeftover });
const notMigrated = (targetLeftover: boolean): Verdict => ({ kind: "notMigrated", targetLeftover });

describe("the table of solaris-facts section 11", () => {
    const rows: readonly [source: string, target: string, verdict: Verdict][] = [
        ["running", "absent", notMigrated(false)],
        ["running", "configured", notMigrated(true)],
        ["running migrating-out", "running migrating-in", { kind: "inProgress" }],
        ["running", "running migrating-in", { kind: "aborting" }],
        ["configured", "running", migrated(true)],
        ["absent", "running", migrated(false)],
        ["installed", "running", { kind: "migratedNotDetached" }],
        ["shutting_down", "running", { kind: "migratedNotDetached" }],
        ["down", "running", { kind: "migratedNotDetached" }],
        ["installed suspended", "installed", { kind: "suspendedOnSource" }],
        ["installed suspended", "absent", { kind: "suspendedOnSource" }],
        ["running", "running", { kind: "splitBrain" }],
        ["running", "unavailable", notMigrated(true)],
        ["installed", "unavailable", { kind: "notRunning" }],
        ["installed suspended", "unavailable", { kind: "suspendedOnSource" }],
        ["configured", "unavailable", { kind: "notRunning" }],
        ["absent", "absent", { kind: "lost" }],
        ["unreachable", "running", { kind: "migratedSourceUnknown" }],
    ];

    it.each(rows)("source %s, target %s", (source, target, verdict) => {
        expect(judge(sighting("global1", source), sighting("global2", target), ourUuid)).toEqual(verdict);
    });
});

describe("beyond the table", () => {
    const rows: readonly [source: string, target: string, verdict: Verdict][] = [
        ["unreachable", "absent", { kind: "unknown" }],
        ["unreachable", "running migrating-in", { kind: "unknown" }],
        ["running", "unreachable", { kind: "unknown" }],
        ["absent", "unreachable", { kind: "unknown" }],
        ["unreachable", "unreachable", { kind: "unknown" }],
        ["shutting_down", "running migrating-in", { kind: "inProgress" }],
        ["configured", "running migrating-in", { kind: "inProgress" }],
        ["running migrating-out", "absent", { kind: "inProgress" }],
        ["installed", "installed", { kind: "notRunning" }],
        ["configured", "configured", { kind: "notRunning" }],
    ];

    it.each(rows)("source %s, target %s", (source, target, verdict) => {
        expect(judge(sighting("global1", source), sighting("global2", target), ourUuid)).toEqual(verdict);
    });

    it("calls a running zone of another UUID on the target foreign, whatever the source shows", () => {
        const foreign = seen("global2", "running", otherUuid);
        for (const source of [absent("global1"), unreachable("global1"), seen("global1", "running")]) {
            expect(judge(source, foreign, ourUuid)).toEqual({ kind: "foreignOnTarget" });
        }
    });

    it("does not take a mere configuration on the target for another zone, whatever UUID it carries", () => {
        const stale = seen("global2", "configured", otherUuid);
        expect(judge(seen("global1", "running"), stale, ourUuid)).toEqual(notMigrated(true));
    });

    it("goes by the name where either UUID is not known", () => {
        expect(judge(absent("global1"), seen("global2", "running", ""), ourUuid)).toEqual(migrated(false));
        expect(judge(absent("global1"), seen("global2", "running", otherUuid), undefined)).toEqual(migrated(false));
    });
});

describe("every combination of primary state, auxiliary state, UUID and reachability on both sides", () => {
    const sources = allSightings("global1");
    const targets = allSightings("global2");

    interface Case {
        readonly source: Sighting;
        readonly target: Sighting;
        readonly uuid: string | undefined;
        readonly verdict: Verdict;
    }
    const cases: Case[] = [ourUuid, undefined].flatMap((uuid) =>
        sources.flatMap((source) =>
            targets.map((target) => ({ source, target, uuid, verdict: judge(source, target, uuid) })),
        ),
    );

    /** One `expect` for tens of thousands of cases, which names the first that break the rule. */
    function expectOfAll(rule: (one: Case) => boolean): void {
        const broken = cases.filter((one) => !rule(one)).slice(0, 3);
        expect(
            broken.map(
                ({ source, target, uuid, verdict }) =>
                    `${describeSighting(source)}; ${describeSighting(target)}; UUID ${uuid ?? "unknown"}: ${verdict.kind}`,
            ),
        ).toEqual([]);
    }

    const isForeign = ({ target, uuid }: Case): boolean =>
        target.kind === "seen" && uuid !== undefined && target.zone.uuid !== undefined && target.zone.uuid !== uuid;

    it("are more than sixty thousand", () => {
        expect(cases.length).toBe(2 * sources.length * targets.length);
        expect(cases.length).toBeGreaterThan(60_000);
    });

    it("are never `migrated` unless the zone is settled on the target, is ours, and the source has no more than a configuration", () => {
        expectOfAll(
            (one) =>
                one.verdict.kind !== "migrated" ||
                (isSettledRunning(one.target) &&
                    !isForeign(one) &&
                    (one.source.kind === "absent" || isConfigurationOnly(one.source)) &&
                    one.verdict.sourceLeftover === (one.source.kind === "seen")),
        );
    });

    it("are a move that succeeded exactly where our zone runs on the target and not on the source", () => {
        expectOfAll(
            (one) =>
                ["migrated", "migratedNotDetached", "migratedSourceUnknown"].includes(one.verdict.kind) ===
                (isSettledRunning(one.target) && !isForeign(one) && !isSettledRunning(one.source)),
        );
    });

    it("are `notMigrated` only where the zone is settled on the source and not on the target", () => {
        expectOfAll(
            ({ verdict, source, target }) =>
                verdict.kind !== "notMigrated" || (isSettledRunning(source) && !isSettledRunning(target)),
        );
    });

    it("are `splitBrain` exactly where our zone is settled on both", () => {
        expectOfAll(
            (one) =>
                (one.verdict.kind === "splitBrain") ===
                (isSettledRunning(one.source) && isSettledRunning(one.target) && !isForeign(one)),
        );
    });

    it("are never a verdict that removes something where a host cannot be asked", () => {
        expectOfAll(
            ({ verdict, source, target }) =>
                (source.kind !== "unreachable" && target.kind !== "unreachable") ||
                ["unknown", "migratedSourceUnknown", "foreignOnTarget"].includes(verdict.kind),
        );
    });

    it("are `lost` only where both hosts say that there is no such zone", () => {
        expectOfAll(
            ({ verdict, source, target }) =>
                verdict.kind !== "lost" || (source.kind === "absent" && target.kind === "absent"),
        );
    });
});
