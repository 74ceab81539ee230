import {
    describeSighting,
    isConfigurationOnly,
    isSettledRunning,
    type Sighting,
} from "../../../provider/migration/sighting";
import { judge, type Verdict } from "../../../provider/migration/verdict";
import type { VerdictKind } from "../../../provider/migration/verdictTable";
import { absent, allSightings, otherUuid, ourUuid, seen, sighting, unreachable } from "./sightings";

describe("the table of solaris-facts section 11", () => {
    const rows: readonly [source: string, target: string, verdict: VerdictKind][] = [
        ["running", "absent", "notMigrated"],
        ["running", "configured", "notMigrated"],
        ["running migrating-out", "running migrating-in", "inProgress"],
        ["running", "running migrating-in", "aborting"],
        ["configured", "running", "migrated"],
        ["absent", "running", "migrated"],
        ["installed", "running", "migratedNotDetached"],
        ["shutting_down", "running", "migratedNotDetached"],
        ["down", "running", "migratedNotDetached"],
        ["installed suspended", "absent", "suspendedOnSource"],
        ["installed suspended", "configured", "suspendedOnSource"],
        ["running", "running", "splitBrain"],
        ["running", "unavailable", "notMigrated"],
        ["installed", "unavailable", "haltedOnSource"],
        ["installed suspended", "unavailable", "suspendedOnSource"],
        ["configured", "unavailable", "ownedElsewhere"],
        ["absent", "unavailable", "ownedElsewhere"],
        ["absent", "absent", "lost"],
        ["unreachable", "running", "migratedSourceUnknown"],
        // Both have it attached: which one is to keep it is not settled yet.
        ["installed suspended", "installed", "changing"],
    ];

    it.each(rows)("source %s, target %s", (source, target, verdict) => {
        expect(judge(sighting("global1", source), sighting("global2", target), ourUuid).kind).toBe(verdict);
    });
});

