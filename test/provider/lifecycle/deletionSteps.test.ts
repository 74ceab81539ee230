import { nextDeletionStep, type DeletionWish } from "../../../provider/lifecycle/deletionSteps";
import type { DeletionView } from "../../../provider/lifecycle/deletionStorage";
import { absent, installJob, moveJob, ours, otherUuid, silent, there, uuid } from "./views";

const mine = { zone: { uuid } };
const foreign = { zone: { uuid: otherUuid } };
const none = absent("global2");

const nobody = { configurations: new Map(), unread: [] };

/** The step's kind and host, with the error's code where it is a refusal; no other zone has storage. */
function decide(views: readonly DeletionView[], more: Partial<DeletionWish> = {}): string {
    return decideOn(
        views.map((view) => ({ others: nobody, ...view })),
        more,
    );
}

function decideOn(views: readonly DeletionView[], more: Partial<DeletionWish> = {}): string {
    const step = nextDeletionStep(views, { zone: "kzone1", policy: "delete", uuid, ...more });
    switch (step.kind) {
        case "compareStorage":
            return step.kind;
        case "refuse":
            return `refuse ${step.error.code}`;
        case "done":
            return ["done", ...step.left].join(" ");
        default:
            return `${step.kind} ${step.host}`;
    }
}

type Row = [what: string, views: DeletionView[], toDelete: string, toShutDown: string, more?: Partial<DeletionWish>];