describe("beyond the table", () => {
    const rows: readonly [source: string, target: string, verdict: VerdictKind][] = [
        ["unreachable", "absent", "unknown"],
        ["unreachable", "running migrating-in", "unknown"],
        ["running", "unreachable", "unknown"],
        ["absent", "unreachable", "unknown"],
        ["unreachable", "unreachable", "unknown"],
        ["shutting_down", "running migrating-in", "inProgress"],
        ["configured", "running migrating-in", "inProgress"],
        ["running migrating-out", "absent", "inProgress"],
        ["installed", "installed", "changing"],
        ["configured", "configured", "lost"],
        ["configured", "installed", "haltedOnTarget"],
        ["configured", "installed suspended", "suspendedOnTarget"],
        ["installed", "absent", "haltedOnSource"],
        ["installed", "configured", "haltedOnSource"],
        ["shutting_down", "absent", "changing"],
        ["configured", "ready", "changing"],
        ["unavailable", "absent", "ownedElsewhere"],
        ["incomplete", "configured", "broken"],
        ["configured", "incomplete", "broken"],
        ["running panicked", "absent", "notMigrated"],
        ["configured", "running panicked", "migrated"],
        ["configured", "running migrating-out", "inProgress"],
    ];

    it.each(rows)("source %s, target %s", (source, target, verdict) => {
        expect(judge(sighting("global1", source), sighting("global2", target), ourUuid).kind).toBe(verdict);
    });

    it("is in progress as long as the job runs, whatever the hosts show but two running copies or a foreign zone", () => {
        for (const source of ["running", "installed", "configured", "absent", "unreachable"]) {
            const from = sighting("global1", source);
            expect(judge(from, sighting("global2", "absent"), ourUuid, true).kind).toBe("inProgress");
            expect(judge(from, seen("global2", "running", otherUuid), ourUuid, true).kind).toBe("foreignOnTarget");
        }
        expect(judge(seen("global1", "running"), seen("global2", "running"), ourUuid, true).kind).toBe("splitBrain");
    });

    it("calls a running zone of another UUID on the target foreign, whatever the source shows", () => {
        const foreign = seen("global2", "running", otherUuid);
        for (const source of [absent("global1"), unreachable("global1"), seen("global1", "running")]) {
            expect(judge(source, foreign, ourUuid).kind).toBe("foreignOnTarget");
        }
    });

    it("does not take a mere configuration on the target for another zone, whatever UUID it carries", () => {
        const stale = seen("global2", "configured", otherUuid);
        expect(judge(seen("global1", "running"), stale, ourUuid).kind).toBe("notMigrated");
    });

    it("goes by the name where either UUID is not known", () => {
        expect(judge(absent("global1"), seen("global2", "running", ""), ourUuid).kind).toBe("migrated");
        expect(judge(absent("global1"), seen("global2", "running", otherUuid), undefined).kind).toBe("migrated");
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

    const isOther = (sighting: Sighting, uuid: string | undefined): boolean =>
        sighting.kind === "seen" &&
        uuid !== undefined &&
        sighting.zone.uuid !== undefined &&
        sighting.zone.uuid !== uuid;
    const isForeign = ({ target, uuid }: Case): boolean => isOther(target, uuid);
    /** No more of our zone than a configuration: what is another zone is not it. */
    const isGone = (sighting: Sighting, uuid: string | undefined): boolean =>
        sighting.kind === "absent" || isConfigurationOnly(sighting) || isOther(sighting, uuid);
    /** Runs here for good, or still runs here while it is sent away. */
    const runsYet = (sighting: Sighting): boolean =>
        isSettledRunning(sighting) ||
        (sighting.kind === "seen" &&
            sighting.zone.state === "running" &&
            sighting.zone.auxiliary.includes("migrating-out"));

    it("are more than sixty thousand", () => {
        expect(cases.length).toBe(2 * sources.length * targets.length);
        expect(cases.length).toBeGreaterThan(60_000);
    });

    it("are never `migrated` unless the zone is settled on the target, is ours, and the source has no more than a configuration", () => {
        expectOfAll(
            (one) =>
                one.verdict.kind !== "migrated" ||
                (isSettledRunning(one.target) && !isForeign(one) && isGone(one.source, one.uuid)),
        );
    });

    it("are a move that succeeded exactly where our zone runs on the target and not on the source", () => {
        expectOfAll(
            (one) =>
                ["migrated", "migratedNotDetached", "migratedSourceUnknown"].includes(one.verdict.kind) ===
                (isSettledRunning(one.target) &&
                    !isForeign(one) &&
                    (!isSettledRunning(one.source) || isOther(one.source, one.uuid))),
        );
    });

    it("are `notMigrated` only where the zone is settled on the source and not on the target", () => {
        expectOfAll(
            ({ verdict, source, target }) =>
                verdict.kind !== "notMigrated" || (isSettledRunning(source) && !isSettledRunning(target)),
        );
    });

    it("are `splitBrain` exactly where our zone is settled on the source and runs on the target too", () => {
        expectOfAll(
            (one) =>
                (one.verdict.kind === "splitBrain") ===
                (isSettledRunning(one.source) &&
                    !isOther(one.source, one.uuid) &&
                    runsYet(one.target) &&
                    !isForeign(one)),
        );
    });

    it("are never a verdict that removes something where a host cannot be asked", () => {
        expectOfAll(
            ({ verdict, source, target }) =>
                (source.kind !== "unreachable" && target.kind !== "unreachable") ||
                ["unknown", "migratedSourceUnknown", "foreignOnTarget"].includes(verdict.kind),
        );
    });

    it("are `lost` only where both hosts answer that they have no more of it than a configuration", () => {
        expectOfAll(
            ({ verdict, source, target, uuid }) =>
                verdict.kind !== "lost" || (isGone(source, uuid) && isGone(target, uuid)),
        );
    });
});