describe("the next step of a deletion", () => {
    it.each<Row>([
        ...[installJob({ kind: "alive" })].map((job): Row => [
            "is being installed",
            [there("global1", "incomplete", { ...mine, installs: [job] })],
            "refuse ZONE_BUSY",
            "refuse ZONE_BUSY",
        ]),
        [
            "is being moved",
            [there("global1", "running", { ...mine, moves: [moveJob({ kind: "alive" })] }), none],
            "refuse ZONE_BUSY",
            "refuse ZONE_BUSY",
        ],
        [
            "runs on two hosts",
            [there("global1", "running", mine), there("global2", "running", mine)],
            "refuse SPLIT_BRAIN",
            "refuse SPLIT_BRAIN",
        ],
        [
            "is under migration",
            [there("global1", "running", { zone: { uuid, auxiliary: ["migrating-out"] } }), none],
            "refuse MIGRATION_IN_PROGRESS",
            "refuse MIGRATION_IN_PROGRESS",
        ],
        [
            "runs here and has not been detached there",
            [there("global1", "running", mine), there("global2", "installed", mine)],
            "refuse DELETION_UNSAFE",
            "refuse DELETION_UNSAFE",
        ],
        [
            "shows no UUID and has no mark",
            [there("global1", "running"), none],
            "refuse DELETION_UNSAFE",
            "refuse DELETION_UNSAFE",
        ],
        [
            "has no UUID in the state and no mark",
            [there("global1", "running", mine), none],
            "refuse DELETION_UNSAFE",
            "refuse DELETION_UNSAFE",
            { uuid: undefined },
        ],
        [
            "is on one host, and one that shows no UUID may be it too",
            [there("global1", "installed", mine), there("global2", "installed")],
            "refuse DELETION_UNSAFE",
            "refuse DELETION_UNSAFE",
        ],
        [
            "runs, and a host is silent",
            [there("global1", "running", mine), silent("global2")],
            "refuse HOST_UNREACHABLE",
            "stop global1",
        ],
        [
            "is installed, and a host is silent",
            [there("global1", "installed", mine), silent("global2")],
            "refuse HOST_UNREACHABLE",
            "refuse HOST_UNREACHABLE",
        ],
        [
            "is nowhere that answers",
            [absent("global1"), silent("global2")],
            "refuse HOST_UNREACHABLE",
            "refuse HOST_UNREACHABLE",
        ],
        [
            "is gone, and another one has its name",
            [there("global1", "running", foreign), none],
            "refuse ZONE_FOREIGN",
            "refuse ZONE_FOREIGN",
        ],
        [
            "is but a configuration, and another one has its name elsewhere",
            [there("global1", "configured", mine), there("global2", "running", foreign)],
            "deleteConfiguration global1",
            "done",
        ],
        [
            "was deleted by this run, and another one has its name elsewhere",
            [absent("global1"), there("global2", "running", foreign)],
            "done",
            "done",
            { isDeleted: true },
        ],
        ...["running", "ready", "mounted", "shutting_down", "down"].map((state): Row => [
            `is ${state}`,
            [there("global1", state, mine), none],
            "stop global1",
            "stop global1",
        ]),
        [
            "runs beside another one of that name",
            [there("global1", "running", mine), there("global2", "running", foreign)],
            "stop global1",
            "stop global1",
        ],
        ["is unavailable", [there("global1", "unavailable", mine), none], "refuse DELETION_UNSAFE", "done"],
        ["is in a state that is not known", [there("global1", "frozen", mine), none], "refuse DELETION_UNSAFE", "done"],
        ...["installed", "incomplete"].flatMap((state): Row[] => [
            [`is ${state}, taken over`, [there("global1", state, mine), none], "mark global1", "done"],
            ...ours.map((ownership): Row => [
                `is ${state}, ${ownership}`,
                [there("global1", state, { ...mine, ownership }), none],
                "uninstall global1",
                "done",
            ]),
        ]),
        [
            "is half-made, without a UUID in the state",
            [there("global1", "incomplete", { ...mine, ownership: "making" }), none],
            "uninstall global1",
            "done",
            { uuid: undefined },
        ],
        ...ours.map((ownership): Row => [
            `is configured, ${ownership}`,
            [there("global1", "configured", { ownership }), none],
            "deleteConfiguration global1",
            "done",
            { uuid: undefined },
        ]),
        [
            "is configured under its UUID",
            [there("global1", "configured", mine), none],
            "deleteConfiguration global1",
            "done",
        ],
        ["is gone, and a configuration is left", [there("global1", "configured"), none], "done global1", "done"],
        [
            "is gone, and one of another UUID is configured",
            [there("global1", "configured", foreign), none],
            "done global1",
            "done",
        ],
        [
            "is installed here and has left a configuration there",
            [
                there("global1", "installed", { ...mine, ownership: "made" }),
                there("global2", "configured", { ownership: "made" }),
            ],
            "uninstall global1",
            "done",
        ],
        ["is nowhere", [absent("global1"), none], "done", "done"],
    ])("of a zone that %s", (_what, views, toDelete, toShutDown, more = {}) => {
        for (const order of [views, [...views].reverse()]) {
            expect(decide(order, more)).toBe(toDelete);
            expect(decide(order, { policy: "shutdown", ...more })).toBe(toShutDown);
        }
    });

    it("never touches a zone that shows another UUID, whatever its mark and its state", () => {
        for (const state of ["configured", "incomplete", "installed", "unavailable", "running", "down"]) {
            for (const ownership of ["unmarked", "other"] as const) {
                const step = decide([there("global1", state, { ...foreign, ownership }), none]);
                expect(step).toBe(state === "configured" ? "done global1" : "refuse ZONE_FOREIGN");
            }
        }
    });

    it("has the storage of all zones compared before anything that ends in an uninstallation, and only then", () => {
        for (const state of ["running", "shutting_down", "installed", "incomplete"]) {
            for (const ownership of ["unmarked", ...ours] as const) {
                const view = there("global1", state, { ...mine, ownership });
                expect(decideOn([view, none])).toBe("compareStorage");
                expect(decideOn([{ ...view, others: nobody }, none])).toBe("compareStorage");
                expect(decideOn([view, none], { policy: "shutdown" })).not.toBe("compareStorage");
            }
        }
        expect(decideOn([there("global1", "configured", mine), none])).toBe("deleteConfiguration global1");
        expect(decideOn([there("global1", "unavailable", mine), none])).toBe("refuse DELETION_UNSAFE");
        expect(decideOn([absent("global1"), none])).toBe("done");
    });
});
